"""A LimeSurvey file (.lss, .lsg, .lsq) read into questions with their subquestions, answers and attributes.

The file is a dump of LimeSurvey's tables. Up to version 3 a table has one row for each language, which holds the texts as
well; since version 4 the texts stand in tables of their own (``question_l10ns`` and the like). Both are read alike here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sciezka.rooms.questions.carrying.carried import CarryingProblem
from sciezka.rooms.questions.carrying.documents import open_xml

Row = Mapping[str, str]
Words = dict[str, str]
"""Texts by the file's own codes of languages."""

KINDS: Final = {"survey", "group", "question"}
READ: Final = frozenset({
    "answers", "answer_l10ns", "conditions", "group_l10ns", "groups", "question_attributes", "question_l10ns",
    "questions", "subquestions", "surveys", "surveys_languagesettings", "defaultvalues", "defaultvalue_l10ns",
})  # fmt: skip
"""Tables that are read; rows of any other are listed as left out."""
MOST_QUESTIONS: Final = 5_000


@dataclass(slots=True)
class LimeAnswer:
    """One of the answers to choose from."""

    code: str
    scale: int
    order: int
    value: str
    texts: Words = field(default_factory=dict)


@dataclass(slots=True)
class LimeQuestion:
    """A question, or a subquestion of one."""

    number: str
    parent: str
    group: str
    kind: str
    code: str
    order: int
    scale: int
    row: Row
    texts: Words = field(default_factory=dict)
    helps: Words = field(default_factory=dict)
    scripts: Words = field(default_factory=dict)
    parts: list["LimeQuestion"] = field(default_factory=list)
    answers: list[LimeAnswer] = field(default_factory=list)
    attributes: dict[str, Words] = field(default_factory=dict)

    def rows(self, scale: int = 0) -> list["LimeQuestion"]:
        """Give the subquestions of a scale, in order."""
        return [part for part in self.parts if part.scale == scale]

    def choices(self, scale: int = 0) -> list[LimeAnswer]:
        """Give the answers of a scale, in order; each code once."""
        found: dict[str, LimeAnswer] = {}
        for answer in self.answers:
            if answer.scale == scale:
                found.setdefault(answer.code, answer)
        return list(found.values())


@dataclass(slots=True)
class LimeGroup:
    """A group of questions."""

    number: str
    order: int
    row: Row
    names: Words = field(default_factory=dict)
    descriptions: Words = field(default_factory=dict)
    questions: list[LimeQuestion] = field(default_factory=list)


@dataclass(slots=True)
class LimeDocument:
    """The whole file."""

    kind: str
    version: int
    languages: tuple[str, ...]
    settings: Row
    texts: dict[str, Row]
    groups: list[LimeGroup]
    questions: dict[str, LimeQuestion]
    tables: dict[str, list[Row]]
    others: dict[str, int]

    @property
    def number(self) -> str:
        """The survey's number."""
        first = next(iter(self.questions.values()), None)
        return self.settings.get("sid", "") or (first.row.get("sid", "") if first else "")


def read_document(data: bytes) -> LimeDocument:
    """Read a LimeSurvey file.

    Raises:
        CarryingProblem: where it is none.
    """
    root = open_xml(data)
    kind = (root.findtext("LimeSurveyDocType") or "").strip().lower()
    if root.tag != "document" or kind not in KINDS:
        raise CarryingProblem("lime_kind", "The file is not a LimeSurvey survey, group or question.")
    tables = {str(child.tag): read_table(child) for child in root if isinstance(child.tag, str)}
    if len(tables.get("questions", ())) + len(tables.get("subquestions", ())) > MOST_QUESTIONS * 6:
        raise CarryingProblem("too_many", "The file has more rows or columns than can be read.")
    settings = next(iter(tables.get("surveys", ())), {})
    questions = gather_questions(tables)
    groups = gather_groups(tables)
    place_questions(questions, groups)
    return LimeDocument(
        kind=kind,
        version=read_whole(root.findtext("DBVersion")),
        languages=list_languages(root, settings, questions.values()),
        settings=settings,
        texts={row.get("surveyls_language", ""): row for row in tables.get("surveys_languagesettings", ())},
        groups=sorted(groups.values(), key=lambda group: (group.order, read_whole(group.number))),
        questions=questions,
        tables=tables,
        others=count_others(root),
    )


def read_table(table: Any) -> list[Row]:  # noqa: ANN401 - lxml is not typed
    """Read the rows of a table; a value that is itself made of elements is joined."""
    return [
        {str(cell.tag): "".join(cell.itertext()).strip() for cell in row if isinstance(cell.tag, str)}
        for row in table.iterfind("rows/row")
    ]


