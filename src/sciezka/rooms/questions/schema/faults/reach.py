"""What nobody can reach: pages that every way passes by, and conditions that can never hold.

A doubt counts as that it can be reached, so not everything unreachable is found, but what is found is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sciezka.rooms.questions.schema.faults.noted import Fault, Place, list_places
from sciezka.rooms.questions.schema.faults.paths import MEASURING
from sciezka.rooms.questions.schema.routes import HOLD_UNANSWERED
from sciezka.rooms.questions.schema.types import (
    END,
    Compared,
    Condition,
    Item,
    Joined,
    Kind,
    Operator,
    Page,
    Questionnaire,
)

ONE_CHOSEN = frozenset({Kind.SINGLE, Kind.DROPDOWN})


def find_unreachable(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find pages, sections and items that nobody can ever see."""
    reached = reach_pages(questionnaire)
    map_ = _Map(questionnaire, {place.item.code: place for place in reversed(list_places(questionnaire))}, set())
    for number, page in enumerate(questionnaire.pages):
        if number not in reached or map_.fails(page.show_if, number):
            yield Fault("page.unreachable", f"pages[{number}]", "warning", {"page": page.code})
            map_.lost |= {item.code for item in page.items()}
            continue
        for part, section in enumerate(page.sections):
            path = f"pages[{number}].sections[{part}]"
            if map_.fails(section.show_if, number):
                yield Fault("section.unreachable", path, "warning", {"section": section.code})
                map_.lost |= {item.code for item in section.items}
                continue
            for order, item in enumerate(section.items):
                if map_.fails(item.show_if, number):
                    yield Fault("item.unreachable", f"{path}.items[{order}]", "warning", {"item": item.code})
                    map_.lost.add(item.code)


def reach_pages(questionnaire: Questionnaire) -> set[int]:
    """Give the places of pages that some way of answering may lead to."""
    reached: set[int] = set()
    ahead = {0}
    while ahead:
        number = min(ahead)
        ahead.discard(number)
        if number >= len(questionnaire.pages):
            continue
        reached.add(number)
        page = questionnaire.pages[number]
        targets = [target for item in page.items() for target in item.leaps.values()]
        if not any(_leads_all_away(page, item) for item in page.items()):
            targets.append(page.skip_to)
        ahead |= {find_target(questionnaire, target, number) for target in targets}
        if _may_be_passed(page):
            ahead.add(number + 1)
    return reached


def find_target(questionnaire: Questionnaire, target: str, here: int) -> int:
    """Give the place where a leap leads; a leap backwards or nowhere leads to the next page, as when it is walked."""
    place = len(questionnaire.pages) if target == END else questionnaire.places.get(target, 0)
    return place if place > here else here + 1


def _may_be_passed(page: Page) -> bool:
    """Tell whether a page may show nothing at all."""
    shown = (item.show_if is None and section.show_if is None for section in page.sections for item in section.items)
    return page.show_if is not None or not any(shown)


def _leads_all_away(page: Page, item: Item) -> bool:
    """Tell whether nobody leaves the item's page but by one of its leaps."""
    always = item.required and item.show_if is None and item.kind in ONE_CHOSEN
    hidden = any(section.show_if is not None for section in page.sections if item in section.items)
    return always and not hidden and bool(item.options) and all(option.skip_to for option in item.options)


@dataclass(slots=True)
class _Map:
    """What is known on the way: where each item stands, and which are lost."""

    questionnaire: Questionnaire
    owners: Mapping[str, Place]
    lost: set[str]

    def fails(self, condition: Condition | None, number: int) -> bool:
        """Tell whether a condition of something on a page can never hold."""
        if condition is None:
            return False
        if isinstance(condition, Joined):
            parts = [self.fails(part, number) for part in condition.parts]
            if condition.how == "any":
                return all(parts)
            return condition.how == "all" and (any(parts) or self.is_contradictory(condition))
        if condition.operator in HOLD_UNANSWERED:
            return False
        return condition.item in self.lost or self.leads_past(condition, number)

    def leads_past(self, condition: Compared, number: int) -> bool:
        """Tell whether each answer that a condition names has led past the page where the condition stands."""
        place = self.owners.get(condition.item)
        if place is None or place.number >= number or place.item.kind not in ONE_CHOSEN:
            return False
        others = [item for item in place.page.items() if item.leaps and item.code != condition.item]
        if others or condition.operator not in {Operator.IS, Operator.IN, Operator.INCLUDES}:
            return False
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        targets = [place.item.leaps.get(value, "") for value in values if isinstance(value, str)]
        past = [find_target(self.questionnaire, target, place.number) > number for target in targets if target]
        return len(past) == len(values) and bool(past) and all(past)

    def is_contradictory(self, condition: Joined) -> bool:
        """Tell whether conditions that must all hold shut one another out."""
        chosen: dict[tuple[str, str], set[Any]] = {}
        low: dict[tuple[str, str], float] = {}
        high: dict[tuple[str, str], float] = {}
        for part in condition.parts:
            if not isinstance(part, Compared):
                continue
            key = (part.item, part.row)
            if part.operator is Operator.IS:
                # Also of a list: it is the one answer that was chosen.
                chosen.setdefault(key, set()).add(part.value)
            elif part.operator in MEASURING and isinstance(part.value, int | float):
                if part.operator in {Operator.AT_LEAST, Operator.ABOVE}:
                    low[key] = max(low.get(key, part.value), part.value)
                else:
                    high[key] = min(high.get(key, part.value), part.value)
        return any(len(values) > 1 for values in chosen.values()) or any(low[key] > high[key] for key in low.keys() & high)
