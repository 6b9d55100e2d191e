"""Reading a bank from a table: one question a row, each fault with its line and column.

Offices keep such tables in spreadsheets, so the reader takes any usual separator and encoding, Polish and English names of
columns in any order, and tells every fault at once. What is good can be taken without the rest, when a person says so.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sciezka.rooms.assessment.banks.nouns import (
    BASIC,
    LEVELS,
    BankArea,
    BankData,
    BankItem,
    BankLevel,
    ItemLevel,
    Wording,
)
from sciezka.rooms.assessment.banks.reading import (
    CODE_PATTERN,
    FEWEST_LEVELS,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ITEMS,
    MOST_LEVELS,
)
from sciezka.rooms.town.programmes.reading import LONGEST_KEY, gettext_noop

MOST_BYTES: Final = 2_000_000
COLUMNS: Final = {
    "kod": "code", "code": "code", "symbol": "code",
    "obszar": "area", "area": "area",
    "zagadnienie": "issue", "issue": "issue",
    "pytanie": "text", "wskaznik": "text", "tresc": "text", "question": "text", "indicator": "text", "text": "text",
    "wskazowka": "guidance", "wskazowki": "guidance", "guidance": "guidance",
    "dowod": "evidence", "dowody": "evidence", "evidence": "evidence",
    "klasa": "class", "class": "class",
    "rodzaj": "units", "rodzaje": "units", "rodzaj_jednostki": "units", "rodzaje_jednostek": "units",
    "jednostka": "units", "jednostki": "units", "unit": "units", "units": "units",
}  # fmt: skip
LEVEL_COLUMN: Final = re.compile(r"(?:poziom|level)_?(\d{1,2})(?:_(pl|en))?\Z")
CLASS_WORDS: Final = {
    "basic": "basic", "podstawowa": "basic", "podstawowe": "basic", "podstawowy": "basic", "obowiazkowy": "basic",
    "obowiazkowe": "basic", "obowiazkowa": "basic", "uniwersalny": "basic", "uniwersalne": "basic", "uniwersalna": "basic",
    "advanced": "advanced", "zaawansowana": "advanced", "zaawansowane": "advanced", "zaawansowany": "advanced",
}  # fmt: skip
UNIT_WORDS: Final = {
    "urban": "urban", "miejska": "urban", "gmina_miejska": "urban",
    "rural": "rural", "wiejska": "rural", "gmina_wiejska": "rural",
    "mixed": "mixed", "miejsko_wiejska": "mixed", "gmina_miejsko_wiejska": "mixed",
    "county_rights": "county_rights", "miasto_na_prawach_powiatu": "county_rights", "na_prawach_powiatu": "county_rights",
    "county": "county", "powiat": "county",
}  # fmt: skip
ALL_UNITS: Final = {"all", "wszystkie", "kazdy", "kazda"}
CLASS_HINT: Final = "podstawowe, zaawansowane"
UNIT_HINT: Final = "miejska, wiejska, miejsko-wiejska, miasto na prawach powiatu, powiat"
NOTHING: Final = Wording()
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class CsvHead:
    """What a table can't say of itself: the bank's key, names, and the level aimed at."""

    key: str
    version: str
    title: Wording
    about: Wording = NOTHING
    source: Wording = NOTHING
    target: int | None = None
    level_names: Mapping[int, Wording] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A fault: the line of the file (0 where it is of the whole file), the column, what is wrong, with values."""

    line: int
    column: str
    message: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Say the fault in English."""
        return f"{self.line}: {self.column}: {self.message % dict(self.values)}"


@dataclass(frozen=True, slots=True)
class CsvReading:
    """What was read.

    Attributes:
        bank: the bank of the good rows; None when there is none.
        problems: every fault, in the order of lines.
        rows: how many rows with content the table has.
    """

    bank: BankData | None
    problems: tuple[LineProblem, ...]
    rows: int

    @property
    def good(self) -> int:
        """How many rows can be taken."""
        return len(self.bank.items) if self.bank else 0


@dataclass(slots=True)
class _Row:
    """One row as it is read: its cells by field and language, and the faults found in it."""

    line: int
    cells: dict[tuple[str, str], str]
    names: Mapping[tuple[str, str], str]
    problems: list[LineProblem] = field(default_factory=list)

    def report(self, name: str, message: str, /, **values: object) -> None:
        """Add a fault of a column."""
        column = self.names.get((name, "pl")) or self.names.get((name, "en")) or name
        self.problems.append(_tell(self.line, column, message, **values))

    def read(self, name: str, *, most: int = LONGEST_TEXT, required: bool = False) -> Wording:
        """Read a text in both languages."""
        found = Wording(self.cells.get((name, "pl"), ""), self.cells.get((name, "en"), ""))
        if required and not found:
            self.report(name, gettext_noop("this must not be empty."))
        if max(len(found.pl), len(found.en)) > most:
            self.report(name, gettext_noop("at most %(most)s characters."), most=most)
        return found


def read_bank_csv(content: bytes, head: CsvHead) -> CsvReading:
    """Read a bank from the bytes of a table; nothing is refused by an exception."""
    if len(content) > MOST_BYTES:
        return _refuse(gettext_noop("the file is too large; the limit is %(most)s MB."), most=MOST_BYTES // 1_000_000)
    text = _decode(content)
    if "\0" in text:
        return _refuse(gettext_noop("this is not a table of text."))
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        lines = list(_read_lines(text, delimiter))
    except csv.Error:
        return _refuse(gettext_noop("this is not a table of text."))
    if not lines:
        return _refuse(gettext_noop("the file is empty."))
    line, names = lines[0]
    fields, problems = _read_header(line, names)
    values = tuple(sorted({int(name[6:]) for name, _ in fields.values() if name.startswith("level_")}))
    problems += _check_header(line, fields, values)
    if problems:
        return CsvReading(None, tuple(problems), len(lines) - 1)
    rows = [_gather(at, cells, fields, names) for at, cells in lines[1:]]
    return _build(rows, values, head)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("iso-8859-2")


def _read_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds something with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        clean = [_clean(cell) for cell in cells]
        if any(clean):
            yield begins, clean
        begins = reader.line_num + 1


def _clean(cell: str) -> str:
    """Drop spaces around, and the mark that keeps a spreadsheet from taking words for a formula."""
    found = cell.strip()
    return found[1:] if found.startswith("'") and found[1:].startswith(FORMULA_SIGNS) else found


def _fold(word: str) -> str:
    """Write a name without diacritics, capitals and marks."""
    plain = unicodedata.normalize("NFKD", word.lower().replace("ł", "l"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _read_header(line: int, names: Sequence[str]) -> tuple[dict[int, tuple[str, str]], list[LineProblem]]:
    """Tell which column holds what: its field and its language."""
    fields: dict[int, tuple[str, str]] = {}
    problems = []
    for at, name in enumerate(names):
        word = _fold(name)
        if level := LEVEL_COLUMN.match(word):
            found = (f"level_{int(level[1])}", level[2] or "pl")
        else:
            base, _, language = word.rpartition("_")
            if language not in {"pl", "en"}:
                base, language = word, "pl"
            found = (COLUMNS.get(base, ""), language)
        if not name:
            continue
        if not found[0]:
            problems.append(_tell(line, name[:60], gettext_noop("this column is not known.")))
        elif found in fields.values():
            problems.append(_tell(line, name[:60], gettext_noop("this column stands twice.")))
        else:
            fields[at] = found
    return fields, problems


def _check_header(line: int, fields: Mapping[int, tuple[str, str]], values: Sequence[int]) -> list[LineProblem]:
    known = {name for name, _ in fields.values()}
    missing = gettext_noop("this column is missing.")
    wanted = {"area": "obszar", "code": "kod", "text": "pytanie"}
    problems = [_tell(line, column, missing) for name, column in wanted.items() if name not in known]
    if not FEWEST_LEVELS <= len(values) <= MOST_LEVELS:
        sentence = gettext_noop("give between %(fewest)s and %(most)s columns of levels.")
        problems.append(_tell(line, "poziom_1", sentence, fewest=FEWEST_LEVELS, most=MOST_LEVELS))
    return problems


def _gather(line: int, cells: Sequence[str], fields: Mapping[int, tuple[str, str]], names: Sequence[str]) -> _Row:
    """Put the cells of one row under their fields; more cells than columns means a stray separator."""
    row = _Row(
        line,
        {named: cells[at] for at, named in fields.items() if at < len(cells)},
        {named: names[at] for at, named in fields.items()},
    )
    extra = [cell for cell in cells[len(names) :] if cell]
    if extra:
        row.problems.append(_tell(line, "", gettext_noop("the row has more cells than the table has columns.")))
    return row


def _build(rows: Sequence[_Row], values: Sequence[int], head: CsvHead) -> CsvReading:
    areas: dict[str, tuple[Wording, list[BankItem]]] = {}
    seen: dict[str, int] = {}
    problems: list[LineProblem] = []
    for row in rows:
        title = row.read("area", most=LONGEST_NAME, required=True)
        item = _read_item(row, values)
        if item.code and item.code.lower() in seen:
            said = gettext_noop("“%(value)s” was already used in line %(line)s.")
            row.report("code", said, value=item.code, line=seen[item.code.lower()])
        seen.setdefault(item.code.lower(), row.line)
        problems += row.problems
        if not row.problems:
            key = _fold(title.pl or title.en).replace("_", "-")[:LONGEST_KEY].strip("-") or "obszar"
            known = areas.setdefault(key, (title, []))
            known[1].append(item)
    if sum(len(items) for _, items in areas.values()) > MOST_ITEMS:
        return _refuse(gettext_noop("at most %(most)s questions."), most=MOST_ITEMS)
    if not areas:
        nothing = () if problems else (_tell(0, "", gettext_noop("the table holds no question.")),)
        return CsvReading(None, (*problems, *nothing), len(rows))
    bank = BankData(
        key=head.key,
        version=head.version,
        method=LEVELS,
        target=head.target if head.target is not None and head.target in values else values[-2],
        title=head.title,
        about=head.about,
        source=head.source,
        levels=tuple(BankLevel(value, _name_level(value, head)) for value in values),
        areas=tuple(BankArea(key, title, Wording(), tuple(items)) for key, (title, items) in areas.items()),
    )
    return CsvReading(bank, tuple(problems), len(rows))


def _name_level(value: int, head: CsvHead) -> Wording:
    return head.level_names.get(value) or Wording(f"Poziom {value}", f"Level {value}")


def _read_item(row: _Row, values: Sequence[int]) -> BankItem:
    code = row.cells.get(("code", "pl"), "") or row.cells.get(("code", "en"), "")
    if not code:
        row.report("code", gettext_noop("this must not be empty."))
    elif len(code) > LONGEST_CODE or not CODE_PATTERN.match(code):
        said = gettext_noop("“%(value)s” is not a code: use letters a–z, digits and hyphens, at most %(most)s.")
        row.report("code", said, value=code[:40], most=LONGEST_CODE)
    return BankItem(
        code=code,
        issue=row.read("issue", most=LONGEST_NAME),
        text=row.read("text", required=True),
        guidance=row.read("guidance"),
        evidence=row.read("evidence"),
        group=_read_class(row),
        units=_read_units(row),
        levels=_read_levels(row, values),
    )


def _read_class(row: _Row) -> str:
    word = row.cells.get(("class", "pl"), "")
    found = CLASS_WORDS.get(_fold(word), "") if word else BASIC
    if not found:
        said = gettext_noop("“%(value)s” is not allowed here; choose one of: %(options)s.")
        row.report("class", said, value=word[:40], options=CLASS_HINT)
    return found or BASIC


def _read_units(row: _Row) -> tuple[str, ...]:
    found = []
    for word in re.split(r"[,;/|]", row.cells.get(("units", "pl"), "")):
        folded = _fold(word)
        if not folded or folded in ALL_UNITS:
            continue
        if folded in UNIT_WORDS:
            found.append(UNIT_WORDS[folded])
        else:
            said = gettext_noop("“%(value)s” is not allowed here; choose one of: %(options)s.")
            row.report("units", said, value=word.strip()[:40], options=UNIT_HINT)
    return tuple(dict.fromkeys(found))


def _read_levels(row: _Row, values: Sequence[int]) -> tuple[ItemLevel, ...]:
    """Read descriptors: none at all (the general names are enough), or one for each level, each different."""
    levels = tuple(ItemLevel(value, row.read(f"level_{value}")) for value in values)
    if not any(level.text for level in levels):
        return ()
    seen: dict[str, int] = {}
    for level in levels:
        if not level.text:
            row.report(f"level_{level.value}", gettext_noop("this level has no descriptor, though others have."))
            continue
        words = (level.text.pl or level.text.en).lower()
        if words in seen:
            said = gettext_noop("this descriptor is the same as that of level %(level)s.")
            row.report(f"level_{level.value}", said, level=seen[words])
        seen.setdefault(words, level.value)
    return levels


def _tell(line: int, column: str, message: str, /, **values: object) -> LineProblem:
    return LineProblem(line, column, message, tuple((name, str(value)) for name, value in values.items()))


def _refuse(message: str, **values: object) -> CsvReading:
    return CsvReading(None, (_tell(0, "", message, **values),), 0)
