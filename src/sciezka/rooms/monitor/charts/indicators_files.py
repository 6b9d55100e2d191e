"""Pictures that leave the page: on white paper, as SVG and PNG."""

import re
from typing import Final

from sciezka.kit import painting
from sciezka.kit.charts import WIDE, Chart

SCALE: Final = 2.0
_OPENING: Final = re.compile(r"(<svg\b[^>]*>)")


def paint_svg_file(svg: str) -> str:
    """Put white paper under a drawing, so that it can be read wherever it is laid."""
    return _OPENING.sub(r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)


def paint_png(chart: Chart) -> bytes:
    """Draw a chart as PNG, or give what was drawn before."""

    def paint() -> bytes:
        return painting.paint(paint_svg_file(chart.draw(WIDE)), SCALE)

    return painting.keep(f"monitor chart {chart.key} {SCALE}", "png", paint)
