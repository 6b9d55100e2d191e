"""Reading results aloud: the sentence above each item, shares and numbers as people read them, lines in a telling order."""

from collections.abc import Callable, Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.typography import write_number
from sciezka.rooms.questions.schema.types import Kind
from sciezka.rooms.surveys.queries.results_shapes import ItemSight, Line

NBSP: Final = "\u00a0"
TINY: Final = 0.005
NAMED: Final = 3
TOP: Final = 2
FEWEST_STEPS: Final = 4
"""A scale of so many steps or more is read by its two highest."""
LONGEST_LABEL: Final = 90


def write_share(share: float | None, digits: int = 0) -> str:
    """Write a share as a percentage."""
    if share is None:
        return "–"
    if 0 < share < TINY and not digits:
        return f"<{NBSP}1{NBSP}%"
    return f"{write_number(100 * share, digits)}{NBSP}%"


def quote(label: str) -> str:
    """Put words into the quotation marks of the language, shortened where they are long."""
    words = label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip()}…"
    return _("“%(words)s”") % {"words": words}


def sort_lines(sight: ItemSight) -> list[Line]:
    """Put options into the order that tells most: scales as they were asked, others by how many chose them.

    Options that say nothing of their own ("none of these", "other", "hard to say") come last.
    """
    sure = list(sight.sure_lines)
    if sight.shape == "steps" or any(line.value is not None for line in sure) or any(line.mean is not None for line in sure):
        return sorted(sure, key=_key_of_mean(sight)) if sight.shape == "scores" else sure
    last = {option.code for option in sight.item.options if option.exclusive or option.own_words or option.fixed}
    return sorted(sure, key=lambda line: (line.code in last, line.told is None, -(line.told or 0)))


def _key_of_mean(sight: ItemSight) -> Callable[[Line], tuple[bool, float]]:
    sign = 1 if sight.item.kind == Kind.RANKING else -1
    return lambda line: (line.mean is None, sign * (line.mean or 0))


def say_item(sight: ItemSight) -> str:
    """Say what the answers to an item come to, in one sentence."""
    if sight.is_withheld:
        return _("Too few people answered for anything to be shown.")
    if not sight.n:
        return _("Nobody answered this.")
    said = {
        "bars": _say_bars, "steps": _say_steps, "set": _say_set, "stack": _say_rows, "profile": _say_rows,
        "scores": _say_scores, "number": _say_number,
    }.get(sight.shape, _say_given)  # fmt: skip
    return said(sight)


def _say_steps(sight: ItemSight) -> str:
    if sight.promoters is None:
        return _say_most(sight)
    score = write_signed(sight.promoters.score)
    if (interval := sight.promoters.interval) is None:
        return _("Those who recommend less those who don’t: %(score)s.") % {"score": score}
    return _("Those who recommend less those who don’t: %(score)s (from %(low)s to %(high)s).") % {
        "score": score, "low": write_signed(interval.low), "high": write_signed(interval.high),
    }  # fmt: skip


def _say_bars(sight: ItemSight) -> str:
    if (said := say_top(sight)) and sight.mean is not None:
        low, high = _edges(sight)
        return _("%(said)s; the mean is %(mean)s on a scale from %(low)s to %(high)s.") % {
            "said": said, "mean": write_number(sight.mean, 1, keep=True), "low": low, "high": high,
        }  # fmt: skip
    return _say_most(sight)


def say_top(sight: ItemSight) -> str:
    """Say how many chose one of the two highest steps of a scale; nothing where that is no scale or may not be told."""
    top = find_top(sight)
    if top is None:
        return ""
    share, labels = top
    return _("%(share)s chose %(second)s or %(first)s") % {
        "share": write_share(share), "first": quote(labels[1]), "second": quote(labels[0])
    }  # fmt: skip


def find_top(sight: ItemSight) -> tuple[float, tuple[str, str]] | None:
    """Give the share of the two highest steps of a scale with their words, the lower first."""
    levels = sorted((line for line in sight.sure_lines if line.value is not None), key=lambda line: -(line.value or 0))
    shares = [line.told for line in levels]
    if len(levels) < FEWEST_STEPS or sight.shape != "bars" or None in shares:
        return None
    return sum(share for share in shares[:TOP] if share is not None), (levels[1].label, levels[0].label)


def _edges(sight: ItemSight) -> tuple[str, str]:
    values = [line.value for line in sight.lines if line.value is not None]
    return write_number(min(values)), write_number(max(values))


