"""LimeSurvey files made in tests: as version 6 writes them (texts in their own tables) or as version 2 did (in the rows)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from sciezka.rooms.questions.carrying import Carried
from sciezka.rooms.questions.schema.types import Item

Rows = list[dict[str, Any]]


def write_document(
    tables: Mapping[str, Rows], *, kind: str = "Survey", languages: Iterable[str] = ("pl",), version: int = 641
) -> bytes:
    """Write tables as a LimeSurvey document."""
    parts = [f"<LimeSurveyDocType>{kind}</LimeSurveyDocType><DBVersion>{version}</DBVersion><languages>"]
    parts += [f"<language>{language}</language>" for language in languages]
    parts.append("</languages>")
    for name, rows in tables.items():
        fields = "".join(f"<fieldname>{field}</fieldname>" for field in dict.fromkeys(key for row in rows for key in row))
        written = "".join(f"<row>{''.join(write_cell(key, value) for key, value in row.items())}</row>" for row in rows)
        parts.append(f"<{name}><fields>{fields}</fields><rows>{written}</rows></{name}>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<document>{"".join(parts)}</document>'.encode()


def write_cell(key: str, value: object) -> str:
    """Write a cell as LimeSurvey does: words in CDATA, nothing as an empty element."""
    text = str(value)
    if not text:
        return f"<{key}/>"
    return f"<{key}>{escape(text)}</{key}>" if "]]>" in text else f"<{key}><![CDATA[{text}]]></{key}>"


@dataclass
class LimeFile:
    """A survey put together question by question."""

    languages: tuple[str, ...] = ("pl",)
    is_old: bool = False
    tables: dict[str, Rows] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    number: int = 0

    def add(self, table: str, **row: Any) -> None:
        """Add a row."""
        self.tables.setdefault(table, []).append(row)

    def take_number(self) -> int:
        """Give the next number."""
        self.number += 1
        return self.number

    def group(self, name: str, relevance: str = "", **values: Any) -> int:
        """Add a group."""
        number = self.take_number()
        row = {"gid": number, "group_order": number, "grelevance": relevance, **values}
        if self.is_old:
            for language in self.languages:
                self.add("groups", **row, group_name=f"{name} ({language})", description="", language=language)
            return number
        self.add("groups", **row)
        for language in self.languages:
            self.add("group_l10ns", gid=number, group_name=f"{name} ({language})", description="", language=language)
        return number

    def question(
        self, group: int, code: str, kind: str, text: str, *, parts: Mapping[str, str] | None = None,
        columns: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None,
        second: Mapping[str, str] | None = None, attributes: Mapping[str, str] | None = None, **values: Any,
    ) -> int:  # fmt: skip
        """Add a question with its subquestions, answers and attributes; give its number."""
        number = self.take_number()
        row = {"qid": number, "parent_qid": 0, "gid": group, "type": kind, "title": code, "other": "N", "mandatory": "N",
               "question_order": number, "scale_id": 0, "relevance": "1", **values}  # fmt: skip
        below_shown = {key: row.pop(key) for key in [*row] if key.startswith("relevance_")}
        self.put("questions", row, text)
        for scale, named in enumerate((parts or {}, columns or {})):
            for part, words in named.items():
                below = {**row, "qid": self.take_number(), "parent_qid": number, "title": part, "scale_id": scale}
                below |= {"relevance": below_shown.get(f"relevance_{part}", "1"), "question_order": self.number}
                self.put("subquestions", below, words)
        for scale, named in enumerate((answers or {}, second or {})):
            for answer, words in named.items():
                self.answer(number, answer, words, scale)
        for name, value in (attributes or {}).items():
            self.add("question_attributes", qid=number, attribute=name, value=value, language="")
        return number

    def put(self, table: str, row: dict[str, Any], text: str) -> None:
        """Add a question's row and its texts."""
        if self.is_old:
            for language in self.languages:
                self.add(table, **row, question=f"{text} ({language})", help="", language=language)
            return
        self.add(table, **row)
        for language in self.languages:
            self.add("question_l10ns", qid=row["qid"], question=f"{text} ({language})", help="", language=language)

    def answer(self, question: int, code: str, text: str, scale: int) -> None:
        """Add an answer to choose from."""
        number = self.take_number()
        row = {"qid": question, "code": code, "sortorder": number, "assessment_value": 0, "scale_id": scale}
        if self.is_old:
            for language in self.languages:
                self.add("answers", **row, answer=f"{text} ({language})", language=language)
            return
        self.add("answers", aid=number, **row)
        for language in self.languages:
            self.add("answer_l10ns", aid=number, answer=f"{text} ({language})", language=language)

    def write(self, kind: str = "Survey") -> bytes:
        """Write the file."""
        tables = dict(self.tables)
        tables["surveys"] = [{"sid": 123456, "language": self.languages[0], "format": "G", **self.settings}]
        titles = tables.setdefault("surveys_languagesettings", [])
        if not titles:
            titles.extend(
                {"surveyls_language": language, "surveyls_title": f"Ankieta ({language})"} for language in self.languages
            )
        return write_document(tables, kind=kind, languages=self.languages, version=177 if self.is_old else 641)


def item_of(carried: Carried, code: str) -> Item:
    """Find an item that must have come."""
    item = carried.questionnaire.find_item(code)
    assert item is not None, code
    return item


def reasons(carried: Carried) -> set[tuple[str, str, str]]:
    """List what was left out or changed, without the pieces themselves."""
    return {(entry.what, entry.where, entry.why) for entry in (*carried.left_out, *carried.remarks)}


def make_file(**settings: Any) -> tuple[LimeFile, int]:
    """Begin a file with one group."""
    file = LimeFile(**settings)
    return file, file.group("Pierwsza")
