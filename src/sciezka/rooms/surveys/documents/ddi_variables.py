"""Variables in DDI-Codebook 2.5: labels and questions in each language, values, and counts as results show them."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.documents.ddi_elements import add
from sciezka.rooms.surveys.queries.exports_described import Described
from sciezka.rooms.surveys.queries.exports_variables import (
    TEXTUAL,
    WRITTEN,
    Role,
    Variable,
    label_variable,
    list_values,
)
from sciezka.rooms.surveys.queries.results_shapes import say_question

NATURES: Final = {"nominal": "nominal", "ordinal": "ordinal", "scale": "ratio"}
GROUPED: Final = {Kind.MULTIPLE: "multipleResp", Kind.GRID: "grid", Kind.SEMANTIC: "grid"}
DAYS: Final = frozenset({Role.DAY, Role.ANSWERED_ON})


def add_groups(parent: Any, described: Described) -> None:  # noqa: ANN401 - lxml
    """Add what binds the variables of one question together."""
    parts: dict[str, list[int]] = {}
    for at, variable in enumerate(described.variables, start=1):
        if variable.item is not None and variable.part:
            parts.setdefault(variable.item.code, []).append(at)
    together = {code: places for code, places in parts.items() if len(places) > 1}
    for number, (code, places) in enumerate(together.items(), start=1):
        item = described.questionnaire.find_item(code)
        if item is None:
            continue
        kind = GROUPED.get(item.kind, "other")
        marks = {"ID": f"VG{number}", "type": kind, "var": " ".join(f"V{at}" for at in places)}
        if kind == "other":
            marks["otherType"] = str(item.kind)
        group = add(parent, "varGrp", **marks)
        for language in described.languages:
            if item.text.speaks(language):
                add(group, "labl", say_question(item, language), lang=language)


def add_variable(parent: Any, described: Described, variable: Variable, number: int) -> None:  # noqa: ANN401
    """Add a variable."""
    item = variable.item
    made = add(
        parent, "var", ID=f"V{number}", name=variable.name, files="F1",
        intrvl="contin" if variable.measure == "scale" else "discrete", nature=NATURES[variable.measure],
        wgt="wgt" if variable.role == Role.WEIGHT else "not-wgt",
    )  # fmt: skip
    if variable.role in {Role.WEIGHT, Role.DEGREE}:
        made.set("dcml", "6")
    elif variable.role == Role.SUM:
        made.set("dcml", "2")
    elif variable.role == Role.NUMBER and item is not None:
        made.set("dcml", str(item.decimals))
    for language in described.languages if item is not None else (described.language,):
        with override(language):
            add(made, "labl", label_variable(variable, language), lang=language)
    if variable.role in WRITTEN:
        add(made, "security", _("Written by people themselves; in the file only where it was asked for."))
    if item is not None:
        _ask(made, described, item)
        _bound(made, variable, item)
    _count(made, described, variable)
    if item is not None and item.bank:
        add(made, "concept", item.bank)
    has_words = any(not value.code.isdecimal() for value in list_values(variable, "pl"))
    add(made, "varFormat", type="character" if has_words or variable.role in TEXTUAL | DAYS else "numeric")


def _ask(made: Any, described: Described, item: Item) -> None:  # noqa: ANN401
    question = add(made, "qstn", responseDomainType="text" if item.kind in {Kind.TEXT, Kind.LONG_TEXT} else "category")
    if item.kind in {Kind.NUMBER, Kind.NPS, Kind.ALLOCATION, Kind.PLACE, Kind.BUDGET}:
        question.set("responseDomainType", "numeric")
    spoken = [language for language in described.languages if item.text.speaks(language)]
    for language in spoken:
        add(question, "qstnLit", item.text.say(language), lang=language)
    for language in spoken:
        if item.help.speaks(language):
            add(question, "ivuInstr", item.help.say(language), lang=language)


def _bound(made: Any, variable: Variable, item: Item) -> None:  # noqa: ANN401
    if variable.role == Role.NUMBER and (item.least is not None or item.most is not None):
        ends = {"min": item.least, "max": item.most}
        add(add(made, "valrng"), "range", UNITS="REAL", **{name: str(end) for name, end in ends.items() if end is not None})
    missing = [value for value in list_values(variable, "pl") if value.is_missing]
    if missing:
        refused = add(made, "invalrng")
        for value in missing:
            add(refused, "item", VALUE=value.code)


def _count(made: Any, described: Described, variable: Variable) -> None:  # noqa: ANN401
    counted = described.counts.get(variable.name)
    listed = {}
    for language in described.languages:
        with override(language):
            listed[language] = list_values(variable, language)
    # Who can't tell answered too, but no archive counts that as valid; apart from them the number may be hidden.
    has_missing = any(value.is_missing for value in listed[described.languages[0]])
    if counted is not None and counted.n is not None and not has_missing:
        add(made, "sumStat", counted.n, type="vald")
        if counted.skipped is not None:
            add(made, "sumStat", counted.skipped, type="invd")
    for at, value in enumerate(listed[described.languages[0]]):
        category = add(made, "catgry", missing="Y" if value.is_missing else "N")
        add(category, "catValu", value.code)
        for language in described.languages:
            add(category, "labl", listed[language][at].label, lang=language)
        count = counted.counts.get(value.code) if counted is not None else None
        if count is not None:
            add(category, "catStat", count, type="freq")
