"""The texts of the pages against the English catalogue.

    python tools/messages.py            names texts without English, and English whose text is gone
    python tools/messages.py --write    adds the first with an empty translation, and drops the second

Both exit with 1 while a text is without English. Texts are found by reading templates with Django's own lexer
and Python files with ``ast``: gettext's programs are not needed. Entries are sorted by their Chinese text, so
that two people's additions seldom meet on a line.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
from django.template.base import DebugLexer, Token, TokenType

SOURCE = Path(__file__).resolve().parents[1] / "src/shebaotong"
CATALOGUE = SOURCE / "portal/locale/en/LC_MESSAGES/django.po"
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
# Most files have none, and parsing them is what takes the time.
CALLED = re.compile(rf"\b(?:{'|'.join(CALLS)})\s*\(")
STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
TRANSLATE = re.compile(rf"^(?:translate|trans)\s+({STRING})")
IN_ARGUMENT = re.compile(rf"_\(({STRING})\)")


@dataclass(frozen=True, order=True)
class Message:
    """A text, with its plural where it has one. Chinese has one form, so both are often the same words."""

    text: str
    plural: str = ""


def _plain(quoted: str) -> str:
    return str(ast.literal_eval(quoted))


def _block_body(tokens: Iterator[Token], ends: tuple[str, ...]) -> tuple[str, str]:
    """Text of a ``blocktranslate`` as Django looks it up, and which of ``ends`` it was ended by."""
    made = ""
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            made += token.contents.replace("%", "%%")
        elif token.token_type == TokenType.VAR:
            made += f"%({token.contents.split('|')[0].strip()})s"
        elif token.token_type == TokenType.BLOCK and token.contents.split()[0] in ends:
            return made, token.contents.split()[0]
    raise ValueError("blocktranslate without an end")


def _block(first: Token, tokens: Iterator[Token]) -> Message:
    ends = ("plural", "endblocktranslate", "endblocktrans")
    trimmed = "trimmed" in first.contents.split()
    text, ended = _block_body(tokens, ends)
    plural = _block_body(tokens, ends)[0] if ended == "plural" else ""
    if trimmed:
        text, plural = (" ".join(part.split()) for part in (text, plural))
    return Message(text, plural)


def in_template(source: str) -> Iterator[Message]:
    """Texts of one template."""
    tokens = iter(DebugLexer(source).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        if re.match(r"blocktrans(late)?\b", token.contents):
            yield _block(token, tokens)
            continue
        found = TRANSLATE.match(token.contents)
        if found:
            yield Message(_plain(found.group(1)))
        yield from (Message(_plain(quoted)) for quoted in IN_ARGUMENT.findall(token.contents))


def in_python(source: str) -> Iterator[Message]:
    """Texts of one Python file: constant arguments of gettext's functions."""
    if not CALLED.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS):
            continue
        wanted = node.args[: CALLS[node.func.id]]
        texts = [a.value for a in wanted if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if texts:
            yield Message(*texts)


@cache
def all_messages(source: Path = SOURCE) -> dict[Message, list[str]]:
    """Every text of the program, with the files that hold it."""
    made: dict[Message, list[str]] = {}
    files = [(path, in_template) for path in source.rglob("*.html")]
    files += [(path, in_python) for path in source.rglob("*.py")]
    for path, read in sorted(files, key=lambda pair: pair[0]):
        for message in read(path.read_text(encoding="utf-8")):
            made.setdefault(message, []).append(str(path.relative_to(source)))
    return made


def untranslated(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> list[Message]:
    """Texts that have no English yet."""
    known = {Message(e.msgid, e.msgid_plural): bool(e.translated()) for e in catalogue}
    return sorted(message for message in messages if not known.get(message))


def orphans(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> list[Message]:
    """English whose Chinese text is no longer in the program."""
    return sorted({Message(e.msgid, e.msgid_plural) for e in catalogue} - set(messages))


def write(catalogue: polib.POFile, messages: dict[Message, list[str]]) -> None:
    """Bring the catalogue up to date: new entries have an empty translation, doubles become one."""
    kept: dict[Message, polib.POEntry] = {}
    for entry in catalogue:
        message = Message(entry.msgid, entry.msgid_plural)
        if message in messages and (message not in kept or entry.translated()):
            kept[message] = entry
    for message in set(messages) - set(kept):
        plural = {"msgid_plural": message.plural, "msgstr_plural": {0: "", 1: ""}} if message.plural else {}
        kept[message] = polib.POEntry(msgid=message.text, **plural)
    made = polib.POFile(wrapwidth=0)
    made.metadata = dict(catalogue.metadata)
    made.extend(kept[message] for message in sorted(kept))
    made.save(str(CATALOGUE))


def main() -> int:
    parser = argparse.ArgumentParser(description="compare the texts of the pages with the English catalogue")
    parser.add_argument("--write", action="store_true", help="bring the catalogue up to date")
    catalogue, messages = polib.pofile(str(CATALOGUE)), all_messages()
    if parser.parse_args().write:
        write(catalogue, messages)
        catalogue = polib.pofile(str(CATALOGUE))
    missing, gone = untranslated(catalogue, messages), orphans(catalogue, messages)
    for message in missing:
        sys.stdout.write(f"no English: {message.text}   ({', '.join(sorted(set(messages[message])))})\n")
    for message in gone:
        sys.stdout.write(f"not used: {message.text}\n")
    return 1 if missing or gone else 0


if __name__ == "__main__":
    sys.exit(main())
