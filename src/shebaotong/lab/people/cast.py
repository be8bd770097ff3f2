"""The people of the stories, by name, with facts that never change.

Their numbers do not depend on how many others there are, and only the proof of the visiting
pensioner depends on the day of loading: it runs out twenty days later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from shebaotong.kernel.api import Month
from shebaotong.lab.people import numbers
from shebaotong.lab.people.life import Document, Drawn, Job, Life, Resident

_WUZHOU, _YULIN, _FOSHAN, _ZHONGSHAN = "450400", "450900", "440600", "442000"
_ZUNYI, _HENGYANG = "520300", "430400"
_FIRST_PHONE = 90_000_000
"""Far above the telephone numbers that the crowd gets by counting."""
EARLIEST = date(2026, 11, 1)
"""The facts of the cast lie before this day; the demonstration cannot be loaded as of an earlier one."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast, for tests, stories and documentation."""

    key: str
    login: str
    life: Life
    story: str

    @property
    def name(self) -> str:
        return self.life.name

    @property
    def number(self) -> str:
        return self.life.documents[0].number

    @property
    def kind(self) -> str:
        return self.life.documents[0].kind


def cast(*, as_of: date) -> Mapping[str, Member]:
    """The cast by key. Raises ValueError for a day before their stories begin."""
    if as_of < EARLIEST:
        raise ValueError(f"the cast's stories begin on {EARLIEST}; it cannot be loaded as of {as_of}")
    members = (*_retiring(), *_old(as_of), *_recorded(), *_unemployed())
    return {
        member.key: replace(member, life=replace(member.life, phone=numbers.phone(_FIRST_PHONE + place)))
        for place, member in enumerate(members)
    }


def _retiring() -> tuple[Member, ...]:
    """Ms Du, and the other answers that Wuzhou may have to give."""
    du = _citizen(
        "杜月华",
        "F",
        date(1976, 2, 15),
        _WUZHOU,
        91,
        jobs=(
            Job(_WUZHOU, 7, Month(1998, 3), Month(2006, 11)),
            Job(_FOSHAN, 12, Month(2010, 10), Month(2026, 9)),
        ),
        former_name="杜月花",
        renamed=date(2001, 5, 31),
    )
    drawing = _citizen(
        "莫桂英",
        "F",
        date(1965, 3, 9),
        _WUZHOU,
        92,
        jobs=(Job(_FOSHAN, 3, Month(2010, 10), Month(2026, 9)),),
        resident=(Resident(_WUZHOU, Month(2012, 1), Month(2025, 3)),),
        drawn=(
            Drawn(_WUZHOU, "resident_pension", Month(2025, 4), 20_600, certified_until=date(2027, 3, 31)),
        ),
    )
    elsewhere = _citizen(
        "覃月兰",
        "F",
        date(1975, 11, 20),
        _WUZHOU,
        93,
        jobs=(
            Job(_YULIN, 5, Month(1999, 6), Month(2007, 2)),
            Job(_FOSHAN, 21, Month(2009, 3), Month(2026, 9)),
        ),
    )
    return (
        Member("du", "du.yuehua", du, "在佛山参保满16年，早年在梧州参保8年9个月，没有领取养老金。"),
        Member("du_drawing", "mo.guiying", drawing, "在佛山参保16年，已在梧州领取城乡居民养老金。"),
        Member("du_elsewhere", "qin.yuelan", elsewhere, "自称早年在梧州参保，实际在玉林。"),
    )


def _old(as_of: date) -> tuple[Member, ...]:
    """Mr Deng, and the pensioner on a visit."""
    deng = _citizen(
        "邓永福",
        "M",
        date(1959, 6, 18),
        _WUZHOU,
        94,
        jobs=(Job(_ZHONGSHAN, 17, Month(2012, 3), Month(2019, 5)),),
    )
    visiting = _citizen(
        "黄德昌",
        "M",
        date(1955, 8, 2),
        _ZHONGSHAN,
        95,
        jobs=(Job(_ZHONGSHAN, 2, Month(1996, 1), Month(2015, 7)),),
        drawn=(
            Drawn(
                _ZHONGSHAN,
                "employee_pension",
                Month(2015, 8),
                318_640,
                certified_until=as_of + timedelta(days=20),
            ),
        ),
    )
    return (
        Member(
            "deng", "deng.yongfu", deng, "67岁，户籍梧州，在中山缴费87个月，不够领养老金，申领一次性待遇。"
        ),
        Member("visiting", "huang.dechang", visiting, "中山退休人员，到赣州探亲，认证快到期。"),
    )


def _recorded() -> tuple[Member, ...]:
    """Two who want their rights record in Shenzhen: one from a member city, one not."""
    pan = _citizen(
        "潘小妹", "F", date(1990, 4, 26), _WUZHOU, 96, jobs=(Job(_WUZHOU, 9, Month(2013, 7), None),)
    )
    wei = _citizen("韦秀兰", "F", date(1988, 12, 3), _ZUNYI, 97, jobs=(Job(_ZUNYI, 4, Month(2011, 9), None),))
    return (
        Member("rights_wuzhou", "pan.xiaomei", pan, "在梧州参保，在深圳窗口打印权益记录单。"),
        Member("rights_zunyi", "wei.xiulan", wei, "在遵义参保；深圳与遵义之间没有协议。"),
    )


def _unemployed() -> tuple[Member, ...]:
    chen = _citizen(
        "陈国栋",
        "M",
        date(1987, 5, 14),
        _HENGYANG,
        98,
        jobs=(Job(_ZHONGSHAN, 8, Month(2019, 4), Month(2026, 9)),),
    )
    luo = _citizen(
        "罗小勇",
        "M",
        date(2003, 9, 27),
        _HENGYANG,
        99,
        jobs=(Job(_ZHONGSHAN, 30, Month(2026, 1), Month(2026, 8)),),
    )
    lin = Life(
        name="林志明",
        sex="M",
        birth=date(1982, 7, 7),
        place="",
        phone="",
        documents=(Document("travel_tw", numbers.taiwan_permit(807_070)),),
        wage=150,
        jobs=(Job(_ZHONGSHAN, 11, Month(2021, 3), Month(2026, 9)),),
    )
    return (
        Member("unemployed", "chen.guodong", chen, "在中山缴失业保险90个月，非因本人意愿失业，住在衡阳。"),
        Member("unemployed_short", "luo.xiaoyong", luo, "在中山只缴了8个月，不满一年，不符合条件。"),
        Member("taiwan", "lin.zhiming", lin, "台湾居民，持8位通行证，在中山参保，失业。"),
    )


def _citizen(
    name: str,
    sex: str,
    birth: date,
    place: str,
    sequence: int,
    *,
    jobs: tuple[Job, ...],
    resident: tuple[Resident, ...] = (),
    drawn: tuple[Drawn, ...] = (),
    former_name: str = "",
    renamed: date | None = None,
) -> Life:
    return Life(
        name=name,
        sex=sex,
        birth=birth,
        place=place,
        phone="",
        documents=(Document("resident", numbers.resident_number(place, birth, sex, sequence)),),
        former_name=former_name,
        renamed=renamed,
        jobs=jobs,
        resident=resident,
        drawn=drawn,
    )
