"""What the sign-in library's pages need and its views do not give."""

import re

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext

from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import demo_people

register = template.Library()

# The order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@register.simple_tag
def demo_accounts() -> QuerySet[User]:
    """Give the demonstration's people; none outside it."""
    return demo_people()


@register.simple_tag(takes_context=True)
def outside_server(context: template.Context) -> str:
    """Give the name of the organisation's sign-in server, or nothing when none is set."""
    providers = get_adapter().list_providers(context["request"])
    return str(providers[0].name) if providers else ""


@register.filter
def browser_name(agent: str) -> str:
    """Say in words which browser on which system a session runs in."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"{mark}\w*/", agent)), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part) or gettext("unknown browser")
