"""The last step of every reader: what came is cut to what a questionnaire may hold, and read back as it will be stored."""

from collections.abc import Iterator
from dataclasses import replace

from sciezka.rooms.questions.carrying.carried import CarryingProblem, Ledger
from sciezka.rooms.questions.schema.stored import MOST, read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.types import Item, Page, Questionnaire, SchemaProblem, Section


def fit_questionnaire(questionnaire: Questionnaire, ledger: Ledger) -> Questionnaire:
    """Cut a questionnaire to its limits; what falls off is listed.

    Raises:
        CarryingProblem: where what came still is no questionnaire.
    """
    pages = list(questionnaire.pages)
    for page in pages[MOST["pages"] :]:
        for item in page.items():
            ledger.leave("question", item.code, "too_many", item.text.say(questionnaire.base))
    fitted = replace(questionnaire, pages=tuple(fit_page(page, ledger) for page in pages[: MOST["pages"]]))
    try:
        return read_questionnaire(write_questionnaire(fitted))
    except SchemaProblem as problem:
        raise CarryingProblem(
            "not_whole", f"The file cannot be made into a questionnaire: {problem}", path=problem.path
        ) from problem


def fit_page(page: Page, ledger: Ledger) -> Page:
    """Cut a page's sections and their items."""
    return replace(page, sections=tuple(fit_section(section, ledger) for section in page.sections))


def fit_section(section: Section, ledger: Ledger) -> Section:
    """Cut a section's items, and their options and rows."""
    for item in section.items[MOST["items"] :]:
        ledger.leave("question", item.code, "too_many", next(iter(item.text.words.values()), ""))
    return replace(section, items=tuple(fit_items(section.items[: MOST["items"]], ledger)))


def fit_items(items: tuple[Item, ...], ledger: Ledger) -> Iterator[Item]:
    """Cut items' options and rows."""
    for item in items:
        options, rows = item.options[: MOST["options"]], item.rows[: MOST["rows"]]
        for option in item.options[MOST["options"] :]:
            ledger.leave("option", item.code, "too_many", option.code)
        for row in item.rows[MOST["rows"] :]:
            ledger.leave("row", item.code, "too_many", row.code)
        yield replace(item, options=options, rows=rows)
