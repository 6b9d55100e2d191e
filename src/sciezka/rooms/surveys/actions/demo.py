"""Loading the demonstration's surveys: one closed and read, one in two waves, one being answered, one about to open.

Each is led through its steps by the room's own actions; then its moments are put where they were. The journal keeps the day
on which the demonstration was loaded.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from sciezka.rooms.questions.library import Shipped, find_shipped
from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.rounds.actions.staging import INVENTED, Stage, find_stage, set_moment
from sciezka.rooms.surveys.actions.access import make_codes, set_entry
from sciezka.rooms.surveys.actions.blocks import pack_blocks
from sciezka.rooms.surveys.actions.clauses import write_clause
from sciezka.rooms.surveys.actions.demo_answers import code_answers, give_answers, give_papers, read_findings
from sciezka.rooms.surveys.actions.invitations import add_invitations
from sciezka.rooms.surveys.actions.population import PopulationValues, set_population
from sciezka.rooms.surveys.actions.releases import release_results
from sciezka.rooms.surveys.actions.retention import seal_survey
from sciezka.rooms.surveys.actions.surveys import (
    SurveyValues,
    draft_survey_entry,
    launch_survey,
    list_defaults,
    make_shipped_survey,
    start_wave,
)
from sciezka.rooms.surveys.demo import read_surveys
from sciezka.rooms.surveys.models import Clause, Release, Survey
from sciezka.rooms.surveys.queries.clauses import draft_clause
from sciezka.rooms.surveys.queries.frames import layout_of
from sciezka.rooms.town.actions.events import publish_event

Row = Mapping[str, Any]

MORNING: Final = 8
EVENING: Final = 18
# The middle of the demonstration's city, where maps of places open.
CENTRE: Final = (50.9044, 15.7344, 12.0)
OFFICER: Final = "iod@demo.sciezka.example"
NAMED: Final = {"officer": OFFICER, "controller": "Prezydent Miasta Jeleniej Góry"}
# How long after its end a survey is read, and for how long an ended one is said to run until its moments are set.
SOON: Final = dt.timedelta(days=14)
# How long before its opening a survey was prepared and launched.
PREPARED: Final = dt.timedelta(days=9)
LAUNCHED: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of one survey: what the files say of it, and when it plays."""

    data: Row
    number: int
    opens: dt.datetime
    closes: dt.datetime

    @property
    def row(self) -> Row:
        """What the file says of this wave."""
        found: Row = self.data["waves"][self.number]
        return found

    @property
    def is_over(self) -> bool:
        """Tell whether it has ended."""
        return self.closes <= timezone.now()

    @property
    def is_ahead(self) -> bool:
        """Tell whether it has not begun."""
        return self.opens > timezone.now()


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's surveys, unless some are there already; tell whether anything was loaded."""
    stage = find_stage()
    if stage is None or Survey.objects.filter(process=stage.process).exists():
        return False
    with override("pl"):
        for data in read_surveys():
            load_survey(stage, data)
    return True


def load_survey(stage: Stage, data: Row) -> None:
    """Lead a survey through its waves."""
    previous = None
    for number, row in enumerate(data["waves"]):
        opens, closes = set_moment(row["opens"], MORNING), set_moment(row["closes"], EVENING)
        previous = load_wave(stage, Wave(data=data, number=number, opens=opens, closes=closes), previous)


def load_wave(stage: Stage, wave: Wave, previous: Survey | None) -> Survey:
    """Lead one wave through its steps, as far as its moments say."""
    survey = prepare(stage, wave, previous)
    launch(stage, wave, survey)
    asked = layout_of(survey.edition_id or 0).questionnaire
    population = PopulationValues(
        frame_size=wave.data["frame_size"], frame_source=wave.data["frame_source"],
        margins=wave.data.get("margins", {}), is_weighted=wave.data["weighted"],
    )  # fmt: skip
    set_population(actor=stage.leader, survey=survey, asked=asked, values=population)
    if wave.data.get("has_kiosk"):
        set_entry(
            actor=stage.leader, survey=survey, hosts=[], has_kiosk=True, once=True, takes_paper=survey.takes_paper
        )  # fmt: skip
    announce(stage, wave, survey)
    if wave.is_ahead:
        return survey
    rows = give_answers(stage, survey, asked, wave.data, wave.number)
    give_papers(stage, survey, asked, wave.data)
    if wave.is_over:
        seal_survey(survey=survey)
    pack_blocks(survey)
    code_answers(stage, survey, wave.data, rows)
    read_findings(stage, survey, wave.data, on=wave.closes + SOON)
    publish(stage, wave, survey)
    return survey


