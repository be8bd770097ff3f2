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


def conflict(zh: str, en: str) -> RegistryRefused:
    return RegistryRefused("conflict", Text(zh, en))
