"""The report of a survey as a text document (DOCX) that can be edited: real headings, charts told in words, tables."""

import json
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import docx
from docx.document import Document

from sciezka.kit.text_documents import save, set_up, write_list, write_note, write_picture, write_table, write_title
from sciezka.rooms.surveys.charts.results import draw_card
from sciezka.rooms.surveys.documents.report_content import Plain, collect_content
from sciezka.rooms.surveys.queries.report import Report
from sciezka.rooms.surveys.queries.results_page import Card


def write_docx(report: Report) -> bytes:
    """Write the report as a text document."""
    said = collect_content(report)
    words = said["words"]
    document = docx.Document()
    set_up(document, said)
    write_title(document, {**said, "is_sheet": False})
    _write_summary(document, said)
    document.add_heading(words["how"], 1)
    write_list(document, [f"{label}: {text}" for label, text in said["made"]])
    for text in said["notes"]:
        document.add_paragraph(text)
    document.add_heading(words["results"], 1)
    write_note(document, words["hidden"])
    for chapter, plain in zip(said["chapters"], report.shown.view["chapters"], strict=True):
        if chapter["title"]:
            document.add_heading(chapter["title"], 2)
        for card, drawn in zip(chapter["cards"], plain["cards"], strict=True):
            _write_card(document, card, drawn, words)
    _write_rest(document, said)
    _write_annexes(document, said)
    return save(document)


def _write_summary(document: Document, said: Plain) -> None:
    words = said["words"]
    # On the first page, below the title: whoever reads one page reads this one.
    document.add_heading(words["summary"], 1).paragraph_format.page_break_before = False
    _write_part(document, words["learned"], said["learned"])
    if said["key"]:
        document.add_heading(words["key"], 2)
        for question, sentence in said["key"]:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(sentence).bold = True
            paragraph.add_run(f" ({question})")
    _write_part(document, words["next"], said["next"])
    for text in said["notes"][:1]:
        document.add_paragraph(text)
    write_note(document, words["by"])


def _write_part(document: Document, title: str, paragraphs: list[str]) -> None:
    if paragraphs:
        document.add_heading(title, 2)
    for text in paragraphs:
        document.add_paragraph(text)


def _write_card(document: Document, card: Plain, drawn: Mapping[str, Any], words: Mapping[str, str]) -> None:
    document.add_heading(f"{card['number']}. {card['question']}", 3)
    # Bars stand in the table itself; only what is no bar is drawn as a picture.
    chart = draw_card(revive(drawn)) if card["stacks"] else None
    if chart is not None:
        write_picture(
            document, {"title": card["sentence"], "svg": chart.draw(), "alt": f"{card['question']} {card['sentence']}"}
        )
    else:
        document.add_paragraph().add_run(card["sentence"]).bold = True
    for table in list_tables(card, words):
        write_table(document, table)
    if card["figures"]:
        document.add_paragraph("; ".join(f"{label}: {value}" for label, value in card["figures"]))
    if card["words"]:
        document.add_paragraph(f"{words['words']} {card['words']}")
    if card["foot"]:
        write_note(document, card["foot"])


def revive(plain: Mapping[str, Any]) -> Card:
    """Give plain values the shape of a card, which charts are drawn of."""
    return cast("Card", json.loads(json.dumps(plain), object_hook=lambda part: SimpleNamespace(**part)))


def list_tables(card: Plain, words: Mapping[str, str]) -> Iterator[Plain]:
    """Give the tables of a question."""
    figure = words["mean"] if card["shape"] == "scores" else words["share"]
    for title, bars in (("", card["bars"]), (words["themes"], card["themes"])):
        if bars:
            rows = [[bar["label"], "", bar["figure"], bar["count"]] for bar in bars]
            shares = [0 if bar["is_hidden"] else bar["width"] for bar in bars]
            yield {"title": title, "heads": [words["answer"], words["bar"], figure, words["people"]], "rows": rows,
                   "widths": [42, 32, 13, 13], "numeric": [2, 3], "bars": (1, shares)}  # fmt: skip
    if card["stacks"] and card["shape"] == "profile":
        rows = [[one["label"], one["right"], one["mean"], one["n"]] for one in card["stacks"]]
        yield {"title": "", "heads": [words["from"], words["to"], words["mean"], "n"], "rows": rows,
               "widths": [38, 38, 12, 12], "numeric": [2, 3]}  # fmt: skip
    elif card["stacks"]:
        steps = [label for _tone, label in card["legend"]]
        last = [card["unsure"]] if card["unsure"] else []
        rows = [
            [one["label"], *(one["cells"] or ["–"] * len(steps)), *([one["unsure"]] if last else []), one["mean"], one["n"]]
            for one in card["stacks"]
        ]
        heads = [words["row"], *steps, *last, words["mean"], "n"]
        yield {"title": "", "heads": heads, "rows": rows, "widths": [30, *([70 / (len(heads) - 1)] * (len(heads) - 1))],
               "numeric": list(range(1, len(heads)))}  # fmt: skip
    if card["spots"]:
        yield {"title": words["places"], "heads": [words["place"], words["people"]], "rows": card["spots"],
               "widths": [70, 30], "numeric": [1]}  # fmt: skip


def _write_rest(document: Document, said: Plain) -> None:
    words = said["words"]
    if said["changes"]:
        document.add_heading(words["changes"], 1)
        document.add_paragraph(said["before"])
        document.add_paragraph(said["changed"])
        if said["changes"]["rows"]:
            write_note(document, words["changes_note"])
            write_table(document, said["changes"])
        if said["others"]:
            document.add_heading(words["others"], 2)
            write_list(document, said["others"])
    if said["findings"]:
        document.add_heading(words["findings"], 1)
        write_table(document, said["findings"])


def _write_annexes(document: Document, said: Plain) -> None:
    words = said["words"]
    document.add_heading(words["questionnaire"], 1)
    for page in said["asked"]["pages"]:
        if page["title"]:
            document.add_heading(page["title"], 2)
        for section in page["sections"]:
            if section["title"]:
                document.add_heading(section["title"], 3)
            for item in section["items"]:
                _write_item(document, item)
    if said["asked"]["clause"]:
        document.add_heading(words["clause"], 1)
        for part in said["asked"]["clause"]:
            document.add_paragraph(part)


def _write_item(document: Document, item: Plain) -> None:
    number = f"{item['number']}. " if item["number"] else ""
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{number}{item['text']}").bold = True
    paragraph.paragraph_format.keep_with_next = bool(item["options"] or item["rows"])
    if item["only"]:
        write_note(document, item["only"])
    write_list(document, item["rows"])
    if item["options"]:
        document.add_paragraph(" · ".join(item["options"]))
