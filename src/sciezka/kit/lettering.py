"""How wide words are before they are drawn, and how to make them fit.

A drawing made on the server cannot ask a browser. The widths are those of our typeface by classes of letters, rounded
up: a label may be a little narrower than its place, never wider.
"""

from typing import Final

# Widths of Source Sans 3 in hundredths of the size, and the letters that have them.
_CLASSES: Final = {
    21: " \u00a0", 25: "ij.,:;'", 27: "lI", 31: "fł()!|[]", 35: "rt/-", 43: 'szśźż„”"?', 47: "xcvyć",
    49: "JLY–", 51: "0123456789aegkąęFŁ+", 53: "EVXĘ", 55: "hnouńóASTZĄŚŹŻ", 57: "bdpqPR", 59: "BCKĆ", 63: "DG&",
    65: "NUŃ", 67: "HOQÓ", 73: "wM", 79: "W", 85: "m%@…—",
}  # fmt: skip
_WIDTHS: Final = {letter: width / 100 for width, letters in _CLASSES.items() for letter in letters}
_OTHER: Final = 0.68
BOLD: Final = 1.06


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of words at a size."""
    width = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return width * size * (BOLD if bold else 1.0)


def cut(text: str, width: float, size: float) -> str:
    """Cut words so that they fit a width, at the end of a word where that keeps most of them."""
    if measure(text, size) <= width:
        return text
    kept = text
    while kept and measure(f"{kept}…", size) > width:
        kept = kept[:-1]
    shorter = kept.rsplit(" ", 1)[0]
    # A cut word tells more than a name that has lost half of itself.
    kept = shorter if len(shorter) > 0.7 * len(kept) else kept
    return f"{kept.rstrip(' ,–-„(')}…"


def wrap(text: str, width: float, size: float, lines: int) -> list[str]:
    """Break words into at most so many lines; what does not fit is cut off."""
    rows: list[str] = []
    left = text.split()
    while left and len(rows) < lines - 1:
        row = left.pop(0)
        while left and measure(f"{row} {left[0]}", size) <= width:
            row = f"{row} {left.pop(0)}"
        # No line ends with a one-letter word.
        while left and len(row.split()[-1]) == 1 and " " in row:
            row, last = row.rsplit(" ", 1)
            left.insert(0, last)
        rows.append(cut(row, width, size))
    if left:
        rows.append(cut(" ".join(left), width, size))
    return rows
