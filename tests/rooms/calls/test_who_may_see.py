"""Who may open what of a call, in each phase: every address of the room, every role, as one table.

A cell names a group of roles (``GROUPS``). What a cell says is compared with what each view really answers: 200 or a
redirect within the room for whoever may, 404 or the way to the sign-in page for everybody else.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils import timezone

from sciezka.rooms.calls.models import Call, Candidate, Declaration, Phase, Submission
from sciezka.rooms.calls.queries.keys import make_key, make_proof, make_stop_key
from sciezka.rooms.calls.urls import urlpatterns
from sciezka.rooms.town.models import Seat, Team
from tests.conftest import THOROUGH
from tests.factories import calls, town
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PHASES: Final = tuple(Phase.values)
# Whoever is called tied_office runs the call and does not sit on its commission, as the coordinator does not.
RUNNERS: Final = "coordinator adviser tied_coordinator tied_office"
PANEL: Final = "chair secretary member substitute tied tied_coordinator"
STRANGERS: Final = "anonymous rival resident former stranger"
CLERKS: Final = "clerk tied_clerk"
EVERYBODY: Final = f"{STRANGERS} own viewer contributor coordinator adviser tied_office {CLERKS} {PANEL}"
TIED: Final = {"tied", "tied_coordinator", "tied_office", "tied_clerk"}
# What a letter of the table stands for. Behind it: - without whoever has a tie to the applicant.
GROUPS: Final[dict[str, set[str]]] = {
    ".": set(),
    "*": set(EVERYBODY.split()),
    # whoever holds the private link
    "L": {"own"},
    # whoever works in the process
    "w": set(f"viewer contributor {CLERKS} {RUNNERS} {PANEL}".split()),
    # whoever may draft there
    "d": set(f"contributor {CLERKS} {RUNNERS}".split()),
    # co-ordinators and advisers
    "r": set(RUNNERS.split()),
    # they, and the chair and the secretary
    "h": set(f"{RUNNERS} chair secretary".split()),
    # they, and the whole commission
    "c": set(f"{RUNNERS} {PANEL}".split()),
    # they with the clerk who registered it; that clerk alone
    "R": {*RUNNERS.split(), *CLERKS.split()},
    "C": {*RUNNERS.split(), *CLERKS.split(), *PANEL.split()},
    "k": set(CLERKS.split()),
    # the commission alone
    "m": set(PANEL.split()),
    # the assessor whose card it is
    "1": {"member"},
    # who sits on the commission and may see the ranking before its other members
    "e": {"chair", "secretary", "tied_coordinator"},
    "s": {"tied_coordinator"},
}


def people(cell: str) -> set[str]:
    """Give the roles that a cell names."""
    return GROUPS[cell[0]] - (TIED if cell.endswith("-") else set())


class World:
    """One call in one phase with one of everything, and a person in each role."""

    def __init__(self, kind: str, phase: str) -> None:
        seat = town.SeatFactory.create()
        self.process = process = town.ProcessFactory.create(workspace=seat.workspace)
        self.call = calls.make_call(process, phase=phase, kind=kind, shows_ideas=True, quorum=1)
        self.people: dict[str, Any] = dict.fromkeys(("anonymous", "own", "rival"), AnonymousUser())
        self.people |= {"coordinator": seat.user, "stranger": town.SeatFactory.create().user}
        for role in ("resident", "viewer", "contributor", "adviser", "former", *f"tied_office {CLERKS} {PANEL}".split()):
            self.people[role] = UserFactory.create(password="x")
        for role in ("adviser", "tied_coordinator", "tied_office"):
            place = Seat.Role.ADVISER if role == "adviser" else Seat.Role.COORDINATOR
            town.SeatFactory.create(workspace=process.workspace, user=self.people[role], role=place)
        for role in ("viewer", "contributor", *CLERKS.split()):
            rights = Team.Rights.VIEW if role == "viewer" else Team.Rights.CONTRIBUTE
            team = town.TeamFactory.create(process=process, rights=rights)
            town.MembershipFactory.create(team=team, user=self.people[role])
        places = {place: [self.people[place]] for place in ("chair", "secretary", "substitute", "member")}
        places["member"] += [self.people["tied"], self.people["tied_coordinator"]]
        team = calls.make_commission(self.call, places)
        Team.objects.filter(pk=team.pk).update(rights=Team.Rights.VIEW)
        left = timezone.localdate() - dt.timedelta(days=1)
        town.MembershipFactory.create(team=team, user=self.people["former"], until=left)
        self.submission = self.submit("Park kieszonkowy", channel="paper")
        self.other = self.submit("Inne zgłoszenie")
        for role in TIED:
            Declaration.objects.create(
                submission=self.submission, user=self.people[role], stance=Declaration.Stance.CONFLICT, reason="Praca"
            )
        self.words = self.find_words()

    def submit(self, title: str, **values: Any) -> Submission:
        """Make a submission with all that hangs on it."""
        made = calls.make_submission(self.call, title, **values)
        calls.make_check(made)
        calls.make_card(made, self.people["member"])
        if self.call.phase in {Phase.DECIDING, Phase.APPROVED, Phase.PUBLISHED}:
            calls.make_decision(made, reason=f"{title}: powód")
        if self.call.kind == Call.Kind.PARTNERS:
            Candidate.objects.create(submission=made)
        return made

    def find_words(self) -> dict[str, Any]:
        """Give the words of all addresses."""
        call, one = self.call, self.submission
        criterion = call.criteria.first()
        assert criterion is not None
        one.versions.create(number=1, sent_at=timezone.now(), head={"title": one.title}, answers=one.answers)
        letter = calls.make_letter(call, submission=one, scan_name="skan.pdf")
        letter.scan.save("skan.pdf", ContentFile(b"%PDF-1.4"))
        said = {"named": {"number": 1}, "open": {"number": 1}}
        return {
            **call.address, "submission": one.pk, "submission_key": make_key(one), "token": make_proof(one),
            "score_card": one.cards.get().pk, "submission_file": calls.make_submission_file(one).pk,
            "criterion": criterion.pk, "call_file": calls.make_call_file(call).pk, "stop_key": make_stop_key(one),
            "inquiry": call.inquiries.create(text="Pytanie?").pk,
            "sitting": call.sittings.create(day=dt.date(2026, 9, 9)).pk,
            "reservation": one.reservations.create(text="Zastrzeżenie").pk, "letter": letter.pk,
            "protocol": call.protocols.create(number=1, content=said, published_at=timezone.now()).number,
            "opinion": call.opinions.create(user=self.people["member"], text="Zdanie odrębne").pk,
        }  # fmt: skip

    def say(self, name: str, role: str) -> dict[str, Any]:
        """Give the words of an address as somebody would write them who holds their own link, another one, or none."""
        words = dict(self.words)
        if role != "own":
            words["submission_key"] = words["stop_key"] = self.submission.ref.hex
        if role == "rival":
            # The own signature under somebody else's reference.
            words["submission_key"] = f"{self.submission.ref.hex}.{make_key(self.other).rpartition('.')[2]}"
        return {word: words[word] for word in PARAMETERS[name]}

    def opens(self, name: str, role: str, method: str = "get") -> bool:
        """Tell whether a view lets somebody in."""
        request: HttpRequest = getattr(RequestFactory(), method)("/")
        request.user = self.people[role]
        if role in CLERKS.split():
            # It was this one of the two who registered it.
            Submission.objects.filter(pk=self.submission.pk).update(registered_by=self.people[role].ref)
        request.session = {}  # type: ignore[assignment]
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined] # noqa: SLF001
        try:
            answer: HttpResponseBase = VIEWS[name](request, **self.say(name, role))
        except Http404:
            return False
        answer.close()
        assert answer.status_code < 500
        return not answer.headers.get("Location", "").startswith("/konto/")


VIEWS: Final = {pattern.name or "": pattern.callback for pattern in urlpatterns}
PARAMETERS: Final = {pattern.name or "": re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)) for pattern in urlpatterns}


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no pages and write no papers: only who gets in is asked here."""
    # The class and not a name in a module: a module first imported meanwhile would keep the patched name for good.
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_args, **_words: "")
    for name in ("letter_pdf", "letter_docx", "agreement"):
        monkeypatch.setattr(f"sciezka.rooms.calls.views.partners_letters.write_{name}", lambda _letter: b"")
    for name in ("pdf", "docx"):
        monkeypatch.setattr(f"sciezka.rooms.calls.views.protocols.write_protocol_{name}", lambda _said: b"")
    monkeypatch.setattr("sciezka.rooms.calls.views.protocols.lay_out", lambda said: said)
    monkeypatch.setattr("sciezka.rooms.calls.views.protocols.hide_submissions", lambda said, _hidden: said)


