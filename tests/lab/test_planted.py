"""The planted population: the same for a seed, visibly made up, and damaged as it says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from shebaotong.lab.planted.damage import DAMAGES
from shebaotong.lab.planted.people import REGION, check_character, make_person
from shebaotong.lab.planted.population import LEFT, Planted, plant
from shebaotong.lab.planted.score import BACKGROUND, Found, score, total


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(folder=tmp_path_factory.mktemp("planted"), people=600, each=10, seed=7)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_one_seed_gives_one_population(planted: Planted, tmp_path: Path) -> None:
    again = plant(folder=tmp_path, people=600, each=10, seed=7)
    assert again.left.read_bytes() == planted.left.read_bytes()
    assert again.right.read_bytes() == planted.right.read_bytes()
    assert again.pairs == planted.pairs
    other = plant(folder=tmp_path, people=600, each=10, seed=8)
    assert other.left.read_bytes() != planted.left.read_bytes()


def test_everybody_is_visibly_made_up_and_has_an_agency_of_their_own(planted: Planted) -> None:
    for path in (planted.left, planted.right):
        found = rows(path)
        assert len(found) == 600
        assert len({row["agency"] for row in found}) == 600
        numbers = Counter(row["person_id"].strip()[:2] for row in found)
        # Damage may fall on the region itself; a permit shows the region after its letter.
        assert numbers[REGION] / 600 > 0.9
    assert all(pair.left_agency.startswith(LEFT) for pair in planted.pairs)


def test_every_damage_is_planted_and_changes_what_the_second_file_holds(planted: Planted) -> None:
    assert Counter(pair.damage.name for pair in planted.pairs) == {damage.name: 10 for damage in DAMAGES}
    left = {row["agency"]: row for row in rows(planted.left)}
    right = {row["agency"]: row for row in rows(planted.right)}
    person = ("person_id", "name", "birth_date")
    for pair in planted.pairs:
        here, there = left[pair.left_agency], right[pair.right_agency]
        same = all(here[column] == there[column] for column in person)
        # A rare read-as-a-letter has no digit to act on.
        assert same == (pair.damage.name == "none") or pair.damage.name == "ocr-letter"
        assert here["kind"] == there["kind"]
        assert here["start_month"] <= there["end_month"] or not there["end_month"]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_a_damage_touches_the_number_only_where_it_says_so(damage: object) -> None:
    random = Random(3)
    keeps_number = {
        "none", "birth-typo", "traditional", "middle-dot", "rare-character", "heard-name", "renamed",
        "shared-number",
    }  # fmt: skip
    for _ in range(50):
        before = damage.before(random, make_person(random))  # type: ignore[attr-defined]
        after = damage.after(random, before)  # type: ignore[attr-defined]
        name = damage.name  # type: ignore[attr-defined]
        assert (before.number == after.number) == (name in keeps_number) or name == "ocr-letter"
        if name in ("new-number", "namesake", "twin"):
            assert after.number[17] == check_character(after.number[:17])
        if name == "check-digit":
            assert after.number[17] != check_character(after.number[:17])


def test_too_many_pairs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        plant(folder=tmp_path, people=100, each=10, seed=1)


def test_the_score_counts_each_pair_once_and_traps_as_wrong(planted: Planted) -> None:
    by_name = {damage.name: [p for p in planted.pairs if p.damage is damage] for damage in DAMAGES}
    clean, trap = by_name["none"], by_name["twin"]
    found = [
        Found(clean[0].left_agency, clean[0].right_agency, 1.0),
        Found(clean[0].left_agency, clean[0].right_agency, 0.8),
        Found(clean[1].left_agency, clean[1].right_agency, 0.6),
        Found(clean[2].left_agency, clean[3].right_agency, 0.6),
        Found(trap[0].left_agency, trap[0].right_agency, 1.0),
        Found("990100-x", "990200-y", 0.6),
    ]
    lines = {line.damage: line for line in score(planted=planted, found=found)}
    assert (lines["none"].certain, lines["none"].doubtful, lines["none"].wrong_doubtful) == (1, 1, 1)
    assert lines["none"].recall == 0.2
    assert lines["none"].precision == pytest.approx(2 / 3)
    assert (lines["twin"].planted, lines["twin"].wrong_certain, lines["twin"].recall) == (0, 1, None)
    assert lines[BACKGROUND].wrong_doubtful == 1
    assert lines["fifteen"].precision is None
    whole = total(lines.values())
    assert whole.planted == 10 * sum(damage.same_person for damage in DAMAGES)
    assert (whole.certain, whole.wrong_certain) == (1, 1)
