"""Calls in the phases of their life, for walks that look at every page: what a page shows depends on where its call is."""

import datetime as dt
from typing import Any, Final

from django.utils import timezone

from sciezka.rooms.calls.actions.protocols import make_protocol
from sciezka.rooms.calls.models import Call, Candidate, Submission
from sciezka.rooms.calls.queries.keys import make_key, make_stop_key
from sciezka.rooms.people.models import User
from tests.factories import calls, path, surveys
from tests.factories.people import UserFactory
from tests.world import Town

# Which of the office's pages show something else in a phase than in the one of the world's own call.
PAGES: Final[dict[str, str]] = {
    "draft": (
        "call call_text call_dates call_goals call_money call_form call_conditions call_commission criteria criterion_new "
        "criterion criterion_delete call_files call_file_delete call_announce call_delete"
    ),
    "open": "call call_amend call_off call_files inquiry coverage submissions submission_paper",
    "checking": (
        "call submissions_check submission_check submission duplicates commission pledge_words my_cards declarations "
        "assignment assessors scoring"
    ),
    "scoring": "commission my_cards card assignment recusals scoring spreads spread ranking",
    "approved": "ranking publish_results protocols protocol",
    "published": (
        "call ranking correct_decision reservations reservation protocol candidates candidate letters letter_new submission"
    ),
}
# What residents and applicants open.
PUBLIC: Final = (
    "public_call public_ideas public_results apply apply_begin ask mine apply_head apply_form apply_review mine_copy "
    "mine_drop mine_withdraw mine_reminders stop_reminders"
)
# What is announced of a call that says all that it can.
SAID: Final[dict[str, Any]] = {
    "lead": "Szukamy pomysłów na podwórka.", "announcement": "**Kto** może zgłaszać.\n\n- mieszkańcy\n- organizacje",
    "rules": "Regulamin naboru.", "legal_basis": "Zarządzenie z 2026 r.", "clause": "Administratorem danych jest miasto.",
    "timetable": [{"day": "2026-09-01", "until": "2026-09-05", "what": "Spotkania informacyjne"}],
    "territory": "Miasto", "areas": "Centrum\nPołudnie", "budget": 100_000, "selects": "money", "takes_paper": True,
    "shows_ideas": True,
}  # fmt: skip


def build_office_calls(town: Town) -> list[tuple[dict[str, Any], list[str]]]:
    """Make a call in each phase, the co-ordinator its chair; give the words of its addresses and the names of its pages."""
    return [
        (make_whole(town, phase), [f"calls:{name}" for name in names.split()]) for phase, names in PAGES.items()
    ]  # fmt: skip


def make_dressed(town: Town, phase: str, **values: Any) -> Call:
    """Make a call with everything that is announced of one."""
    items = [surveys.make_item(kind, kind) for kind in ("budget", "place", "file", "consent")]
    form = calls.make_form(town.process, [surveys.make_item("opis", "long_text")], items, title=f"Formularz: {phase}")
    call = calls.make_call(town.process, f"Nabór ({phase})", phase=phase, questionnaire=form, **{**SAID, **values})
    call.goals.add(path.make_goal(town.process, f"Cel naboru ({phase})"))
    calls.make_call_file(call)
    call.amendments.create(number=1, why="Więcej czasu.", before={"budget": "90000.00"}, after={"budget": "100000.00"})
    call.inquiries.create(text="Czy można dwa razy?", answer="Tak.", answered_at=timezone.now(), is_public=True)
    return call


def make_whole(town: Town, phase: str) -> dict[str, Any]:
    """Make a call with all that it can have in a phase."""
    call = make_dressed(town, phase, kind="partners" if phase == "published" else "undertakings")
    words: dict[str, Any] = {**call.address, "criterion": call.criteria.all()[0].pk, "call_file": call.files.all()[0].pk}
    words["inquiry"] = call.inquiries.all()[0].pk
    if phase in {"draft", "open"}:
        return words
    judge: User = UserFactory.create()
    calls.make_commission(call, {"chair": [town.coordinator], "member": [judge]}, f"Komisja ({phase})")
    submission, twin = (calls.make_submission(call, f"Park kieszonkowy {number}") for number in (1, 2))
    calls.make_check(twin)
    call.pledges.create(user=town.coordinator, words="Oceniam bezstronnie.")
    if phase == "checking":
        return {**words, "submission": submission.pk}
    calls.make_check(submission)
    for user, points in ((judge, "9"), (town.coordinator, "2")):
        card = calls.make_card(submission, user, points={"K1": points, "K2": points})
    for one in (submission, twin):
        one.declarations.create(user=town.coordinator, stance="impartial")
    if phase == "scoring":
        card = twin.cards.create(user=town.coordinator)
    words |= {"submission": submission.pk, "score_card": card.pk}
    return words if phase == "scoring" else {**words, **conclude(submission, twin)}


def conclude(submission: Submission, twin: Submission) -> dict[str, Any]:
    """Decide about two submissions, draw up the protocol, and let an applicant object."""
    calls.make_decision(submission, granted=40_000)
    calls.make_decision(twin, "merged", into=submission)
    Candidate.objects.create(submission=submission, nip="5213017228", regon="000017757", legal_form="foundation")
    protocol = make_protocol(actor=None, call=submission.call)
    reservation = submission.reservations.create(text="Proszę policzyć jeszcze raz.")
    return {"protocol": protocol.number, "reservation": reservation.pk}


def build_applicants(town: Town) -> list[tuple[dict[str, Any], list[str]]]:
    """Make what applicants hold by their private links, from a draft to a published decision; give words and pages."""
    is_open = make_dressed(town, "open")
    draft = calls.make_submission(is_open, draft=True)
    sent = calls.make_submission(is_open, "Zielone podwórko")
    closed = make_dressed(town, "checking")
    asked = calls.make_submission(closed, "Brama z muralem")
    day = dt.timedelta(days=1)
    calls.make_check(asked, "supplement", asked_at=timezone.now(), due_at=timezone.now() + 5 * day, remarks="Dołącz zgodę.")
    published = make_dressed(town, "published")
    told = calls.make_submission(published, "Świetlica w oficynie")
    calls.make_check(told)
    calls.make_card(told, town.coordinator)
    calls.make_decision(told, granted=40_000)
    told.reservations.create(text="Proszę policzyć jeszcze raz.", answer="Policzono.", answered_at=timezone.now())
    told.versions.create(
        number=1, sent_at=told.sent_at, head={"title": told.title, "summary": told.summary}, answers=told.answers
    )
    names = [f"calls:{name}" for name in PUBLIC.split()]
    return [
        ({**one.call.address, "submission_key": make_key(one), "stop_key": make_stop_key(one)}, names)
        for one in (draft, sent, asked, told)
    ]
