"""Places as people read them, and as a program of maps opens them."""

import pytest
from django.utils import translation

from sciezka.kit.coordinates import link_place, write_place


@pytest.mark.parametrize(
    ("place", "polish", "english", "link"),
    [
        ([50.0614, 19.9366], "50,0614° N, 19,9366° E", "50.0614° N, 19.9366° E", "geo:50.0614,19.9366"),
        # Both parts are as exact as the more exact one, and no more exact than what was given.
        ([50.9, 15.734], "50,900° N, 15,734° E", "50.900° N, 15.734° E", "geo:50.9,15.734"),
        ([-33, -70], "33° S, 70° W", "33° S, 70° W", "geo:-33,-70"),
        ([0.0, 0.0000001], "0° N, 0° E", "0° N, 0° E", "geo:0,0"),
    ],
)
def test_a_place_is_written_as_maps_do(place: list[float], polish: str, english: str, link: str) -> None:
    for language, said in (("pl", polish), ("en", english)):
        with translation.override(language):
            assert write_place(place).replace("\N{NO-BREAK SPACE}", " ") == said
    assert link_place(place) == link
