"""A whole scale of the accent from one colour, with the contrasts of our default theme.

Each step keeps the relative luminance of the default theme's step and takes its hue from the given colour, its chroma
in proportion, held within what a screen can show. Contrast depends on luminance alone, so whatever is readable in the
default theme is readable in every city's colours, in light and in dark.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from coloraide import Color

DEFAULT = "#17594a"
STEPS = (
    "background-default", "background-tinted", "surface-default", "surface-tinted", "surface-hover", "surface-active",
    "border-subtle", "border-default", "border-strong", "text-subtle", "text-default",
    "base-default", "base-hover", "base-active", "base-contrast-subtle", "base-contrast-default",
)  # fmt: skip
# The accent of our default theme, as the design system's tool makes it from DEFAULT (see tools/build_static.py).
LIGHT = (
    "#ffffff", "#f0f4f3", "#ffffff", "#e2eae8", "#cfddda", "#bbceca", "#a8c1bb", "#508277",
    "#2b675a", "#2b675a", "#0d3129", "#17594a", "#124539", "#0d3129", "#e8eeed", "#ffffff",
)  # fmt: skip
DARK = (
    "#0e1a17", "#12221e", "#172c26", "#1b322c", "#1f3a33", "#274940", "#30574c", "#6b877f",
    "#98aca7", "#98aca7", "#e9edec", "#86a8a0", "#6a948b", "#4f8176", "#111514", "#000000",
)  # fmt: skip
SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType({"light": LIGHT, "dark": DARK})
HALVINGS = 22
# Differences of chroma below this are not seen, so a grey stays grey.
LEAST_CHROMA = 0.002


def fit_colour(luminance: float, chroma: float, hue: float) -> str:
    """Give the colour of this luminance and hue, as near to the chroma as a screen can show."""
    low, high = 0.0, 1.0
    colour = Color("srgb", [0, 0, 0])
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        colour = Color("oklch", [middle, chroma, hue])
        if not colour.in_gamut("srgb", tolerance=0):
            colour = colour.fit("srgb", method="oklch-chroma")
        if colour.luminance() < luminance:
            low = middle
        else:
            high = middle
    return colour.convert("srgb").to_string(hex=True, fit="clip")


@lru_cache(maxsize=1024)
def make_scale(accent: str) -> Mapping[str, Mapping[str, str]]:
    """Make the accent's steps for light and dark from one colour such as ``#7a1f3d``."""
    given, ours = Color(accent).convert("oklch"), Color(DEFAULT).convert("oklch")
    ratio = float(given["chroma"]) / float(ours["chroma"])
    if float(given["chroma"]) < LEAST_CHROMA:
        ratio = 0.0
    hue = 0.0 if given.is_nan("hue") else float(given["hue"])
    return MappingProxyType(
        {
            scheme: MappingProxyType({name: make_step(step, ratio, hue) for name, step in zip(STEPS, steps, strict=True)})
            for scheme, steps in SCHEMES.items()
        }
    )


def make_step(step: str, ratio: float, hue: float) -> str:
    """Turn one step of the default theme to another hue; white and black stay as they are."""
    ours = Color(step)
    chroma = float(ours.convert("oklch")["chroma"])
    return step if step in {"#ffffff", "#000000"} else fit_colour(ours.luminance(), chroma * ratio, hue)


def write_theme(accent: str) -> str:
    """Write a style sheet that puts a city's colour in place of the default accent.

    It stands outside the design system's layers, so it wins whatever the order of the sheets.
    """
    scale = make_scale(accent.lower())
    light, dark = (
        "".join(f"--ds-color-accent-{name}:{value};" for name, value in scale[scheme].items())
        for scheme in ("light", "dark")
    )
    return (
        f':root,[data-color-scheme="light"]{{{light}}}\n'
        f'[data-color-scheme="dark"]{{{dark}}}\n'
        f'@media (prefers-color-scheme:dark){{[data-color-scheme="auto"]{{{dark}}}}}\n'
    )
