"""Two towns with everything in them, for walks over all addresses.

Whatever of the first town must never be seen by outsiders carries the word SECRET.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from sciezka.kit.models import Work
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Meeting, Participant, Proposal, Sheet
from sciezka.rooms.surveys.actions.releases import release_results
from sciezka.rooms.surveys.models import ClassCode, Invitation, PaperForm, Release, Theme
from sciezka.rooms.thread.actions.snapshots import save_snapshot
from sciezka.rooms.town import models
from tests.factories import assessment as assessments
from tests.factories import (
    calls,
    diagnosis,
    monitor_batches,
    monitor_findings,
    monitor_groups,
    path,
    stakeholders,
    surveys,
    thread,
    town,
)
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round

SECRET = "TAJEMNICA"


@dataclass(frozen=True, slots=True)
class Town:
    """A town's nouns, named as its addresses name them."""

    workspace: models.Workspace
    process: models.Process
    nouns: dict[str, Any]
    coordinator: User
    adviser: User
    contributor: User
    viewer: User

    def address(self) -> dict[str, Any]:
        """Give the value of each word that an address may ask for."""
        return {"workspace": self.workspace.slug, "process": self.process.slug, **self.nouns}

    def people(self) -> dict[str, User]:
        """Give the town's people by their roles."""
        return {
            "coordinator": self.coordinator,
            "adviser": self.adviser,
            "contributor": self.contributor,
            "viewer": self.viewer,
        }


def build_thread(process: models.Process, noun: models.Task, secret: str) -> dict[str, Any]:
    """Make what stands on a town's thread, and a problem tree."""
    thread.declare_types()
    node = thread.NodeFactory.create(
        process=process, title=f"{secret} ustalenie", cited={"number": 21.4, "source": f"{secret} źródło"}, noun=noun
    )
    tie = thread.TieFactory.create(source=node, reason=f"{secret} powód")
    waiver = thread.WaiverFactory.create(node=node, reason=f"{secret} powód odstępstwa")
    tree = diagnosis.make_tree(process, f"{secret} drzewo")
    statement = diagnosis.make_statement(tree, f"{secret} problem")
    snapshot = save_snapshot(actor=None, process=process, name=f"{secret} stan", remarks=f"{secret} uwagi")
    resource = diagnosis.make_resource(process, f"{secret} zasób", about=f"{secret} opis")
    product = diagnosis.make_product(process, f"{secret} produkt", (resource,))
    nouns = {"tie": tie, "waiver": waiver, "snapshot": snapshot, "tree": tree, "statement": statement}
    nouns |= {"resource": resource, "product": product}
    nouns["passage"] = diagnosis.make_passage(process, f"{secret} fragment", words=f"{secret} słowa")
    nouns["expert_note"] = diagnosis.make_note(process, f"{secret} opinia", words=f"{secret} słowa")
    return {"node": node.code, **{name: noun.pk for name, noun in nouns.items()}}


def build_path(process: models.Process, secret: str) -> dict[str, Any]:
    """Make one of everything on a town's path."""
    goal = path.make_goal(process, f"{secret} cel")
    vision = path.make_vision(process, f"{secret} wizja", title=f"{secret} szkic wizji")
    return {
        "factor": path.make_factor(process, f"{secret} czynnik").pk,
        "structure": path.make_structure(process, f"{secret} analiza").pk,
        "swot_entry": path.make_swot_entry(process, f"{secret} mocna strona").pk,
        "vision": vision.pk,
        "vision_comment": path.make_vision_comment(vision, f"{secret} uwaga do wizji").pk,
        "goal": goal.pk,
        "goal_indicator": path.make_indicator(goal, f"{secret} wskaźnik").pk,
    }


