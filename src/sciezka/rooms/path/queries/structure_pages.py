"""What the page of a structural analysis shows: roles, ranks, the heat table, and what has to be known before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sciezka.core.structural import Analysis, InfluenceMatrix, Stability
from sciezka.core.structural.report import PARTS
from sciezka.core.structural.roles import scale
from sciezka.kit.typography import write_number
from sciezka.rooms.path.queries.structures import (
    Gathered,
    Part,
    analyse_matrix,
    count_potential,
    try_matrix,
)
from sciezka.rooms.thread.queries.structural_words import METHODS, ROLES, say_warning

Map = Literal["direct", "indirect", "shift"]
MAPS: Final[Mapping[str, Map]] = {"wprost": "direct", "posrednio": "indirect", "przesuniecie": "shift"}
CUTS: Final = {"srednia": "mean", "mediana": "median", "tercyle": "terciles"}
MAP_WORDS: Final[Mapping[str, str | Promise]] = {
    "wprost": gettext_lazy("Direct influences"),
    "posrednio": gettext_lazy("With indirect ways"),
    "przesuniecie": gettext_lazy("What the indirect ways move"),
}
CUT_WORDS: Final[Mapping[str, str | Promise]] = {
    "srednia": pgettext_lazy("where high begins", "the mean"),
    "mediana": pgettext_lazy("where high begins", "the median"),
    "tercyle": pgettext_lazy("where high begins", "terciles (eight roles)"),
}
ABOUT: Final[Mapping[str, str | Promise]] = {
    "determinant": gettext_lazy("They drive the rest and depend on little: here it is worth beginning."),
    "key/relay": gettext_lazy("They drive and are driven: a change here goes furthest, in both directions."),
    "result": gettext_lazy("They depend on the others: they show whether the rest works."),
    "autonomous": gettext_lazy("Weakly tied to the others: they may be worked on by themselves."),
    "key": gettext_lazy("They drive and are driven: a change here goes furthest, in both directions."),
    "external": gettext_lazy("They influence somewhat and depend on little: mostly they come from outside."),
    "regulating": gettext_lazy("In the middle: levers by which the rest is tuned."),
    "objective": gettext_lazy("They depend on much and influence somewhat: goals can be set here."),
    "auxiliary": gettext_lazy("They influence little and depend somewhat: they support others."),
}
ORDER: Final = (
    "determinant",
    "key/relay",
    "key",
    "external",
    "regulating",
    "objective",
    "result",
    "auxiliary",
    "autonomous",
)
FIRM: Final = 0.8
MOST_NAMED: Final = 3
SHAKY: Final = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """What the address asks for: which map, where high begins, and whether what may come counts."""

    map: str = "wprost"
    cut: str = "srednia"
    potential: bool = False

    @property
    def words(self) -> str:
        """The words of the address; only those that differ from the usual."""
        said = {
            "mapa": "" if self.map == "wprost" else self.map,
            "ciecie": "" if self.cut == "srednia" else self.cut,
            "potencjal": "tak" if self.potential else "",
        }
        return urlencode({name: word for name, word in said.items() if word})

    @property
    def plane(self) -> Map:
        """What the map shows."""
        return MAPS[self.map]

    @property
    def is_indirect(self) -> bool:
        """Whether roles are read on the indirect plane."""
        return self.plane != "direct"

    def with_map(self, name: str) -> "Reading":
        """Give the same reading on another map."""
        return replace(self, map=name)


def read_reading(asked: Mapping[str, str]) -> Reading:
    """Read the words of an address; what is none is the usual."""
    usual = Reading()
    return Reading(
        map=asked.get("mapa", "") if asked.get("mapa", "") in MAPS else usual.map,
        cut=asked.get("ciecie", "") if asked.get("ciecie", "") in CUTS else usual.cut,
        potential=asked.get("potencjal") == "tak",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One factor: where it stands directly and by way of others, what part it plays, and how firmly."""

    at: int
    part: Part
    influence: int
    dependence: int
    rank: int
    rank_dependence: int
    share: str
    share_dependence: str
    rank_indirect: int
    rank_dependence_indirect: int
    role: str
    role_indirect: str
    shown_role: str
    firm: float

    @property
    def anchor(self) -> str:
        """The id of the factor's row on the page."""
        return f"f{self.part.factor}" if self.part.factor else f"w{self.at + 1}"

    @property
    def won(self) -> int:
        """Places won in influence by indirect ways; below 0 for places lost."""
        return self.rank - self.rank_indirect

    @property
    def lost(self) -> int:
        """Places lost in influence by indirect ways."""
        return -self.won

    @property
    def role_name(self) -> str:
        """The direct role in words."""
        return str(ROLES[self.role])

    @property
    def role_indirect_name(self) -> str:
        """The indirect role in words."""
        return str(ROLES[self.role_indirect])

    @property
    def shown_name(self) -> str:
        """The role on the map that is shown, in words."""
        return str(ROLES[self.shown_role])

    @property
    def firmness(self) -> str:
        """How firmly the role stands: firm, fair or shaky."""
        return "firm" if self.firm >= FIRM else "fair" if self.firm >= SHAKY else "shaky"

    @property
    def percent(self) -> int:
        """The share of draws that keep the role, in per cent."""
        return round(100 * self.firm)


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """Factors that play the same part."""

    role: str
    name: str
    about: str
    lines: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructurePage:
    """All that the page of an analysis with a result shows."""

    gathered: Gathered
    reading: Reading
    matrix: InfluenceMatrix
    analysis: Analysis
    stability: Stability
    lines: tuple[RoleLine, ...]
    groups: tuple[RoleGroup, ...]
    warnings: tuple[str, ...]
    method: str
    summary: str
    changed: tuple[str, ...]

    @property
    def has_potential(self) -> bool:
        """Whether any cell is rated as an influence that may come."""
        return bool(self.gathered.matrix and self.gathered.matrix.potential)

    @property
    def fill(self) -> str:
        """Which share of the cells holds an influence, in per cent."""
        return write_number(round(100 * self.matrix.fill_rate, 1))