# Columns are the phases in their order: draft, announced, open, checking, scoring, deciding, approved, published,
# called off.
TABLE: Final = """
#                  dr an op ch sc de ap pu co
calls              w  w  w  w  w  w  w  w  w
call_new           r  r  r  r  r  r  r  r  r
call               w  w  w  w  w  w  w  w  w
brief              w  w  w  w  w  w  w  w  w
call_text          r  r  r  r  r  r  r  r  r
call_dates         r  r  r  r  r  r  r  r  r
call_goals         r  r  r  r  r  r  r  r  r
call_money         r  r  r  r  r  r  r  r  r
call_form          r  r  r  r  r  r  r  r  r
call_conditions    r  r  r  r  r  r  r  r  r
call_commission    r  r  r  r  r  r  r  r  r
criteria           w  w  w  w  w  w  w  w  w
criterion_new      r  r  r  r  r  r  r  r  r
criterion          r  r  r  r  r  r  r  r  r
criterion_delete   r  r  r  r  r  r  r  r  r
call_files         r  r  r  r  r  r  r  r  r
call_file          w  w  w  w  w  w  w  w  w
call_file_delete   r  r  r  r  r  r  r  r  r
call_announce      r  r  r  r  r  r  r  r  r
call_amend         r  r  r  r  r  r  r  r  r
call_off           r  r  r  r  r  r  r  r  r
call_copy          r  r  r  r  r  r  r  r  r
call_delete        r  r  r  r  r  r  r  r  r
submissions        r  r  r  c  c  c  c  c  r
submissions_csv    r  r  r  c  c  c  c  c  r
submissions_xlsx   r  r  r  c  c  c  c  c  r
submission_paper   d  d  d  d  d  d  d  d  d
coverage           r  r  r  c  c  c  c  c  r
duplicates         r  r  r  h  h  h  h  h  r
submissions_check  r  r  r  h  h  h  h  h  r
submission         r- r- r- c- c- c- c- c- r-
submission_hide    r- r- r- r- r- r- r- r- r-
submission_forget  r- r- r- r- r- r- r- r- r-
tie                R  R  R  C  C  C  C  C  R
paper_correct      R- R- R- R- R- R- R- R- R-
submission_check   r- r- r- h- h- h- h- h- r-
submission_receipt R- R- R- R- R- R- R- R- R-
submission_file    r- r- r- c- c- c- c- c- r-
commission         w  w  w  w  w  w  w  w  w
my_cards           m  m  m  m  m  m  m  m  m
declarations       m  m  m  m  m  m  m  m  m
pledge_words       r  r  r  h  h  h  h  h  r
recusals           r  r  r  h  h  h  h  h  r
sitting_new        r  r  r  h  h  h  h  h  r
sitting            r  r  r  h  h  h  h  h  r
assignment         r  r  r  h  h  h  h  h  r
scoring            r  r  r  h  h  h  h  h  r
spreads            r  r  r  h  h  h  h  h  r
assessors          r- r- r- h- h- h- h- h- r-
spread             r- r- r- h- h- h- h- h- r-
card               1  1  1  1  1  1  1  1  1
ranking            r  r  r  h  h  c  c  c  r
sensitivity        r  r  r  h  h  c  c  c  r
ranking_cards      r- r- r- h- h- c- c- c- r-
ranking_criteria   r- r- r- h- h- c- c- c- r-
ranking_json       r- r- r- h- h- c- c- c- r-
decide_many        .  .  .  .  .  h  .  .  .
decide_rows        .  .  .  .  .  h  .  .  .
reserve            .  .  .  .  .  h  h  h  .
approve            .  .  .  .  .  r  .  .  .
publish_results    .  .  .  .  .  .  r  .  .
decide             .  .  .  .  .  h- .  .  .
correct_decision   .  .  .  .  .  .  .  h- .
reservations       r  r  r  h  h  h  h  h  r
reservation        r- r- r- h- h- h- h- h- r-
protocols          r  r  r  h  h  c  c  c  r
opinion_write      s  s  s  e  e  m  m  m  s
protocol           r  r  r  h  h  c  c  c  r
protocol_pdf       r  r  r  h  h  c  c  c  r
protocol_docx      r  r  r  h  h  c  c  c  r
public_protocol    .  .  .  .  .  .  .  *  .
candidates         r  r  r  c  c  c  c  c  r
candidate          .  .  .  .  .  .  .  .  .
letters            r  r  r  r  r  r  r  r  r
letter_new         r  r  r  r  r  r  r  r  r
letter             r- r- r- r- r- r- r- r- r-
letter_edit        r- r- r- r- r- r- r- r- r-
letter_scan        r- r- r- r- r- r- r- r- r-
letter_pdf         r- r- r- r- r- r- r- r- r-
letter_docx        r- r- r- r- r- r- r- r- r-
letter_agreement   r- r- r- r- r- r- r- r- r-
apply              .  *  *  *  *  *  *  *  *
apply_begin        .  *  *  *  *  *  *  *  *
mine               L  L  L  L  L  L  L  L  L
apply_head         L  L  L  L  L  L  L  L  L
apply_form         L  L  L  L  L  L  L  L  L
apply_review       L  L  L  L  L  L  L  L  L
confirm            L  L  L  L  L  L  L  L  L
mine_copy          L  L  L  L  L  L  L  L  L
mine_file          L  L  L  L  L  L  L  L  L
mine_drop          L  L  L  L  L  L  L  L  L
mine_reminders     L  L  L  L  L  L  L  L  L
stop_reminders     L  L  L  L  L  L  L  L  L
mine_withdraw      L  L  L  L  L  L  L  L  L
inquiries          r  r  r  r  r  r  r  r  r
inquiry            r  r  r  r  r  r  r  r  r
inquiry_delete     r  r  r  r  r  r  r  r  r
ask                .  *  *  *  *  *  *  *  *
asked              .  *  *  *  *  *  *  *  *
public_feed        *  *  *  *  *  *  *  *  *
public_calls       *  *  *  *  *  *  *  *  *
public_call        w  *  *  *  *  *  *  *  *
public_call_file   w  *  *  *  *  *  *  *  *
public_closing     .  *  *  *  *  *  *  *  *
public_blank       .  *  *  *  *  *  *  *  *
public_criteria    w  *  *  *  *  *  *  *  *
public_ideas       .  .  *  *  *  *  *  *  .
public_results     .  .  .  .  .  .  .  *  .
public_results_csv .  .  .  .  .  .  .  *  .
public_cards       .  .  .  .  .  .  .  *  .
public_criteria_toml .  .  .  .  .  .  .  *  .
public_ranking     .  .  .  .  .  .  .  *  .
"""
# Where a call for partners answers otherwise: open, checking, published, called off before its closing.
SEALED: Final = """
#                  op ch pu co
submissions_csv    .  c  c  .
submissions_xlsx   .  c  c  .
duplicates         .  h  h  .
submissions_check  .  h  h  .
submission         .  c- c- .
submission_hide    .  r- r- .
submission_forget  .  r- r- .
tie                k  C  C  k
paper_correct      k- R- R- k-
submission_check   .  h- h- .
submission_receipt k- R- R- k-
submission_file    .  c- c- .
assessors          .  h- h- .
spread             .  h- h- .
card               .  1  1  .
candidate          .  c- c- .
public_ideas       .  *  *  .
"""
# Who is let in to what only changes something. The group, and the phase in which it is tried.
POSTED: Final = """
criterion_move     draft     r
commission_remind  checking  h
sitting_delete     checking  h
card_save          scoring   1
protocol_make      scoring   h
opinion_take_back  deciding  1
protocol_publish   published r
letter_sign        published r-
letter_delete      published r-
apply_send         open      L
mine_correct       open      L
mine_supplement    checking  L
mine_reserve       published L
decide             deciding  h-
decide_many        deciding  h
decide_rows        deciding  h
reserve            deciding  h
approve            deciding  r
publish_results    approved  r
correct_decision   published h-
reservation        published h-
spread             scoring   h-
submission_check   checking  h-
tie                checking  C
"""


