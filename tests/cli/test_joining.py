"""A new city from nothing: agency, first supervisor, terms, signature, membership; and every refusal."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml

from shebaotong.accounts import api as accounts
from shebaotong.cli import agency as agency_command
from shebaotong.cli import agreement as agreement_command
from shebaotong.cli import main as cli
from shebaotong.cli import setup
from shebaotong.kernel.api import SHANGHAI, Risk
from shebaotong.network import api as network
from shebaotong.store.api import Server
from support.accounts import account

pytestmark = pytest.mark.slow

CODE, ZIGONG, WUZHOU = "one-network-2024", "510300", "450400"
ENTRY = {
    "code": ZIGONG,
    "place": ZIGONG,
    "region": "51",
    "city_zh": "自贡",
    "city_en": "Zigong",
    "name_zh": "自贡市社会保险经办机构",
    "name_en": "Social insurance agency of Zigong",
    "phone": "0813-12333",
    "address": "示例路1号",
    "longitude": 104.7734,
    "latitude": 29.3528,
}
TERMS = {
    "code": "two-cities",
    "depositary": WUZHOU,
    "kind": "agreement",
    "title_zh": "两市合作协议",
    "title_en": "Agreement of two cities",
    "valid_from": date(2026, 1, 1),
    "items": ["rights_record"],
    "low_risk": "handled",
    "high_risk": "none",
    "channels": ["window"],
}


@pytest.fixture
def node(live_database: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The commands work on the test's own database, as on an operator's."""
    from contextlib import contextmanager

    @contextmanager
    def ready() -> object:
        yield live_database

    for module in (agency_command, agreement_command):
        monkeypatch.setattr(module, "ready_database", ready)
    monkeypatch.setattr("shebaotong.store.api.current_server", lambda: live_database)
    monkeypatch.setattr(agency_command, "getpass", lambda _: "11010519491231002X")
    assert setup.ready_database is not ready
    return live_database


def written(folder: Path, content: object, name: str = "entry.yaml") -> str:
    path = folder / name
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert cli.main(arguments) == status
    said = capsys.readouterr()
    return said.out if status == 0 else said.err


