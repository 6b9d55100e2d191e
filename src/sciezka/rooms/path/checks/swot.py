"""Rules about the SWOT. What rests on nothing, or on no evidence, is the thread's own affair (T06, T07)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.core.alike import ALIKE, read_words
from sciezka.rooms.path.models import Crossing, Quadrant, SwotEntry
from sciezka.rooms.path.queries.swot import GOALS, QUADRANT_WORDS
from sciezka.rooms.path.queries.swot_judged import PURPOSE
from sciezka.rooms.path.queries.swot_words import MANY
from sciezka.rooms.rounds.models import Phase
from sciezka.rooms.rounds.queries.rounds import rounds_for
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nouns import has_moved
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity

TYPES: Final = tuple(f"swot_{key}" for key in Quadrant.values)
FINDING: Final = "finding"


@dataclass(frozen=True, slots=True)
class Told:
    """The entries on the thread, as the rules read them."""

    rows: tuple[tuple[Node, SwotEntry], ...]


def read_told(plan: Plan) -> Told:
    """Read the entries, in one query."""
    nodes = {key: node for type_key in TYPES for key, node in plan.nouns(type_key).items()}
    rows = SwotEntry.objects.filter(process=plan.process, pk__in=list(nodes)).order_by("pk")
    return Told(tuple((nodes[row.pk], row) for row in rows))


def find_unused(plan: Plan) -> Iterator[Hit]:
    """Find entries that no goal uses or answers, once there are goals."""
    if not plan.of_type(*GOALS):
        return
    for node in plan.of_type(*TYPES):
        if not any(plan.nodes[key].type in GOALS for key in plan.carried.get(node.pk, ())):
            yield Hit(node)


def find_said_twice(plan: Plan) -> Iterator[Hit]:
    """Find entries that say nearly the same as one of another quadrant."""
    rows = plan.once(read_told).rows
    words = [read_words(entry.text) for _node, entry in rows]
    for place, (node, entry) in enumerate(rows):
        for other in range(place):
            one, two = words[place], words[other]
            if entry.quadrant != rows[other][1].quadrant and one and two and len(one & two) >= ALIKE * len(one | two):
                yield Hit(node, {"other": rows[other][0].code})
                break


def find_crowded(plan: Plan) -> Iterator[Hit]:
    """Find quadrants with more entries than a talk can hold."""
    counts: dict[str, int] = defaultdict(int)
    for _node, entry in plan.once(read_told).rows:
        counts[entry.quadrant] += 1
    href = reverse("path:swot", kwargs=plan.process.address)
    for key, count in counts.items():
        if count > MANY:
            yield Hit(None, {"quadrant": QUADRANT_WORDS[key][0], "count": count, "most": MANY}, href, about=f"swot.{key}")


def find_unpaired(plan: Plan) -> Iterator[Hit]:
    """Find a SWOT that was judged, whose pairs were not."""
    is_judged = any(row.phase == Phase.CLOSED for row in rounds_for(plan.process, PURPOSE))
    if is_judged and not Crossing.objects.filter(inner__process=plan.process).exists():
        yield Hit(None, {}, reverse("path:swot_grid", kwargs=plan.process.address), about="swot.pairs")


def find_overtaken(plan: Plan) -> Iterator[Hit]:
    """Find entries proposed by a figure that has moved since it was cited."""
    for node, entry in plan.once(read_told).rows:
        if entry.proposed_from.get("from") != "monitor":
            continue
        for key in plan.carriers.get(node.pk, ()):
            finding, lookup = plan.nodes[key], plan.lookups.get(key)
            if finding.type == FINDING and lookup and has_moved(finding, lookup.standing):
                yield Hit(node, {"by": finding.code}, finding.get_absolute_url())


RULES: Final = (
    Rule(
        code="W01", severity=Severity.HINT, find=find_unused, at="tie", types=TYPES,
        title=_("An entry of the SWOT is used by no goal"),
        what=_("No goal builds on %(code)s or answers it."),
        why=_("A SWOT that the goals do not use was a workshop for its own sake."),
        mend=_("Tie it to the goal that uses or answers it, or waive the rule and say why the plan leaves it aside."),
    ),
    Rule(
        code="W02", severity=Severity.WARNING, find=find_said_twice, at="source", types=TYPES,
        title=_("Two quadrants say nearly the same"),
        what=_("%(code)s says nearly the same as %(other)s in another quadrant."),
        why=_("The same thing then counts for and against the town, and the position comes out wrong."),
        mend=_("Keep it where it belongs: inside the town’s power or outside, helping or hindering."),
    ),
    Rule(
        code="W03", severity=Severity.HINT, find=find_crowded, types=TYPES, of_plan=True,
        title=_("A quadrant has too many entries"),
        what=_("“%(quadrant)s” has %(count)s entries; more than %(most)s can hardly be weighed against one another."),
        why=_("What decides is lost among what does not matter."),
        mend=_("Join what belongs together, and take off what weighs least."),
    ),
    Rule(
        code="W04", severity=Severity.HINT, find=find_unpaired, types=TYPES, of_plan=True,
        title=_("The SWOT was judged, its pairs were not"),
        what=_("Weights and ratings are there, but nobody has said how the entries inside meet those outside."),
        why=_("The position then rests on one reading alone, which can’t be held against another."),
        mend=_("Judge the pairs: say what comes of it when a strength or a weakness meets an opportunity or a threat."),
    ),
    Rule(
        code="W05", severity=Severity.WARNING, find=find_overtaken, types=TYPES,
        title=_("The figure that proposed an entry has moved"),
        what=_("%(code)s was proposed by %(by)s, which says something else today."),
        why=_("What was a strength may be none any more; the weights were given to another figure."),
        mend=_("Read the figure anew, cite it, and say whether the entry still holds."),
    ),
)  # fmt: skip
