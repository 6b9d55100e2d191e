"""Writing a bank as TOML (whole) and as CSV (for a spreadsheet)."""

import csv
import io
import json
from collections.abc import Iterator

from sciezka.rooms.assessment.banks.nouns import BASIC, BankArea, BankData, BankItem, Wording


def as_toml(bank: BankData) -> str:
    """Write a bank as one TOML file, which reads back as the same bank."""
    lines = [
        f"key = {_quote(bank.key)}",
        f"version = {_quote(bank.version)}",
        f"method = {_quote(bank.method)}",
        f"target = {bank.target}",
        *_write("title", bank.title),
        *_write("about", bank.about),
        *_write("source", bank.source),
    ]
    for level in bank.levels:
        lines += ["", "[[levels]]", f"value = {level.value}", *_write("label", level.label)]
    for area in bank.areas:
        lines += _write_area(area)
    return "\n".join(lines) + "\n"


def _write_area(area: BankArea) -> Iterator[str]:
    yield from ("", "", "[[areas]]", f"key = {_quote(area.key)}")
    yield from _write("title", area.title)
    yield from _write("about", area.about)
    for item in area.items:
        yield from _write_item(item)


def _write_item(item: BankItem) -> Iterator[str]:
    yield from ("", "[[areas.items]]", f"code = {_quote(item.code)}")
    for name, wording in (
        ("issue", item.issue), ("text", item.text), ("guidance", item.guidance), ("evidence", item.evidence),
    ):  # fmt: skip
        yield from _write(name, wording)
    if item.group != BASIC:
        yield f"class = {_quote(item.group)}"
    if item.units:
        yield f"units = [{', '.join(_quote(unit) for unit in item.units)}]"
    for level in item.levels:
        yield from ("[[areas.items.levels]]", f"value = {level.value}", *_write("text", level.text))
    for condition in item.conditions:
        yield from ("[[areas.items.conditions]]", f"stage = {condition.stage}", *_write("text", condition.text))


def _write(name: str, wording: Wording) -> list[str]:
    pairs = (("pl", wording.pl), ("en", wording.en))
    return [f"{name}.{language} = {_quote(text)}" for language, text in pairs if text]


def _quote(text: str) -> str:
    # A JSON string is a TOML string, but for the one sign that JSON leaves bare and TOML does not allow.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def as_csv(bank: BankData, *, delimiter: str = ";") -> bytes:
    """Write the questions of a bank with levels as a table that a spreadsheet opens and ``read_bank_csv`` reads.

    Raises:
        ValueError: a ladder has conditions, which a table of one row a question can't hold.
    """
    if bank.is_ladder:
        message = "A ladder is written as TOML only."
        raise ValueError(message)
    names = ["obszar", "obszar_en", "kod", "zagadnienie", "zagadnienie_en", "pytanie", "pytanie_en"]
    names += ["wskazowka", "wskazowka_en", "dowody", "dowody_en", "klasa", "rodzaje"]
    levels = [name for value in bank.values for name in (f"poziom_{value}", f"poziom_{value}_en")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([*names, *levels])
    for area, item in bank.walk():
        texts = (item.issue, item.text, item.guidance, item.evidence)
        row = [area.title.pl, area.title.en, item.code, *(word for text in texts for word in (text.pl, text.en))]
        row += [item.group, ",".join(item.units)]
        described = {level.value: level.text for level in item.levels}
        for value in bank.values:
            text = described.get(value, Wording())
            row += [text.pl, text.en]
        writer.writerow([_defuse(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _defuse(cell: str) -> str:
    # A cell that a spreadsheet would take for a formula is written as text.
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
