"""Two states of a thread as their page and their table tell the difference: line by line, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from sciezka.core.graphs.compare import Comparison, Piece, Row, compare_words
from sciezka.kit.manifests import Text
from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.thread.models import read_citation
from sciezka.rooms.thread.queries.checks import all_rules
from sciezka.rooms.thread.queries.nouns import say_citation
from sciezka.rooms.thread.queries.snapshots import Compared
from sciezka.rooms.thread.queries.states import TieKey, WaiverKey
from sciezka.rooms.thread.queries.traces import Trace
from sciezka.rooms.thread.queries.types import read_kind, read_type

# More of one sort are in the table to take away: nobody reads them on a page.
SHOWN: Final = 150
FATES: Final[Mapping[str, Text]] = {
    "added": pgettext_lazy("comparison", "added"),
    "removed": pgettext_lazy("comparison", "removed"),
    "changed": pgettext_lazy("comparison", "changed"),
}
FIELDS: Final[Mapping[str, Text]] = {
    "title": gettext_lazy("Title"),
    "cited": gettext_lazy("What is cited"),
    "taken_off": gettext_lazy("Place"),
    "type": gettext_lazy("Type"),
    "reason": gettext_lazy("Reason"),
    "until": gettext_lazy("Until when"),
}
TEXTS: Final = frozenset({"title", "cited", "reason"})
NODES, TIES, WAIVERS = "nodes", "ties", "waivers"
SORTS: Final[Mapping[str, Text]] = {
    NODES: pgettext_lazy("comparison", "node"),
    TIES: pgettext_lazy("comparison", "tie"),
    WAIVERS: pgettext_lazy("comparison", "waiver"),
}


@dataclass(frozen=True, slots=True)
class End:
    """A node that a line speaks of."""

    code: str
    title: str
    type: Text
    href: str


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a field before and after."""

    field: Text
    before: str
    after: str
    is_text: bool = True

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Mark the words that differ; reckoned only for what is shown. What is no text gives way as a whole."""
        if self.is_text:
            return compare_words(self.before, self.after)
        return Piece("removed", self.before), Piece("same", " "), Piece("added", self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference.

    Attributes:
        fate: added, removed or changed.
        ends: the node, or both ends of a tie; none for a waiver of the whole plan.
        word: how a tie leads, or which rule is waived.
        text: what an added or a removed one says.
        said: what of a changed one differs.
        trace: who changed it last and when, when the journal tells.
    """

    fate: str
    ends: tuple[End, ...]
    word: Text = ""
    text: str = ""
    said: tuple[Said, ...] = ()
    trace: Trace | None = None

    @property
    def label(self) -> Text:
        """What happened."""
        return FATES[self.fate]


