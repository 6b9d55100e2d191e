"""A city's colour becomes a whole scale that stays readable."""

import pytest
from coloraide import Color
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.kit.colour import DARK, LIGHT, SCHEMES, STEPS, make_scale, write_theme

READABLE = 4.5
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
PAIRS = [
    *((text, ground) for text in ("text-default", "text-subtle") for ground in ("background-default", "background-tinted")),
    *((text, ground) for text in ("text-default", "text-subtle") for ground in ("surface-default", "surface-tinted")),
    ("text-default", "surface-hover"),
    ("base-contrast-default", "base-default"),
    ("base-contrast-default", "base-hover"),
]


def measure_contrast(first: str, second: str) -> float:
    return float(Color(first).contrast(second, method="wcag21"))


@settings(max_examples=40)
@given(accent=COLOURS)
def test_text_is_readable_on_its_ground_for_any_colour_in_both_schemes(accent: str) -> None:
    scale = make_scale(accent)
    for scheme in SCHEMES:
        for text, ground in PAIRS:
            assert measure_contrast(scale[scheme][text], scale[scheme][ground]) >= READABLE, (accent, scheme, text, ground)


@settings(max_examples=25)
@given(accent=COLOURS)
def test_every_step_keeps_the_luminance_of_the_default_theme(accent: str) -> None:
    scale = make_scale(accent)
    for scheme, steps in SCHEMES.items():
        for name, ours in zip(STEPS, steps, strict=True):
            assert Color(scale[scheme][name]).luminance() == pytest.approx(Color(ours).luminance(), abs=0.006), (
                accent,
                name,
            )


@pytest.mark.parametrize(("accent", "expected"), [("#17594a", 170), ("#7a1f3d", 5), ("#1f5f8b", 245)])
def test_the_scale_keeps_the_hue_of_the_given_colour(accent: str, expected: float) -> None:
    hue = Color(make_scale(accent)["light"]["base-default"]).convert("oklch")["hue"]
    assert abs((hue - expected + 180) % 360 - 180) < 15


def test_the_default_colour_gives_back_the_default_theme() -> None:
    scale = make_scale("#17594a")
    for scheme, steps in (("light", LIGHT), ("dark", DARK)):
        for name, ours in zip(STEPS, steps, strict=True):
            assert Color(scale[scheme][name]).delta_e(ours, method="2000") < 2.5, (scheme, name)


@pytest.mark.parametrize("grey", ["#000000", "#ffffff", "#7f7f7f"])
def test_a_grey_stays_grey(grey: str) -> None:
    for value in make_scale(grey)["light"].values():
        red, green, blue = (int(value[place : place + 2], 16) for place in (1, 3, 5))
        assert max(red, green, blue) - min(red, green, blue) <= 2


def test_the_style_sheet_names_every_step_in_both_schemes() -> None:
    sheet = write_theme("#7A1F3D")
    for name in STEPS:
        assert sheet.count(f"--ds-color-accent-{name}:#") == 3
    assert 'data-color-scheme="dark"' in sheet
