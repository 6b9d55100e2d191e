"""Calls as data: a JSON Feed 1.1 of those that are announced or open."""

from typing import Any, Final

from django.urls import reverse

from sciezka.kit.markup import render_markdown, strip_markdown
from sciezka.rooms.calls.models import RUNNING, Call
from sciezka.rooms.calls.queries.public import Shown, list_shown
from sciezka.rooms.town.models import Process

SUMMARY: Final = 280
EXTENSION: Final = "_nabor"


def write_feed(process: Process, *, base_url: str) -> dict[str, Any]:
    """Write the feed of a process's calls; instants carry their offset from UTC."""
    workspace = process.workspace
    shown = [one for group in list_shown(process) for one in group.calls if one.clock.phase in RUNNING]
    goals = read_goals([one.call for one in shown])
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{process.name} – {workspace.name}",
        "home_page_url": f"{base_url}{reverse('calls:public_calls', kwargs=process.address)}",
        "feed_url": f"{base_url}{reverse('calls:public_feed', kwargs=process.address)}",
        "language": workspace.language,
        "authors": [{"name": workspace.name, **({"url": workspace.website} if workspace.website else {})}],
        "items": [write_item(one, goals.get(one.call.pk, []), base_url=base_url) for one in shown],
    }


def read_goals(calls: list[Call]) -> dict[int, list[str]]:
    """Read the goals of calls, in one query."""
    found: dict[int, list[str]] = {}
    rows = Call.goals.through.objects.filter(call_id__in=[call.pk for call in calls]).order_by("goal__position", "goal_id")
    for call, name in rows.values_list("call_id", "goal__name"):
        found.setdefault(call, []).append(name)
    return found


def write_item(shown: Shown, goals: list[str], *, base_url: str) -> dict[str, Any]:
    """Write one call."""
    call = shown.call
    url = f"{base_url}{call.public_url}"
    return {
        "id": url,
        "url": url,
        "title": call.title,
        "summary": call.lead or strip_markdown(call.announcement, SUMMARY),
        "content_html": render_markdown(call.announcement or call.title),
        "date_published": call.published_at.isoformat() if call.published_at else None,
        EXTENSION: {
            "kind": call.kind,
            "phase": str(shown.clock.phase),
            "opens_at": call.opens_at.isoformat() if call.opens_at else None,
            "closes_at": call.closes_at.isoformat() if call.closes_at else None,
            "budget_pln": None if call.budget is None else f"{call.budget:.2f}",
            "territory": call.territory or None,
            "areas": call.list_of_areas,
            "goals": goals,
            "criteria_sha256": call.criteria_digest or None,
        },
    }
