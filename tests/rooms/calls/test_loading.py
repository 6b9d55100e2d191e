"""Participatory budgets loaded as closed calls: once, whole, and replayed by the call's own rule."""

import io
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation

from sciezka.core.scoring import ScoringProblem
from sciezka.core.scoring.pabulib import read_pabulib
from sciezka.kit.journal import entries_of
from sciezka.rooms.calls.actions.loading import load_budget, name_budget
from sciezka.rooms.calls.models import Call, Decision, FormalCheck, Phase, ScoreCard, Submission
from sciezka.rooms.town.models import Process
from tests.core.scoring.test_pabulib import SHARED, SMALL, read_real, replays, write_file
from tests.factories.town import ProcessFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def process() -> Process:
    made: Process = ProcessFactory.create()
    return made


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def load(process: Process, path: Path, **options: str) -> str:
    said = io.StringIO()
    call_command(
        "load_budget", str(path), workspace=process.workspace.slug, process=process.slug, stdout=said, **options
    )  # fmt: skip
    return said.getvalue()


def test_a_file_becomes_a_closed_call_with_votes_on_loaded_cards(process: Process) -> None:
    loaded = load_budget(actor=None, process=process, text=SMALL)
    call = loaded.call
    assert (call.title, call.budget, call.selects) == ("Budżet osiedla", Decimal(100), Call.Selects.MONEY)
    assert call.phase == Phase.DECIDING
    assert call.opens_at is not None
    assert call.closes_at is not None
    assert timezone.localtime(call.opens_at).isoformat() == "2019-09-06T00:00:00+02:00"
    assert timezone.localtime(call.closes_at).isoformat() == "2019-09-26T00:00:00+02:00"
    rows = list(Submission.objects.filter(call=call).values_list("number", "title", "asked", "channel", "is_late"))
    assert rows == [
        (1, "Ławki", Decimal(60), "import", False), (2, "Drzewa", Decimal(50), "import", False),
        (3, "Stojaki; rowerowe", Decimal(40), "import", False),
    ]  # fmt: skip
    cards = ScoreCard.objects.filter(submission__call=call).order_by("submission__number")
    assert [(card.way, card.user, card.points) for card in cards] == [
        ("loaded", None, {"votes": "8"}), ("loaded", None, {"votes": "7"}), ("loaded", None, {"votes": "1"}),
    ]  # fmt: skip
    outcomes = (
        Decision.objects.filter(submission__call=call).order_by("submission__number").values_list("outcome", "granted")
    )
    assert list(outcomes) == [("basic", Decimal(60)), ("rejected", None), ("basic", Decimal(40))]
    assert not FormalCheck.objects.exists(), "nobody checked anything, so nothing says so"
    assert [entry.verb for entry in entries_of(call)] == ["call.load"]


def test_the_same_file_is_loaded_once(process: Process, tmp_path: Path) -> None:
    path = tmp_path / "budget.pb"
    path.write_text(SMALL, encoding="utf-8")
    assert "Loaded: Budżet osiedla, 3 projects." in load(process, path)
    again = load(process, path, title="Inaczej")
    assert "nothing changed" in again
    assert "The call’s rule gives the published selection: 2 projects." in again
    assert (Call.objects.count(), Submission.objects.count(), ScoreCard.objects.count()) == (1, 3, 3)


def test_another_selection_than_the_published_one_is_told(process: Process, tmp_path: Path) -> None:
    path = tmp_path / "budget.pb"
    path.write_text(SMALL.replace("Ławki;1", "Ławki;0").replace("Drzewa;0", "Drzewa;1"), encoding="utf-8")
    said = load(process, path)
    assert "Only by the rule: 001" in said
    assert "Only published: 002" in said


def test_a_budget_is_named_by_its_own_words_each_said_once() -> None:
    def name(*lines: str) -> str:
        return name_budget(read_pabulib(SMALL.replace("description;Budżet osiedla", "\n".join(lines))))

    assert name("description;Budżet osiedla", "subunit;Dźbów", "instance;2020") == "Budżet osiedla – Dźbów, 2020"
    assert name("description;Budżet: DŹBÓW", "subunit;Dźbów") == "Budżet: DŹBÓW"
    assert name("unit;Dolina", "instance;2020") == "Dolina, 2020"
    assert name("x;y") == "Participatory budget"


@pytest.mark.parametrize(
    ("old", "new"),
    [("25.09.2019", "1.09.2019"), ("25.09.2019", "25.09.2999"), ("3;40;", f"3;{10**12};"), ("2;1;5", f"2;1;{10**6}")],
)
def test_what_does_not_fit_is_refused_whole(process: Process, old: str, new: str) -> None:
    assert old in SMALL
    with pytest.raises(ScoringProblem):
        load_budget(actor=None, process=process, text=SMALL.replace(old, new))
    assert not Call.objects.exists()


def test_the_command_names_what_is_wrong(process: Process, tmp_path: Path) -> None:
    path = tmp_path / "budget.pb"
    with pytest.raises(CommandError):
        load(process, path)
    path.write_bytes(b"\xff\xfe\x00 junk")
    with pytest.raises(CommandError, match="no file of Pabulib"):
        load(process, path)
    with pytest.raises(CommandError, match="no process"):
        call_command("load_budget", str(path), workspace="nie-ma", process="nie-ma")


def test_real_calls_are_replayed_in_the_product_as_by_the_plain_rule(process: Process, tmp_path: Path) -> None:
    told = [(call, projects) for call, projects in read_real() if any(row["selected"] for row in projects)]
    path = tmp_path / "budget.pb"
    found = Counter[bool]()
    for call, projects in told[4::115]:
        text = write_file(call, projects)
        path.write_text(text, encoding="utf-8")
        agrees = "The call’s rule gives the published selection" in load(process, path)
        assert agrees == replays(text), call["file"]
        found[agrees] += 1
    assert found == {True: 5, False: 1}


def test_a_whole_file_with_its_votes_is_loaded(process: Process) -> None:
    path = SHARED / "poland_czestochowa_2020_dzbow.pb"
    if not path.exists():
        pytest.skip("real participatory budgets are not on this machine")
    said = load(process, path)
    assert "14 projects" in said
    assert "does not say what was selected" in said
    best = ScoreCard.objects.order_by("submission__number").first()
    assert best is not None
    assert best.points == {"votes": "4730"}


def test_its_public_page_says_that_residents_voted_and_names_no_commission(client: Client, process: Process) -> None:
    call = load_budget(actor=None, process=process, text=SMALL).call
    page = client.get(call.public_url, headers={"accept-language": "en"}).content.decode()
    assert "Residents have voted" in page
    assert "The points are the votes of residents." in page
    assert "ommission" not in page
    assert "assessors" not in page