def read_page(gathered: Gathered, reading: Reading) -> StructurePage | None:
    """Read an analysis for its page; nothing where no result may be shown."""
    if gathered.matrix is None:
        return None
    matrix = count_potential(gathered.matrix) if reading.potential else gathered.matrix
    cut = CUTS[reading.cut]
    analysis, stability = analyse_matrix(matrix, cut), try_matrix(matrix, cut)
    lines = tuple(sorted(_list_lines(gathered, reading, analysis, stability), key=lambda line: _order(line, reading)))
    return StructurePage(
        gathered=gathered, reading=reading, matrix=matrix, analysis=analysis, stability=stability, lines=lines,
        groups=tuple(_group(lines)), warnings=tuple(say_warning(warned) for warned in analysis.warnings),
        method=_say_method(analysis), summary=say_summary(lines), changed=tuple(_tell_changed(gathered, reading)),
    )  # fmt: skip


def name_role(role: str) -> str:
    """Name a role."""
    return str(ROLES[role]) if role else ""


def _order(line: RoleLine, reading: Reading) -> tuple[int, int]:
    return (line.rank_indirect if reading.is_indirect else line.rank, line.at)


def _list_lines(gathered: Gathered, reading: Reading, analysis: Analysis, stability: Stability) -> list[RoleLine]:
    today = analysis.today
    indirect = today.indirect
    shares = scale(indirect.influence, PARTS), scale(indirect.dependence, PARTS)
    firm = stability.indirect if reading.is_indirect else stability.direct
    roles, others = today.plane.roles, today.indirect_plane.roles
    return [
        RoleLine(
            at=at, part=part, influence=today.influence[at], dependence=today.dependence[at], rank=today.rank_influence[at],
            rank_dependence=today.rank_dependence[at], share=write_number(round(shares[0][at])),
            share_dependence=write_number(round(shares[1][at])), rank_indirect=indirect.rank_influence[at],
            rank_dependence_indirect=indirect.rank_dependence[at], role=roles[at], role_indirect=others[at],
            shown_role=others[at] if reading.is_indirect else roles[at], firm=firm[at].same_role,
        )
        for at, part in enumerate(gathered.parts)
    ]  # fmt: skip


def _group(lines: Sequence[RoleLine]) -> list[RoleGroup]:
    found = []
    for role in ORDER:
        own = tuple(line for line in lines if line.shown_role == role)
        if own:
            found.append(RoleGroup(role, str(ROLES[role]), str(ABOUT[role]), own))
    return found


def _say_method(analysis: Analysis) -> str:
    """Say in plain words how indirect ways were counted, and whether their order settled."""
    indirect = analysis.today.indirect
    plain = {
        "power": ngettext(
            "A factor also acts by way of others. The order of factors was the same from ways of %(power)s step on, so it is trusted.",  # noqa: E501
            "A factor also acts by way of others. The order of factors was the same from ways of %(power)s steps on, so it is trusted.",  # noqa: E501
            indirect.power or 0,
        ),
        "sum": _(
            "A factor also acts by way of others. No influence comes back to where it began, so all ways were added up."
        ),
        "perron": _(
            "A factor also acts by way of others. The order of factors did not settle as ways grew longer, so what it tends to was taken: read it with care."  # noqa: E501
        ),
        "damped": _(
            "A factor also acts by way of others. The order of factors did not settle as ways grew longer, so all ways were added up, longer ones counting less: read it with care."  # noqa: E501
        ),
    }[indirect.method]
    return " ".join((plain % {"power": indirect.power}, str(METHODS[indirect.method]) % {"power": indirect.power}))


def say_summary(lines: Sequence[RoleLine]) -> str:
    """Say in one or two sentences what follows for the plan."""
    drive = [line.part.name for line in lines if line.shown_role == "determinant"]
    relay = [line.part.name for line in lines if line.shown_role in {"key/relay", "key"}]
    said = []
    if drive:
        said.append(_("What drives the rest: %(factors)s.") % {"factors": join_names(drive)})
    if relay:
        said.append(_("What most goes through: %(factors)s.") % {"factors": join_names(relay)})
    if not said:
        return _("No factor stands out: none influences the others more than the rest do.")
    return " ".join(said)


def join_names(names: Sequence[str]) -> str:
    """Name the first of a list, and say how many more there are."""
    if len(names) <= MOST_NAMED + 1:
        return "; ".join(names)
    more = len(names) - MOST_NAMED
    said = ngettext("%(factors)s and %(count)s more", "%(factors)s and %(count)s more", more)
    return said % {"factors": "; ".join(names[:MOST_NAMED]), "count": more}


def _tell_changed(gathered: Gathered, reading: Reading) -> list[str]:
    """Tell which roles are others once what may come has come."""
    if gathered.matrix is None or not gathered.matrix.potential:
        return []
    cut = CUTS[reading.cut]
    today = analyse_matrix(gathered.matrix, cut).today
    later = analyse_matrix(count_potential(gathered.matrix), cut).today
    before = (today.indirect_plane if reading.is_indirect else today.plane).roles
    after = (later.indirect_plane if reading.is_indirect else later.plane).roles
    return [
        _("%(factor)s: from “%(before)s” to “%(after)s”")
        % {"factor": part.name, "before": ROLES[one], "after": ROLES[other]}
        for part, one, other in zip(gathered.parts, before, after, strict=True)
        if one != other
    ]
