"""What each of LimeSurvey's types of questions becomes: one function for each of our kinds."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sciezka.rooms.questions.carrying.lime_document import LimeQuestion
from sciezka.rooms.questions.carrying.lime_items import Maker
from sciezka.rooms.questions.carrying.wording import read_plain
from sciezka.rooms.questions.schema.types import Compared, Item, Kind, Operator, Option, Row, Text

Items = tuple[Item, ...]
ANSWERS_OF_TYPE: Final[Mapping[str, str]] = {"Y": "YN", "G": "FM", "C": "YUN", "E": "ISD"}
STEPS: Final[Mapping[str, int]] = {"5": 5, "A": 5, "B": 10}
MOST_CELLS: Final = 120
MOST_STEPS: Final = 11
FILE_KINDS: Final = frozenset({"pdf", "docx", "odt", "xlsx", "ods", "csv", "txt", "png", "jpg", "jpeg"})


def make_single(maker: Maker) -> Items:
    """List (radio, dropdown, with comment), yes/no, gender, five points."""
    kind = maker.question.kind
    if kind in ANSWERS_OF_TYPE:
        options = tuple(Option(code=code, text=maker.say_own(code)) for code in ANSWERS_OF_TYPE[kind])
    elif kind in STEPS:
        options = list_steps(STEPS[kind])
    else:
        options = maker.list_options()
    shuffle = maker.is_shuffled("answer_order")
    item = maker.start(Kind.DROPDOWN if kind in "!W" else Kind.SINGLE, options=maker.add_other(options), shuffle=shuffle)
    if kind != "O":
        return (item,)
    maker.ledger.leave("comment", maker.question.code, "comment_item")
    return item, maker.add_part("comment", Kind.LONG_TEXT, maker.say_own("comment"))


def make_multiple(maker: Maker) -> Items:
    """Multiple choice, with or without comments."""
    alone = {word.strip() for word in maker.attributes.value("exclude_all_others").replace(",", ";").split(";")}
    maker.attributes.words("exclude_all_others_auto")
    options = tuple(
        Option(code=code, text=maker.say(part.texts), exclusive=part.code in alone) for code, part in maker.code_parts()
    )
    assessed = maker.attributes.value("assessment_value")
    if assessed not in {"", "0", "1"}:
        maker.attributes.leave("assessment_value", "assessment")
    item = maker.start(
        Kind.MULTIPLE,
        options=maker.add_other(options),
        shuffle=maker.is_shuffled("subquestion_order"),
        **maker.read_bounds(),
    )
    if maker.question.kind != "P":
        return (item,)
    maker.ledger.leave("comment", maker.question.code, "comment_item")
    chosen = tuple(option for option in item.options if not option.own_words)
    return item, *(
        maker.add_part(
            f"{option.code}comment", Kind.TEXT, maker.join(option.text, maker.say_own("comment")),
            show_if=Compared(item.code, Operator.INCLUDES, option.code),
        )
        for option in chosen
    )  # fmt: skip


def make_grid(maker: Maker) -> Items:
    """Arrays with one scale."""
    kind = maker.question.kind
    options = (
        tuple(Option(code=code, text=maker.say_own(code)) for code in ANSWERS_OF_TYPE[kind])
        if kind in ANSWERS_OF_TYPE
        else list_steps(STEPS[kind]) if kind in STEPS else maker.list_options(valued=True)
    )  # fmt: skip
    rows = maker.list_rows()
    shuffle = maker.is_shuffled("subquestion_order", "answer_order")
    values = {option.value for option in options}
    whole = values == set(range(1, len(options) + 1)) and len(options) <= MOST_STEPS
    if rows and whole and all(row.right for row in rows):
        if kind not in STEPS:
            maker.ledger.leave("question", maker.question.code, "kind_changed", "array → semantic")
        return (maker.start(Kind.SEMANTIC, rows=rows, steps=len(options), shuffle=shuffle),)
    if kind == "H":
        maker.ledger.leave("look", maker.question.code, "looks", "array by column")
    for name in ("min_answers", "max_answers"):
        maker.attributes.leave(name, "required_in_grid", what="constraint")
    return (maker.start(Kind.GRID, options=options, rows=rows, shuffle=shuffle),)


def make_dual(maker: Maker) -> Items:
    """The array of two scales: a grid for each of them."""
    shuffle = maker.is_shuffled("subquestion_order")
    first = maker.start(Kind.GRID, options=maker.list_options(0, valued=True), rows=maker.list_rows(), shuffle=shuffle)
    heads = [maker.say(maker.attributes.words(f"dualscale_header{letter}")) for letter in "AB"]
    second = maker.list_options(1, valued=True)
    if not second:
        return (first,)
    other = maker.add_part(
        "2", Kind.GRID, maker.join(first.text, heads[1]), options=second, rows=first.rows, shuffle=shuffle,
        required=first.required,
    )  # fmt: skip
    return tell_split(maker, (replace(first, text=maker.join(first.text, heads[0])), other))


def make_table(maker: Maker) -> Items:
    """Arrays whose cells are numbers, ticks or texts: grids, choices or single fields."""
    rows, columns = tuple(maker.code_parts(0)), tuple(maker.code_parts(1))
    shuffle = maker.is_shuffled("subquestion_order")
    base = maker.start(Kind.NOTE)
    required = maker.is_required
    if not columns:
        # Without columns there is nothing to answer in a row.
        columns = (("1", LimeQuestion("", "", "", "", "1", 0, 1, {})),)
    spoken = [(code, maker.say(part.texts)) for code, part in columns]
    if maker.question.kind == ":" and maker.attributes.flag("multiflexible_checkbox"):
        options = tuple(Option(code=code, text=text) for code, text in spoken)
        made = tuple(
            maker.add_part(code, Kind.MULTIPLE, maker.join(base.text, maker.say(part.texts)), options=options,
                           required=required, help=base.help)
            for code, part in rows
        )  # fmt: skip
        return tell_split(maker, made)
    numbers = list_numbers(maker) if maker.question.kind == ":" else ()
    lines = tuple(Row(code=code, text=maker.say(part.texts)) for code, part in rows)
    if numbers and lines:
        made = tuple(
            maker.add_part(code, Kind.GRID, maker.join(base.text, text), options=numbers, rows=lines, shuffle=shuffle,
                           required=required, help=base.help)
            for code, text in spoken
        )  # fmt: skip
        return tell_split(maker, made)
    if len(rows) * len(spoken) > MOST_CELLS:
        maker.ledger.leave("question", maker.question.code, "too_many", f"{len(rows)} × {len(spoken)}")
        return ()
    is_number = maker.question.kind == ":" or maker.attributes.flag("numbers_only")
    bounds = read_cell_bounds(maker) if is_number else {}
    made = tuple(
        maker.add_part(f"{row}_{code}", Kind.NUMBER if is_number else Kind.TEXT,
                       maker.join(base.text, maker.say(part.texts), text), required=required, **bounds)
        for row, part in rows for code, text in spoken
    )  # fmt: skip
    return tell_split(maker, made)


def read_cell_bounds(maker: Maker) -> dict[str, float | None]:
    """Take the bounds of an array's numbers."""
    return {"least": maker.attributes.number("multiflexible_min"), "most": maker.attributes.number("multiflexible_max")}


