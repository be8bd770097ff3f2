"""Names as they are borne in the places that people come from, rare ones included."""

from __future__ import annotations

from random import Random

_SURNAMES = {
    "common": "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    "guangxi": "黄韦李梁陈覃陆莫农潘蓝吴刘罗廖何周苏谢杨甘岑卢钟蒙石欧龙邓唐",
    "guangdong": "陈李黄林梁何吴张罗郭刘邓冯谭麦区叶邱冼关欧阳简霍伍蔡郑许杜",
    "southwest": "李王张刘陈杨罗周何赵黄吴唐邓曾胡彭蒋余龙冉安禄陇卯袁付代",
}
_COMPOUND = ("欧阳", "司徒", "上官", "诸葛")
_MALE = "伟强磊军勇杰涛明刚平辉鹏华斌宇浩凯健俊帆亮志国建文东海龙成林荣庆祥永德振兴昌福贵"
_FEMALE = "芳娜敏静丽艳娟霞秀英玲桂兰燕红春梅琴云洁莉雪晶倩颖琳欣怡婷慧巧美月凤莲珍翠玉萍蓉"
_RARE = "堃喆昇淼犇鑫䶮㛃𠮷𬱖翀彧曌"
_DOTTED = {
    "M": ("买买提", "吐尔逊", "艾力", "努尔兰", "阿不都热合曼", "玉素甫"),
    "F": ("阿依古丽", "古丽娜尔", "热依汗", "帕提古丽", "迪丽拜尔", "阿孜古丽"),
}
_FATHERS = ("吐尔地", "艾合买提", "吾斯曼", "哈力克", "卡德尔", "沙吾提", "买买提", "阿不都")
_FOREIGN = ("ANNA UTOPIA", "JOHN UTOPIA", "MARIA JOSE UTOPIA", "O'BRIEN UTOPIA", "KIM UTOPIA")


def make_name(random: Random, group: str, sex: str) -> str:
    """A full name; in Kashgar most have a middle dot, and one in a hundred a rare character."""
    if group == "kashgar" and random.random() < 0.8:
        return f"{random.choice(_DOTTED[sex])}·{random.choice(_FATHERS)}"
    surname = _surname(random, group)
    given = given_name(random, sex)
    if random.random() < 0.01:
        given = given[:-1] + random.choice(_RARE)
    return surname + given


def given_name(random: Random, sex: str) -> str:
    letters = _MALE if sex == "M" else _FEMALE
    return "".join(random.choices(letters, k=random.choice((1, 2, 2, 2, 2))))


def foreign_name(random: Random) -> str:
    return random.choice(_FOREIGN)


def _surname(random: Random, group: str) -> str:
    if random.random() < 0.01:
        return random.choice(_COMPOUND)
    letters = _SURNAMES.get(group, _SURNAMES["common"]).replace("欧阳", "")
    # The first surnames of each list are by far the most frequent.
    return letters[min(int(random.expovariate(1 / 9)), len(letters) - 1)]
