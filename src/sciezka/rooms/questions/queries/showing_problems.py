"""What is to be mended on a page, in sentences for the person who answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.questions.queries.showing_budgets import say_budget_problem
from sciezka.rooms.questions.schema.answers import Problem
from sciezka.rooms.questions.schema.types import Item, Kind, Questionnaire
from sciezka.rooms.questions.schema.wording import name_question, say_day

LONGEST = 90


@dataclass(frozen=True, slots=True)
class Mending:
    """One line of the list of what is to be mended.

    Attributes:
        anchor: the id of the item on the page.
        question: the question, cut short.
        sentence: what is wrong.
    """

    anchor: str
    question: str
    sentence: str


def list_mendings(questionnaire: Questionnaire, problems: Iterable[Problem], language: str) -> list[Mending]:
    """List what is to be mended, each item and sentence once. Called in the language of the page."""
    found: dict[tuple[str, str], Mending] = {}
    for problem in problems:
        item = questionnaire.find_item(problem.item)
        if item is None:
            continue
        sentence = say_problem(item, problem, language)
        question = name_question(item.text.say(language, questionnaire.base), LONGEST)
        found.setdefault((item.code, sentence), Mending(f"i-{item.code}", question, sentence))
    return list(found.values())


def say_problem(item: Item, problem: Problem, language: str) -> str:  # noqa: C901, PLR0911 - one for each problem
    """Say what is wrong with an answer, and what to do."""
    fields = problem.fields
    match problem.code:
        case "required":
            return say_missing(item)
        case "consent":
            return _("Tick this box: without it the answers can’t be sent.")
        case "rows":
            missing = int(fields.get("missing", 1))
            return ngettext(
                "%(count)d line has no answer yet.", "%(count)d lines have no answer yet.", missing
            ) % {"count": missing}  # fmt: skip
        case "number":
            return _("A number is needed here, such as 12.") if item.kind is not Kind.RANKING else _("Places are numbers.")
        case "too_small" | "too_big":
            return say_bound(problem, language)
        case "decimals":
            return say_decimals(int(fields.get("decimals", 0)))
        case "too_long":
            over = max(1, int(fields.get("length", 0)) - int(fields.get("longest", 0)))
            return ngettext(
                "The text is too long by %(count)d character.", "The text is too long by %(count)d characters.", over
            ) % {"count": over}  # fmt: skip
        case "too_few":
            least = int(fields.get("least", 1))
            return ngettext("Choose at least %(count)d answer.", "Choose at least %(count)d answers.", least) % {
                "count": least
            }
        case "too_many":
            most = int(fields.get("most", 1))
            return ngettext("Choose at most %(count)d answer.", "Choose at most %(count)d answers.", most) % {"count": most}
        case "sum":
            return say_sum(fields)
    if item.kind is Kind.BUDGET:
        return say_budget_problem(item, problem, language)
    return say_plain(problem.code, fields)


def say_plain(code: str, fields: Any) -> str:  # noqa: ANN401 - the values of a problem
    """Say a problem whose sentence is always the same."""
    if code == "file" and "most_together_mb" in fields:
        return _("All files together are too large: at most %(size)s MB.") % {"size": fields["most_together_mb"]}
    if code == "file" and "most_mb" in fields:
        return _("The file is too large: at most %(size)s MB.") % {"size": fields["most_mb"]}
    if code == "file" and fields.get("extensions"):
        return _("Such a file can’t be taken. These can: %(kinds)s.") % {"kinds": ", ".join(fields["extensions"])}
    sentences = {
        "exclusive": _("This answer can’t be joined with others: choose it alone, or take it off."),
        "date": _("A day is needed here, such as 9.03.2026."),
        "tied": _("Each place can be given once only."),
        "place": _("These are no coordinates. Latitude is between -90 and 90, longitude between -180 and 180."),
        "own_words": _("Write what you mean by the chosen answer, or choose another one."),
        "file": _("The file can’t be taken. Send another one."),
    }
    return sentences.get(code) or _("This answer can’t be read. Choose or type it again.")


def say_missing(item: Item) -> str:  # noqa: C901, PLR0911 - one for each kind
    """Ask for an answer that is missing, as its kind is answered."""
    match item.kind:
        case Kind.SINGLE | Kind.DROPDOWN | Kind.NPS:
            return _("Choose an answer.")
        case Kind.MULTIPLE:
            return _("Choose at least one answer.")
        case Kind.GRID | Kind.SEMANTIC:
            return _("Choose an answer in each line.")
        case Kind.RANKING:
            return _("Put at least one answer in order.")
        case Kind.ALLOCATION:
            return _("Divide the points.")
        case Kind.DATE:
            return _("Give a day.")
        case Kind.NUMBER:
            return _("Give a number.")
        case Kind.PLACE:
            return _("Give a place.")
        case Kind.BUDGET:
            return _("Write at least one line of costs.")
        case Kind.FILE:
            return _("Send a file.")
    return _("Write an answer.")


def say_bound(problem: Problem, language: str) -> str:
    """Say that a number or a day lies outside its bounds."""
    is_low = problem.code == "too_small"
    bound = problem.fields.get("least" if is_low else "most", "")
    if isinstance(bound, str):
        day = {"day": say_day(bound, language)}
        return _("The day can’t be before %(day)s.") % day if is_low else _("The day can’t be after %(day)s.") % day
    number = {"number": localize(bound)}
    return _("The number can’t be lower than %(number)s.") % number if is_low else (
        _("The number can’t be higher than %(number)s.") % number
    )  # fmt: skip


def say_decimals(decimals: int) -> str:
    """Say how many digits may stand after the comma."""
    if not decimals:
        return _("A whole number is needed here.")
    return ngettext(
        "At most %(count)d digit after the comma.", "At most %(count)d digits after the comma.", decimals
    ) % {"count": decimals}  # fmt: skip


def say_sum(fields: Any) -> str:  # noqa: ANN401 - the values of a problem
    """Say how many points are left or too many."""
    left, total = int(fields.get("left", 0)), fields.get("total", 100)
    if left > 0:
        return _("%(left)s of %(total)s points are still to be divided.") % {"left": left, "total": total}
    return _("There are %(over)s points too many: all together there are %(total)s.") % {"over": -left, "total": total}
