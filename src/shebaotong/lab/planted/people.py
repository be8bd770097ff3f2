"""People who do not exist: numbers of a region that does not exist, names from common characters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

REGION = "99"
"""No place in China has a number that begins so: whoever sees one knows that the person is made up."""

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
_SURNAME_WEIGHTS = [
    max(2, 74 - 4 * place if place < 15 else 18 - place // 4) for place in range(len(_SURNAMES))
]
_MALE = "伟强磊军勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆亮志国建文东海龙成林荣庆祥永德振兴"
_FEMALE = "芳娜敏静丽艳娟霞秀英玲桂兰燕红春梅琴云洁莉雪晶倩颖琳欣怡婷慧巧美月凤莲珍翠玉萍蓉雅"
_LONG_NAMES = (
    "阿依古丽·买买提", "吐尔逊·艾合买提", "古丽娜尔·吾斯曼", "扎西·次仁", "买买提·吐尔地", "热依汗·阿不都",
    "努尔兰·哈力克", "帕提古丽·玉素甫", "艾力·卡德尔", "迪丽拜尔·沙吾提",
)  # fmt: skip
_RARE_GIVEN = "堃喆昇淼犇鑫䶮㛃囍曌翀彧"
_FIRST_BIRTH = date(1958, 1, 1)
_BIRTH_DAYS = 14_900
"""Until 1998: who is younger never had a 15-digit number."""
_COUNTIES = 40
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Person:
    """As one province has them on file. ``sex``: 男 or 女."""

    number: str
    name: str
    birth: date | None
    sex: str


def check_character(body: str) -> str:
    """The 18th character of a resident number (GB 11643-1999, MOD 11-2) for its first 17 digits."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


def resident_number(random: Random, birth: date, sex: str) -> str:
    """A number of the made-up region, right in every digit."""
    county = f"{random.randrange(_COUNTIES):04d}"
    serial = random.randrange(500) * 2 + (sex == "男")
    body = f"{REGION}{county}{birth:%Y%m%d}{serial:03d}"
    return body + check_character(body)


def permit_number(random: Random) -> str:
    """A travel permit of a Hong Kong resident: H, eight digits, two digits that count the renewals."""
    return f"H{REGION}{random.randrange(10**6):06d}01"


def make_person(random: Random) -> Person:
    sex = random.choice("男女")
    birth = make_birth(random)
    return Person(resident_number(random, birth, sex), make_name(random, sex), birth, sex)


def make_birth(random: Random) -> date:
    return _FIRST_BIRTH + timedelta(days=random.randrange(_BIRTH_DAYS))


def make_name(random: Random, sex: str) -> str:
    """Surnames about as often as in the country; one or two given characters."""
    surname = random.choices(_SURNAMES, _SURNAME_WEIGHTS)[0]
    given = _MALE if sex == "男" else _FEMALE
    return surname + "".join(random.choices(given, k=random.choice((1, 2, 2, 2))))


def make_long_name(random: Random) -> str:
    """A transcribed name with the middle dot."""
    return random.choice(_LONG_NAMES)


def make_rare_name(random: Random, sex: str) -> str:
    """A name with a character that old code pages lack."""
    return make_name(random, sex)[:2] + random.choice(_RARE_GIVEN)
