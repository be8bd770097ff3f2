"""A file put behind another one of the same columns: bytes are copied, rows are not looked at.

A Parquet file is groups of rows and, at its end, a footer in Thrift's compact protocol that says where they
lie. Behind another file's groups they lie later; that is all that changes. Of the footer only these numbers
are read, as most of it is minima and maxima.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_MARK = b"PAR1"
_TAIL = 4 + len(_MARK)
"""Bytes after the footer: its length, and the mark that also stands before the first group."""

_TRUE, _FALSE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 7, 8, 9, 10, 12
_INTEGERS = (4, 5, 6)
_MANY = 15

Shape = dict[int, "Shape | None"]
"""Fields of a struct: None where one is a place in the file, else the shape of the structs that it holds."""

_COLUMN: Shape = {2: None, 3: {9: None, 10: None, 11: None, 14: None}, 4: None, 6: None}
_GROUP: Shape = {1: _COLUMN, 5: None}
"""parquet.thrift: places of a group, and of each column's data, dictionary, indexes and Bloom filter."""
_ROWS, _GROUPS = 3, 4


def append_csv(file: Path, more: Path) -> None:
    """Put the lines of ``more``, which has no names of columns, behind those of ``file``."""
    with file.open("ab") as out, more.open("rb") as opened:
        shutil.copyfileobj(opened, out)


def append_parquet(file: Path, more: Path) -> None:
    """Put the rows of ``more`` behind those of ``file``, both as DuckDB writes them.

    Raises ValueError where their columns differ.
    """
    with file.open("r+b") as out, more.open("rb") as opened:
        footer, end = _footer(out)
        moved_footer, moved_end = _footer(opened)
        own, moved = _read(footer, 0), _read(moved_footer, end - len(_MARK))
        if own.schema != moved.schema:
            raise ValueError(f"{file}, {more}: files of different columns are not put together")
        out.seek(end)
        opened.seek(len(_MARK))
        _copy(opened, out, moved_end - len(_MARK))
        data = own.with_groups_of(moved)
        out.write(data + len(data).to_bytes(4, "little") + _MARK)


@dataclass(frozen=True, slots=True)
class _Footer:
    """Its bytes: up to the count of rows, the groups, and what comes after them."""

    schema: bytes
    rows: int
    count: int
    groups: bytes
    rest: bytes

    def with_groups_of(self, other: _Footer) -> bytes:
        count = self.count + other.count
        many = _varint_of(count) if count >= _MANY else b""
        return b"".join((
            self.schema,
            _varint_of((self.rows + other.rows) << 1),
            bytes(((_GROUPS - _ROWS) << 4 | _LIST, min(count, _MANY) << 4 | _STRUCT)),
            many,
            self.groups,
            other.groups,
            self.rest,
        ))  # fmt: skip


def _footer(file: BinaryIO) -> tuple[bytes, int]:
    """The footer, and where the groups end."""
    end = file.seek(-_TAIL, 2)
    length = int.from_bytes(file.read(4), "little")
    file.seek(end - length)
    return file.read(length), end - length


def _read(data: bytes, later: int) -> _Footer:
    """A footer whose groups lie ``later``."""
    at = number = 0
    while number + (data[at] >> 4) < _ROWS:
        number += data[at] >> 4
        at = _end(data, at + 1, data[at] & 15)
    schema = data[: at + 1]
    rows, at = _varint(data, at + 1)
    # The list of groups is the next field, with a byte of its own.
    count, at = _counted(data, at + 1)
    pieces: list[bytes] = []
    done = at
    for _ in range(count):
        places: list[int] = []
        at = _find(data, at, _GROUP, places)
        for place in places:
            value, end = _varint(data, place)
            # What is not there is left out, or told as 0. Doubled, as all integers that may be negative.
            pieces += (data[done:place], _varint_of(value + 2 * later if value else 0))
            done = end
    pieces.append(data[done:at])
    return _Footer(schema, rows >> 1, count, b"".join(pieces), data[at:])


def _find(data: bytes, at: int, shape: Shape, places: list[int]) -> int:
    """Where the struct at ``at`` ends; adds where the numbers stand that ``shape`` has."""
    number = 0
    while head := data[at]:
        kind, at = head & 15, at + 1
        if head < 16:
            doubled, at = _varint(data, at)
            number = doubled >> 1
        else:
            number += head >> 4
        inner = shape.get(number) if number in shape else {}
        if inner is None:
            places.append(at)
        if inner and kind == _LIST:
            count, at = _counted(data, at)
            for _ in range(count):
                at = _find(data, at, inner, places)
        elif inner:
            at = _find(data, at, inner, places)
        elif kind not in (_TRUE, _FALSE):
            at = _end(data, at, kind)
    return at + 1


def _end(data: bytes, at: int, kind: int) -> int:
    """Where the value of this kind at ``at`` ends."""
    if kind in _INTEGERS:
        while data[at] & 0x80:
            at += 1
        return at + 1
    if kind == _BINARY:
        length, at = _varint(data, at)
        return at + length
    if kind == _STRUCT:
        return _find(data, at, {}, [])
    if kind in (_LIST, _SET):
        inner = data[at] & 15
        count, at = _counted(data, at)
        for _ in range(count):
            at = _end(data, at, inner)
        return at
    return at + (8 if kind == _DOUBLE else 1)


def _counted(data: bytes, at: int) -> tuple[int, int]:
    """How many a list holds, and where its first begins."""
    count = data[at] >> 4
    return (count, at + 1) if count < _MANY else _varint(data, at + 1)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while (byte := data[at]) & 0x80:
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
    return value | byte << shift, at + 1


def _varint_of(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _copy(source: BinaryIO, out: BinaryIO, count: int) -> None:
    while count:
        some = source.read(min(count, 1 << 20))
        out.write(some)
        count -= len(some)
