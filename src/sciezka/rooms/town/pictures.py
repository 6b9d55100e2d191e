"""The picture that stands beside a passed-on link: drawn here as SVG from escaped words, painted to PNG on the server."""

import hashlib
from html import escape

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sciezka.kit.colour import DEFAULT, make_scale
from sciezka.kit.markup import strip_markdown
from sciezka.kit.typography import bind_words
from sciezka.rooms.town.ics import drop_controls
from sciezka.rooms.town.models import Event, Process, Workspace
from sciezka.rooms.town.queries.faces import Face

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
FAMILY = "'Source Sans 3', 'Source Sans 3 Variable', sans-serif"
INK, SOFT, PAPER, LINE = "#201d18", "#5b564d", "#fbfaf7", "#e2ded6"
# (size of type, lines that fit); a long title is set smaller, the longest is cut.
SETTINGS = ((72, 3), (58, 4), (47, 5))
LEADING = 1.16
# Widths of letters in ems, near enough to break lines: our text face at 600, measured in groups.
NARROW, WIDE, CAPITAL, USUAL, SPACE = 0.29, 0.83, 0.62, 0.53, 0.2
NARROW_LETTERS, WIDE_LETTERS = frozenset("iIjlłtfr.,;:'!|()[]-/„”\""), frozenset("mwMW@%—…")
VERSION = "2"


def measure(text: str) -> float:
    """Measure a text in ems."""
    return sum(
        SPACE
        if sign in " \u00a0"
        else NARROW
        if sign in NARROW_LETTERS
        else WIDE
        if sign in WIDE_LETTERS
        else CAPITAL
        if sign.isupper()
        else USUAL
        for sign in text
    )


def wrap(text: str, width: float) -> list[str]:
    """Break a text into lines no wider than so many ems; a word wider than a line is broken where it must be."""
    lines: list[str] = []
    line = ""
    # Only plain spaces part words: one-letter words stay with what follows them.
    for word in text.split(" "):
        rest = word
        longer = f"{line} {rest}".strip(" ")
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while measure(rest) > width:
            fits = next((size for size in range(len(rest) - 1, 1, -1) if measure(rest[:size]) <= width), 1)
            lines.append(rest[:fits])
            rest = rest[fits:]
        line = rest
    return [*lines, line] if line else lines


def set_title(title: str, width: float) -> tuple[int, list[str]]:
    """Choose the largest type in which a title fits, and its lines; what doesn't fit at all ends with an ellipsis."""
    for size, most in SETTINGS:
        lines = wrap(title, width / size)
        if len(lines) <= most:
            return size, lines
    size, most = SETTINGS[-1]
    kept = wrap(title, width / size)[:most]
    while measure(kept[-1] + "…") > width / size:
        kept[-1] = kept[-1][:-1]
    return size, [*kept[:-1], f"{kept[-1].rstrip(' ,;:–-')}…"]


def write_line(
    text: str, at: tuple[float, float], size: int, *, weight: int = 400, fill: str = INK, anchor: str = "start"
) -> str:
    """Write one line of type."""
    words = escape(drop_controls(text), quote=True)
    return (
        f'<text x="{at[0]:g}" y="{at[1]:g}" font-family="{FAMILY}" font-size="{size}" font-weight="{weight}" fill="{fill}" '
        f'text-anchor="{anchor}">{words}</text>'
    )


def cut_line(text: str, width: float) -> str:
    """Cut a text to one line of so many ems."""
    lines = wrap(text, width)
    return lines[0] if len(lines) == 1 else f"{lines[0].rstrip(' ,;:–-')}…" if lines else ""


def frame_drawing(workspace: Workspace, accent: dict[str, str], parts: list[str]) -> str:
    """Put a drawing on its paper, with the city's colour above and its name below."""
    base, soft = accent["base-default"], accent["border-default"]
    foot = HEIGHT - MARGIN
    mark = (
        f'<g transform="translate({MARGIN} {foot - 33}) scale(1.7)" fill="none" stroke="{base}" stroke-width="2">'
        f'<path d="M3 19c8 0 8-12 16-12s8 8 18 0"/><g fill="{PAPER}">'
        '<circle cx="3" cy="19" r="3"/><circle cx="19" cy="7" r="3"/><circle cx="37" cy="7" r="3"/></g></g>'
    )
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/><rect width="{WIDTH}" height="16" fill="{base}"/>',
            *parts,
            f'<path d="M{MARGIN} {foot - 58}H{WIDTH - MARGIN}" stroke="{soft}" stroke-opacity="0.45" stroke-width="2"/>',
            mark,
            write_line(cut_line(workspace.name, 30), (MARGIN + 88, foot), 32, weight=600),
            write_line(_("Kalendarium"), (WIDTH - MARGIN, foot), 32, fill=SOFT, anchor="end"),
            "</svg>",
        )
    )