def _say_most(sight: ItemSight) -> str:
    told = sorted((line for line in sight.lines if line.told), key=lambda line: -(line.told or 0))
    if not told:
        return _("The numbers are too small to be shown.")
    first = told[0]
    if first.count == sight.n:
        return _("All who answered chose %(label)s.") % {"label": quote(first.label)}
    if _may_hide_more(sight, first.told or 0):
        said = _("Of the answers that may be shown the most frequent is %(label)s (%(share)s).")
        return said % {"label": quote(first.label), "share": write_share(first.told)}
    alike = [line for line in told if line.count is not None and line.count == first.count]
    if len(alike) == TOP:
        return _("The most frequent answers are %(one)s and %(other)s (%(share)s each).") % {
            "one": quote(alike[0].label), "other": quote(alike[1].label), "share": write_share(first.told)
        }  # fmt: skip
    return _("The most frequent answer is %(label)s (%(share)s).") % {
        "label": quote(first.label), "share": write_share(first.told)
    }  # fmt: skip


def _may_hide_more(sight: ItemSight, most: float) -> bool:
    """Tell whether an answer that is hidden may be as frequent as the most frequent one that is shown.

    Not only small counts are hidden, but also others from which they could be told.
    """
    hidden = any(line.is_hidden for line in sight.lines)
    return hidden and 1 - sum(line.told or 0 for line in sight.lines) >= most


def _say_set(sight: ItemSight) -> str:
    told = sorted((line for line in sight.lines if line.told), key=lambda line: -(line.told or 0))[:NAMED]
    if not told:
        return _("The numbers are too small to be shown.")
    labels = join_words(f"{quote(line.label)} ({write_share(line.told)})" for line in told)
    if any(line.is_hidden for line in sight.lines):
        return _("Of the answers that may be shown, chosen most often: %(labels)s.") % {"labels": labels}
    return _("Chosen most often: %(labels)s.") % {"labels": labels}


def _say_rows(sight: ItemSight) -> str:
    means = sorted((row for row in sight.rows if row.mean is not None), key=lambda row: -(row.mean or 0))
    if len(means) >= TOP:
        best, worst = means[0], means[-1]
        said = _("Highest mean: %(best)s (%(high)s); lowest: %(worst)s (%(low)s).")
        # A row that is hidden may lie higher or lower; one that nobody answered has no mean.
        if any(row.mean is None and row.n != 0 for row in sight.rows):
            said = _(
                "Of the rows that may be shown the highest mean is that of %(best)s (%(high)s), the lowest that of "
                "%(worst)s (%(low)s)."
            )
        return said % {
            "best": quote(_name_row(best)), "high": write_number(best.mean, 1, keep=True), "worst": quote(_name_row(worst)),
            "low": write_number(worst.mean, 1, keep=True),
        }  # fmt: skip
    return ngettext(
        "%(count)s person rated at least one row.", "%(count)s people rated at least one row.", sight.n or 0
    ) % {"count": sight.n}  # fmt: skip


def _name_row(row: ItemSight) -> str:
    return f"{row.question} – {row.right}" if row.right else row.question


def _say_scores(sight: ItemSight) -> str:
    told = [line for line in sort_lines(sight) if line.mean is not None]
    if not told:
        return _("The numbers are too small to be shown.")
    if len(told) < len(sight.sure_lines):
        # One that is hidden may stand before it.
        return _say_given(sight)
    if sight.item.kind == Kind.RANKING:
        return _("Ranked highest: %(label)s (mean place %(place)s).") % {
            "label": quote(told[0].label), "place": write_number(told[0].mean, 1, keep=True)
        }  # fmt: skip
    return _("Given most: %(label)s (%(share)s of what was divided, on average).") % {
        "label": quote(told[0].label), "share": write_share(told[0].mean)
    }  # fmt: skip


def _say_number(sight: ItemSight) -> str:
    if sight.mean is None:
        return _say_given(sight)
    if sight.median is None:
        return _("%(mean)s on average.") % {"mean": with_unit(sight, sight.mean)}
    return _("%(mean)s on average; half gave no more than %(median)s.") % {
        "mean": with_unit(sight, sight.mean), "median": with_unit(sight, sight.median)
    }  # fmt: skip


def with_unit(sight: ItemSight, value: float | None) -> str:
    """Write a number of an item with its unit, to three figures that count."""
    if value is None:
        return "–"
    digits = 1 if abs(value) < 100 else 0  # noqa: PLR2004 - three figures
    return f"{write_number(value, digits, keep=bool(digits))}{NBSP}{sight.unit}".rstrip()


def _say_given(sight: ItemSight) -> str:
    return ngettext("%(count)s person answered.", "%(count)s people answered.", sight.n or 0) % {"count": sight.n}


def write_signed(value: float) -> str:
    """Write a number with its sign; nothing stands before zero."""
    text = write_number(value, 0)
    return f"+{text}" if value > 0 and text != "0" else text


def join_words(words: Iterable[str]) -> str:
    """Join words as a sentence does: „a, b and c”."""
    listed = list(words)
    if len(listed) < TOP:
        return "".join(listed)
    return _("%(many)s and %(last)s") % {"many": ", ".join(listed[:-1]), "last": listed[-1]}


def find_widest(sight: ItemSight) -> float:
    """Give the largest share of an item, to which its bars are drawn."""
    return max((line.told or 0 for line in sight.lines), default=0) or 1
