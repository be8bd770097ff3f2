"""A night of a kept comparison: only whom a change can concern is compared again (``concerned``).

All other findings stay. In another month all are compared again, from the encoded rows, because open
enrolments reach one month further.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from shebaotong.comparison import clashes
from shebaotong.comparison.by_person import spread, values
from shebaotong.comparison.changes import (
    Current,
    counted,
    extend_dictionary,
    never_there,
    number_changes,
    read_changes,
    with_change,
)
from shebaotong.comparison.common_rows import Common
from shebaotong.comparison.concerned import make_concerned
from shebaotong.comparison.found import IN_PLACE, NOBODY, Merged, write_anew
from shebaotong.comparison.ingest import Encoded
from shebaotong.comparison.job import Progress, Report, memory_in_mb, no_progress, peak_mb
from shebaotong.comparison.kept import LASTING, SIDES, Kept, opened
from shebaotong.comparison.lanes import both_sides
from shebaotong.comparison.layouts import LINKS
from shebaotong.comparison.links import write_families
from shebaotong.comparison.night_results import write_both
from shebaotong.comparison.passes import compare_all, tie_sides
from shebaotong.comparison.paths import pattern, rows_of
from shebaotong.comparison.results import check_results
from shebaotong.comparison.sources import Source, files_of, open_source
from shebaotong.comparison.tables import Tables, bounded, connected, make_room_for_arrow
from shebaotong.comparison.ties import fresh_people, people_after
from shebaotong.comparison.work import Work
from shebaotong.kernel.api import Month

_FRESH = "findings-fresh.arrow"
"""The findings of whoever is compared again, until they are among the others."""


def compare_changes(
    *,
    kept: Path,
    as_of: date,
    out: Path,
    left_changes: str | None = None,
    right_changes: str | None = None,
    links: Path | None = None,
    rejects: Path | None = None,
    memory: str = "512MB",
    progress: Progress = no_progress,
) -> Report:
    """Bring a kept comparison up to date and write all findings, as a full run on the new files would.

    The changes are Parquet or CSV in the side's layout with a column ``change`` (insert or delete). ``links``
    replaces the linked documents. Raises InputProblem.
    """
    started = time.monotonic()
    month = Month.of(as_of).ordinal
    logs = [file for path in (left_changes, right_changes) if path is not None for file in files_of(path)]
    check_results({"--out": out, "--rejects": rejects}, read=[*logs, *([] if links is None else [links])])
    with opened(kept) as store, connected() as connection:
        night = store.state.night + 1
        work = Work(store.night(night))
        memory_mb = memory_in_mb(memory)
        with bounded(connection, memory_mb=memory_mb, spill=work.folder / "spill"):
            work.folder.mkdir()
            make_room_for_arrow(connection, memory_mb)
            tables = Tables(connection, work, LASTING)
            changes = {"left": left_changes, "right": right_changes}
            after = _read(store, tables, changes, links, progress)
            sides = _current(after, tables)
            tied = tie_sides(
                tables,
                sides,
                kin=after.kin,
                make_people=partial(_people_since, tables, store, sides),
                buckets=after.state.buckets,
                progress=progress,
            )
            found = _compare(store, tables, sides, tied, month, progress)
            progress("write", 0, 1)
            tables.forget()
            log = {side: after.changes(side) for side in SIDES}
            rejected = [
                f"(select text from {current.rejected(log[current.side])} as net, range(weight))"
                for current in sides
            ]
            count = write_both(
                tables,
                after.state.kind,
                found=found,
                kept=after.findings(night),
                findings=out,
                rejected=rejected,
                rejects=rejects,
            )
            (work.folder / _FRESH).unlink()
            state = replace(after.state, as_of=month)
            after.commit(state)
            # The next night goes on from tonight's.
            store.findings(store.state.night).unlink(missing_ok=True)
            progress("write", 1, 1)
        return Report(state.left, state.right, count, time.monotonic() - started, peak_mb())


def _read(
    store: Kept,
    tables: Tables,
    changes: Mapping[str, str | None],
    links: Path | None,
    progress: Progress,
) -> Kept:
    """Encode tonight's changes; the store as it will be when the night is complete."""
    kind, night = store.state.kind, store.state.night + 1
    sources: dict[str, Source] = {}
    for name, side in kind.sides:
        path = changes[name]
        if path is not None:
            layout = with_change(side.layout)
            sources[name] = open_source(side=name, path=path, layout=layout, connection=tables.connection)
    read = {name: tables.work.folder / f"{name}.parquet" for name in sources}

    def read_side(lane: Tables, place: int) -> None:
        name, side = kind.sides[place]
        if name in sources:
            lane.work.once(read[name].name, partial(read_changes, lane.connection, sources[name], side))

    def number_side(lane: Tables, place: int) -> None:
        if SIDES[place] in read:
            number_changes(lane, read[SIDES[place]])

    progress("read", 0, 1)
    both_sides(tables, read_side)
    extend_dictionary(tables, pattern(store.night(night - 1) / "numbers.parquet"), list(read.values()))
    both_sides(tables, number_side)
    progress("read", 1, 1)
    state = replace(store.state, night=night)
    if links is not None:
        source = open_source(side="links", path=str(links), layout=LINKS, connection=tables.connection)
        tables.work.once("kin.parquet", partial(write_families, tables.connection, source))
        state = replace(state, linked=night)
    for name, file in read.items():
        before = state.left if name == "left" else state.right
        after = counted(file, before, tables.connection)
        state = replace(state, left=after) if name == "left" else replace(state, right=after)
    return replace(store, state=state)