def read_accent(workspace: Workspace) -> dict[str, str]:
    """Give the light steps of a workspace's colour."""
    return dict(make_scale(workspace.accent or DEFAULT)["light"])


def draw_event(event: Event, face: Face) -> str:
    """Draw an entry: its date as a calendar column, its title, its process."""
    accent = read_accent(event.process.workspace)
    column, left = 250, MARGIN + 300
    size, lines = set_title(bind_words(event.title), WIDTH - MARGIN - left)
    top = 158
    parts = [
        *draw_column(face, event, accent, column),
        write_line(
            cut_line(f"{capfirst(event.get_kind_display())} · {event.process.name}", 27),
            (left, top),
            30,
            weight=600,
            fill=accent["text-subtle"],
        ),
        *(
            write_line(line, (left, top + 34 + size * 0.95 + index * size * LEADING), size, weight=600)
            for index, line in enumerate(lines)
        ),
    ]
    return frame_drawing(event.process.workspace, accent, parts)


def draw_column(face: Face, event: Event, accent: dict[str, str], column: int) -> list[str]:
    """Draw a date on a leaf of a calendar."""
    middle, base = MARGIN + column / 2, accent["base-default"]
    year = str(event.start.year) if event.start.year == event.end.year else f"{event.start.year}–{event.end.year}"
    leaf = [
        f'<rect x="{MARGIN}" y="112" width="{column}" height="280" rx="14" fill="#fff" stroke="{LINE}" stroke-width="2"/>',
        f'<path d="M{MARGIN} 126a14 14 0 0 1 14-14h{column - 28}a14 14 0 0 1 14 14v42H{MARGIN}z" fill="{base}"/>',
        write_line(year, (middle, 151), 32, weight=600, fill=accent["base-contrast-default"], anchor="middle"),
    ]

    def put(text: str, y: float, size: int, weight: int = 600, fill: str = INK) -> str:
        fitting = min(size, int((column - 28) / max(measure(text), 0.1)))
        return write_line(text, (middle, y), fitting, weight=weight, fill=fill, anchor="middle")

    month, note = put(face.month, 338, 34), put(face.note, 375, 26, 400, SOFT)
    between = put("–", 292, 48, 400, SOFT)
    if face.shape == "day":
        return [*leaf, put(face.figure, 292, 128), month, note]
    if face.shape == "range":
        return [*leaf, put(f"{face.figure}–{face.last_figure}", 285, 92), month, note]
    if face.shape == "span":
        return [
            *leaf,
            put(f"{face.figure} {face.month}", 245, 62),
            between,
            put(f"{face.last_figure} {face.last_month}", 358, 62),
        ]
    if face.last_month:
        return [*leaf, put(face.month, 245, 48), between, put(face.last_month, 350, 48)]
    return [*leaf, put(face.month, 295, 52)]


def draw_process(process: Process) -> str:
    """Draw a process: its name and the beginning of what it is about."""
    accent = read_accent(process.workspace)
    size, lines = set_title(bind_words(process.name), WIDTH - 2 * MARGIN)
    top = 90
    base = top + size * 0.4 + len(lines) * size * LEADING
    room = int((HEIGHT - MARGIN - 70 - base - 30) // 44)
    summary = wrap(bind_words(strip_markdown(process.summary, 240)), (WIDTH - 2 * MARGIN) / 34) if process.summary else []
    if len(summary) > room:
        summary = [*summary[: room - 1], f"{summary[room - 1].rstrip(' ,;:–-…')}…"] if room > 0 else []
    parts = [
        *(
            write_line(line, (MARGIN, top + size * 0.8 + index * size * LEADING), size, weight=600)
            for index, line in enumerate(lines)
        ),
        *(write_line(line, (MARGIN, base + 44 + index * 44), 34, fill=SOFT) for index, line in enumerate(summary)),
    ]
    return frame_drawing(process.workspace, accent, parts)


def fingerprint(svg: str) -> str:
    """Name a drawing by what it shows."""
    return hashlib.sha256(f"{VERSION}\n{svg}".encode()).hexdigest()[:32]
