"""Why the registry does not do what it is asked."""

from __future__ import annotations

from shebaotong.kernel.api import Text


class RegistryRefused(ValueError):
    """Nothing was written. ``code`` is stable; ``text`` says what happened and what to do."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text


def unknown_person() -> RegistryRefused:
    return RegistryRefused(
        "unknown_person",
        Text(
            "本机构没有此人的记录，请核对证件号码和参保地。",
            "This agency holds no record of the person. Check the number and the place of insurance.",
        ),
    )


def ambiguous_passport() -> RegistryRefused:
    return RegistryRefused(
        "ambiguous_passport",
        Text(
            "两个国家都有这个护照号码，请同时填写签发国。",
            "Passports of two countries bear this number. Give the country of issue as well.",
        ),
    )


def unknown_code(what: str, code: str) -> RegistryRefused:
    return RegistryRefused(
        "unknown_code",
        Text(f"不认识的代码：{what}“{code}”。", f"Unknown code: {what} {code!r}."),
    )


def bad_data(operation: str, detail: str) -> RegistryRefused:
    return RegistryRefused(
        "bad_data",
        Text(f"操作“{operation}”的数据不合要求：{detail}。", f"Data of operation {operation!r}: {detail}."),
    )


def nothing_sought() -> RegistryRefused:
    return RegistryRefused(
        "nothing_sought",
        Text(
            "没有查：填的内容里没有字母、汉字或数字。请填姓名、拼音、证件后四位或证件号。",
            "Nothing was searched: there is no letter or digit in it. Enter a name, its pinyin, the last "
            "four characters of a document's number, or the whole number.",
        ),
    )


def not_a_number() -> RegistryRefused:
    return RegistryRefused(
        "not_a_number",
        Text(
            "没有查：这不像任何一种证件的号码。请填完整的号码，或者只填后四位。",
            "Nothing was searched: no kind of document has a number like this. Enter the whole number, "
            "or its last four characters alone.",
        ),
    )


def conflict(zh: str, en: str) -> RegistryRefused:
    return RegistryRefused("conflict", Text(zh, en))
