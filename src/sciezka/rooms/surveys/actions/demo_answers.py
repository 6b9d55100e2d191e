"""What the demonstration's invented people answered, many rows at once, and what the office made of it.

What the room's own actions write one page at a time is written here in bulk and with the same invariants: hours only,
nothing that ties an answer to a class or a person, a digest of a key while the survey is open.
"""

import datetime as dt
import random
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils import timezone

from sciezka.rooms.people.queries import active_people
from sciezka.rooms.questions.schema.routes import prune
from sciezka.rooms.questions.schema.types import Questionnaire
from sciezka.rooms.rounds.actions.staging import Stage
from sciezka.rooms.surveys.actions.findings import save_finding
from sciezka.rooms.surveys.actions.leaving import leave_out_response
from sciezka.rooms.surveys.actions.papers import enter_paper
from sciezka.rooms.surveys.actions.themes import make_theme, put_under
from sciezka.rooms.surveys.demo.drawing import break_off, draw_hours, draw_person
from sciezka.rooms.surveys.models import ClassCode, PaperForm, Response, Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings_reading import read_shown
from sciezka.rooms.surveys.queries.papers import ONLINE_ONLY
from sciezka.rooms.surveys.queries.results_page import open_sight

Row = Mapping[str, Any]

# The second clerk of the paper forms.
SECOND_CLERK: Final = "edukacja@demo.sciezka.example"
TRIAL: Final = "wpis próbny z dnia uruchomienia ankiety"
HOUR: Final = dt.timedelta(hours=1)


def give_answers(stage: Stage, survey: Survey, asked: Questionnaire, data: Row, wave: int) -> list[Response]:
    """Let the invented people of a wave answer; give those who finished and count."""
    row, dice = data["waves"][wave], roll(data, wave, "answers")
    whole = row["count"] + row.get("left_out", 0)
    moments = draw_moments(survey, data, roll(data, wave, "hours"), whole + row["unfinished"])
    people = place_people(data, whole) + [{} for _number in range(row["unfinished"])]
    clause, made = survey.clauses.first(), []
    for number, (moment, known) in enumerate(zip(moments, people, strict=True)):
        response = Response(
            id=uuid.UUID(int=dice.getrandbits(128), version=4), survey=survey, edition_id=survey.edition_id or 0,
            clause=clause, key_digest=f"{dice.getrandbits(256):064x}", channel=pick(data["ways"], dice),
            group=known.get("group", ""), language=pick(data["languages"], dice), started_hour=moment, finished_hour=moment,
        )  # fmt: skip
        facts = {name: value for name, value in known.items() if name != "group"}
        drawn = draw_person(asked, data, dice, language=response.language, wave=str(wave + 1), **facts)
        response.answers = drawn
        if number >= whole:
            response.page, response.answers = break_off(asked, drawn, dice)
            response.finished_hour = None
        made.append(response)
    Response.objects.bulk_create(made, batch_size=500)
    count_classes(survey, data)
    for response in made[row["count"] : whole]:
        leave_out_response(actor=stage.leader, response=response, reason=TRIAL)
    return made[: row["count"]]


def draw_moments(survey: Survey, data: Row, dice: random.Random, count: int) -> list[dt.datetime]:
    """Draw the hours at which people answered, up to the last full one, in no order."""
    opens, closes = (timezone.localtime(moment) for moment in (survey.opens_at, survey.closes_at))
    last = min(closes, timezone.localtime() - HOUR)
    found = draw_hours(opens, last, count, dice, rhythm=data["rhythm"], weekend=data["weekend"])
    dice.shuffle(found)
    return found


def roll(data: Row, wave: int, word: str) -> random.Random:
    """Give dice of their own for each wave and each thing that is drawn."""
    return random.Random(f"{data['seed']}/{wave}/{word}")  # noqa: S311 - invented answers, no secret


def pick(weights: Mapping[str, int], dice: random.Random) -> str:
    """Pick one of what is weighed."""
    return dice.choices(list(weights), list(weights.values()))[0]


def place_people(data: Row, count: int) -> list[dict[str, str]]:
    """Say who sits in which class: what an answer keeps of it, and what pupils of it answer on their school."""
    if "classes" not in data:
        return [{} for _number in range(count)]
    first = data["first"][0]
    return [
        {"group": row["group"], first: row["fact"]} for row in data["classes"] for _number in range(row["answers"])
    ]  # fmt: skip


def count_classes(survey: Survey, data: Row) -> None:
    """Count on each class code how many answered by it."""
    used = {row["label"]: row["answers"] for row in data.get("classes", ())}
    codes = list(survey.codes.all())
    for code in codes:
        code.used = used[code.label]
    ClassCode.objects.bulk_update(codes, ["used"])


def give_papers(stage: Stage, survey: Survey, asked: Questionnaire, data: Row) -> None:
    """Let two clerks enter paper forms; where both read the same, an answer comes of it."""
    papers = data.get("papers", ())
    other = active_people().filter(email=SECOND_CLERK, is_demo=True).first()
    if not papers or other is None or survey.edition is None:
        return
    dice = roll(data, 0, "papers")
    online = {item.code for item in asked.items() if item.kind in ONLINE_ONLY}
    for number, row in enumerate(papers, start=1):
        drawn = draw_person(asked, data, dice)
        first = prune(asked, {code: answer for code, answer in drawn.items() if code.partition(".")[0] not in online})
        paper = PaperForm(survey=survey, number=number, edition=survey.edition)
        paper = enter_paper(actor=stage.leader, paper=paper, answers=first, language="pl")
        if not row.get("once"):
            second = misread(asked, first, row.get("misread", ()), dice)
            enter_paper(actor=other, paper=paper, answers=second)


def misread(asked: Questionnaire, answers: Row, codes: Sequence[str], dice: random.Random) -> dict[str, Any]:
    """Read some answers of a sheet otherwise than the first clerk."""
    found = dict(answers)
    for code in codes:
        item = asked.items_by_code[code]
        found[code] = dice.choice([option.code for option in item.options if option.code != answers.get(code)])
    return prune(asked, found)


def code_answers(stage: Stage, survey: Survey, data: Row, rows: Sequence[Response]) -> None:
    """Put open answers under the themes that the file names."""
    coded = data.get("coded")
    if not coded:
        return
    themes = {
        row["key"]: make_theme(actor=stage.leader, survey=survey, item=coded["item"], name=row["name"], about=row["about"])
        for row in coded["themes"]
    }
    said = {row["text"]: {themes[key].pk for key in row["themes"]} for row in data["texts"][coded["item"]]}
    wanted = {str(row.pk): said[row.answers[coded["item"]]] for row in rows if coded["item"] in row.answers}
    put_under(actor=stage.leader, survey=survey, item=coded["item"], wanted=wanted)


def read_findings(stage: Stage, survey: Survey, data: Row, *, on: dt.datetime) -> None:
    """Keep the most telling number of some results as findings, in the words that the results propose."""
    for row in data.get("findings", ()):
        sight = open_sight(survey)
        shown = read_shown(sight, row["choice"], "pl") if sight else None
        if sight is None or shown is None or not shown[2]:
            raise LookupError(row["choice"]["o"])
        reading = shown[2][0]
        finding = save_finding(
            actor=stage.leader, survey=survey, choice=row["choice"], reading=reading, digest=sight.digest,
            title=reading.sentence, remark=row["remark"],
        )  # fmt: skip
        SurveyFinding.objects.filter(pk=finding.pk).update(kept_at=on)
