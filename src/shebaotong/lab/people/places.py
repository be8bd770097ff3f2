"""Where demonstration people come from and where they work: agencies of the seeded network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class City:
    agency: str
    place: str
    """GB/T 2260 code; differs from the agency's only where the Corps has no code of its own."""
    name: str
    weight: int
    """How many of a hundred or so people come from here, or work here."""
    group: str = "common"
    """Whose names people bear there."""

    @property
    def province(self) -> str:
        return self.agency[:2]


HOMES = (
    City("450400", "450400", "梧州", 16, "guangxi"),
    City("450900", "450900", "玉林", 14, "guangxi"),
    City("450100", "450100", "南宁", 9, "guangxi"),
    City("430400", "430400", "衡阳", 11),
    City("360700", "360700", "赣州", 10),
    City("520300", "520300", "遵义", 9, "southwest"),
    City("510500", "510500", "泸州", 6, "southwest"),
    City("511100", "511100", "乐山", 5, "southwest"),
    City("420600", "420600", "襄阳", 6),
    City("530600", "530600", "昭通", 5, "southwest"),
    City("520200", "520200", "六盘水", 3, "southwest"),
    City("360100", "360100", "南昌", 3),
    City("460400", "460400", "儋州", 1, "guangdong"),
    City("460100", "460100", "海口", 1, "guangdong"),
    City("653100", "653100", "喀什", 1, "kashgar"),
    City("660300", "659003", "图木舒克", 1, "kashgar"),
)
"""The inner cities that people leave for Guangdong."""

WORKPLACES = (
    City("440300", "440300", "深圳", 30, "guangdong"),
    City("440600", "440600", "佛山", 26, "guangdong"),
    City("442000", "442000", "中山", 24, "guangdong"),
    City("440700", "440700", "江门", 9, "guangdong"),
    City("440500", "440500", "汕头", 6, "guangdong"),
    City("440200", "440200", "韶关", 5, "guangdong"),
)
"""Guangdong: where the work is."""

CITIES = {city.agency: city for city in (*HOMES, *WORKPLACES)}
EMPLOYERS_PER_CITY = 40
TRADES = (
    "陶瓷", "家电", "灯饰", "五金", "服装", "电子", "物流", "餐饮", "建筑", "家具",
    "玩具", "塑料", "纺织", "食品", "印刷", "物业", "医药", "机械", "制鞋", "园林",
)  # fmt: skip


def employer_name(city: City, sequence: int) -> str:
    return f"{city.name}演示{TRADES[sequence % len(TRADES)]}{sequence + 1}厂"
