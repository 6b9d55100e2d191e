"""Reading a result: the sentence over it, words for numbers, and which lines are shown in what order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.core.consensus import Special
from sciezka.kit.typography import write_number
from sciezka.rooms.rounds.models import AgreedResult, Round
from sciezka.rooms.rounds.queries.results import ItemResult, RoundResult, Withheld
from sciezka.rooms.rounds.queries.specials import say_agreed_special

# From here on agreement is called high, and below the second low; the middle is what three neighbouring levels make.
HIGH: Final = 0.7
MEDIUM: Final = 0.5
SORTS: Final = ("kolejnosc", "potrzeba", "wartosc")
STATES: Final = ("rozmowa", "proponowane", "uzgodnione", "otwarte")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """What the address of a result asks for: an order, a group, a scale and a state; empty asks for all."""

    sort: str = SORTS[0]
    group: str = ""
    scale: str = ""
    state: str = ""


def read_filter(address: Mapping[str, str], result: RoundResult) -> LineFilter:
    """Read the order and the filters from an address; a word that means nothing here is passed over."""
    sort, state = address.get("uklad", ""), address.get("stan", "")
    usual = SORTS[1] if result.round.kind in {Round.Kind.RATING, Round.Kind.MATRIX} else SORTS[2]
    group, scale = address.get("grupa", ""), address.get("skala", "")
    return LineFilter(
        sort=sort if sort in SORTS else usual,
        state=state if state in STATES else "",
        group=group if group in {line.item.group for line in result.lines} else "",
        scale=scale if scale in {line.scale.key for line in result.lines if line.scale} else "",
    )


def choose_lines(result: RoundResult, wanted: LineFilter) -> list[ItemResult]:
    """Give the lines that a filter asks for, in its order; lines that are equal in it keep the order of the round."""
    lines = [line for line in result.lines if fits(line, wanted)]
    if wanted.sort == "potrzeba":
        # What has been agreed needs no talk any more, whatever the spread was.
        lines.sort(key=lambda line: -line.need.score if line.need and not line.agreed else 1.0)
    elif wanted.sort == "wartosc":
        lines.sort(key=weigh_line)
    return lines


def fits(line: ItemResult, wanted: LineFilter) -> bool:
    """Tell whether a line is asked for."""
    if (wanted.group and line.item.group != wanted.group) or (
        wanted.scale and (line.scale is None or line.scale.key != wanted.scale)
    ):
        return False
    states = {
        "": True,
        "rozmowa": line.need is not None and line.agreed is None,
        "proponowane": line.proposed is not None and line.agreed is None,
        "uzgodnione": line.agreed is not None,
        "otwarte": line.agreed is None,
    }
    return states[wanted.state]


def weigh_line(line: ItemResult) -> tuple[float, float]:
    """Give what lines are ordered by when the strongest go first; what has no value goes last."""
    if line.rank is not None:
        return (float(line.rank), 0.0)
    summary = line.summary
    value = line.agreed.value if line.agreed and line.agreed.value is not None else summary.median if summary else None
    return (-(value if value is not None else float("-inf")), -(summary.mean or 0.0) if summary else 0.0)


def say_heading(result: RoundResult) -> str:
    """Read a result in one sentence."""
    if result.withheld == Withheld.FEW:
        return _("Too few people answered for a result to be shown")
    if result.withheld:
        return _("The result is shown once the round has closed")
    if not result.sheets:
        return _("Nobody has answered")
    if result.round.kind == Round.Kind.RANKING:
        return _say_first(result)
    if result.round.kind == Round.Kind.PICK:
        return _say_most_picked(result)
    return _say_spread(result)


def _say_spread(result: RoundResult) -> str:
    total = len(result.lines)
    agreed = sum(1 for line in result.lines if line.agreed)
    talk = sum(1 for line in result.lines if line.need and not line.agreed)
    if total and agreed == total:
        return _("Everything has been agreed")
    if not talk:
        return _("Answers lie close together: nothing has to be talked over")
    return ngettext(
        "%(talk)s of %(total)s matters needs to be talked over", "%(talk)s of %(total)s matters need to be talked over", talk
    ) % {"talk": talk, "total": total}


def _say_first(result: RoundResult) -> str:
    first = [str(line.item.title) for line in result.lines if line.rank == 1]
    if not first:
        return _("Nobody has answered")
    if len(first) > 1:
        return _("At the top of the list, level with one another: %(items)s") % {"items": " · ".join(first)}
    return _("At the top of the list: %(item)s") % {"item": first[0]}


def _say_most_picked(result: RoundResult) -> str:
    first = [line for line in result.lines if line.rank == 1 and line.summary and line.summary.n]
    if not first or first[0].summary is None:
        return _("Nobody has chosen anything")
    return _("Chosen most often (%(count)s of %(people)s): %(items)s") % {
        "count": first[0].summary.n,
        "people": result.sheets,
        "items": " · ".join(str(line.item.title) for line in first),
    }


def say_agreement(value: float | None) -> str:
    """Call an agreement high, medium or low."""
    if value is None:
        return ""
    if value >= HIGH:
        return pgettext("agreement", "high")
    return pgettext("agreement", "medium") if value >= MEDIUM else pgettext("agreement", "low")


def say_need(line: ItemResult) -> str:
    """Say why a line needs talk; empty when it does not."""
    if (need := line.need) is None:
        return ""
    steps = need.steps or 0
    if line.scale is None:
        return ngettext(
            "places given lie %(steps)s apart", "places given lie up to %(steps)s apart", steps
        ) % {"steps": steps}  # fmt: skip
    words = {
        "range": ngettext(
            "answers lie %(steps)s level apart", "answers lie up to %(steps)s levels apart", steps
        ) % {"steps": steps},
        "agreement": _("agreement is low"),
        "unknown": _("at least half don't know"),
    }  # fmt: skip
    return "; ".join(words[reason] for reason in need.reasons)


def say_level(line: ItemResult, value: float | None) -> str:
    """Write a value with its label: „4 – large”."""
    if value is None:
        return "–"
    label = next((level.label for level in line.scale.levels if level.value == value), "") if line.scale else ""
    return f"{write_number(value)} – {label}" if label else write_number(value)


def say_chance(p_value: float | None) -> str:
    """Write a p-value; a very small one by its bound."""
    if p_value is None:
        return ""
    least = 0.001
    words = f"< {write_number(least, 3)}" if p_value < least else f"= {write_number(p_value, 3, keep=True)}"
    return f"p {words}".replace(" ", "\u00a0")


def say_agreed(agreed: AgreedResult, line: ItemResult) -> str:
    """Write an agreed result as people read it."""
    if agreed.special:
        return _("can't be told") if agreed.special == Special.UNKNOWN else say_agreed_special(agreed.special)
    if line.scale is None and line.rank is not None and line.points is None:
        return _("chosen") if agreed.value else _("not chosen")
    return say_level(line, agreed.value)


def write_share(share: float | None) -> str:
    """Write a share as whole per cent."""
    return "–" if share is None else f"{round(share * 100)}%"


def count_states(result: RoundResult) -> dict[str, int]:
    """Count the lines in each state that can be asked for, and all of them."""
    counts = {state: sum(1 for line in result.lines if fits(line, LineFilter(state=state))) for state in STATES}
    return {"wszystkie": len(result.lines), **counts}
