"""Marks that the room's drawings are made of."""

from django.utils.html import escape

from sciezka.kit.charts import FONT


def draw_rule(start: tuple[float, float], end: tuple[float, float], stroke: str, more: str = 'stroke-width="1"') -> str:
    """Give a straight line."""
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{stroke}" {more}/>'


def draw_word(at: tuple[float, float], text: str, fill: str, size: int, more: str = "") -> str:
    """Give a line of words."""
    return f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size}" fill="{fill}" {more}>{escape(text)}</text>'


def draw_dot(at: tuple[float, float], radius: float, fill: str, stroke: str, width: float) -> str:
    """Give a dot."""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'


def frame_svg(body: str, width: int, height: int) -> str:
    """Give a whole SVG file."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{escape(FONT)}">{body}</svg>'
    )
