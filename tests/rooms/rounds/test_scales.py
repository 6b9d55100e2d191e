"""The scales that come with the product."""

import pytest

from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.scales import ScaleTemplate, as_stored, find_scale, shipped_scales


def test_the_shipped_scales_come_each_once() -> None:
    keys = [scale.key for scale in shipped_scales()]
    assert keys == [
        "influence", "engagement", "maturity", "levels-0-3", "agreement", "importance", "cross-impact", "present-state",
        "town-power", "direction", "uniqueness", "use", "potential", "condition",
    ]  # fmt: skip


@pytest.mark.parametrize("scale", shipped_scales(), ids=lambda scale: scale.key)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_each_scale_can_be_reckoned_with_in_both_languages(scale: ScaleTemplate, language: str) -> None:
    stored = as_stored(scale, language)
    (core,) = Round(scales=[stored]).core_scales
    assert core.title
    assert all(level.label for level in core.levels)
    assert core.values == tuple(sorted(core.values))


@pytest.mark.parametrize("scale", shipped_scales(), ids=lambda scale: scale.key)
def test_both_languages_say_something_of_their_own(scale: ScaleTemplate) -> None:
    for words in (scale.title, scale.about, *(level.label for level in scale.levels)):
        assert words.pl
        assert words.en
        assert words.pl != words.en
    # A level is described in both languages or in neither.
    assert all(bool(level.descriptor.pl) == bool(level.descriptor.en) for level in scale.levels)


def test_levels_begin_and_end_as_the_name_says() -> None:
    ends = {scale.key: (scale.levels[0].value, scale.levels[-1].value) for scale in shipped_scales()}
    assert ends["levels-0-3"] == ends["cross-impact"] == (0, 3)
    assert ends["influence"] == ends["maturity"] == ends["importance"] == ends["present-state"] == (1, 5)
    assert ends["direction"] == (-2, 2)


def test_an_unknown_scale_is_none() -> None:
    assert find_scale("nothing") is None
    assert find_scale("influence") is not None
