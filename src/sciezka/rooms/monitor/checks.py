"""The monitor's rules of the golden thread: what its findings may not carry a plan with."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.finding_reading import Reading, load_reading
from sciezka.rooms.monitor.queries.findings import TYPE, open_sight
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

FEWEST_OTHERS: Final = 5
Read = tuple[tuple[Node, Finding, Reading], ...]


def read_findings(plan: Plan) -> Read:
    """Read the findings on the thread, in one query."""
    nodes = plan.nouns(TYPE)
    rows = Finding.objects.filter(process=plan.process, pk__in=list(nodes))
    return tuple((nodes[row.pk], row, load_reading(row.reading)) for row in rows)


def find_thin_groups(plan: Plan) -> Iterator[Hit]:
    """Find findings that compare the town with very few others."""
    for node, _finding, reading in plan.once(read_findings):
        if reading.group:
            others = len(set(reading.members) - {reading.town})
            if others < FEWEST_OTHERS:
                yield Hit(node, {"count": others, "limit": FEWEST_OTHERS})


def find_overtaken(plan: Plan) -> Iterator[Hit]:
    """Find findings of a year that newer data have overtaken."""
    sight = open_sight(plan.process)
    newest = max(sight.years, default=0) if sight else 0
    for node, finding, _reading in plan.once(read_findings):
        if finding.year < newest:
            yield Hit(node, {"year": finding.year, "newest": newest})


def find_marked(plan: Plan) -> Iterator[Hit]:
    """Find findings beside whose figures marks stand."""
    return (
        Hit(node, {"count": len(reading.marks)}) for node, _finding, reading in plan.once(read_findings) if reading.marks
    )


def find_withdrawn(plan: Plan) -> Iterator[Hit]:
    """Find nodes that stand though their finding was withdrawn."""
    return (Hit(node) for node, finding, _reading in plan.once(read_findings) if finding.withdrawn_at)


RULES: Final = (
    Rule(
        code="M01", severity=Severity.WARNING, find=find_thin_groups, at="source", types=(TYPE,),
        title=_("A finding compares with too few towns"),
        what=_("%(code)s compares the town with %(count)s others; at least %(limit)s are needed."),
        why=_("In a very small group one odd town moves the mean and the place of all."),
        mend=_("Read the same figure in a larger comparison group, keep it as a finding, and tie that one."),
    ),
    Rule(
        code="M02", severity=Severity.HINT, find=find_overtaken, at="source", types=(TYPE,),
        title=_("There are newer data than the finding’s"),
        what=_("%(code)s is of %(year)s; the data now reach %(newest)s."),
        why=_("Whoever reads the plan will ask about the last year."),
        mend=_("Open the finding, read the newest year, and keep it as a new finding if it says more."),
    ),
    Rule(
        code="M03", severity=Severity.HINT, find=find_marked, at="source", types=(TYPE,),
        title=_("A figure has marks beside it"),
        what=_("Marks beside the figure of %(code)s: %(count)s (missing years, joined units, changed methods)."),
        why=_("What is marked can’t be read without a remark."),
        mend=_("See on the finding’s page what the marks mean, and say it in the reason of the tie."),
    ),
    Rule(
        code="M04", severity=Severity.ERROR, find=find_withdrawn, at="source", types=(TYPE,), gate=True,
        title=_("A withdrawn finding is still on the thread"),
        what=_("The finding behind %(code)s was withdrawn."),
        why=_("Whoever kept it said that it does not hold any more, but the plan still rests on it."),
        mend=_("Take the node off the thread, or bring the finding back."),
    ),
)  # fmt: skip
