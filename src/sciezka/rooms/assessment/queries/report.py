"""The report of an assessment: everything that it says, as plain words and tables; documents only set it."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import read_bank_of
from sciezka.rooms.assessment.queries.cards import ShownArea, ShownCard, read_cards
from sciezka.rooms.assessment.queries.reading import (
    say_heading,
    say_score,
    say_spread,
    say_withheld,
    split_points,
    write_change,
    write_number,
)
from sciezka.rooms.assessment.queries.report_tables import ReportTable, list_tables
from sciezka.rooms.assessment.queries.scores import Scores, read_scores


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled text of a question; one with points is a list."""

    label: str
    text: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question in the report."""

    code: str
    title: str
    question: str
    level: str
    standing: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An area in the report."""

    title: str
    sentences: tuple[str, ...]
    questions: tuple[QuestionPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report; ``scores`` is what its charts are drawn from."""

    title: str
    workspace: str
    language: str
    day: dt.date
    headline: str
    facts: tuple[tuple[str, str], ...]
    reason: str
    summary: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    chapters: tuple[Chapter, ...]
    closing: tuple[ReportTable, ...]
    method: tuple[str, ...]
    scores: Scores


def make_report(assessment: Assessment) -> Report:
    """Make the report in the language of the page."""
    scores = read_scores(assessment)
    areas = read_cards(scores)
    first, last = list_tables(scores, areas)
    return Report(
        title=assessment.title,
        workspace=assessment.process.workspace.name,
        language=get_language() or "pl",
        day=timezone.localdate(),
        headline=say_heading(scores),
        facts=_list_facts(scores),
        reason=assessment.reason,
        summary=_sum_up(scores, areas),
        tables=first,
        chapters=tuple(_make_chapter(area) for area in areas),
        closing=last,
        method=_say_method(scores),
        scores=scores,
    )


def _list_facts(scores: Scores) -> tuple[tuple[str, str], ...]:
    assessment = scores.assessment
    language = get_language() or "pl"
    bank = read_bank_of(assessment)
    facts = [
        (_("Office"), assessment.process.workspace.name),
        (_("Process"), assessment.process.name),
        (_("Bank of questions"), _("%(title)s, version %(version)s") % {
            "title": bank.title.in_language(language), "version": assessment.bank_version,
        }),
        (_("Scope"), ngettext("%(count)s question", "%(count)s questions", len(scores.questions)) % {
            "count": len(scores.questions),
        } + ", " + ngettext("%(count)s area", "%(count)s areas", len(scores.areas)) % {"count": len(scores.areas)}
         + f" ({assessment.get_depth_display()})"),
        (_("Scenario chosen on"), long_day(assessment.decided_on)),
        (_("Team that judged"), assessment.team.name),
    ]  # fmt: skip
    if scores.sheets:
        facts.append((_("Questionnaires with answers"), str(scores.sheets)))
    if scores.previous:
        facts.append((_("Compared with"), scores.previous.title))
    if assessment.closed_at:
        facts.append((_("Closed on"), long_day(timezone.localtime(assessment.closed_at).date())))
    else:
        facts.append((_("State"), _("not closed: the result may still change")))
    return tuple(facts)


def _sum_up(scores: Scores, areas: tuple[ShownArea, ...]) -> tuple[str, ...]:
    said = [withheld] if (withheld := say_withheld(scores)) else []
    total = scores.total
    if total.score is not None:
        said.append(
            _("The mean of all rated questions is %(score)s on a scale from %(low)s to %(high)s (%(rest)s).")
            % {"score": write_number(total.score), "low": scores.low, "high": scores.high, "rest": say_score(total)}
        )
    moved = [area for area in areas if area.line.change is not None]
    if moved:
        most = max(moved, key=lambda area: abs(area.line.change or 0))
        said.append(
            _("Since last time “%(area)s” has moved most: %(change)s.")
            % {"area": most.title, "change": write_change(most.line.change)}
        )
    gaps = [row for row in scores.questions if row.gap]
    met = sum(row.gap == 0 for row in scores.questions)
    said.append(
        ngettext(
            "%(gaps)s question falls short of its target; %(met)s meet it.",
            "%(gaps)s questions fall short of their targets; %(met)s meet them.",
            len(gaps),
        )
        % {"gaps": len(gaps), "met": met}
    )
    deficits = sum(len(card.standing) for area in areas for card in area.cards)
    improvements = sum(len(card.improvements) for area in areas for card in area.cards)
    said.append(
        _("Deficits on the golden thread: %(deficits)s. Improvements in the action plan: %(improvements)s.")
        % {"deficits": deficits, "improvements": improvements}
    )
    return tuple(said)


def _make_chapter(area: ShownArea) -> Chapter:
    score = area.line.score
    sentences = []
    if score.score is not None:
        sentences.append(
            _("Score %(score)s (%(rest)s); the target is %(target)s on average.")
            % {"score": write_number(score.score), "rest": say_score(score), "target": write_number(area.line.target)}
        )
    if area.line.spread:
        sentences.append(
            _("People’s own means: %(spread)s (%(count)s people).")
            % {"spread": say_spread(area.line.spread), "count": area.line.spread.n}
        )
    if area.line.change is not None:
        sentences.append(
            _("Since last time: %(change)s, on %(count)s questions rated both times.")
            % {"change": write_change(area.line.change), "count": area.line.compared}
        )
    return Chapter(area.title, tuple(sentences), tuple(_make_question(card) for card in area.cards))


def _make_question(shown: ShownCard) -> QuestionPart:
    return QuestionPart(
        code=shown.score.code,
        title=shown.words.issue or shown.words.text,
        question=shown.words.text if shown.words.issue else "",
        level=shown.level,
        standing=_say_standing(shown),
        passages=tuple(_list_passages(shown)),
    )


def _say_standing(shown: ShownCard) -> str:
    """Say in one line where the level comes from and what was answered."""
    score = shown.score
    parts = [shown.origin] if shown.origin else []
    if score.agreed:
        parts = [_("agreed on %(day)s") % {"day": long_day(score.agreed.agreed_on)}]
    parts.append(_("target %(target)s") % {"target": score.target})
    if score.gap:
        parts.append(_("gap %(gap)s") % {"gap": write_number(score.gap)})
    if score.change is not None:
        parts.append(_("since last time %(change)s") % {"change": write_change(score.change)})
    if score.summary and score.summary.n:
        parts.append(
            _("answers %(low)s–%(high)s, median %(median)s, %(count)s people")
            % {
                "low": write_number(score.summary.low), "high": write_number(score.summary.high),
                "median": write_number(score.summary.median), "count": score.summary.n,
            }
        )  # fmt: skip
    return "; ".join(parts)


def _list_passages(shown: ShownCard) -> list[Passage]:
    agreed, card = shown.score.agreed, shown.card
    found = []
    if shown.score.blocking:
        language = get_language() or "pl"
        points = tuple(row.condition.text.in_language(language) for row in shown.score.blocking)
        found.append(Passage(_("Missing for the next stage"), points=points))
    if agreed:
        found += [Passage(_("Reason"), agreed.reason), Passage(_("Dissenting opinion"), agreed.dissent)]
    if card:
        found += [
            Passage(_("Current state"), card.current_state),
            Passage(_("Strengths"), points=tuple(split_points([card.strengths]))),
        ]
    named = tuple(f"{one.node.code} {one.row.title}" if one.node else one.row.title for one in shown.standing)
    found.append(Passage(_("Deficits"), points=named + tuple(shown.unnamed)))
    if card:
        found.append(Passage(_("Causes"), card.causes))
    found.append(Passage(_("Evidence"), points=tuple(row.title for row in shown.evidence)))
    found.append(Passage(_("Improvements"), points=tuple(row.title for row in shown.improvements)))
    return [row for row in found if row.text or row.points]


def _say_method(scores: Scores) -> tuple[str, ...]:
    language = get_language() or "pl"
    bank = read_bank_of(scores.assessment)
    rule = (
        _(
            "A criterion stands on the highest stage whose conditions are all met, together with those of all lower stages. "
            "Before a meeting agrees, a condition counts as met where more than half of those who could tell said so."
        )
        if bank.is_ladder
        else _(
            "The level of a question is the one that the meeting agreed; where it has agreed none, the median of "
            "individual answers stands, marked as provisional."
        )
    )
    return (
        bank.source.in_language(language),
        rule,
        _(
            "The score of an area is the arithmetic mean of the levels of its rated questions, each with the same weight. "
            "“Not applicable” and questions without a level are left out and counted."
        ),
        _(
            "The spread of an area is that of people’s own means over the questions that each of them rated. "
            "A gap is the target less the level, and nothing where the target is met."
        ),
    )
