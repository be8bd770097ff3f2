"""Find a value by date and place: the city's own, else the province's, else the nation's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources

from shebaotong.kernel.api import NATION, PROVINCES, Month, Unknown, province_of, region_chain, region_title
from shebaotong.rules.parameters.load import load
from shebaotong.rules.parameters.model import Level, Parameter, Value


class Parameters:
    """All parameters of one edition of the law, as the rules consult them."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = dict(sorted(parameters.items()))

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._parameters.values())

    def __len__(self) -> int:
        return len(self._parameters)

    def __getitem__(self, code: str) -> Parameter:
        """Raises KeyError for a code that no file defines: that is an error in a rule, not missing law."""
        return self._parameters[code]

    def find(self, code: str, *, on: date | Month, region: str = NATION) -> Value | Unknown:
        """The value that holds ``on`` a day (of a month: its first day) in ``region`` or above it.

        Where nothing is known the answer says what to ask and whom; there is never a default.
        Raises KeyError for an unknown code and ValueError for an unknown region.
        """
        parameter = self[code]
        day = on.first_day if isinstance(on, Month) else on
        for place in region_chain(region):
            for dated in parameter.values:
                if dated.region == place and dated.holds(day):
                    if dated.value is None:
                        return _ask(parameter, day, region)
                    return Value(parameter, dated)
        return _ask(parameter, day, region)

    def latest(self, code: str, *, before: date | Month, region: str = NATION) -> Value | None:
        """The last value in ``region`` or above it that ended before a day; None where there is none.

        For estimates that say so: a value that ended is not the law of a later day.
        """
        day = before.first_day if isinstance(before, Month) else before
        for place in region_chain(region):
            ended = [
                dated
                for dated in self[code].values
                if dated.region == place and dated.end and dated.end < day and dated.value is not None
            ]
            if ended:
                return Value(self[code], max(ended, key=lambda dated: dated.start))
        return None

    def find_all(self, *codes: str, on: date | Month, region: str = NATION) -> tuple[Value, ...] | Unknown:
        """The values of several parameters at once, or the first that nobody has told us."""
        made = []
        for code in codes:
            found = self.find(code, on=on, region=region)
            if isinstance(found, Unknown):
                return found
            made.append(found)
        return tuple(made)


def _ask(parameter: Parameter, day: date, region: str) -> Unknown:
    place = region_title(region) or region
    if region == NATION and parameter.set_by is not Level.NATION:
        place = "参保地或待遇领取地"
    return Unknown(
        what=f"{place}{day.year}年{day.month}月执行的{parameter.title.zh}",
        whom=_whom(parameter.set_by, region),
        parameter=parameter.code,
        detail=(region, day.isoformat()),
        en=f"{parameter.title.en}, {_where(parameter, region)}, {day:%Y-%m}: "
        f"{_ask_en(parameter.set_by, region)}",
    )


def _where(parameter: Parameter, region: str) -> str:
    if region == NATION:
        return "the nation" if parameter.set_by is Level.NATION else "the place of insurance or of payment"
    return PROVINCES[province_of(region)].en if region in PROVINCES else region_title(region) or region


def _ask_en(level: Level, region: str) -> str:
    if level is Level.NATION:
        return "ask the Ministry of Human Resources and Social Security"
    if region == NATION:
        return "ask the agency of the place of payment"
    if level is Level.CITY and region not in PROVINCES:
        return "ask the city's agency"
    return f"ask the human resources department of {PROVINCES[province_of(region)].en}"


def _whom(level: Level, region: str) -> str:
    if level is Level.NATION:
        return "人力资源和社会保障部"
    if region == NATION:
        return "待遇领取地社会保险经办机构"
    if level is Level.CITY and region not in PROVINCES:
        return f"{region_title(region)}社会保险经办机构"
    return f"{PROVINCES[province_of(region)].zh}人力资源和社会保障部门"


@cache
def builtin() -> Parameters:
    """The parameters that ship with the program. Raises ParameterErrors where a file is wrong."""
    files: dict[str, str] = {}
    root = resources.files(__package__).joinpath("values")
    for area in root.iterdir():
        if area.is_dir():
            for file in area.iterdir():
                if file.name.endswith(".yaml"):
                    files[f"{area.name}/{file.name}"] = file.read_text(encoding="utf-8")
    return Parameters(load(files))
