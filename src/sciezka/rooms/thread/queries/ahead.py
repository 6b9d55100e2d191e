"""What is next in the plan, for the page that tells a co-ordinator what to do."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.guards import may
from sciezka.kit.manifests import Ahead, all_manifests
from sciezka.rooms.thread.queries.checks import all_rules, hold, list_waivers
from sciezka.rooms.thread.queries.plan import Plan
from sciezka.rooms.thread.queries.views_graph import read_bare_plan
from sciezka.rooms.town.models import Process


def say_ahead(process: Process, user: Any) -> list[Ahead]:  # noqa: ANN401 - any kind of user
    """Say the next step: the method that comes after those begun; once all are, the first broken condition of adoption.

    The conditions are held to the thread alone: asking each source how it stands today is the check's own work.
    """
    if not may(user, "thread.view", process):
        return []
    plan = read_bare_plan(process)
    if method := find_method(plan, user):
        return [method]
    report = hold(plan, [rule for rule in all_rules() if rule.gate], list_waivers(process))
    return [
        Ahead(title=fault.text, note=fault.rule.mend, href=fault.href, action=_("Mend"), icon="circle-alert")
        for fault in report.faults[:1]
    ]


def find_method(plan: Plan, user: Any) -> Ahead | None:  # noqa: ANN401 - any kind of user
    """Find the first method beyond the furthest that has brought something to the thread; one left out is not urged."""
    reached = max((plan.types[node.type].layer for node in plan.standing if node.type in plan.types), default=-1)
    items = {item.url: item for manifest in all_manifests() for item in manifest.menu if item.area == "office"}
    for row in sorted(plan.types.values(), key=lambda row: row.layer):
        item = items.get(row.start)
        if item and row.layer > reached and may(user, item.permission, plan.process):
            return Ahead(
                title=_("The next method: %(method)s") % {"method": item.label},
                note=row.about,
                href=reverse(item.url, kwargs=plan.process.address),
                action=_("Begin"),
                icon=row.icon,
            )
    return None