@dataclass(frozen=True, slots=True)
class Section:
    """The differences of one sort: those of the page, and how many more there are."""

    key: str
    lines: tuple[Line, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are only in the table."""
        return self.count - len(self.lines)


def make_sections(compared: Compared, type_key: str = "", most: int = SHOWN) -> list[Section]:
    """Tell the differences that concern nodes of a type, or all; each sort up to so many."""
    makers: tuple[tuple[str, Comparison[Any], Callable[[Compared, str, Any, Row, Row], Line]], ...] = (
        (NODES, compared.nodes, tell_node),
        (TIES, compared.ties, tell_tie),
        (WAIVERS, compared.waivers, tell_waiver),
    )
    sections = []
    for sort, comparison, tell in makers:
        rows = [row for row in walk(compared, sort, comparison) if concerns(compared, row[1], type_key)]
        lines = tuple(tell(compared, *row) for row in rows[:most])
        sections.append(Section(sort, lines, len(rows)))
    return [section for section in sections if section.count]


def walk(compared: Compared, sort: str, found: Comparison[Any]) -> Iterable[tuple[str, Any, Row, Row]]:
    """Give each difference of a sort: what happened, to what, what it said before and says now."""
    old, new = getattr(compared.old, sort), getattr(compared.new, sort)
    yield from (("added", key, {}, new[key]) for key in found.added)
    yield from (("removed", key, old[key], {}) for key in found.removed)
    yield from (("changed", row.key, row.before, row.after) for row in found.changed)


def concerns(compared: Compared, key: Any, type_key: str) -> bool:  # noqa: ANN401 - of a node, a tie or a waiver
    """Tell whether a difference is about a node of a type; a waiver's node stands second."""
    if not type_key:
        return True
    return type_key in {compared.type_of(code) for code in ([key] if isinstance(key, str) else key[:2])}


def tell_node(compared: Compared, fate: str, key: str, before: Row, after: Row) -> Line:
    """Tell what became of a node."""
    row = after or before
    words = [say_cited(row["cited"])]
    if fate != "changed" and row["taken_off"]:
        words.append(say_place(is_off=True))
    return Line(
        fate=fate,
        ends=(make_end(compared, key),),
        text=" · ".join(filter(None, words)),
        said=tell_fields(before, after) if fate == "changed" else (),
        trace=compared.trace(key),
    )


def tell_tie(compared: Compared, fate: str, key: TieKey, before: Row, after: Row) -> Line:
    """Tell what became of a tie."""
    return Line(
        fate=fate,
        ends=(make_end(compared, key[0]), make_end(compared, key[1])),
        word=read_kind(key[2]).label,
        text=str((after or before)["reason"]),
        said=tell_fields(before, after) if fate == "changed" else (),
        trace=compared.trace(key),
    )


def tell_waiver(compared: Compared, fate: str, key: WaiverKey, before: Row, after: Row) -> Line:
    """Tell what became of a waiver."""
    rule = next((row for row in all_rules() if row.code == key[0]), None)
    return Line(
        fate=fate,
        ends=(make_end(compared, key[1]),) if key[1] else (),
        word=f"{key[0]} {rule.title}" if rule else key[0],
        text=str((after or before)["reason"]),
        said=tell_fields(before, after) if fate == "changed" else (),
        trace=compared.trace(("waiver", *key)),
    )


def tell_fields(before: Row, after: Row) -> tuple[Said, ...]:
    """Tell what of a changed thing differs."""
    return tuple(
        Said(FIELDS[name], say_value(name, before[name]), say_value(name, after[name]), is_text=name in TEXTS)
        for name in FIELDS
        if name in after and before.get(name) != after[name]
    )


def say_value(name: str, value: Any) -> str:  # noqa: ANN401 - whatever a state holds
    """Say a value of a field in words."""
    match name:
        case "cited":
            return say_cited(value)
        case "taken_off":
            return say_place(is_off=value)
        case "type":
            return str(read_type(value).label)
        case "until":
            day = parse_date(value) if value else None
            return long_day(day) if day else _("without an end")
        case _:
            return str(value)


def say_place(*, is_off: bool) -> str:
    """Say whether a node stands."""
    return _("taken off the thread") if is_off else _("on the thread")


def say_cited(cited: Mapping[str, Any]) -> str:
    """Say everything that a citation tells apart, in one line."""
    citation = read_citation(dict(cited))
    if citation is None:
        return ""
    return " · ".join(filter(None, (say_citation(citation), citation.text, citation.version, citation.recipe)))


def make_end(compared: Compared, code: str) -> End:
    """Name a node as the later state knows it, or the earlier one."""
    row = compared.new.nodes.get(code) or compared.old.nodes.get(code) or {}
    href = reverse("thread:node", kwargs={**compared.process.address, "node": code})
    return End(code, str(row.get("title", "")), read_type(str(row.get("type", ""))).label, href)


def list_rows(compared: Compared, type_key: str = "") -> list[list[str]]:
    """Lay out all differences as the rows of a table."""
    head = [
        _("Sort"), pgettext("column", "Change"), _("Code"), _("Type"), _("Title"), _("What differs"),
        pgettext("column", "Before"), pgettext("column", "After"), _("When"), _("Who"), _("Entry of the Kalendarium"),
    ]  # fmt: skip
    rows = [head]
    for section in make_sections(compared, type_key, most=max(1, compared.count)):
        for line in section.lines:
            ends = [" → ".join(str(getattr(end, name)) for end in line.ends) for name in ("code", "type", "title")]
            begin = [str(SORTS[section.key]), str(line.label), *ends]
            end = list_trace(line.trace)
            if line.fate == "changed":
                rows += [[*begin, str(said.field), said.before, said.after, *end] for said in line.said]
            else:
                said = ["", line.text] if line.fate == "added" else [line.text, ""]
                rows.append([*begin, str(line.word), *said, *end])
    return rows


def list_trace(trace: Trace | None) -> list[str]:
    """Lay out when, by whom and on which event's decision."""
    if trace is None:
        return ["", "", ""]
    return [f"{timezone.localtime(trace.at):%Y-%m-%d %H:%M}", trace.who, trace.event.title if trace.event else ""]
