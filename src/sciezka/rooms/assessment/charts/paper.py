"""Drawings that leave the page, in the colours of paper."""

import re
from typing import Final

from sciezka.kit.charts_svg import paint_svg

_OPENING: Final = re.compile(r"(<svg\b[^>]*>)")


def put_on_paper(svg: str) -> str:
    """Paint a drawing in the colours of paper, with white under it so that it can be read wherever it is laid."""
    return _OPENING.sub(r'\1<rect width="100%" height="100%" fill="#ffffff"/>', paint_svg(svg), count=1)