def list_numbers(maker: Maker) -> tuple[Option, ...]:
    """Make the columns of an array of numbers that are chosen from a list."""
    typed = maker.attributes.flag("input_boxes")
    least = maker.attributes.number("multiflexible_min")
    most = maker.attributes.number("multiflexible_max")
    step = maker.attributes.number("multiflexible_step") or 1
    if typed or step <= 0:
        return ()
    low, high = (1 if least is None else least), (10 if most is None else most)
    count = int((high - low) // step) + 1
    if not 1 < count <= MOST_STEPS:
        return ()
    numbers = [low + place * step for place in range(count)]
    return tuple(
        Option(code=f"{number:g}".replace("-", "m").replace(".", "_"), value=number,
               text=Text(dict.fromkeys(maker.tongues.languages, f"{number:g}")))
        for number in numbers
    )  # fmt: skip


def tell_split(maker: Maker, made: Items) -> Items:
    """Write down that a question became several items."""
    if made:
        maker.ledger.leave("question", maker.question.code, "split", ", ".join(item.code for item in made))
    else:
        maker.ledger.leave("question", maker.question.code, "no_options")
    return made


def list_steps(steps: int) -> tuple[Option, ...]:
    """Make the columns of a scale whose points are plain numbers."""
    return tuple(
        Option(code=str(step), text=Text({"pl": str(step), "en": str(step), "uk": str(step)}), value=step)
        for step in range(1, steps + 1)
    )


def make_note(maker: Maker) -> Items:
    """A text that asks nothing."""
    item = maker.start(Kind.NOTE)
    text = maker.tongues.make_text(maker.question.texts, lambda words: maker.pipe(read_plain(words)))
    return (replace(item, text=text),)


MAKERS: Final[Mapping[str, Callable[[Maker], Items]]] = {
    **dict.fromkeys("L!OYG5ZW", make_single),
    **dict.fromkeys("MP", make_multiple),
    **dict.fromkeys("FHABCE", make_grid),
    "1": make_dual,
    ":": make_table,
    ";": make_table,
    "X": make_note,
}
