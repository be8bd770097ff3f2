"""Where a rule or a value holds: the nation, a province, a city; each with the places above it.

Codes: ``CN``; two digits of GB/T 2260 for a province, autonomous region or municipality; six digits
for a city or county; ``XPCC`` for the Xinjiang Production and Construction Corps (新疆生产建设兵团),
which has no code of its own in GB/T 2260 but runs its own social insurance, apart from region 65.
"""

from __future__ import annotations

import re
from functools import lru_cache

from stdnum import numdb

from shebaotong.kernel.text import Text

NATION = "CN"
XPCC = "XPCC"

PROVINCES: dict[str, Text] = {
    "11": Text("北京市", "Beijing"),
    "12": Text("天津市", "Tianjin"),
    "13": Text("河北省", "Hebei"),
    "14": Text("山西省", "Shanxi"),
    "15": Text("内蒙古自治区", "Inner Mongolia"),
    "21": Text("辽宁省", "Liaoning"),
    "22": Text("吉林省", "Jilin"),
    "23": Text("黑龙江省", "Heilongjiang"),
    "31": Text("上海市", "Shanghai"),
    "32": Text("江苏省", "Jiangsu"),
    "33": Text("浙江省", "Zhejiang"),
    "34": Text("安徽省", "Anhui"),
    "35": Text("福建省", "Fujian"),
    "36": Text("江西省", "Jiangxi"),
    "37": Text("山东省", "Shandong"),
    "41": Text("河南省", "Henan"),
    "42": Text("湖北省", "Hubei"),
    "43": Text("湖南省", "Hunan"),
    "44": Text("广东省", "Guangdong"),
    "45": Text("广西壮族自治区", "Guangxi"),
    "46": Text("海南省", "Hainan"),
    "50": Text("重庆市", "Chongqing"),
    "51": Text("四川省", "Sichuan"),
    "52": Text("贵州省", "Guizhou"),
    "53": Text("云南省", "Yunnan"),
    "54": Text("西藏自治区", "Tibet"),
    "61": Text("陕西省", "Shaanxi"),
    "62": Text("甘肃省", "Gansu"),
    "63": Text("青海省", "Qinghai"),
    "64": Text("宁夏回族自治区", "Ningxia"),
    "65": Text("新疆维吾尔自治区", "Xinjiang"),
    XPCC: Text("新疆生产建设兵团", "Xinjiang Production and Construction Corps"),
}
"""The units by which pensions between provinces are decided (国办发〔2009〕66号; the Corps separate)."""

_CITY = re.compile(r"\d{6}")
_YEARS = re.compile(r"\[\d{0,4}-\d{0,4}\]")

# 石河子 01 to 白杨 12: cities of the Corps that stand under 659000 in GB/T 2260.
_CORPS_CITIES = frozenset(f"6590{number:02d}" for number in range(1, 13))


def region_chain(region: str) -> tuple[str, ...]:
    """``region`` and the places above it, nearest first: ``442000`` → ``442000, 44, CN``.

    Raises ValueError for a code that names no place: an unknown place is never read as the nation.
    """
    if region == NATION:
        return (NATION,)
    if region in PROVINCES:
        return (region, NATION)
    if not is_city(region):
        raise ValueError(f"not a region code: {region!r} (CN, a province's two digits, six digits, or XPCC)")
    if region in _CORPS_CITIES:
        return (region, XPCC, NATION)
    city = f"{region[:4]}00"
    return (region, region[:2], NATION) if city == region else (region, city, region[:2], NATION)


def province_of(region: str) -> str:
    """The province-level unit of a region. Raises ValueError for the nation and for unknown codes."""
    chain = region_chain(region)
    if len(chain) == 1:
        raise ValueError("the nation lies in no province")
    return chain[-2]


def place_of_agency(code: str) -> str:
    """The city that an agency serves: its code, but for the Corps, whose agencies bear codes of this network.

    See docs/decisions/0003-corps-agency-codes.md: ``660300`` serves ``659003``.
    """
    return f"6590{code[2:4]}" if code.startswith("66") else code


def is_city(region: str) -> bool:
    """Is it six digits of GB/T 2260, in use now or withdrawn, under a province that we know?"""
    return bool(_CITY.fullmatch(region)) and region[:2] in PROVINCES and region_title(region) is not None


@lru_cache(maxsize=8192)
def region_title(code: str) -> str | None:
    """The Chinese name of a place, or None where GB/T 2260 never had the code.

    Remembered, because the table is searched line by line.
    """
    if code == NATION:
        return "全国"
    if code in PROVINCES:
        return PROVINCES[code].zh
    parts = dict(entry for _, properties in numdb.get("cn/loc").info(code) for entry in properties.items())
    names = parts.get("county", "").split(",")
    # A code may have named several places in its time: the table lists the present one last.
    return _YEARS.sub("", names[-1]) or None
