"""How an item is to be answered, in a sentence or two, where its kind alone does not say it."""

from django.utils.formats import localize
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sciezka.rooms.questions.schema.budgets import read_limit
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.questions.schema.valuing import EXTENSIONS
from sciezka.rooms.questions.schema.wording import say_amount, say_currency


def say_hints(item: Item) -> tuple[str, ...]:  # noqa: PLR0911 - one for each kind
    """Say how many may be chosen, between what a number lies, and the like."""
    match item.kind:
        case Kind.MULTIPLE:
            return (say_count(item) or _("More than one answer may be chosen."),)
        case Kind.RANKING:
            return (_("Number 1 is the most important. Not everything has to have a number."), say_count(item))
        case Kind.NUMBER:
            return (say_bounds(item),)
        case Kind.ALLOCATION:
            return (_("All together: %(total)s points.") % {"total": item.total},)
        case Kind.PLACE:
            about = _("The place is rounded to about %(metres)s m, so that it does not point to anyone’s home.")
            return (about % {"metres": item.round_to},)
        case Kind.BUDGET:
            return say_limits(item)
        case Kind.FILE:
            kinds = ", ".join(item.extensions or EXTENSIONS)
            return (_("A file of up to %(size)s MB: %(kinds)s.") % {"size": item.most_mb, "kinds": kinds},)
    return ()


def say_limits(item: Item) -> tuple[str, ...]:
    """Say what a budget may ask for and what own contribution it needs."""
    language = get_language() or "pl"
    most, share = read_limit(item.most), read_limit(item.least)
    hints = []
    if most is not None:
        amount = f"{say_amount(most, language)}\u00a0{say_currency(item, language)}"
        hints.append(_("At most %(amount)s may be asked for.") % {"amount": amount})
    if share:
        hints.append(_("Own contribution: at least %(share)s %% of all costs.") % {"share": localize(share.normalize())})
    return tuple(hints)


def say_count(item: Item) -> str:
    """Say how many may be chosen, or nothing."""
    least, most = read_count(item.least), read_count(item.most)
    if least and most and least == most:
        return ngettext("Exactly %(count)d answer.", "Exactly %(count)d answers.", most) % {"count": most}
    if least and most:
        return _("From %(least)d to %(most)d answers.") % {"least": least, "most": most}
    if most:
        return ngettext("At most %(count)d answer.", "At most %(count)d answers.", most) % {"count": most}
    if least:
        return ngettext("At least %(count)d answer.", "At least %(count)d answers.", least) % {"count": least}
    return ""


def read_count(bound: float | str | None) -> int:
    """Read a bound as a count; in a draft it may be anything."""
    return int(bound) if isinstance(bound, int | float) and bound > 0 else 0


def say_bounds(item: Item) -> str:
    """Say between what a number lies, or nothing."""
    least = None if isinstance(item.least, str) else item.least
    most = None if isinstance(item.most, str) else item.most
    if least is not None and most is not None:
        return _("A number from %(least)s to %(most)s.") % {"least": localize(least), "most": localize(most)}
    if least is not None and least != 0:
        return _("A number not lower than %(least)s.") % {"least": localize(least)}
    if most is not None:
        return _("A number not higher than %(most)s.") % {"most": localize(most)}
    return ""
