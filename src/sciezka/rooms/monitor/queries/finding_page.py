"""What a finding's page and its form show: the figure large, the facts behind it, then and now, thread and journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.core.indicators import ROOT
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.finding_reading import Reading, load_reading, say_flags, take_number
from sciezka.rooms.monitor.queries.finding_words import say_group, say_number, say_rank, say_value
from sciezka.rooms.monitor.queries.findings import TYPE, list_changes, open_sight, read_today
from sciezka.rooms.monitor.queries.peers import remark_few
from sciezka.rooms.monitor.queries.words import BANDS, BandWords, say_attribute, say_break, show, show_signed
from sciezka.rooms.monitor.store.readings.findings import Measured
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for, node_with_ties
from sciezka.rooms.thread.queries.ties import NodePage
from sciezka.rooms.town.queries.journal import JournalFilters, JournalLine, read_journal

LONGEST_ADDRESS = 600
SHORT = 12
"""So many signs of a digest tell two apart on a page; all of them stand in the finding."""
# Words of the form's own address; all other words belong to the page that was read.
_OWN = frozenset({"o", "rodzaj", "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact beside a finding: its label, its text, and whether it is a code that may break anywhere."""

    label: str
    text: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A reading ready to show.

    Attributes:
        figure: the figure with its unit.
        band: the class, of a reading that has one.
        rank: the place with its interval.
        facts: what a reader asks first.
        proof: what is needed to recompute it.
        warnings: sentences on gaps, marks, breaks and small groups.
    """

    figure: str
    band: BandWords | None
    rank: str
    facts: tuple[Fact, ...]
    proof: tuple[Fact, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison of then and now."""

    label: str
    then: str
    now: str
    has_moved: bool


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Everything that the page of a finding shows."""

    finding: Finding
    reading: Reading
    sheet: Sheet
    changes: tuple[str, ...]
    rows: tuple[Row, ...]
    node: Node | None
    ties: NodePage | None
    journal: tuple[JournalLine, ...]

    @property
    def has_moved(self) -> bool:
        """Tell whether the figure itself is another one today."""
        return any(row.has_moved for row in self.rows[:1])


def make_sheet(reading: Reading, digests: Mapping[str, str]) -> Sheet:
    """Make a reading ready to show.

    Args:
        reading: the reading.
        digests: of the ``recipe``, the ``data`` and the ``catalogue``.
    """
    read = reading.read
    facts = [
        Fact(_("Town"), reading.town_name),
        Fact(_("What was read"), f"{reading.name} ({reading.code})"),
        Fact(_("Year"), str(reading.year)),
        Fact(_("Comparison group"), say_group(reading.group)),
        Fact(_("Place in the group"), say_rank(read)),
        Fact(_("Group median"), say_value(reading, read.median) if read.median is not None else ""),
        Fact(_("Middle half of the group"), _say_half(reading, read)),
        Fact(_("Change over the years"), _say_change(read)),
        Fact(_("Without what was tried out"), _say_base(reading)),
        Fact(_("Coverage"), _say_coverage(reading, read)),
        Fact(_("Source"), reading.source_text),
    ]
    recipe = reading.recipe.get("name", "")
    weights = ", ".join(f"{code} {show(weight, 2)}" for code, weight in sorted(reading.weights.items()))
    proof = [
        Fact(_("Recipe"), recipe),
        Fact(_("Changed weights"), weights),
        Fact(_("Digest of the recipe"), digests.get("recipe", "")[:SHORT], is_code=True),
        Fact(_("Version of the data"), digests.get("data", "")[:SHORT], is_code=True),
        Fact(_("Version of the catalogue"), digests.get("catalogue", "")[:SHORT], is_code=True),
    ]
    return Sheet(
        say_number(reading),
        BANDS.get(read.band) if read.band else None,
        say_rank(read),
        tuple(fact for fact in facts if fact.text),
        tuple(fact for fact in proof if fact.text),
        tuple(_list_warnings(reading, read)),
    )


def _say_half(reading: Reading, read: Measured) -> str:
    if read.first is None or read.third is None:
        return ""
    return _("from %(low)s to %(high)s") % {"low": say_value(reading, read.first), "high": say_value(reading, read.third)}


def _say_change(read: Measured) -> str:
    if read.change is None:
        return ""
    words = {"change": show_signed(read.change, 2), "since": read.since, "until": read.until}
    if read.others is None:
        return _("%(change)s a year, %(since)s–%(until)s") % words
    return _("%(change)s a year, %(since)s–%(until)s; median of the other towns %(others)s") % {
        **words, "others": show_signed(read.others, 2)
    }  # fmt: skip


def _say_base(reading: Reading) -> str:
    was = reading.was
    return "" if was is None else f"{show(was.value)}, {say_rank(was)}".rstrip(", ")


def _say_coverage(reading: Reading, read: Measured) -> str:
    if reading.is_leaf or not read.leaves:
        return ""
    return _("%(known)s of %(all)s indicators") % {"known": read.known, "all": read.leaves}


def _list_warnings(reading: Reading, read: Measured) -> list[str]:
    size = int(reading.group.get("size", 1)) if reading.group else 1
    said = [remark_few(size)] if reading.group else [_("There is no comparison group, so there is no place in it.")]
    if reading.asked.get("rok", str(reading.year)) != str(reading.year):
        said.append(
            _("There is no figure of %(asked)s; the newest before it is of %(year)s.")
            % {"asked": reading.asked["rok"], "year": reading.year}
        )
    said += [
        _("Mark of the figure: %(mark)s.") % {"mark": text} for number in reading.marks if (text := say_attribute(number))
    ]
    said += [f"{text[0].upper()}{text[1:]}." for text in say_flags(read.flags)] if not reading.marks else []
    said += [
        _("The change crosses a break: %(break)s.") % {"break": say_break(item.kind, item.year, item.reason)}
        for item in read.breaks
    ]
    return [sentence for sentence in said if sentence]


def digests_of(finding: Finding) -> dict[str, str]:
    """Give the digests that a finding keeps."""
    return {"recipe": finding.recipe_digest, "data": finding.data_digest, "catalogue": finding.catalogue_digest}


def read_page(finding: Finding, *, with_journal: bool) -> FindingPage:
    """Read everything that the page of a finding shows."""
    reading, sight = load_reading(finding.reading), open_sight(finding.process)
    today = read_today(finding, reading, sight)
    node = node_for(finding, TYPE)
    filters = JournalFilters(noun=finding._meta.label_lower, number=str(finding.pk))
    lines = read_journal(finding.process.scope, filters, None)[1] if with_journal else []
    return FindingPage(
        finding,
        reading,
        make_sheet(reading, digests_of(finding)),
        tuple(list_changes(finding, reading, sight)),
        tuple(compare(reading, today)) if today is not None else (),
        node,
        node_with_ties(node) if node is not None else None,
        tuple(lines),
    )


def compare(reading: Reading, today: Measured) -> list[Row]:
    """Compare what was read with what is read today: the same noun, recipe and group on today's data."""
    then = reading.read
    number = take_number(reading.kind, today)
    pairs = [
        (_("Figure"), say_number(reading), _("no data") if number is None else say_number(reading, number)),
        (_("Place in the group"), say_rank(then) or "–", say_rank(today) or "–"),
        (_("Group median"), say_value(reading, then.median), say_value(reading, today.median)),
        (_("Class"), str(BANDS[then.band].label), str(BANDS[today.band].label)),
    ]
    rows = [Row(label, was, now, was != now) for label, was, now in pairs]
    # A figure that differs in digits that readers don't see has moved all the same.
    rows[0] = Row(rows[0].label, rows[0].then, rows[0].now, number != reading.number)
    return rows


def find_address(choice: Choice, reading: Reading, asked: Mapping[str, str]) -> str:
    """Give the address of the page that a reading was read from, with all that it showed."""
    process = choice.process.address
    if reading.kind == "compare":
        path = reverse("monitor:compare", kwargs=process)
    elif reading.kind == "whatif":
        path = reverse("monitor:what_if", kwargs=process)
    elif reading.kind == "uncertainty":
        path = reverse("monitor:uncertainty", kwargs=process)
    elif reading.is_leaf:
        path = reverse("monitor:indicator", kwargs={**process, "indicator": reading.code})
    elif reading.code == ROOT:
        path = reverse("monitor:overview", kwargs=process)
    else:
        path = reverse("monitor:node", kwargs={**process, "code": reading.code})
    extra = {word: value for word, value in asked.items() if word not in _OWN and word not in reading.asked}
    whole = f"{path}?{urlencode({**reading.asked, **extra})}"
    return whole if len(whole) <= LONGEST_ADDRESS else f"{path}?{urlencode(reading.asked)}"[:LONGEST_ADDRESS]