@pytest.mark.row("N1", "a city joins by one signature, and every member serves its people")
def test_a_city_joins_by_commands(node: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network.load_seed(now=datetime(2026, 11, 20, 9, 0, tzinfo=SHANGHAI))
    assert "510300" in run(capsys, "agency", "add", written(tmp_path, ENTRY))
    accession = str(tmp_path / "accession.json")
    run(capsys, "agreement", "sign", CODE, "--member", ZIGONG, "--on", "2026-11-20", "--out", accession)
    assert "is a member" in run(capsys, "agreement", "admit", accession)
    allowed = network.may_accept(
        starter=ZIGONG,
        owner=WUZHOU,
        item_code="unemployment_claim",
        risk=Risk.HIGH,
        channel="window",
        on=date(2026, 11, 20),
    )
    assert isinstance(allowed, network.Allowed)
    rows = json.loads(run(capsys, "agreement", "list", "--json"))
    [mine] = [row for row in rows if row["member"] == ZIGONG]
    assert mine["signature_holds"] and not mine["illustrative"] and mine["signed_on"] == "2026-11-20"
    assert "already" in run(capsys, "agreement", "admit", accession, status=1)
    forged = json.loads(Path(accession).read_text()) | {"member": "520200"}
    (tmp_path / "forged.json").write_text(json.dumps(forged))
    assert "signature" in run(capsys, "agreement", "admit", str(tmp_path / "forged.json"), status=1)
    said = run(capsys, "agency", "supervisor", ZIGONG, "--username", "zhou.zigong", "--name", "周示例")
    assert "one-time code" in said and account("zhou.zigong").roles == ["supervisor"]
    again = run(
        capsys, "agency", "supervisor", ZIGONG, "--username", "second.zigong", "--name", "乙", status=1
    )
    assert "has a supervisor" in again
    [act] = accounts.acts_of(agency=ZIGONG)
    assert (act.by, act.what, act.about) == ("operator", "staff_created", "zhou.zigong")


def test_an_only_supervisor_who_has_forgotten_his_password_gets_a_code_from_the_operator(
    node: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "agency", "add", written(tmp_path, ENTRY))
    run(capsys, "agency", "supervisor", ZIGONG, "--username", "zhou.zigong", "--name", "周示例")
    asked = ("agency", "code", ZIGONG, "--username")
    said = run(capsys, *asked, "zhou.zigong")
    [code] = re.findall(r"one-time code (\d{4} \d{4})", said)
    new, now = "a sentence to remember", datetime.now(SHANGHAI)
    accounts.reset_password(username="zhou.zigong", code=code, password=new, now=now)
    acts = [(act.by, act.what) for act in accounts.acts_of(agency=ZIGONG)]
    assert acts[:2] == [("zhou.zigong", "code_used"), ("operator", "code_issued")]
    assert "no such active supervisor" in run(capsys, *asked, "he.zigong", status=1)
    assert "no agency" in run(capsys, "agency", "code", "999999", "--username", "zhou.zigong", status=1)
    monkeypatch.setattr("shebaotong.cli.agency.getpass", lambda prompt: "45040019650101001X")
    assert "No code was issued" in run(capsys, *asked, "zhou.zigong", status=1)


def test_the_first_agency_of_an_installation_brings_region_calendar_and_terms(
    node: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "agency", "list", "--json").strip() == "[]"
    run(capsys, "agency", "add", written(tmp_path, ENTRY))
    wuzhou = ENTRY | {"code": WUZHOU, "place": WUZHOU, "region": "45", "city_zh": "梧州"}
    run(capsys, "agency", "add", written(tmp_path, wuzhou))
    assert network.calendar_for(agency=ZIGONG).announced >= {2025, 2026}
    keeper = network.keeper_of(region="CN")
    assert keeper is not None and keeper.code == ZIGONG
    run(capsys, "agreement", "add", written(tmp_path, TERMS))
    for member in (ZIGONG, WUZHOU):
        accession = str(tmp_path / f"{member}.json")
        run(capsys, "agreement", "sign", "two-cities", "--member", member, "--out", accession)
        run(capsys, "agreement", "admit", accession)
    [note] = network.agreement_notes(on=date(2100, 1, 1))
    assert note.in_force and len(note.members) == 2 and all(m.signature_holds for m in note.members)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"region": "99"}, "no province-level unit"),
        ({"code": "51"}, "code"),
        ({"longitude": "east"}, "numbers"),
        ({"city_zh": ""}, "city_zh"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_an_agency_that_makes_no_sense_is_refused(
    node: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, object], words: str
) -> None:
    assert words in run(capsys, "agency", "add", written(tmp_path, ENTRY | wrong), status=1)
    assert not network.all_agencies()


def test_other_refusals_say_why(node: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "agency", "add", written(tmp_path, ENTRY))
    twice = ENTRY | {"code": "510311"}
    assert "5103.. already" in run(capsys, "agency", "add", written(tmp_path, twice), status=1)
    assert "cannot be read" in run(capsys, "agency", "add", str(tmp_path / "none.yaml"), status=1)
    assert "must hold fields" in run(capsys, "agency", "add", written(tmp_path, ["x"]), status=1)
    unknown = run(capsys, "agency", "supervisor", "999999", "--username", "a.b", "--name", "甲", status=1)
    assert "no agency" in unknown
    for wrong, words in (
        ({"low_risk": "perhaps"}, "low_risk"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"items": []}, "network_agreement_items"),
        ({"depositary": "999999"}, "terms"),
        ({"kind": "x", "surprise": 1}, "surprise"),
    ):
        entry = TERMS | {"depositary": ZIGONG} | wrong
        assert words in run(capsys, "agreement", "add", written(tmp_path, entry), status=1), wrong
    out = str(tmp_path / "a.json")
    sign = ("agreement", "sign", "nothing", "--member", ZIGONG, "--out", out)
    assert "no agreement" in run(capsys, *sign, status=1)
    (tmp_path / "a.json").write_text("{}")
    assert "exists" in run(capsys, *sign, status=1)
    assert "no signed accession" in run(capsys, "agreement", "admit", out, status=1)