def prepare(stage: Stage, wave: Wave, previous: Survey | None) -> Survey:
    """Make the survey as a draft, with its people and its clause."""
    data, title = wave.data, wave.row["title"]
    # The actions take only ends to come; the demonstration's are then put where they were.
    ends = wave.closes if wave.closes > timezone.now() else timezone.now() + SOON
    if previous is None:
        shipped = fit(find_shipped(data["shipped"]))
        names = ("purpose", "entry", "legal_basis", "keeps_days", "frame_size", "frame_source")
        said = {**list_defaults(shipped.audience), **{name: data[name] for name in names}}
        said |= {"takes_paper": data.get("takes_paper", False), "opens_at": wave.opens if wave.is_ahead else None}
        values = SurveyValues(title=title, closes_at=ends, **said)
        survey = make_shipped_survey(actor=stage.leader, process=stage.process, shipped=shipped, values=values)
    else:
        survey = start_wave(actor=stage.leader, survey=previous, title=title, closes_at=ends)
    survey.door = data["doors"][wave.number]
    survey.save(update_fields=["door"])
    if classes := [(row["label"], row["group"], row["size"]) for row in data.get("classes", ())]:
        make_codes(actor=stage.leader, survey=survey, classes=classes)
    if invited := data.get("invited"):
        addresses = [(data["address"].format(number), "pl") for number in range(1, invited + 1)]
        add_invitations(actor=stage.leader, survey=survey, rows=addresses)
    return survey


def fit(shipped: Shipped | None) -> Shipped:
    """Open the maps of a shipped questionnaire on the demonstration's city."""
    if shipped is None:
        message = "The demonstration asks for a questionnaire that is not shipped."
        raise LookupError(message)
    return replace(shipped, questionnaire=turn_items(shipped.questionnaire, _centre))


def _centre(item: Item) -> Item:
    return replace(item, centre=CENTRE) if item.kind is Kind.PLACE else item


def turn_items(asked: Schema, turn: Any) -> Schema:  # noqa: ANN401 - what it does to an item
    """Give a questionnaire each item of which was turned into another."""

    def turn_section(section: Any) -> Any:  # noqa: ANN401 - a section
        return replace(section, items=tuple(map(turn, section.items)))

    pages = (replace(page, sections=tuple(map(turn_section, page.sections))) for page in asked.pages)
    return replace(asked, pages=tuple(pages))


def launch(stage: Stage, wave: Wave, survey: Survey) -> None:
    """Launch the survey, then put its moments where they were."""
    # The clause names the day of deletion, so it is written of the end as it was.
    survey.closes_at = wave.closes
    write_clause(actor=stage.leader, survey=survey, text=draft_clause(survey, **NAMED), **NAMED)
    launch_survey(actor=stage.leader, survey=survey)
    survey.created_at = min(wave.opens, timezone.now()) - PREPARED
    survey.launched_at = min(wave.opens, timezone.now()) - LAUNCHED
    survey.opens_at, survey.closes_at = wave.opens, wave.closes
    survey.save(update_fields=["created_at", "launched_at", "opens_at", "closes_at"])
    Clause.objects.filter(survey=survey).update(written_at=survey.launched_at)
    if wave.number == 0 and survey.edition:
        moments = {"created_at": survey.created_at, "updated_at": survey.launched_at}
        Questionnaire.objects.filter(pk=survey.questionnaire_id).update(**moments)
        Edition.objects.filter(pk=survey.edition.pk).update(frozen_at=survey.launched_at)


def announce(stage: Stage, wave: Wave, survey: Survey) -> None:
    """Tell of the survey in the Kalendarium, where the file says so."""
    if "entry" not in wave.row:
        return
    event = draft_survey_entry(actor=stage.leader, survey=survey)
    event.text = INVENTED + event.text
    event.save(update_fields=["text"])
    if wave.row["entry"] == "published":
        publish_event(actor=stage.leader, event=event)


def publish(stage: Stage, wave: Wave, survey: Survey) -> None:
    """Publish the results, where the file has words for residents."""
    if "summary" not in wave.row:
        return
    row = wave.row
    release = release_results(actor=stage.leader, survey=survey, summary=row["summary"], next_step=row["next_step"])
    on = wave.closes + SOON + LAUNCHED
    Release.objects.filter(pk=release.pk).update(made_at=on, published_at=on)