def build_calls(process: models.Process, user: User, secret: str) -> dict[str, Any]:
    """Make one of everything of a closed call whose results are not out: what it announced anybody may read."""
    call = calls.make_call(process, phase="deciding")
    submission = calls.make_submission(
        call, f"{secret} pomysł", applicant=f"{secret} stowarzyszenie", summary=f"{secret} streszczenie",
        answers={"opis": f"{secret} opis"},
    )  # fmt: skip
    calls.make_commission(call, {"chair": [user]}, f"{secret} komisja")
    card = calls.make_card(submission, user, reasons={"K1": f"{secret} uzasadnienie"})
    calls.make_decision(submission, reason=f"{secret} powód")
    protocol = call.protocols.create(number=1, content={})
    return {
        "call": call.pk,
        "criterion": call.criteria.first().pk,
        "call_file": calls.make_call_file(call).pk,
        "inquiry": call.inquiries.create(text=f"{secret} pytanie").pk,
        "amendment": call.amendments.create(number=1, why="Więcej czasu.").number,
        "submission": submission.pk,
        "submission_file": calls.make_submission_file(submission, b"%PDF-1.4\n%" + secret.encode()).pk,
        # A private link that opens nothing: whoever holds one is its applicant.
        "submission_key": "nothing",
        "stop_key": "nothing",
        "score_card": card.pk,
        "sitting": call.sittings.create(day=datetime.date(2026, 9, 9), notes=f"{secret} ustalenia").pk,
        "reservation": submission.reservations.create(text=f"{secret} zastrzeżenie").pk,
        "protocol": protocol.number,
        "opinion": call.opinions.create(user=user, text=f"{secret} zdanie odrębne").pk,
        "letter": calls.make_letter(call, f"{secret} partner").pk,
    }