def read_table(text: str) -> Iterator[tuple[str, list[str]]]:
    """Read a table: an address and its cells in each line."""
    for line in text.strip().splitlines():
        if not line.startswith("#"):
            name, *cells = line.split()
            yield name, cells


def find_wrong(world: World, expected: dict[str, str], method: str = "get") -> list[str]:
    """List what differs from what is expected: who gets in and may not, who may and does not."""
    wrong = []
    for name, cell in expected.items():
        found = {role for role in world.people if world.opens(name, role, method)}
        wrong += [f"{name}: {role} gets in" for role in sorted(found - people(cell))]
        wrong += [f"{name}: {role} does not" for role in sorted(people(cell) - found)]
    return wrong


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("phase", PHASES if THOROUGH else ("open", "scoring", "published"))
def test_a_call_for_undertakings_opens_to_whom_the_table_says(phase: str) -> None:
    expected = {name: cells[PHASES.index(phase)] for name, cells in read_table(TABLE)}
    assert find_wrong(World("undertakings", phase), expected) == []


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("phase", ["open", "checking", "published", "called_off"] if THOROUGH else ["open", "called_off"])
def test_a_call_for_partners_is_sealed_until_its_closing(phase: str) -> None:
    place = ["open", "checking", "published", "called_off"].index(phase)
    expected = {name: cells[PHASES.index(phase)] for name, cells in read_table(TABLE)}
    expected |= {name: cells[place] for name, cells in read_table(SEALED)}
    assert find_wrong(World("partners", phase), expected) == []


def test_the_table_knows_every_address() -> None:
    assert set(PARAMETERS) == {name for text in (TABLE, SEALED, POSTED) for name, _cells in read_table(text)}


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("phase", ["draft", "open", "checking", "scoring", "deciding", "approved", "published"])
def test_nobody_else_changes_anything(phase: str) -> None:
    world = World("undertakings", phase)
    for name, (when, cell) in read_table(POSTED):
        if when != phase:
            continue
        for role in world.people:
            # Whatever somebody who may was let to do is undone before the next one tries.
            with transaction.atomic():
                came_in = world.opens(name, role, "post")
                transaction.set_rollback(True)
            assert came_in == (role in people(cell)), (name, role)
