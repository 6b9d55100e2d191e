"""Banks of questions and assessments for tests."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from sciezka.rooms.assessment.actions.asking import Terms, open_questionnaires
from sciezka.rooms.assessment.models import Assessment, Bank, Card, Deficit, Evidence, Improvement
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.town.models import Process, Team, Workspace
from tests.factories.people import UserFactory
from tests.factories.rounds import make_sheet
from tests.factories.town import MembershipFactory, TeamFactory

AREAS = ("planowanie", "finanse")


def write_bank(key: str = "proba", *, title: str = "Bank próbny", method: str = "levels", target: int = 3) -> str:
    """Write a small bank: two areas of two questions, P1 P2 F1 F2, levels 1–4; P2 and F2 are advanced, F2 for counties."""
    lines = [
        f'key = "{key}"', 'version = "2026-11"', f'method = "{method}"', f"target = {target}",
        f'title.pl = "{title}"', f'title.en = "{title} (en)"', 'about.pl = "Do prób."', 'source.pl = "Własne."',
    ]  # fmt: skip
    for value in range(1, 5):
        lines += ["[[levels]]", f"value = {value}", f'label.pl = "Stopień {value}"', f'label.en = "Step {value}"']
    for area, codes in zip(AREAS, (("P1", "P2"), ("F1", "F2")), strict=True):
        lines += ["[[areas]]", f'key = "{area}"', f'title.pl = "{area.title()}"', f'title.en = "Area {area}"']
        for code in codes:
            lines += write_question(code, method)
    return "\n".join(lines) + "\n"


def write_question(code: str, method: str) -> list[str]:
    """Write one question with its levels, or with two conditions of each stage."""
    lines = [
        "[[areas.items]]", f'code = "{code}"', f'issue.pl = "Zagadnienie {code}"', f'issue.en = "Issue {code}"',
        f'text.pl = "Czy {code} działa?"', f'text.en = "Does {code} work?"', f'evidence.pl = "Dokument {code}"',
    ]  # fmt: skip
    if code.endswith("2"):
        lines.append('class = "advanced"')
    if code == "F2":
        lines.append('units = ["county"]')
    for value in range(1, 5):
        if method == "levels":
            lines += ["[[areas.items.levels]]", f"value = {value}"]
            lines += [f'text.pl = "{code} na poziomie {value}"', f'text.en = "{code} at level {value}"']
        else:
            for number in (1, 2):
                lines += ["[[areas.items.conditions]]", f"stage = {value}"]
                lines += [f'text.pl = "Warunek {code} {value}.{number}"', f'text.en = "Condition {code} {value}.{number}"']
    return lines


def make_bank(workspace: Workspace, key: str = "proba", **fields: Any) -> Bank:
    """Keep a workspace's own bank."""
    values = {"number": 1, "title": "Bank próbny", "method": "levels", **fields}
    values.setdefault("source", write_bank(key, title=values["title"], method=values["method"]))
    return Bank.objects.create(workspace=workspace, key=key, **values)


def make_assessment(
    process: Process, *, people: Sequence[User] | int = 3, method: str = "levels", team: Team | None = None, **fields: Any
) -> Assessment:
    """Start an assessment of all of the small bank by a new team; nobody is asked yet."""
    team = team or TeamFactory.create(process=process)
    for user in UserFactory.create_batch(people) if isinstance(people, int) else people:
        MembershipFactory.create(team=team, user=user)
    values: dict[str, Any] = {
        "title": "Samoocena urzędu", "bank_key": "proba", "bank_version": "2026-11", "source": write_bank(method=method),
        "areas": list(AREAS), "depth": "full", "unit_kind": "county", "team": team, "decided_on": dt.date(2026, 3, 2),
    }  # fmt: skip
    return Assessment.objects.create(process=process, **{**values, **fields})


def open_assessment(assessment: Assessment, *, days: int = 7, is_anonymous: bool = False) -> Round:
    """Send the questionnaires."""
    terms = Terms(closes_at=timezone.now() + dt.timedelta(days=days), is_anonymous=is_anonymous)
    return open_questionnaires(actor=None, assessment=assessment, terms=terms)


def answer_assessment(round_: Round, rows: Sequence[Mapping[str, int | str]]) -> list[Participant]:
    """Let the first participants answer, each by the codes of items; a word is "dk" or "na"."""
    items = {item.code: item for item in round_.items.all()}
    scale = str(round_.scales[0]["key"])
    people = list(round_.participants.all())[: len(rows)]
    for person, values in zip(people, rows, strict=True):
        make_sheet(person, {items[code]: value for code, value in values.items()}, scale=scale)
    return people


def end_round(round_: Round) -> Round:
    """Let the round's end have come."""
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(minutes=1))
    round_.refresh_from_db()
    return round_


def make_card(assessment: Assessment, code: str = "P1", word: str = "") -> Card:
    """Fill in a card with a file as evidence, a deficit and an improvement, the word in each of them."""
    card = Card.objects.create(
        assessment=assessment, code=code, current_state=f"{word} stan", strengths=f"{word} mocna strona",
        deficits_text=f"{word} brak", causes=f"{word} przyczyna",
    )  # fmt: skip
    evidence = Evidence(card=card, kind="file", title=f"{word} dowód", file_name="dowod.pdf")
    evidence.file.save("dowod.pdf", ContentFile(b"%PDF-1.4\n%" + word.encode()))
    deficit = Deficit.objects.create(card=card, title=f"{word} deficyt")
    Improvement.objects.create(card=card, deficit=deficit, title=f"{word} usprawnienie", owner=f"{word} wydział")
    return card
