"""LimeSurvey's questions that are filled in rather than chosen: numbers, texts, dates, places, files, rankings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sciezka.rooms.questions.carrying.lime_items import Maker
from sciezka.rooms.questions.carrying.lime_kinds import FILE_KINDS, Items, tell_split
from sciezka.rooms.questions.carrying.wording import read_item_text
from sciezka.rooms.questions.schema.types import Item, Kind, Text

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
LEAST_TOTAL: Final = 1
MOST_TOTAL: Final = 10_000
LARGEST_FILE_MB: Final = 20


def make_text(maker: Maker) -> Items:
    """A short, long or huge free text; a short one may be a number or a place on a map."""
    leave_pattern(maker)
    if maker.question.kind == "S" and maker.attributes.value("location_mapservice") not in {"", "0"}:
        return (make_place(maker),)
    if maker.attributes.flag("numbers_only"):
        maker.ledger.leave("question", maker.question.code, "kind_changed", "text → number")
        return (maker.start(Kind.NUMBER, decimals=6, **read_limits(maker)),)
    longest = int(min(maker.attributes.number("maximum_chars") or 0, 20_000))
    prefix = maker.attributes.words("prefix")
    unit = maker.tongues.make_text(maker.attributes.words("suffix"), read_item_text)
    if prefix or unit:
        maker.attributes.leave("prefix", "looks", what="look")
        maker.attributes.leave("suffix", "looks", what="look")
    return (maker.start(Kind.TEXT if maker.question.kind == "S" else Kind.LONG_TEXT, longest=max(longest, 0)),)


def leave_pattern(maker: Maker) -> None:
    """List a pattern by which LimeSurvey checks what is typed."""
    if pattern := maker.question.row.get("preg", "").strip():
        maker.ledger.leave("constraint", maker.question.code, "checked_by_pattern", pattern)


def make_place(maker: Maker) -> Item:
    """A place on a map."""
    words = maker.attributes.value("location_defaultcoordinates").replace(";", " ").replace(",", " ").split()
    zoom = maker.attributes.number("location_mapzoom") or 11
    centre = None
    try:
        latitude, longitude = (float(word) for word in words[:2])
    except ValueError:
        pass
    else:
        if abs(latitude) <= 90 and abs(longitude) <= 180:  # noqa: PLR2004 - the globe
            centre = (latitude, longitude, float(min(max(zoom, 1), 20)))
    maker.ledger.leave("attribute", maker.question.code, "kind_changed", "location_mapservice")
    maker.attributes.words("location_mapservice")
    return maker.start(Kind.PLACE, centre=centre)


def read_limits(maker: Maker) -> dict[str, Any]:
    """Take the bounds and the unit of a number."""
    attributes = maker.attributes
    attributes.leave("prefix", "looks", what="look")
    return {
        "least": attributes.number("min_num_value_n"),
        "most": attributes.number("max_num_value_n"),
        "unit": maker.tongues.make_text(attributes.words("suffix"), read_item_text),
    }


def make_number(maker: Maker) -> Items:
    """A number."""
    leave_pattern(maker)
    digits = maker.attributes.number("maximum_chars")
    whole = maker.attributes.flag("num_value_int_only")
    limits = read_limits(maker)
    if digits and limits["most"] is None and 0 < digits < 12:  # noqa: PLR2004 - further it bounds nothing
        limits["most"] = 10 ** int(digits) - 1
    return (maker.start(Kind.NUMBER, decimals=0 if whole else 6, **limits),)


def make_numbers(maker: Maker) -> Items:
    """Several numbers: an allocation where they must sum to a total, else a number for each."""
    leave_pattern(maker)
    total = maker.attributes.number("equals_num_value")
    shuffle = maker.is_shuffled("subquestion_order")
    maker.attributes.words("value_range_allows_missing")
    if total and LEAST_TOTAL <= total <= MOST_TOTAL and float(total).is_integer():
        if maker.attributes.value("num_value_int_only") in {"", "0"}:
            maker.ledger.leave("attribute", maker.question.code, "kind_changed", "num_value_int_only = 0")
        for name in ("min_num_value", "max_num_value", "min_num_value_n", "max_num_value_n", "min_answers", "max_answers"):
            maker.attributes.leave(name, "unknown_part", what="constraint")
        return (maker.start(Kind.ALLOCATION, options=maker.list_part_options(), total=int(total), shuffle=shuffle),)
    for name in ("min_num_value", "max_num_value", "equals_num_value", "min_answers", "max_answers"):
        maker.attributes.leave(name, "unknown_part", what="constraint")
    base = maker.start(Kind.NOTE)
    limits = read_limits(maker)
    if maker.attributes.flag("slider_layout"):
        maker.ledger.leave("look", maker.question.code, "looks", "slider")
        limits["least"] = first_given(maker.attributes.number("slider_min"), limits["least"])
        limits["most"] = first_given(maker.attributes.number("slider_max"), limits["most"])
        maker.attributes.words("slider_accuracy")
        maker.attributes.leave("slider_default", "prefilled", what="default")
        maker.attributes.leave("slider_default_set", "prefilled", what="default")
    decimals = 0 if maker.attributes.flag("num_value_int_only") else 6
    made = tuple(
        maker.add_part(code, Kind.NUMBER, maker.join(base.text, Text(cut_poles(maker.say(part.texts)))), help=base.help,
                       required=maker.is_required, decimals=decimals, **limits)
        for code, part in maker.code_parts()
    )  # fmt: skip
    return tell_split(maker, made)


def cut_poles(text: Text) -> dict[str, str]:
    """Write "name|left|right" of a slider as words."""
    return {
        language: " – ".join(word.strip() for word in words.split("|") if word.strip())
        for language, words in text.words.items()
    }


def first_given(*values: float | None) -> float | None:
    """Give the first number that is there."""
    return next((value for value in values if value is not None), None)


def make_texts(maker: Maker) -> Items:
    """Several short texts: a text, or a number, for each."""
    leave_pattern(maker)
    maker.is_shuffled("subquestion_order")
    for name in ("min_answers", "max_answers"):
        maker.attributes.leave(name, "unknown_part", what="constraint")
    for name in ("prefix", "suffix"):
        maker.attributes.leave(name, "looks", what="look")
    base = maker.start(Kind.NOTE)
    longest = int(min(maker.attributes.number("maximum_chars") or 0, 20_000))
    is_number = maker.attributes.flag("numbers_only")
    own: dict[str, Any] = {"decimals": 6} if is_number else {"longest": max(longest, 0)}
    made = []
    for code, part in maker.code_parts():
        text = maker.join(base.text, maker.say(part.texts))
        kind = Kind.NUMBER if is_number else Kind.TEXT
        made.append(maker.add_part(code, kind, text, help=base.help, required=maker.is_required, **own))
    return tell_split(maker, tuple(made))


def make_ranking(maker: Maker) -> Items:
    """A ranking."""
    options = maker.list_options() or maker.list_part_options()
    if not maker.question.answers and options:
        options = tuple(replace(option, value=None) for option in options)
    columns = maker.attributes.number("max_subquestions")
    bounds = maker.read_bounds()
    if columns and (bounds["most"] is None or columns < bounds["most"]):
        bounds["most"] = columns
    return (
        maker.start(Kind.RANKING, options=options, shuffle=maker.is_shuffled("answer_order", "subquestion_order"), **bounds),
    )


def make_date(maker: Maker) -> Items:
    """A day; hours and minutes are not asked."""
    bounds: dict[str, str] = {}
    for ours, names in (
        ("least", ("date_min", "dropdown_dates_year_min")),
        ("most", ("date_max", "dropdown_dates_year_max")),
    ):
        for name in names:
            value = maker.attributes.value(name)
            if re.fullmatch(r"\d{4}", value):
                value = f"{value}-01-01" if ours == "least" else f"{value}-12-31"
            if DAY.fullmatch(value[:10]):
                bounds.setdefault(ours, value[:10])
            elif value:
                maker.attributes.leave(name, "expression", what="constraint")
    form = maker.attributes.value("date_format")
    if form and (any(sign in form for sign in "Hi") or not all(sign in form.lower() for sign in "dmy")):
        maker.attributes.leave("date_format", "kind_changed")
    return (maker.start(Kind.DATE, **bounds),)


def make_file(maker: Maker) -> Items:
    """A file."""
    wanted = [word.strip(" .").lower() for word in maker.attributes.value("allowed_filetypes").replace(";", ",").split(",")]
    allowed = tuple(dict.fromkeys(word for word in wanted if word in FILE_KINDS))
    refused = [word for word in wanted if word and word not in FILE_KINDS]
    if refused:
        maker.ledger.leave("attribute", maker.question.code, "file_rules", f"allowed_filetypes = {', '.join(refused)}")
    size = maker.attributes.number("max_filesize") or 5 * 1024
    most_mb = int(min(max(size // 1024, 1), LARGEST_FILE_MB))
    if size > LARGEST_FILE_MB * 1024:
        maker.attributes.leave("max_filesize", "file_rules")
    if (maker.attributes.number("max_num_of_files") or 1) > 1:
        maker.attributes.leave("max_num_of_files", "file_rules")
    least = maker.attributes.number("min_num_of_files") or 0
    return (maker.start(Kind.FILE, extensions=allowed, most_mb=most_mb, required=least > 0 or maker.is_required),)


FIELD_MAKERS: Final[Mapping[str, Callable[[Maker], Items]]] = {
    **dict.fromkeys("STU", make_text),
    "N": make_number,
    "K": make_numbers,
    "Q": make_texts,
    "R": make_ranking,
    "D": make_date,
    "|": make_file,
}
