"""Which items were asked because of what was answered to others.

How many answered such an item tells how many gave that other answer. Where the other item hides something, the numbers of
those asked because of it are told coarsely or not at all; else subtracting one from the other would show what is hidden.
"""

from collections.abc import Iterable, Iterator

from sciezka.rooms.questions.schema.types import Condition, Item, Joined, Page, Questionnaire


def find_leads(questionnaire: Questionnaire) -> dict[str, frozenset[str]]:
    """Give for each item the items whose answers decided, at one remove or more, whether it was asked."""
    found: dict[str, frozenset[str]] = {}
    leapers: set[str] = set()
    for page in questionnaire.pages:
        for section in page.sections:
            for item in section.items:
                asked = {*leapers, *_name_items((page.show_if, section.show_if, item.show_if))}
                asked |= {code for row in item.rows for code in _name_items((row.show_if,))}
                found[item.code] = frozenset(asked.union(*(found.get(code, frozenset()) for code in asked)))
        leapers |= set(_find_leapers(page))
    return found


def _find_leapers(page: Page) -> Iterator[str]:
    """Give the items of a page whose answers may leap over later pages."""
    for item in page.items():
        if _leaps(item):
            yield item.code


def _leaps(item: Item) -> bool:
    return any(option.skip_to for option in item.options)


def _name_items(conditions: Iterable[Condition | None]) -> Iterator[str]:
    for condition in conditions:
        if isinstance(condition, Joined):
            yield from _name_items(condition.parts)
        elif condition is not None:
            yield condition.item
