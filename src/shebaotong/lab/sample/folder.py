"""The sample on disk: the folder that `shebaotong batch` reads."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from shebaotong.lab.people.cast import cast
from shebaotong.lab.people.population import SEED, people
from shebaotong.lab.sample.doubts import plant
from shebaotong.lab.sample.rows import PROVINCES, Row, province_files

PEOPLE = 3_000
"""So many of the demonstration people are in the sample: enough for every kind, compared in seconds."""
_NAMES = {"44": "广东", "45": "广西"}
_EMPTY = {
    "enrolments": "person_id,name,birth_date,sex,kind,agency,start_month,end_month,monthly_base_fen,status",
    "payments": "person_id,name,birth_date,benefit,agency,month,amount_fen",
    "events": "person_id,name,birth_date,source,event,date",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A round that has been written, and one pair of its files to try the comparison on."""

    folder: Path
    key: str
    as_of: date
    left: Path
    right: Path
    kind: str = "enrolment"


def half_year_before(day: date) -> date:
    """The last day of the half year that was complete on ``day``."""
    return date(day.year, 6, 30) if day >= date(day.year, 7, 1) else date(day.year - 1, 12, 31)


def write_sample(*, parent: Path, day: date, count: int = PEOPLE) -> Sample:
    """Write the round of the half year before ``day`` into a folder of ``parent``; kept if it is there.

    The people are those with whom the registers are loaded on ``day``.
    """
    as_of = half_year_before(day)
    key = f"{as_of.year}H{1 if as_of.month == 6 else 2}"
    folder = parent / key
    sample = Sample(
        folder, key, as_of, folder / "guangdong/enrolments.csv", folder / "guangxi/enrolments.csv"
    )
    if folder.exists():
        return sample
    members = [member.life for member in cast(as_of=day).values()]
    known = [document.number for life in members for document in life.documents]
    crowd = list(people(count=count, seed=SEED, as_of=day, taken=known))
    files = province_files([*members, *crowd], as_of)
    # The cast have stories of their own.
    plant(crowd, files, as_of)
    begun = parent / f"{key}.begun"
    shutil.rmtree(begun, ignore_errors=True)
    for province, name in PROVINCES.items():
        (begun / name).mkdir(parents=True)
        for layout, head in _EMPTY.items():
            _write(begun / name / f"{layout}.csv", head.split(","), getattr(files[province], layout))
    (begun / "batch.yaml").write_text(_order(key, as_of), "utf-8")
    begun.rename(folder)
    return sample


def _write(file: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerows(rows)


def _order(key: str, as_of: date) -> str:
    half = "上" if as_of.month == 6 else "下"
    order = {
        "key": key,
        "title": f"{as_of.year}年{half}半年粤桂数据比对（演示）",
        "purpose": "核查重复参保、重复领取待遇，以及死亡、服刑后继续发放",
        "as_of": as_of,
        "synthetic": True,
        "sides": [
            {"folder": name, "name": _NAMES[province], "region": province}
            for province, name in PROVINCES.items()
        ],
    }
    return yaml.safe_dump(order, allow_unicode=True, sort_keys=False)