def count_others(root: Any) -> dict[str, int]:  # noqa: ANN401 - lxml is not typed
    """Count what stands in parts of the file that are not read."""
    counts = {}
    for child in root:
        name = str(child.tag)
        if name in READ or name in {"LimeSurveyDocType", "DBVersion", "languages"}:
            continue
        count = len(child.findall("rows/row")) or len([part for part in child if part.tag not in {"fields", "rows"}])
        if count:
            counts[name] = count
    return counts


def gather_questions(tables: Mapping[str, list[Row]]) -> dict[str, LimeQuestion]:
    """Put questions and subquestions together from all rows that speak of them."""
    found: dict[str, LimeQuestion] = {}
    for row in (*tables.get("questions", ()), *tables.get("subquestions", ())):
        number = row.get("qid", "")
        if not number:
            continue
        question = found.get(number) or LimeQuestion(
            number=number, parent=row.get("parent_qid", "") or "0", group=row.get("gid", ""),
            kind=row.get("type", "") or "T", code=row.get("title", ""), order=read_whole(row.get("question_order")),
            scale=read_whole(row.get("scale_id")), row=row,
        )  # fmt: skip
        found[number] = question
        add_words(question, row)
    for row in tables.get("question_l10ns", ()):
        if (named := found.get(row.get("qid", ""))) is not None:
            add_words(named, row)
    for row in tables.get("question_attributes", ()):
        named = found.get(row.get("qid", ""))
        if named is not None and row.get("attribute"):
            named.attributes.setdefault(row["attribute"], {})[row.get("language", "")] = row.get("value", "")
    gather_answers(tables, found)
    for question in found.values():
        parent = found.get(question.parent)
        if parent is not None and parent is not question:
            parent.parts.append(question)
    for question in found.values():
        question.parts.sort(key=lambda part: part.order)
        question.answers.sort(key=lambda answer: answer.order)
    return found


def add_words(question: LimeQuestion, row: Row) -> None:
    """Add the texts of one language to a question."""
    language = row.get("language", "")
    for name, words in (("question", question.texts), ("help", question.helps), ("script", question.scripts)):
        if row.get(name):
            words[language] = row[name]


def gather_answers(tables: Mapping[str, list[Row]], questions: Mapping[str, LimeQuestion]) -> None:
    """Add the answers to choose from to their questions."""
    found: dict[tuple[str, str, int], LimeAnswer] = {}
    by_number: dict[str, LimeAnswer] = {}
    for row in tables.get("answers", ()):
        question = questions.get(row.get("qid", ""))
        if question is None:
            continue
        key = (question.number, row.get("code", ""), read_whole(row.get("scale_id")))
        if key not in found:
            order, value = read_whole(row.get("sortorder")), row.get("assessment_value", "")
            found[key] = LimeAnswer(row.get("code", ""), key[2], order, value)
            question.answers.append(found[key])
        if row.get("aid"):
            by_number[row["aid"]] = found[key]
        if row.get("answer"):
            found[key].texts[row.get("language", "")] = row["answer"]
    for row in tables.get("answer_l10ns", ()):
        answer = by_number.get(row.get("aid", ""))
        if answer is not None and row.get("answer"):
            answer.texts[row.get("language", "")] = row["answer"]


def gather_groups(tables: Mapping[str, list[Row]]) -> dict[str, LimeGroup]:
    """Put groups together from all rows that speak of them."""
    found: dict[str, LimeGroup] = {}
    for row in (*tables.get("groups", ()), *tables.get("group_l10ns", ())):
        number = row.get("gid", "")
        group = found.setdefault(number, LimeGroup(number, read_whole(row.get("group_order")), row))
        language = row.get("language", "")
        for name, words in (("group_name", group.names), ("description", group.descriptions)):
            if row.get(name):
                words[language] = row[name]
    return found


def place_questions(questions: Mapping[str, LimeQuestion], groups: dict[str, LimeGroup]) -> None:
    """Put questions into their groups; one whose group is not in the file gets a group."""
    for question in questions.values():
        if question.parent in questions and question.parent != question.number:
            continue
        if question.parent not in {"0", ""} and question.parent != question.number:
            # A subquestion whose question is missing is told of where the file is carried.
            continue
        group = groups.setdefault(question.group, LimeGroup(question.group, 0, {}))
        group.questions.append(question)
    for group in groups.values():
        group.questions.sort(key=lambda question: (question.order, read_whole(question.number)))


def list_languages(root: Any, settings: Row, questions: Iterable[LimeQuestion]) -> tuple[str, ...]:  # noqa: ANN401
    """List the file's languages, the base language first."""
    named = [(part.text or "").strip() for part in root.iterfind("languages/language")]
    spoken = [language for question in questions for language in question.texts]
    listed = [settings.get("language", ""), *settings.get("additional_languages", "").split(), *named, *spoken]
    return tuple(dict.fromkeys(language for language in listed if language)) or ("",)


def read_whole(value: object) -> int:
    """Read a whole number, tolerant."""
    try:
        return int(str(value or 0).strip()[:15])
    except ValueError:
        return 0
