"""Why a file is not taken: a code for programs, a sentence for the person who sent it."""

from __future__ import annotations

from shebaotong.kernel.api import Text


class FileRefused(ValueError):
    """The file is not kept. ``code`` is stable; ``text`` says what happened and what to do."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text


def empty() -> FileRefused:
    return FileRefused(
        "empty",
        Text(
            "文件是空的，请重新拍照或扫描后再传。",
            "The file is empty. Take or scan it again and send it anew.",
        ),
    )


def too_large(limit: int) -> FileRefused:
    megabytes = limit // (1024 * 1024)
    return FileRefused(
        "too_large",
        Text(
            f"文件超过 {megabytes} MB，请降低清晰度或分成几份再传。",
            f"The file is larger than {megabytes} MB. Lower its resolution or send it in parts.",
        ),
    )


def too_much(files: int, size: int) -> FileRefused:
    megabytes = size // (1024 * 1024)
    return FileRefused(
        "too_much",
        Text(
            f"没交的表里，文件最多 {files} 个、共 {megabytes} MB。这个没有收，前面收下的都还在。"
            "请先把表交上去，再传这一个。一天没交的会清掉。",
            f"Forms that are not handed in hold at most {files} files of {megabytes} MB together. This one "
            "was not taken; those before it are kept. Hand the form in first, then send this one. What is "
            "not handed in for a day is removed.",
        ),
    )


def unknown_type() -> FileRefused:
    return FileRefused(
        "unknown_type",
        Text(
            "只收 PDF、JPEG、PNG、HEIC 文件，请另存为其中一种再传。",
            "Only PDF, JPEG, PNG and HEIC files are taken. Save it as one of these and send it again.",
        ),
    )


def disguised(named: str, found: str) -> FileRefused:
    return FileRefused(
        "disguised",
        Text(
            f"文件名写的是 {named}，内容却是 {found}。请用正确的文件名再传。",
            f"The name says {named}, the content is {found}. Send it again under its right name.",
        ),
    )


def damaged(kind: str) -> FileRefused:
    return FileRefused(
        "damaged",
        Text(
            f"这个 {kind} 文件不完整或已损坏，请重新生成后再传。",
            f"This {kind} file is incomplete or damaged. Make it anew and send it again.",
        ),
    )


def polyglot(kind: str) -> FileRefused:
    return FileRefused(
        "polyglot",
        Text(
            f"这个 {kind} 文件里夹带了别的内容，为安全起见不收。请重新扫描或拍照后再传。",
            f"This {kind} file carries something else inside and is not taken. Scan or photograph it anew.",
        ),
    )


def active(kind: str) -> FileRefused:
    return FileRefused(
        "active",
        Text(
            f"这个 {kind} 文件带有脚本、附件或可执行动作，不收。请打印成新的 PDF 后再传。",
            f"This {kind} file carries scripts, attachments or actions. Print it to a new PDF and send that.",
        ),
    )


def locked(kind: str) -> FileRefused:
    return FileRefused(
        "locked",
        Text(
            f"这个 {kind} 文件设了密码，工作人员打不开。请去掉密码后再传。",
            f"This {kind} file has a password and cannot be opened. Remove the password and send it again.",
        ),
    )
