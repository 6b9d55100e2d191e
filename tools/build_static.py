"""Gather the front-end parts that Ścieżka serves itself into build/static/vendor.

Run by ``make setup`` after ``npm ci``: makes our theme with the design system's own tool, copies fonts, styles and
chart libraries, and draws one sprite of the icons named in ICONS.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "build" / "static" / "vendor"
TOKENS = ROOT / "build" / "design-tokens"

ICONS = [
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "asterisk",
    "banknote",
    "bookmark",
    "building-2",
    "calendar",
    "calendar-days",
    "calendar-plus",
    "camera",
    "chart-gantt",
    "chart-line",
    "chart-scatter",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "chevrons-down",
    "chevrons-up",
    "circle-alert",
    "circle-check",
    "circle-dashed",
    "circle-dot",
    "clipboard-list",
    "clock",
    "cloud-lightning",
    "code",
    "compass",
    "copy",
    "dices",
    "download",
    "equal",
    "external-link",
    "eye",
    "eye-off",
    "file-check",
    "file-down",
    "file-plus",
    "file-text",
    "file-up",
    "flag",
    "footprints",
    "gauge",
    "gavel",
    "gem",
    "git-compare",
    "git-merge",
    "globe",
    "graduation-cap",
    "grid-2x2",
    "grid-3x3",
    "handshake",
    "hash",
    "history",
    "house",
    "image",
    "inbox",
    "info",
    "key-round",
    "languages",
    "layers",
    "layout-list",
    "library",
    "lightbulb",
    "link",
    "list",
    "list-checks",
    "list-ordered",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "map-pin",
    "megaphone",
    "menu",
    "messages-square",
    "mic",
    "milestone",
    "monitor",
    "moon",
    "network",
    "newspaper",
    "package",
    "paperclip",
    "pencil",
    "percent",
    "play",
    "plus",
    "presentation",
    "printer",
    "rss",
    "scale",
    "scroll-text",
    "search",
    "send",
    "settings",
    "shield",
    "shield-check",
    "shuffle",
    "signature",
    "sliders-horizontal",
    "smartphone",
    "split",
    "sprout",
    "square-check",
    "square-kanban",
    "stamp",
    "sun",
    "sunrise",
    "target",
    "telescope",
    "text-align-start",
    "timer",
    "trash-2",
    "trending-up",
    "triangle-alert",
    "trophy",
    "type",
    "undo-2",
    "upload",
    "user",
    "user-check",
    "user-plus",
    "user-round",
    "users",
    "video",
    "vote",
    "waypoints",
    "x",
]

SANS = "@fontsource-variable/source-sans-3/files/source-sans-3"
COPIES = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet.css",
    f"{SANS}-latin-wght-normal.woff2": "source-sans-3-latin.woff2",
    f"{SANS}-latin-ext-wght-normal.woff2": "source-sans-3-latin-ext.woff2",
    f"{SANS}-cyrillic-wght-normal.woff2": "source-sans-3-cyrillic.woff2",
    f"{SANS}-latin-wght-italic.woff2": "source-sans-3-latin-italic.woff2",
    f"{SANS}-latin-ext-wght-italic.woff2": "source-sans-3-latin-ext-italic.woff2",
    # For pictures that the server draws, which can't use woff2.
    **{f"source-sans/TTF/SourceSans3-{cut}.ttf": f"fonts/SourceSans3-{cut}.ttf" for cut in ("Regular", "Semibold", "Bold")},
    "leaflet/LICENSE": "map-license.txt",
}

# The chart libraries, the interpreter of their expressions included, as one module that pages with a chart ask for.
CHARTS = """
export { default as embed } from "vega-embed";
export { expressionInterpreter } from "vega-interpreter";
"""

# What a map to point at needs of Leaflet, as one module that pages with such a map ask for, and its style sheet.
MAP = """
export { LatLng, LatLngBounds } from "leaflet/src/geo/index.js";
export { Control } from "leaflet/src/control/index.js";
export { DivIcon, Marker } from "leaflet/src/layer/marker/index.js";
export { Polygon, Rectangle } from "leaflet/src/layer/vector/index.js";
export { TileLayer } from "leaflet/src/layer/tile/index.js";
export { Map } from "leaflet/src/map/index.js";
"""
MAP_STYLE = '@import "leaflet/dist/leaflet.css";'


def make_theme() -> None:
    """Make our theme's tokens and style sheet with the design system's command."""
    command = [MODULES / ".bin" / "designsystemet", "tokens"]
    for arguments in (
        ["create", "--config", "designsystemet.config.json"],
        ["build", "-t", TOKENS, "-o", VENDOR, "--clean"],
    ):
        subprocess.run([*command, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words
    (VENDOR / "sciezka.css").rename(VENDOR / "theme.css")
    for leftover in VENDOR.glob("*.d.ts"):
        leftover.unlink()


def copy_parts() -> None:
    """Copy the files that pages and pictures ask for."""
    for source, target in COPIES.items():
        (VENDOR / target).parent.mkdir(exist_ok=True)
        shutil.copyfile(MODULES / source, VENDOR / target)


def bundle(source: str, target: str) -> None:
    """Bundle a module or a style sheet; browsers could not find by name what it imports."""
    kind = target.rsplit(".", 1)[1]
    subprocess.run(  # noqa: S603 - fixed words
        [
            MODULES / ".bin" / "esbuild",
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--legal-comments=none",
            "--log-level=warning",
            "--loader:.png=dataurl",
            f"--loader={kind}",
            f"--outfile={VENDOR / target}",
        ],
        input=source,
        text=True,
        cwd=ROOT,
        check=True,
    )


def draw_sprite() -> None:
    """Put the icons into one file of symbols."""
    symbols = []
    for name in ICONS:
        svg = (MODULES / "lucide-static" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL).split(">", 1)[1].rsplit("</svg>", 1)[0]
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner.split())}</symbol>')
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")


def main() -> int:
    """Build everything anew."""
    if not MODULES.is_dir():
        print("node_modules is missing: run `make setup`.", file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    make_theme()
    copy_parts()
    bundle(CHARTS, "charts.js")
    bundle(MAP, "map.js")
    bundle(MAP_STYLE, "map.css")
    draw_sprite()
    return 0


if __name__ == "__main__":
    sys.exit(main())
