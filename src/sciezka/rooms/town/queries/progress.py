"""The path of stones that residents see, with each stage's months in words."""

from collections.abc import Sequence
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.dates import ImpreciseDate
from sciezka.kit.templatetags.kit import Stone
from sciezka.rooms.town.queries.stages import StageState


def draw_stones(states: Sequence[StageState], kalendarium: str) -> list[Stone]:
    """Turn stages into the path's stones, each leading to its entries."""
    return [
        Stone(state.stage.number, state.stage.name, state.state, f"{kalendarium}?etap={state.stage.key}", write_note(state))
        for state in states
    ]


def write_note(state: StageState) -> str:
    """Say in words how far a stage is, and in which months."""
    if state.facts is None:
        return ""
    language: Literal["pl", "en"] = "en" if get_language() == "en" else "pl"
    first, last = state.facts.first, state.facts.last
    if state.state == "done":
        return ImpreciseDate.months(first.year, first.month, last.year, last.month).format(language)
    since = ImpreciseDate.month(first.year, first.month).format(language)
    if state.state == "now":
        return _("under way, begun: %(month)s") % {"month": since}
    return _("ahead, begins: %(month)s") % {"month": since}
