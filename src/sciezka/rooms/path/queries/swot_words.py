"""Sentences about a SWOT: where it stands, what the next step is, and what its positions say to each other."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.swot import Meeting
from sciezka.kit.manifests import Text
from sciezka.kit.typography import write_number
from sciezka.rooms.path.queries.swot import QUADRANT_WORDS, Board, Grid, say_positions
from sciezka.rooms.path.queries.swot_judged import JudgedSwot

MINUS: Final = "\N{MINUS SIGN}"
MANY: Final = 10


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next: a sentence, and where it is done."""

    text: str
    label: str = ""
    href: str = ""


def say_coordinate(value: float | None) -> str:
    """Write a coordinate of the plane with its sign."""
    if value is None:
        return "–"
    rounded = round(value, 2)
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{write_number(abs(rounded), 2, keep=True)}"


def say_value(value: int | None) -> str:
    """Write the value of a crossing with its sign; empty where nothing was said."""
    if value is None:
        return ""
    return f"+{value}" if value > 0 else f"{MINUS}{-value}" if value < 0 else "0"


def say_lead(board: Board) -> str:
    """Say how far a SWOT is."""
    count = len(board.cards)
    entries = ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}
    if not count:
        return _("What the town is good at, what holds it back, and what comes from outside.")
    if not board.bare:
        return _("%(entries)s, all of them with evidence.") % {"entries": entries}
    if board.bare == count:
        return _("%(entries)s, none of them with evidence yet.") % {"entries": entries}
    bare = ngettext(
        "%(count)s of them has no evidence yet", "%(count)s of them have no evidence yet", board.bare
    ) % {"count": board.bare}  # fmt: skip
    return f"{entries}; {bare}."


def find_step(board: Board, grid: Grid, judged: JudgedSwot) -> Step | None:  # noqa: PLR0911 - one line for each stage
    """Find what comes next: entries, then ratings, then crossings, then the position."""
    address = board.process.address
    position = reverse("path:swot_position", kwargs=address)
    if not board.cards:
        return None
    if board.empty:
        return Step(_("Still empty: %(quadrants)s.") % {"quadrants": join_words(board.empty)})
    if judged.under_way:
        row = judged.under_way[0]
        said = _("“%(round)s” is not over: the position is reckoned when it has closed.") % {"round": row}
        return Step(said, _("See the round"), row.get_absolute_url())
    if not judged.voices:
        if judged.hidden:
            return None
        return Step(
            _("Now teams can say how much each entry matters and how strong it is."), _("How it is judged"), position
        )
    if grid.meeting.filled < grid.meeting.pairs:
        said = _("%(filled)s of %(pairs)s pairs of inside and outside have been judged.") % {
            "filled": grid.meeting.filled, "pairs": grid.meeting.pairs
        }  # fmt: skip
        return Step(said, _("Judge the pairs"), reverse("path:swot_grid", kwargs=address))
    return Step(
        _("Weights, ratings and pairs are there. See what position they come to."), _("Strategic position"), position
    )


def join_words(words: list[Text]) -> str:
    """List words in a sentence."""
    return ", ".join(str(word).lower() for word in words)


def say_missing(judged: JudgedSwot) -> str:
    """Say why weights and ratings come to no position; empty where they do."""
    if judged.judgement.positions:
        return ""
    if not judged.voices:
        if judged.hidden:
            return _("The rounds that judged the SWOT were other teams’ own; you can’t see their results.")
        return _("Nobody has judged the entries yet: there are no weights and no ratings.")
    names = join_words([QUADRANT_WORDS[key][0] for key in judged.judgement.missing])
    return _("There is no position, because nothing is judged among: %(quadrants)s.") % {"quadrants": names}


def say_meeting_missing(meeting: Meeting) -> str:
    """Say why crossings come to no position; empty where they do."""
    if meeting.positions:
        return ""
    if not meeting.filled:
        return _("No pair has been judged yet.")
    if meeting.is_partial:
        return _("There is no position: in one of the four blocks no pair has been judged.")
    return _("There is no position: in no block do the pairs speak for its way of acting.")


def say_agreement(judged: JudgedSwot, meeting: Meeting) -> tuple[bool, str]:
    """Say whether the two readings agree; the sentence is empty where one of them is missing."""
    one, other = judged.judgement.positions, meeting.positions
    if not one or not other:
        return True, ""
    words = {"one": say_positions(one), "other": say_positions(other)}
    if set(one) == set(other):
        return True, _("Both readings come to the same position.")
    if set(one) & set(other):
        return True, _("The readings overlap: by weights and ratings %(one)s, by pairs %(other)s.") % words
    return False, _(
        "The readings differ: by weights and ratings the position is %(one)s, by pairs %(other)s. Talk over why: either "
        "strong entries hardly meet one another, or weak ones meet often."
    ) % words
