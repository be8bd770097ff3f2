"""The answer in plain words, section by section: for pages, the counter's printer and the command line.

Chinese is the authority; a clause that explains why keeps its Chinese beside the English.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from shebaotong.kernel.api import Month, Period, Text, Unknown
from shebaotong.rules import explaining
from shebaotong.rules.english.reading import reference_in_english
from shebaotong.rules.explaining import yuan
from shebaotong.rules.pension.determination import Determination
from shebaotong.rules.plain import UNVERIFIED, plain_question
from shebaotong.rules.transfer.account_type import AccountKind
from shebaotong.rules.whatif.answer import MoveEffect, WhatIfAnswer
from shebaotong.rules.whatif.history import Assumptions, PensionScheme
from shebaotong.rules.whatif.options import StartOption, When
from shebaotong.rules.whatif.timeline import TimelineLine

Names = Callable[[str], Text]
"""The name of a place by its region code."""

_WHEN = {
    When.EARLIEST: Text("最早", "Earliest"),
    When.STATUTORY: Text("法定", "Statutory"),
    When.LATEST: Text("最晚", "Latest"),
}
_ACCOUNTS = {
    AccountKind.GENERAL: Text("一般账户", "a general account"),
    AccountKind.TEMPORARY: Text("临时缴费账户", "a temporary account"),
}


_SCHEMES = {
    PensionScheme.EMPLOYEE: Text("职工基本养老金", "employees' pension"),
    PensionScheme.RESIDENT: Text("城乡居民养老金", "residents' pension"),
}


_NO_MOVE = "国办发〔2009〕66号 第二条"
_NOT_TWICE = "人社部发〔2014〕17号 第八条"


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """``lines`` with their depth: 1 belongs to the line above it."""

    title: Text
    lines: tuple[tuple[int, Text], ...]


def answer_sections(answer: WhatIfAnswer, *, place: Names = explaining.place) -> tuple[AnswerSection, ...]:
    """Every section with its lines; a section that has nothing to say is left out."""
    made = (
        _section(Text("已经在领的养老金", "Pension drawn already"), _drawn(answer, place)),
        _section(Text("参保时间线", "Years of insurance"), _timeline(answer, place)),
        AnswerSection(Text("退休时间和待遇", "When, and how much"), tuple(_options(answer, place))),
        _section(Text("如果再变动", "After a further move"), _moves(answer, place)),
        _section(Text("以下为假设，不是事实", "Assumed, not facts"), _assumption_lines(answer.assumptions)),
        _section(Text("还需要确认", "Still to be confirmed"), map(_question, answer.questions)),
        _section(
            Text(f"依据中{UNVERIFIED}的部分", "Sources that nobody has verified yet"),
            (Text(each.reference, reference_in_english(each.reference)) for each in answer.unverified),
        ),
    )
    return tuple(section for section in made if section.lines)


def plain_answer(answer: WhatIfAnswer) -> str:
    """All sections in Chinese, two spaces deeper for each level."""
    made = []
    for section in answer_sections(answer):
        lines = ("  " * (depth + 1) + line.zh for depth, line in section.lines)
        made.append("\n".join([section.title.zh, *lines]))
    return "\n".join(made)


def _section(title: Text, lines: Iterable[Text]) -> AnswerSection:
    return AnswerSection(title, tuple((0, line) for line in lines))


def _question(unknown: Unknown) -> Text:
    zh = plain_question(unknown).removeprefix("还需要确认：")
    return Text(zh, unknown.en or zh)


def _assumption_lines(assumptions: Assumptions) -> Iterator[Text]:
    """Every assumption as a sentence, the law of the day first."""
    day = assumptions.as_of
    yield Text(
        f"按{day.year}年{day.month}月{day.day}日的规定计算，今后规定可能调整",
        f"Computed by the law of {day.isoformat()}; it may change",
    )
    if assumptions.pays_on:
        yield Text(
            "正在缴费的关系不中断，每月缴费至退休月份的前一个月",
            "Contributions that run go on every month until the month before retirement",
        )
    else:
        yield Text("今后不再缴费", "No further contributions")
    if assumptions.monthly_base is not None:
        base = yuan(assumptions.monthly_base)
        yield Text(f"今后的月缴费基数为{base}", f"Monthly base from now on: {assumptions.monthly_base} yuan")
    if assumptions.interest is not None:
        rate = f"{(assumptions.interest * 100).normalize():f}%"
        yield Text(f"个人账户年利率为{rate}", f"Yearly interest of the individual account: {rate}")
    if assumptions.calculation_base is not None:
        assumed = yuan(assumptions.calculation_base)
        yield Text(
            f"尚未公布的计发基数按{assumed}算",
            f"A calculation base that is not published is taken as {assumptions.calculation_base} yuan",
        )
    elif assumptions.latest_base:
        yield Text(
            "尚未公布的计发基数沿用最近公布的数，不考虑增长",
            "A calculation base that is not published is taken as the last one that is, without growth",
        )
    yield Text("平均缴费指数保持不变", "The average index stays as it is")
    if assumptions.employer_agreed is not None:
        yield (
            Text("单位同意弹性延迟退休", "The employer agrees to late retirement")
            if assumptions.employer_agreed
            else Text("单位不同意弹性延迟退休", "The employer does not agree to late retirement")
        )


def _drawn(answer: WhatIfAnswer, place: Names) -> Iterator[Text]:
    drawn = answer.history.drawn
    for each in drawn:
        name, scheme = place(each.place), _SCHEMES[each.scheme]
        yield Text(
            f"{name.zh}：{scheme.zh}，自{explaining.month(each.since)}起",
            f"{name.en}: {scheme.en}, since {each.since}",
        )
    if any(each.scheme is PensionScheme.EMPLOYEE for each in drawn):
        yield Text(
            f"已经按月领取职工基本养老金的，不再转移养老保险关系（{_NO_MOVE}）。",
            f"Who draws the employees' pension cannot move the relation: {reference_in_english(_NO_MOVE)}",
        )
    if drawn:
        yield Text(
            f"不能同时领取两份基本养老保险待遇（{_NOT_TWICE}）。下面的试算只供参考。",
            f"Two basic pensions cannot be drawn at once: {reference_in_english(_NOT_TWICE)}. "
            "What follows is for reference only.",
        )


def _timeline(answer: WhatIfAnswer, place: Names) -> Iterator[Text]:
    timeline = answer.timeline
    for line in timeline.lines:
        yield _line(line, place)
    yield Text(
        f"截至{explaining.month(timeline.until)}，"
        f"职工养老保险合计 {timeline.months} 个月（同一月份只算一次）",
        f"Up to {timeline.until}: {timeline.months} months of employees' pension, each counted once",
    )
    if timeline.overlaps:
        periods = _periods(timeline.overlaps)
        yield Text(f"重复的月份：{periods.zh}", f"Months held twice: {periods.en}")
    if timeline.gaps:
        periods = _periods(timeline.gaps)
        yield Text(f"中断的月份：{periods.zh}", f"Months without insurance: {periods.en}")


def _line(line: TimelineLine, place: Names) -> Text:
    stretch = line.stretch
    marks = [
        mark
        for mark, holds in (
            (Text("城乡居民", "residents' scheme"), stretch.scheme is PensionScheme.RESIDENT),
            (Text("临时缴费账户", "temporary account"), stretch.account is AccountKind.TEMPORARY),
            (Text("视同缴费", "deemed"), stretch.deemed),
            (Text("假设", "assumed"), line.assumed),
        )
        if holds
    ]
    name, when = place(stretch.place), _periods((line.period,))
    zh, en = f"{when.zh} {name.zh}", f"{when.en} {name.en}"
    if marks:
        zh += f"（{'、'.join(mark.zh for mark in marks)}）"
        en += f" ({', '.join(mark.en for mark in marks)})"
    if stretch.scheme is PensionScheme.RESIDENT:
        return Text(zh, en)
    return Text(f"{zh}，计 {line.months} 个月", f"{en}: {line.months} months count")


def _options(answer: WhatIfAnswer, place: Names) -> Iterator[tuple[int, Text]]:
    for each in answer.options:
        when, outcome = _WHEN[each.when], _outcome(each, place)
        age, month = explaining.age(each.age_months), explaining.month(each.month)
        yield (
            0,
            Text(
                f"{when.zh}：{month}（{age}），{outcome.zh}",
                f"{when.en}: {each.month} (aged {_age(each.age_months)}); {outcome.en}",
            ),
        )
        for obstacle in each.eligibility.obstacles:
            yield 1, obstacle.text
    yield from ((0, line) for line in _shortfall(answer))


def _shortfall(answer: WhatIfAnswer) -> Iterator[Text]:
    statutory = answer.option(When.STATUTORY)
    if statutory is not None and statutory.missing_months:
        zh = f"到法定退休年龄还差 {statutory.missing_months} 个月"
        en = f"{statutory.missing_months} months are lacking at the statutory age"
        if answer.sufficient:
            zh += f"，继续缴费可在{explaining.month(answer.sufficient)}达到"
            en += f"; paying on, they are there in {answer.sufficient}"
        yield Text(zh, en)
    if answer.residents_scheme is not None:
        clause = answer.residents_scheme.reference
        clause_en = reference_in_english(clause)
        yield Text(
            f"也可以申请转入城乡居民养老保险（{clause}）",
            f"Moving to the residents' scheme is open too: {clause_en}",
        )


def _outcome(option: StartOption, place: Names) -> Text:
    months = option.timeline.months
    zh, en = f"累计 {months} 个月", f"{months} months"
    if isinstance(option.place, Unknown):
        return Text(f"{zh}，待遇领取地待确认", f"{en}; place of payment to be confirmed")
    name, why = place(option.place.province), option.place.branch.text
    zh, en = f"{zh}，待遇领取地{name.zh}（{why.zh}）", f"{en}; paid by {name.en} ({why.en})"
    if option.pension is None:
        return Text(zh, en)
    if not isinstance(option.pension, Determination):
        return Text(f"{zh}，金额待确认", f"{en}; amount to be confirmed")
    total = option.pension.amount.total
    partly = option.pension.unknowns
    return Text(
        f"{zh}，每月约 {yuan(total)}{'（不含待确认的部分）' if partly else ''}",
        f"{en}; about {total} yuan a month{' without what is to be confirmed' if partly else ''}",
    )


def _moves(answer: WhatIfAnswer, place: Names) -> Iterator[Text]:
    stay = answer.option(When.STATUTORY)
    for moved in answer.moves:
        name, effect = place(moved.move.place), _effect(moved, stay, place)
        yield Text(
            f"{explaining.month(moved.move.month)}到{name.zh}参保：{effect.zh}",
            f"Insured in {name.en} from {moved.move.month}: {effect.en}",
        )


def _effect(moved: MoveEffect, stay: StartOption | None, place: Names) -> Text:
    if isinstance(moved.account, Unknown):
        return Text("账户类别待确认", "kind of account to be confirmed")
    account = _ACCOUNTS[moved.account.account]
    zh, en = f"建立{account.zh}", f"{account.en} is opened"
    if moved.option is None:
        return Text(
            f"{zh}，在法定退休月份之后，不影响法定退休时的待遇",
            f"{en}; after the statutory month, so that nothing changes there",
        )
    if isinstance(moved.option, Unknown) or isinstance(moved.option.place, Unknown):
        return Text(f"{zh}，待遇领取地待确认", f"{en}; place of payment to be confirmed")
    there = moved.option.place.province
    before = stay.place.province if stay and not isinstance(stay.place, Unknown) else None
    change = Text("不变", "as before") if there == before else Text("改变", "changed")
    name = place(there)
    zh += f"，法定退休时待遇领取地为{name.zh}（{change.zh}）"
    en += f"; at the statutory age {name.en} pays ({change.en})"
    if moved.qualifies:
        zh += f"，{explaining.month(moved.qualifies)}在新参保地满十年"
        en += f"; ten years there are reached in {moved.qualifies}"
    return Text(zh, en)


def _age(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years} years {rest} months" if rest else f"{years} years"


def _periods(periods: tuple[Period, ...]) -> Text:
    def en(period: Period) -> str:
        end: Month | str = period.end or "now"
        return f"{period.start} to {end}"

    return Text("、".join(str(period) for period in periods), ", ".join(en(period) for period in periods))
