"""What a map to point at needs to know: where it opens, what it may show, and its words in the reader's language."""

import json
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sciezka.kit import tiles
from sciezka.kit.markup import render_markdown
from sciezka.rooms.questions.schema.tidying import count_degree_decimals
from sciezka.rooms.questions.schema.types import Item

# A map of a known place shows no less than the town with its surroundings.
TOWN_ZOOM: Final = 9


def prepare_place(item: Item, lat_gap: SafeString, lon_gap: SafeString) -> dict[str, Any]:
    """Give what the template of a place needs.

    Args:
        item: what is asked.
        lat_gap: where the latitude stands.
        lon_gap: where the longitude stands.
    """
    return {
        "lat_gap": lat_gap, "lon_gap": lon_gap, "round_to": item.round_to, "map": json.dumps(describe_map(item)),
        "words": json.dumps(say_words(item), ensure_ascii=False), "credit": write_credit(),
    }  # fmt: skip


def describe_map(item: Item) -> dict[str, Any]:
    """Describe the map: the grid, the middle, the edges, and where its tiles are had, if anywhere."""
    latitude, longitude, zoom = item.centre or (None, None, 0)
    word = tiles.sign_area(latitude, longitude)
    area = tiles.read_area(word)
    assert area is not None  # noqa: S101 - signed just now
    address = ""
    if tiles.has_tiles():
        address = reverse("kit:tile", kwargs={"area": word, "zoom": 0, "column": 0, "row": 0})
        address = address.removesuffix("0/0/0.png") + "{z}/{x}/{y}.png"
    return {
        "metres": item.round_to, "decimals": count_degree_decimals(item.round_to), "tiles": address,
        "middle": None if item.centre is None else [latitude, longitude], "zoom": round(zoom),
        "area": [round(edge, 4) for edge in (area.south, area.west, area.north, area.east)],
        "zooms": [tiles.LEAST_ZOOM if item.centre is None else TOWN_ZOOM, area.most_zoom],
    }  # fmt: skip


def write_credit() -> SafeString:
    """Write whose the map is: Markdown of the operator, so that it may hold links."""
    if not (tiles.has_tiles() and settings.TILES_ATTRIBUTION):
        return SafeString("")
    text = render_markdown(settings.TILES_ATTRIBUTION).strip()
    return mark_safe(text.removeprefix("<p>").removesuffix("</p>"))  # noqa: S308 - sanitised


def say_words(item: Item) -> dict[str, Any]:
    """Say what the map says, with %s where the script puts something in."""
    return {
        "chosen": _("Chosen: %(place)s. Only this square of about %(metres)s m is kept, not the point.")
        % {"place": "%s", "metres": item.round_to},
        "cross": _("The cross is at %s. Enter marks the place."),
        "cleared": _("The place has been taken back."),
        "outside": _("That is outside the map. The place has been filled in all the same."),
        "in": _("Closer"),
        "out": _("Farther"),
        "here": _("in the middle of the map"),
        # From the north on, as the hands of a clock go.
        "ways": [
            _("%s km north of the map’s middle"),
            _("%s km north-east of the map’s middle"),
            _("%s km east of the map’s middle"),
            _("%s km south-east of the map’s middle"),
            _("%s km south of the map’s middle"),
            _("%s km south-west of the map’s middle"),
            _("%s km west of the map’s middle"),
            _("%s km north-west of the map’s middle"),
        ],
    }