def _current(store: Kept, tables: Tables) -> tuple[Current, Current]:
    """Both sides after tonight's changes. Raises InputProblem for a change that cannot be."""
    made = []
    for name, side in store.state.kind.sides:
        base = Encoded(side.layout, (store.base / name, store.base / f"{name}-odd"))
        current = Current(base, store.by_person(name), name)
        current.log(tables, store.changes(name))
        made.append(current)
    tables.keep("changed", "select id from left_log union select id from right_log")
    changed = spread(tables.connection, "from changed", store.state.buckets)

    # Counted one after the other, by all threads: side by side they would not fit into the memory.
    for current in made:
        current.net(tables, changed)
    for current in made:
        if tables.count(f"{current.rejected(store.changes(current.side))} where weight < 0"):
            raise never_there(current.side)
    return made[0], made[1]


def _people_since(tables: Tables, before: Kept, sides: tuple[Current, Current]) -> None:
    """Make tonight's people from those of the night before."""
    last = before.night(before.state.night)
    odd_before = pattern(last / "odd_people.parquet")

    def people(lane: Tables, place: int) -> None:
        side = SIDES[place]
        after = people_after(
            side,
            people_before=pattern(last / f"{side}_people.parquet"),
            odd_before=odd_before,
            named=sides[place].of_people(lane, fresh_people(odd_before)),
        )
        lane.keep(f"{side}_people", after)

    both_sides(tables, people)


def _compare(
    store: Kept, tables: Tables, sides: tuple[Current, Current], tied: int, month: int, progress: Progress
) -> Merged:
    """All findings after tonight's changes."""
    kind, last = store.state.kind, store.night(store.state.night)
    fresh = tables.work.folder / _FRESH
    if month != store.state.as_of:
        parts = compare_all(
            tables,
            kind,
            sides,
            tied=tied,
            as_of=month,
            buckets=store.state.buckets,
            progress=progress,
            common=_common(store, tables),
        )
        write_anew(tables.connection, rows_of(parts), IN_PLACE, fresh, place="place")
        for part in parts:
            part.unlink()
        return Merged(None, NOBODY, fresh)
    progress("compare", 0, 1)
    make_concerned(tables, kind, sides, before=pattern(last / "all_matches.parquet"))
    found = f"({clashes.findings(kind, as_of=month, tied=True)})"
    write_anew(tables.connection, found, IN_PLACE, fresh, place="place")
    concerned = tables.connection.sql("select person from concerned order by person").to_arrow_table()
    progress("compare", 1, 1)
    in_place = tables.connection.sql(f"select place from {IN_PLACE} order by id desc").to_arrow_table()
    return Merged(
        store.findings(store.state.night),
        values(concerned, "person", np.int64),
        fresh,
        values(in_place, "place", np.int64),
    )


def _common(store: Kept, tables: Tables) -> Common:
    """The first run's rows, and whose rows are others now."""
    left, right = (
        spread(tables.connection, f"select id from {side}_net", store.state.buckets) for side in SIDES
    )
    return Common(store.state.kind, (store.by_person("left"), store.by_person("right")), (left, right))
