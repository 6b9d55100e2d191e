"""The surveys' rules of the golden thread: what their findings may not carry a plan with."""

from collections.abc import Iterator
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings import TYPE
from sciezka.rooms.surveys.queries.findings_reading import Reading, load_reading
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

FEWEST_ANSWERS: Final = 30
Read = tuple[tuple[Node, SurveyFinding, Reading], ...]


def read_findings(plan: Plan) -> Read:
    """Read the findings on the thread with their surveys, in one query."""
    nodes = plan.nouns(TYPE)
    rows = SurveyFinding.objects.filter(survey__process=plan.process, pk__in=list(nodes)).select_related("survey")
    return tuple((nodes[row.pk], row, load_reading(row.reading)) for row in rows)


def find_few_answers(plan: Plan) -> Iterator[Hit]:
    """Find findings that few people stand behind."""
    for node, _finding, reading in plan.once(read_findings):
        if reading.n < FEWEST_ANSWERS:
            yield Hit(node, {"n": reading.n, "limit": FEWEST_ANSWERS})


def find_self_selected(plan: Plan) -> Iterator[Hit]:
    """Find unweighted percentages of surveys that whoever wished could answer."""
    for node, finding, reading in plan.once(read_findings):
        if finding.survey.entry == Survey.Entry.LINK and reading.unit == "%" and not reading.is_weighted:
            yield Hit(node, {"survey": finding.survey.title})


def find_erased(plan: Plan) -> Iterator[Hit]:
    """Find findings whose answers were deleted."""
    return (
        Hit(node, {"survey": finding.survey.title})
        for node, finding, _reading in plan.once(read_findings)
        if finding.survey.erased_at
    )


def find_unfinished(plan: Plan) -> Iterator[Hit]:
    """Find findings that were read while their survey was still open."""
    for node, finding, reading in plan.once(read_findings):
        end, day = finding.survey.closes_at, parse_date(reading.day)
        if end and day and day < timezone.localtime(end).date():
            yield Hit(node, {"survey": finding.survey.title})


def find_withdrawn(plan: Plan) -> Iterator[Hit]:
    """Find nodes that stand though their finding was withdrawn."""
    return (Hit(node) for node, finding, _reading in plan.once(read_findings) if finding.withdrawn_at)


RULES: Final = (
    Rule(
        code="S01", severity=Severity.WARNING, find=find_few_answers, at="source", types=(TYPE,),
        title=_("Few people stand behind a finding"),
        what=_("Behind %(code)s stand %(n)s answers, fewer than %(limit)s."),
        why=_("With so few answers a couple of people turn the result round."),
        mend=_("Say the number of answers in the reason of the tie, and add evidence from another source."),
    ),
    Rule(
        code="S02", severity=Severity.WARNING, find=find_self_selected, at="source", types=(TYPE,),
        title=_("A share of those who came forward by themselves"),
        what=_("%(code)s gives a percentage of “%(survey)s”, which anybody with the link could answer."),
        why=_("It tells what those think who answered, not what residents think, and looks more exact than it is."),
        mend=_("Weight the results to the known make-up of the residents, or write “of those who answered” in the title."),
    ),
    Rule(
        code="S03", severity=Severity.HINT, find=find_erased, at="source", types=(TYPE,),
        title=_("The answers behind a finding were deleted"),
        what=_("The answers of “%(survey)s” behind %(code)s were deleted, as their retention says."),
        why=_("The number can’t be reckoned anew; only the published results bear it out."),
        mend=_("See that the results of the survey are published, and name the release in the reason of the tie."),
    ),
    Rule(
        code="S04", severity=Severity.WARNING, find=find_unfinished, at="source", types=(TYPE,),
        title=_("A finding of an unfinished survey"),
        what=_("%(code)s was kept before “%(survey)s” ended."),
        why=_("Those who answer late are often others than those who answer first."),
        mend=_("Keep the finding anew once the survey has ended."),
    ),
    Rule(
        code="S05", severity=Severity.ERROR, find=find_withdrawn, at="source", types=(TYPE,), gate=True,
        title=_("A withdrawn finding of a survey is still on the thread"),
        what=_("The finding behind %(code)s was withdrawn."),
        why=_("Whoever kept it said that it does not hold any more, but the plan still rests on it."),
        mend=_("Take the node off the thread, or bring the finding back."),
    ),
)  # fmt: skip