def build_town(slug: str, secret: str = "") -> Town:
    """Make a town with one of everything; a town with a secret publishes nothing that holds it."""
    workspace = town.WorkspaceFactory.create(
        slug=slug, name=f"Miasto {slug}", accent="#7a1f3d", contact=f"{slug}@miasto.example"
    )
    unit = town.UnitFactory.create()
    member = models.WorkspaceUnit.objects.create(
        workspace=workspace, unit=unit, role=models.WorkspaceUnit.Role.LEAD, representative=f"{secret} stanowisko"
    )
    process = town.ProcessFactory.create(workspace=workspace, slug="rozwoj")
    stages = [
        town.StageFactory.create(process=process, number=number, position=position)
        for position, number in enumerate(("I", "II", "III"), start=1)
    ]
    act = town.LegalActFactory.create(workspace=workspace, title=f"{secret} w sprawie zespołu", is_public=False)
    act.file.save("akt.pdf", ContentFile(b"%PDF-1.4\n%" + secret.encode()))
    team = town.TeamFactory.create(process=process, name=f"{secret} Zespół roboczy", act=act, is_public=False)
    viewers = town.TeamFactory.create(
        process=process, name=f"{secret} Rada", rights=models.Team.Rights.VIEW, is_public=False
    )
    coordinator, adviser, contributor, viewer = UserFactory.create_batch(4)
    town.SeatFactory.create(workspace=workspace, user=coordinator, act=act)
    seat = town.SeatFactory.create(workspace=workspace, user=adviser, role=models.Seat.Role.ADVISER)
    membership = town.MembershipFactory.create(team=team, user=contributor)
    town.MembershipFactory.create(team=viewers, user=viewer)
    published = town.EventFactory.create(
        process=process, stage=stages[0], title="Spotkanie otwarte", text="Omówienie planu.\n\n- pierwszy\n- drugi",
        minutes=f"{secret} protokół", agenda=f"{secret} porządek",
    )  # fmt: skip
    draft = town.EventFactory.create(
        process=process, stage=stages[1], title=f"{secret} szkic", text=f"{secret} treść", status=models.Event.Status.DRAFT,
        published_at=None, start=datetime.date(2026, 12, 1), end=datetime.date(2026, 12, 1),
    )  # fmt: skip
    models.EventLink.objects.create(event=draft, url="https://miasto.example/plan", label="Plan")
    attendee = models.Attendee.objects.create(event=draft, name=f"{secret} osoba", email="osoba@miasto.example")
    attachment = models.Attachment(event=draft, title=f"{secret} załącznik", file_name="plik.pdf", size=9)
    attachment.file.save("plik.pdf", ContentFile(b"%PDF-1.4\n%" + secret.encode()))
    task = town.TaskFactory.create(process=process, stage=stages[0], title=f"{secret} zadanie", owner=coordinator)
    page = models.PageImport.objects.create(
        process=process, source_name=f"{secret} strona", state=models.PageImport.State.READY, format="text"
    )
    page.file.save("strona.txt", ContentFile(secret.encode()))
    entry = models.ImportedEntry.objects.create(
        page=page, position=1, line=3, start=published.start, end=published.end, precision="day",
        title=f"{secret} wpis", text=f"{secret} tekst", kind="meeting", digest=f"{slug}-1",
    )  # fmt: skip
    work = Work.objects.create(owner=coordinator.ref, title=f"{secret} praca")
    programme, _ = models.Programme.objects.get_or_create(
        key="wzor", defaults={"version": "1", "name": "Wzór", "source": read_any_programme()}
    )
    group = monitor_groups.make_group(process, name=f"{secret} grupa")
    recipe = monitor_groups.make_recipe(process, name=f"{secret} przepis")
    finding = monitor_findings.make_finding(process, title=f"{secret} ustalenie")
    batch = monitor_batches.make_own_batch(workspace, title=f"{secret} seria")
    bank = assessments.make_bank(workspace, f"bank-{slug}", title=f"{secret} bank")
    judged = assessments.make_assessment(
        process, people=[], team=team, title=f"{secret} ocena", source=bank.source, bank=bank, reason=f"{secret} powód"
    )
    card = assessments.make_card(judged, "P1", secret)
    stakeholder = stakeholders.make_stakeholder(
        process, f"{secret} klub", contact=f"{secret} adres", interests=f"{secret} oczekiwania"
    )
    handle = stakeholders.make_handle(stakeholder, f"{secret} dawna nazwa", kind="name")
    contact = stakeholders.make_contact(stakeholder, note=f"{secret} rozmowa")
    engagement = stakeholders.make_engagement(stakeholder, form=f"{secret} rozmowa w siedzibie")
    invitation = stakeholders.make_invitation(stakeholder, name=f"{secret} zaproszona osoba")
    asked = make_round(process, team=team, people=0, items=(f"{secret} pozycja",), title=f"{secret} runda")
    participant = Participant.objects.create(round=asked, user=contributor)
    sheet = Sheet.objects.create(round=asked, participant=participant, number=1)
    proposal = Proposal.objects.create(round=asked, sheet=sheet, title=f"{secret} propozycja", text=f"{secret} opis")
    meeting = Meeting.objects.create(round=asked, item=asked.items.get(), scale="sila", guests=f"{secret} osoba z zewnątrz")
    nouns = {
        **build_survey(process, secret),
        **build_thread(process, task, secret),
        **build_path(process, secret),
        **build_calls(process, contributor, secret),
        "round": asked.pk,
        "meeting": meeting.pk,
        "item": asked.items.get().pk,
        "participant": participant.pk,
        "proposal": proposal.pk,
        # The word of an open link that nobody gave out.
        "word": "nothing",
        "stakeholder": stakeholder.pk,
        "handle": handle.pk,
        "contact": contact.pk,
        "engagement": engagement.pk,
        "invitation": invitation.pk,
        "bank": bank.key,
        "question": "P1",
        "assessment": judged.pk,
        "evidence": card.evidence.get().pk,
        "deficit": card.deficits.get().pk,
        "improvement": card.improvements.get().pk,
        # Codes of the shipped catalogue, the same in every workspace.
        "code": "E",
        "indicator": "E2A1",
        "group": group.pk,
        "recipe": recipe.pk,
        "finding": finding.pk,
        "batch": batch.pk,
        "event": draft.pk,
        "words": draft.words,
        "task": task.pk,
        "team": team.slug,
        "act": act.pk,
        "seat": seat.pk,
        "member": member.pk,
        "session": 0,
        "token": "nothing",
        "membership": membership.pk,
        "attachment": attachment.pk,
        "attendee": attendee.pk,
        "page": page.pk,
        "entry": entry.pk,
        "key": work.pk,
        "work": work.pk,
        "programme": programme.key,
        # A map's tile around a place that nobody signed.
        "area": "nothing",
        "zoom": 12,
        "column": 1,
        "row": 1,
        "stage": stages[0].key,
        "year": 2026,
        "month": 3,
        "published_event": published.pk,
        "published_words": published.words,
    }
    return Town(workspace, process, nouns, coordinator, adviser, contributor, viewer)


