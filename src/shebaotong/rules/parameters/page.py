"""The reference page of all parameters, generated: docs/reference/parameters.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from shebaotong.kernel.api import Text, region_title
from shebaotong.rules.parameters.lookup import Parameters
from shebaotong.rules.parameters.model import Dated, Level, Parameter, Value

AREAS: Mapping[str, Text] = {
    "account": Text("个人账户", "Individual account"),
    "certification": Text("待遇资格认证", "Proof of continued entitlement"),
    "injury": Text("工伤保险", "Work injury"),
    "limits": Text("办理时限", "Time limits"),
    "pension": Text("职工基本养老保险待遇", "Employees' pension"),
    "recovery": Text("追回", "Recovery"),
    "resident": Text("城乡居民基本养老保险", "Residents' pension"),
    "retirement": Text("退休年龄和最低缴费年限", "Retirement age and minimum contributions"),
    "survivors": Text("遗属待遇", "Survivors' benefits"),
    "transfer": Text("关系转移接续", "Transfer between provinces"),
    "unemployment": Text("失业保险", "Unemployment"),
}
"""The folders of ``values/`` by their names for people."""

_SET_BY = {Level.NATION: "nation", Level.PROVINCE: "province", Level.CITY: "city"}

_HEAD = """\
# Parameters

Every number of the law that the rules use, with its dates, place, source and status. This page is generated
from `src/shebaotong/rules/parameters/values/` by `shebaotong rules parameters --markdown`; a test fails when
it is not current.

Status: **V1** text of the instrument read · **V2** confirmed by another source · **D** computed from those ·
**M** from memory, not confirmed · **U** unknown. V1, V2 and D are *verified*; whatever rests on M or U is
marked on the screen. A value that a place has not supplied is asked for, never assumed.
"""


def parameters_page(parameters: Parameters) -> str:
    """The page as Markdown, area by area, in the order of the codes."""
    lines = [_HEAD, _summary(parameters)]
    for area, group in groupby(parameters, key=lambda parameter: parameter.code.split(".")[0]):
        lines.append(f"## {AREAS[area].zh} ({AREAS[area].en})\n")
        lines.extend(_section(parameter) for parameter in group)
    return "\n".join(lines)


def _summary(parameters: Iterable[Parameter]) -> str:
    values = [value for parameter in parameters for value in parameter.values]
    verified = sum(value.status.verified for value in values)
    return f"{len(values)} values, {verified} verified, {len(values) - verified} not.\n"


def _section(parameter: Parameter) -> str:
    rows = [
        f"### `{parameter.code}` {parameter.title.zh}\n",
        f"{parameter.title.en}. Set by: {_SET_BY[parameter.set_by]}. Unit: `{parameter.unit}`"
        + (f", by `{parameter.keyed_by}`" if parameter.keyed_by else "")
        + (
            f", one of {', '.join(f'`{word}` ({said})' for word, said in parameter.choices.items())}"
            if parameter.choices
            else ""
        )
        + ".\n",
    ]
    if parameter.note:
        rows.append(f"{parameter.note}\n")
    rows += ["| place | from | to | value | source | status | note |", "|---|---|---|---|---|---|---|"]
    rows += [_row(Value(parameter, dated), dated) for dated in parameter.values]
    return "\n".join((*rows, ""))


def _row(value: Value, dated: Dated) -> str:
    status = f"{dated.status.value}" if dated.status.verified else f"**{dated.status.value} unverified**"
    cells = (
        f"{region_title(dated.region)} `{dated.region}`",
        str(dated.start),
        str(dated.end or ""),
        value.shown_in_full(),
        str(dated.reference),
        status,
        dated.note,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
