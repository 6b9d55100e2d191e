"""What of a page shows and hides with other answers of the same page, as data for the script that does it at once.

Comparisons with answers of earlier pages are settled here, so none of these answers is sent to the browser again.
"""

from typing import Any

from sciezka.rooms.questions.schema.routes import holds
from sciezka.rooms.questions.schema.types import Answers, Condition, Joined, Page


def write_logic(page: Page, earlier: Answers) -> list[dict[str, Any]] | None:
    """Write the conditions of a page, in the questionnaire's order; nothing where nothing depends on the page itself."""
    own = {item.code for item in page.items()}
    parts: list[dict[str, Any]] = []
    for section in page.sections:
        items: list[dict[str, Any]] = []
        for item in section.items:
            written: dict[str, Any] = {"item": item.code, "kind": str(item.kind)}
            if item.show_if is not None:
                written["if"] = _settle(item.show_if, own, earlier)
            if item.has_conditional_rows:
                written["rows"] = {
                    row.code: True if row.show_if is None else _settle(row.show_if, own, earlier) for row in item.rows
                }
            items.append(written)
        part: dict[str, Any] = {"section": section.code, "items": items}
        if section.show_if is not None:
            part["if"] = _settle(section.show_if, own, earlier)
        parts.append(part)
    return parts if any(_is_open(part) for part in parts) else None


def _is_open(part: dict[str, Any]) -> bool:
    """Tell whether anything of a section is still to be decided on the page."""
    conditions = [part.get("if")]
    for item in part["items"]:
        conditions += [item.get("if"), *item.get("rows", {}).values()]
    return any(isinstance(condition, dict) for condition in conditions)


def _settle(condition: Condition, own: set[str], earlier: Answers) -> dict[str, Any] | bool:
    """Write a condition, with what earlier pages decide already decided."""
    if isinstance(condition, Joined):
        parts = [_settle(part, own, earlier) for part in condition.parts]
        if all(isinstance(part, bool) for part in parts):
            whole = {"all": all(parts), "any": any(parts), "none": not any(parts)}
            return whole[condition.how]
        return {condition.how: parts}
    if condition.item not in own:
        return holds(condition, earlier)
    value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    return {"item": condition.item, "op": str(condition.operator), "value": value, "row": condition.row}