def build_survey(process: models.Process, secret: str) -> dict[str, Any]:
    """Make a questionnaire and an open survey with one of everything; give the values of their words in addresses."""
    content = surveys.make_content(
        [surveys.make_item("q1", text=f"{secret} pytanie"), surveys.make_item("q2", "long_text", required=False)],
        [surveys.make_item("q3", "grid"), surveys.make_item("q4", "number", least=0, most=100)],
        title=f"{secret} kwestionariusz",
    )
    questionnaire = surveys.make_questionnaire(process.workspace, content, title=f"{secret} kwestionariusz")
    stem = surveys.make_bank_item(process.workspace, note=f"{secret} uwaga")
    survey = surveys.make_survey(
        process, questionnaire=questionnaire, title=f"{secret} badanie", entry="list", takes_paper=True,
        frame_size=120, kiosk_word=f"kiosk-{process.workspace.slug}",
    )  # fmt: skip
    invitation = Invitation.objects.create(survey=survey, email=f"{secret or 'ktos'}@miasto.example")
    code = ClassCode.objects.create(survey=survey, code="KLASA", label=f"{secret} klasa")
    given = {"q2": f"{secret} wypowiedź", "q3": {"r1": "a", "r2": "b"}}
    # Enough of them, and long enough ago, for results to be shown while the survey runs.
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - datetime.timedelta(hours=3)
    first, *_others = [
        surveys.make_response(survey, {**given, "q1": "ab"[number % 2], "q4": number}, started_hour=hour, finished_hour=hour)
        for number in range(20)
    ]
    paper = PaperForm.objects.create(survey=survey, number=1, edition=survey.edition, first={"q2": f"{secret} papier"})
    theme = Theme.objects.create(survey=survey, item="q2", name=f"{secret} temat")
    theme.codings.create(response=first)
    finding = surveys.make_survey_finding(survey, f"{secret} ustalenie z badania")
    release = Release.objects.create(survey=survey, number=1, summary=f"{secret} streszczenie")
    return {
        "questionnaire": questionnaire.pk,
        "edition": 1,
        "stem": stem.pk,
        "part": "p1",
        "item_code": "q1",
        "worded_item": "q2",
        "survey": survey.pk,
        # A word that opens nothing: pages for respondents are open to all by their nature, and have walks of their own.
        "door": "nothing",
        "passkey": "nothing",
        "kiosk": "nothing",
        "invite": invitation.pk,
        "class_code": code.pk,
        "paper": paper.number,
        "theme": theme.pk,
        "response": first.pk,
        "survey_finding": finding.pk,
        "release": release.number,
    }


def build_residents_surveys(town: Town) -> list[dict[str, Any]]:
    """Make a survey that anybody may answer, and one with published results; give the words of their addresses.

    Walks that look for secrets do without: what these show, everybody may see.
    """
    content = surveys.make_content(
        [surveys.make_item("q1"), surveys.make_item("q2", "long_text", required=False)],
        [surveys.make_item("q3", "grid"), surveys.make_item("q4", "number", least=0, most=100)],
    )
    running = surveys.make_survey(
        town.process, content, title="Badanie otwarte", kiosk_word="kiosk-otwarty", embed_hosts=["miasto.example"]
    )
    told = surveys.make_survey(town.process, content, title="Badanie ogłoszone", phase="closed")
    for number in range(40):
        given = {"q1": "ab"[number % 2], "q2": "więcej zieleni", "q3": {"r1": "a", "r2": "b"}, "q4": number % 4}
        surveys.make_response(told, given)
    release_results(actor=town.coordinator, survey=told, summary="Czego się **dowiedzieliśmy**.", next_step="Rada w maju.")
    return [{"door": running.door, "kiosk": running.kiosk_word}, {"door": told.door}]


def read_any_programme() -> str:
    """Give the source of a shipped programme."""
    from sciezka.rooms.town.programmes import as_toml_source, shipped_programmes  # noqa: PLC0415

    return as_toml_source(shipped_programmes()[0].key)


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the product's addresses."""

    name: str
    route: str
    words: tuple[str, ...]
    guard: str
    # What loads the noun that the guard asks about.
    finder: Callable[..., object] | None = None

    def fill(self, values: dict[str, Any]) -> dict[str, Any]:
        """Choose the values that this address asks for; what people wrote stands under an item of words only."""
        if self.name in {"surveys:open_answers", "surveys:coding"} and "worded_item" in values:
            values = {**values, "item_code": values["worded_item"]}
        return {word: values[word] for word in self.words}


def all_addresses() -> list[Address]:
    """List every address of the kit and the rooms; the sign-in library's own are not ours to guard."""
    found: list[Address] = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str, namespace: str) -> None:
        for pattern in patterns:
            route = f"{prefix}{pattern.pattern}"
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                walk(pattern.url_patterns, route, inner)
            elif pattern.callback.__module__.startswith("sciezka."):
                guard = getattr(pattern.callback, "guard", "")
                finder = getattr(pattern.callback, "finder", None)
                found.append(Address(f"{namespace}{pattern.name}", route, tuple(pattern.pattern.converters), guard, finder))

    walk(get_resolver().url_patterns, "/", "")
    return found
