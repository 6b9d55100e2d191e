"""Whether a goal is specific, measurable, achievable, relevant and bound in time: hints with their reasons, no verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sciezka.core.goal_words import ACTIVITY, JOINED, LONG, LONGEST, SHORT, VAGUE, read_goal
from sciezka.core.targets import Outlook
from sciezka.kit.manifests import Text
from sciezka.rooms.path.queries.goals_readings import Measured

WORDS: Final[Mapping[str, Text]] = {
    ACTIVITY: gettext_lazy("“%(word)s” is something to do. Say what will be different once it is done, and for whom."),
    JOINED: gettext_lazy("“%(word)s” joins two goals. Make two of them: one may be reached and the other not."),
    VAGUE: gettext_lazy("“%(word)s” means something else to everybody. Say in what it shows, or let an indicator say it."),
    LONG: gettext_lazy("The sentence has %(word)s signs, more than %(limit)s. Move details to the description."),
    SHORT: gettext_lazy("The sentence is very short. Say what is to be different, and for whom."),
}


@dataclass(frozen=True, slots=True)
class SmartLine:
    """One of the five questions.

    Attributes:
        title: the question in a word.
        is_met: whether nothing is left to say; None where it can't be told.
        said: what speaks for it, or what may be done.
    """

    title: str
    is_met: bool | None
    said: tuple[str, ...]


def list_hints(text: str) -> list[str]:
    """List what may be said better in a goal's wording."""
    return [str(WORDS[remark.code]) % {"word": remark.word, "limit": LONGEST} for remark in read_goal(text)]


def read_smart(name: str, measured: Sequence[Measured], answers: int) -> list[SmartLine]:
    """Ask the five questions of a goal.

    Args:
        name: its wording.
        measured: its indicators, those of its parts among them.
        answers: how many statements it answers, those of its parts among them.
    """
    hints = list_hints(name)
    return [
        SmartLine(_("Specific"), not hints, tuple(hints) or (_("One state, in plain words."),)),
        ask_measurable(measured),
        ask_achievable(measured),
        SmartLine(
            _("Relevant"),
            answers > 0,
            (
                _("It answers what the diagnosis found.")
                if answers
                else _("Say which problem, cause, weakness or threat it answers."),
            ),
        ),
        ask_timely(measured),
    ]


def ask_measurable(measured: Sequence[Measured]) -> SmartLine:
    """Ask whether it can be measured."""
    title = _("Measurable")
    if not measured:
        return SmartLine(title, is_met=False, said=(_("Add an indicator: by what figure will it be known?"),))
    without = [row.indicator.name for row in measured if row.course is None]
    if without:
        return SmartLine(title, is_met=False, said=(_("Without a path: %(names)s.") % {"names": "; ".join(without)},))
    return SmartLine(title, is_met=True, said=(_("Each indicator has a baseline and a target."),))


def ask_achievable(measured: Sequence[Measured]) -> SmartLine:
    """Ask whether the trends let it be reached."""
    title = pgettext("smart", "Achievable")
    told = [(row, row.outlook) for row in measured if row.outlook is not None]
    away = [row.indicator.name for row, outlook in told if outlook is Outlook.AWAY]
    if away:
        said = _("The trend leads away from the target: %(names)s. Say what is to turn it round.") % {
            "names": "; ".join(away)
        }
        return SmartLine(title, is_met=False, said=(said,))
    if not told:
        return SmartLine(
            title, is_met=None, said=(_("Fewer than three years are known, so there is no trend to compare with."),)
        )
    if all(outlook is Outlook.REACHES for _row, outlook in told):
        said = _("By their trend all indicators reach the target even if nothing new is done: the target may be too easy.")
        return SmartLine(title, is_met=True, said=(said,))
    return SmartLine(
        title, is_met=True, said=(_("The trend goes the right way, and more is wanted than it brings by itself."),)
    )


def ask_timely(measured: Sequence[Measured]) -> SmartLine:
    """Ask whether it is said by when."""
    title = pgettext("smart", "Bound in time")
    years = sorted({row.indicator.target_year for row in measured if row.indicator.target_year is not None})
    if not years:
        return SmartLine(title, is_met=False, said=(_("Give an indicator a target for a year."),))
    said = _("By %(years)s.") % {"years": ", ".join(map(str, years))}
    return SmartLine(title, is_met=True, said=(said,))
