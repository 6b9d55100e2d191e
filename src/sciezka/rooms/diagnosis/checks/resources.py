"""Rules about resources and products: what is unique and idle, what stands on nothing, what was never judged."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from sciezka.rooms.diagnosis.charts.resource_map import say_value
from sciezka.rooms.diagnosis.models import Product, Resource
from sciezka.rooms.diagnosis.queries.holdings import WEAKENS, planned_types
from sciezka.rooms.diagnosis.queries.ratings import Rating, read_common_ratings
from sciezka.rooms.diagnosis.queries.resources import USES
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity


def read_rated(plan: Plan) -> Mapping[int, Rating]:
    """Read how resources were judged, once for all rules."""
    return read_common_ratings(plan.process)


def find_idle(plan: Plan) -> Iterator[Hit]:
    """Find unique resources that no product uses and nothing planned rests on at first hand."""
    used_by = {Product.node_type, *planned_types()}
    used = {
        tie.source for tie in plan.in_force if tie.kind != WEAKENS and plan.nodes[tie.target].type in used_by
    }  # fmt: skip
    rated = plan.once(read_rated)
    for key, node in plan.nouns(Resource.node_type).items():
        if node.pk not in used and (rating := rated.get(key)) and rating.is_unique:
            yield Hit(node, {"value": say_value(rating.uniqueness)})


def find_groundless(plan: Plan) -> Iterator[Hit]:
    """Find products that use no resource."""
    grounded = {tie.target for tie in plan.in_force if tie.kind == USES}
    return (Hit(node) for node in plan.of_type(Product.node_type) if node.pk not in grounded)


def find_unrated(plan: Plan) -> Iterator[Hit]:
    """Find resources that nobody has judged though others were."""
    rated = plan.once(read_rated)
    nouns = plan.nouns(Resource.node_type)
    if rated.keys() & nouns.keys():
        yield from (Hit(node) for key, node in nouns.items() if key not in rated)


RULES: Final = (
    Rule(
        code="D09", severity=Severity.HINT, find=find_idle, at="tie", types=("resource",),
        title=_("A unique resource is left unused"),
        what=_("The team judged %(code)s to be unique (%(value)s of 5), but no product and no goal uses it."),
        why=_("A plan that passes over what only this town has gives its best chance away."),
        mend=_("Tie it to a product or a goal that uses it, or say in a waiver why it is to stay as it is."),
    ),
    Rule(
        code="D10", severity=Severity.HINT, find=find_groundless, at="source", types=("product",),
        title=_("A product uses no resource"),
        what=_("Nothing says on what the town’s offer %(code)s stands."),
        why=_("What stands on nothing of the town’s own can be offered by any other town."),
        mend=_("Tick on the product’s page the resources that it uses."),
    ),
    Rule(
        code="D11", severity=Severity.HINT, find=find_unrated, at="source", types=("resource",),
        title=_("A resource was never judged"),
        what=_("Others were judged; nobody has said how unique %(code)s is and how far it is used."),
        why=_("It has no place on the map and drops out of the talk about what to build on."),
        mend=_("Let a team judge those on the list, or take it off the list."),
    ),
)  # fmt: skip
