"""Conditions and leaps said as sentences, for whoever writes a questionnaire."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sciezka.rooms.questions.schema.types import (
    Compared,
    Condition,
    Item,
    Joined,
    Kind,
    Operator,
    Page,
    Section,
)
from sciezka.rooms.questions.schema.types import Questionnaire as Schema

SHORT = 60
# Sums of a budget that conditions compare.
SUMS = {
    "total": pgettext_lazy("budget", "all costs"),
    "own": pgettext_lazy("budget", "own contribution"),
    "asked": pgettext_lazy("budget", "money asked for"),
}
OPERATORS = {
    Operator.IS: gettext_lazy("is"),
    Operator.IS_NOT: gettext_lazy("is not"),
    Operator.IN: gettext_lazy("is one of"),
    Operator.INCLUDES: gettext_lazy("has among its answers"),
    Operator.EXCLUDES: gettext_lazy("does not have among its answers"),
    Operator.ANSWERED: gettext_lazy("was answered"),
    Operator.UNANSWERED: gettext_lazy("was not answered"),
    Operator.AT_LEAST: gettext_lazy("is at least"),
    Operator.AT_MOST: gettext_lazy("is at most"),
    Operator.ABOVE: gettext_lazy("is more than"),
    Operator.BELOW: gettext_lazy("is less than"),
}


def say_condition(questionnaire: Schema, condition: Condition, language: str) -> str:
    """Say a condition as a sentence's end, such as „q1 is “yes” and q2 was answered”."""
    if isinstance(condition, Joined):
        parts = [say_condition(questionnaire, part, language) for part in condition.parts]
        parts = [
            f"({said})" if isinstance(part, Joined) and len(part.parts) > 1 else said
            for part, said in zip(condition.parts, parts, strict=True)
        ]
        if condition.how == "none":
            return _("none of these: %(conditions)s") % {"conditions": "; ".join(parts)}
        return (_(" and ") if condition.how == "all" else _(" or ")).join(parts)
    item = questionnaire.find_item(condition.item)
    words = [_say_item(condition, item, language, questionnaire.base), str(OPERATORS[condition.operator])]
    if condition.operator not in {Operator.ANSWERED, Operator.UNANSWERED}:
        words.append(_say_value(condition, item, language, questionnaire.base))
    return " ".join(words)


def _say_item(compared: Compared, item: Item | None, language: str, base: str) -> str:
    if not compared.row or item is None:
        return compared.item
    if item.kind is Kind.BUDGET and compared.row in SUMS:
        return f"{compared.item} „{SUMS[compared.row]}”"
    row = item.find_row(compared.row) or item.find_option(compared.row)
    return f"{compared.item} „{shorten(row.text.say(language, base), 30)}”" if row else f"{compared.item}.{compared.row}"


def _say_value(compared: Compared, item: Item | None, language: str, base: str) -> str:
    values = compared.value if isinstance(compared.value, tuple | list) else (compared.value,)
    said = []
    for value in values:
        option = item.find_option(value) if item else None
        said.append(f"„{shorten(option.text.say(language, base), 40)}”" if option else str(value))
    return ", ".join(said)


def shorten(text: str, length: int = SHORT) -> str:
    """Give the first words of a text."""
    words = " ".join(text[: 4 * length].split())
    return words if len(words) <= length else f"{words[: length - 1].rsplit(' ', 1)[0].rstrip(' ,;:–-')}…"


def name_item(item: Item, language: str, base: str) -> str:
    """Name an item by its code and its first words."""
    return f"{item.code} · {shorten(item.text.say(language, base)) or '…'}"


def name_page(page: Page, place: int, language: str, base: str) -> str:
    """Name a page by its number and its title."""
    number = _("Page %(number)s") % {"number": place}
    title = page.title.say(language, base)
    return f"{number}: {shorten(title)}" if title else number


def name_section(section: Section, place: int, language: str, base: str) -> str:
    """Name a section by its title, or by its number on the page."""
    title = section.title.say(language, base) or section.text.say(language, base)
    return shorten(title, 40) if title else _("Section %(number)s") % {"number": place}
