"""The Fellegi–Sunter model behind the doubts, run by Splink on DuckDB.

Its weights are fixed here, not learned from the files: the same two persons give the same doubt in every run
and every province. ``m`` is how often two records of one person agree so far, ``u`` how often those of two
persons do. ``u`` follows from counting (16,000 days of birth, some hundred counties, four digits of serial
and check; common surnames); ``m`` is an estimate of clerks' errors. How often a name occurs is counted in the
files. The accuracy page says what the model finds on a planted population.
"""

from __future__ import annotations

from typing import Any

from shebaotong.comparison.doubts.persons import KEYS

PROPOSED_FROM = 0.9
"""Match probability from which a pair is proposed to the people who check."""

_ALIKE = "(({0}_l = {0}_r)::int)"


def settings(*, largest: int) -> Any:
    """Splink's settings for two lists of which the longer holds ``largest`` persons."""
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule

    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="unique_id",
        comparisons=[_name(), _birth(), _number(), _sex()],
        blocking_rules_to_generate_predictions=[
            CustomRule(f"l.{key} = r.{key} and (l.odd or r.odd)") for key in KEYS
        ],
        # As if every person of the longer list had one chance to be in the other.
        probability_two_random_records_match=1 / max(1000, largest),
        retain_matching_columns=False,
    )


def _name() -> Any:
    two_of_three = " + ".join(_ALIKE.format(part) for part in ("first", "second", "third")) + " >= 2"
    return _comparison(
        "name",
        [
            (_exact("name", counted=True), 0.80, 5e-5),
            (_level(two_of_three, "two of the first three characters"), 0.12, 1.5e-3),
            (_level("first_l = first_r", "surname"), 0.05, 0.04),
            (_rest(), 0.03, 0.958),
        ],
    )


def _birth() -> Any:
    return _comparison(
        "birth",
        [
            (_exact("birth"), 0.93, 6e-5),
            (_level("damerau_levenshtein(birth_l, birth_r) <= 1", "one slip"), 0.05, 2e-3),
            (_rest(), 0.02, 0.998),
        ],
    )


def _number() -> Any:
    """The number without its birth date: that is compared above, and would count twice."""
    slips = "damerau_levenshtein(undated_l, undated_r) <= {}"
    return _comparison(
        "undated",
        [
            (_level(slips.format(1), "at most one slip"), 0.55, 4e-5),
            (_level(slips.format(2), "two slips"), 0.25, 1.5e-3),
            (_rest(), 0.20, 0.998),
        ],
    )


def _sex() -> Any:
    return _comparison("sex", [(_exact("sex"), 0.99, 0.5), (_rest(), 0.01, 0.5)])


def _comparison(column: str, levels: list[tuple[Any, float, float]]) -> Any:
    import splink.comparison_level_library as library
    from splink.comparison_library import CustomComparison

    weighted = [level.configure(m_probability=m, u_probability=u) for level, m, u in levels]
    return CustomComparison(
        output_column_name=column, comparison_levels=[library.NullLevel(column), *weighted]
    )


def _exact(column: str, *, counted: bool = False) -> Any:
    import splink.comparison_level_library as library

    return library.ExactMatchLevel(column, term_frequency_adjustments=counted)


def _level(condition: str, label: str) -> Any:
    import splink.comparison_level_library as library

    return library.CustomLevel(condition, label)


def _rest() -> Any:
    import splink.comparison_level_library as library

    return library.ElseLevel()
