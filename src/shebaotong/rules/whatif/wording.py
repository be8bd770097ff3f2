"""The answer in plain Chinese, section by section: for the counter's printer and the command line."""

from __future__ import annotations

from collections.abc import Iterator

from shebaotong.kernel.api import Period, Unknown, region_title
from shebaotong.rules.explaining import age, month, yuan
from shebaotong.rules.pension.determination import Determination
from shebaotong.rules.plain import UNVERIFIED, plain_question
from shebaotong.rules.transfer.account_type import AccountKind
from shebaotong.rules.whatif.answer import MoveEffect, WhatIfAnswer
from shebaotong.rules.whatif.history import Assumptions, PensionScheme
from shebaotong.rules.whatif.options import StartOption, When
from shebaotong.rules.whatif.timeline import TimelineLine

_WHEN = {When.EARLIEST: "最早", When.STATUTORY: "法定", When.LATEST: "最晚"}


def plain_answer(answer: WhatIfAnswer) -> str:
    """Every section with its lines; a section that has nothing to say is left out."""
    sections = {
        "参保时间线": _timeline(answer),
        "退休时间和待遇": _options(answer),
        "如果再变动": _moves(answer),
        "以下为假设，不是事实": assumption_lines(answer.assumptions),
        "还需要确认": [plain_question(each).removeprefix("还需要确认：") for each in answer.questions],
        f"依据中{UNVERIFIED}的部分": [each.reference for each in answer.unverified],
    }
    made = []
    for title, lines in sections.items():
        if shown := list(lines):
            made.append("\n".join([title, *(f"  {line}" for line in shown)]))
    return "\n".join(made)


def assumption_lines(assumptions: Assumptions) -> Iterator[str]:
    """Every assumption as a sentence, the law of the day first."""
    day = assumptions.as_of
    yield f"按{day.year}年{day.month}月{day.day}日的规定计算，今后规定可能调整"
    if assumptions.pays_on:
        yield "正在缴费的关系不中断，每月缴费至退休月份的前一个月"
    else:
        yield "今后不再缴费"
    if assumptions.monthly_base is not None:
        yield f"今后的月缴费基数为{yuan(assumptions.monthly_base)}"
    if assumptions.interest is not None:
        yield f"个人账户年利率为{(assumptions.interest * 100).normalize():f}%"
    if assumptions.latest_base:
        yield "尚未公布的计发基数沿用最近公布的数，不考虑增长"
    yield "平均缴费指数保持不变"
    if assumptions.employer_agreed is not None:
        yield "单位同意弹性延迟退休" if assumptions.employer_agreed else "单位不同意弹性延迟退休"


def _timeline(answer: WhatIfAnswer) -> Iterator[str]:
    timeline = answer.timeline
    for line in timeline.lines:
        yield _line(line)
    yield f"截至{month(timeline.until)}，职工养老保险合计 {timeline.months} 个月（同一月份只算一次）"
    if timeline.overlaps:
        yield f"重复的月份：{_periods(timeline.overlaps)}"
    if timeline.gaps:
        yield f"中断的月份：{_periods(timeline.gaps)}"


def _line(line: TimelineLine) -> str:
    stretch = line.stretch
    marks = [
        mark
        for mark, holds in (
            ("城乡居民", stretch.scheme is PensionScheme.RESIDENT),
            ("临时缴费账户", stretch.account is AccountKind.TEMPORARY),
            ("视同缴费", stretch.deemed),
            ("假设", line.assumed),
        )
        if holds
    ]
    note = f"（{'、'.join(marks)}）" if marks else ""
    months = "" if stretch.scheme is PensionScheme.RESIDENT else f"，计 {line.months} 个月"
    return f"{_periods((line.period,))} {region_title(stretch.place)}{note}{months}"


def _options(answer: WhatIfAnswer) -> Iterator[str]:
    for each in answer.options:
        yield f"{_WHEN[each.when]}：{month(each.month)}（{age(each.age_months)}），{_outcome(each)}"
        for obstacle in each.eligibility.obstacles:
            yield f"  {obstacle.text.zh}"
    statutory = answer.option(When.STATUTORY)
    if statutory is not None and statutory.missing_months:
        yield f"到法定退休年龄还差 {statutory.missing_months} 个月" + (
            f"，继续缴费可在{month(answer.sufficient)}达到" if answer.sufficient else ""
        )
    if answer.residents_scheme is not None:
        yield f"也可以申请转入城乡居民养老保险（{answer.residents_scheme.reference}）"


def _outcome(option: StartOption) -> str:
    paid = f"累计 {option.timeline.months} 个月"
    if isinstance(option.place, Unknown):
        return f"{paid}，待遇领取地待确认"
    place = f"{paid}，待遇领取地{region_title(option.place.province)}（{option.place.explanation.formula}）"
    if option.pension is None:
        return place
    if not isinstance(option.pension, Determination):
        return f"{place}，金额待确认"
    partly = "（不含待确认的部分）" if option.pension.unknowns else ""
    return f"{place}，每月约 {yuan(option.pension.amount.total)}{partly}"


def _moves(answer: WhatIfAnswer) -> Iterator[str]:
    stay = answer.option(When.STATUTORY)
    for moved in answer.moves:
        yield f"{month(moved.move.month)}到{region_title(moved.move.place)}参保：{_effect(moved, stay)}"


def _effect(moved: MoveEffect, stay: StartOption | None) -> str:
    if isinstance(moved.account, Unknown):
        return "账户类别待确认"
    account = moved.account.explanation.value
    if moved.option is None:
        return f"建立{account}，在法定退休月份之后，不影响法定退休时的待遇"
    if isinstance(moved.option, Unknown) or isinstance(moved.option.place, Unknown):
        return f"建立{account}，待遇领取地待确认"
    there = moved.option.place.province
    before = stay.place.province if stay and not isinstance(stay.place, Unknown) else None
    change = "不变" if there == before else "改变"
    qualifies = f"，{month(moved.qualifies)}在新参保地满十年" if moved.qualifies else ""
    return f"建立{account}，法定退休时待遇领取地为{region_title(there)}（{change}）{qualifies}"


def _periods(periods: tuple[Period, ...]) -> str:
    return "、".join(str(period) for period in periods)
