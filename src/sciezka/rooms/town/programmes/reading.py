"""Strict reading of TOML tables: every fault is collected together with the place where it stands.

Pure Python, no Django. The sentences are English msgids with named values, so a page may translate them.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, TypeVar

KEY_PATTERN: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
LONGEST_KEY: Final = 60
Kind = TypeVar("Kind")


def gettext_noop(message: str) -> str:
    """Mark a sentence for the catalogue of translations without needing Django here."""
    return message


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in the two languages of the house."""

    pl: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English wording for any English locale and the Polish one for everybody else."""
        return self.en if language.lower().startswith("en") else self.pl


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what is wrong (a msgid) and the values the sentence needs."""

    place: str
    message: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Say the fault as an English sentence that names the place."""
        return f"{self.place}: {self.message % dict(self.values)}"


class ReadingProblem(Exception):
    """A file that cannot be used, with all its faults at once."""

    def __init__(self, problems: Collection[Problem]) -> None:
        """Keep the faults in the order in which they stand in the file."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.sentences))

    @property
    def sentences(self) -> tuple[str, ...]:
        """All the faults as English sentences."""
        return tuple(str(problem) for problem in self.problems)


def parse_toml(source: str) -> tuple[dict[str, object], list[Problem]]:
    """Read TOML and turn a syntax error into a problem instead of an exception."""
    try:
        return tomllib.loads(source), []
    except ValueError as error:  # a syntax error, or a number of thousands of digits
        message = gettext_noop("this is not valid TOML (%(error)s).")
        return {}, [Problem("file", message, (("error", str(error)),))]
    except RecursionError:
        # A hostile file of a thousand opening brackets must be an answer, not a crash.
        return {}, [Problem("file", gettext_noop("the tables are nested too deeply."))]


class Table:
    """A view of one TOML table that remembers which keys were read and reports what is wrong.

    Reading never stops at a fault: a missing value becomes an empty one and the fault goes to the common list.
    """

    def __init__(self, values: Mapping[str, object], place: str, problems: list[Problem]) -> None:
        """Start reading the table that stands at ``place``."""
        self._values = values
        self._place = place
        self._problems = problems
        self._read: set[str] = set()

    def name_place(self, key: str) -> str:
        """Return the full place of a key, such as ``stages[2].key``."""
        return f"{self._place}.{key}" if self._place else key

    def report(self, key: str, message: str, **values: object) -> None:
        """Add a fault at the given key."""
        named = tuple((name, str(value)) for name, value in values.items())
        self._problems.append(Problem(self.name_place(key), message, named))

    def has(self, key: str) -> bool:
        """Tell whether the file gives this key at all."""
        return key in self._values

    def holds_number(self, key: str) -> bool:
        """Tell whether the value of this key is a whole number."""
        value = self._values.get(key)
        return isinstance(value, int) and not isinstance(value, bool)

    def take(self, key: str, kind: type[Kind], called: str, *, required: bool = True) -> Kind | None:
        """Return the value of a key when it is of the right type."""
        self._read.add(key)
        if key not in self._values:
            if required:
                self.report(key, gettext_noop("this key is missing."))
            return None
        value = self._values[key]
        # In Python true is an int and a date-time is a date; in the file they are different things.
        confused = (kind is int and isinstance(value, bool)) or (kind is date and isinstance(value, datetime))
        if confused or not isinstance(value, kind):
            self.report(key, gettext_noop("expected %(expected)s."), expected=called)
            return None
        return value

    def word(self, key: str, *, required: bool = True) -> str:
        """Return a string; when required, it must not be empty."""
        value = self.take(key, str, "a string", required=required)
        if value is not None and required and not value.strip():
            self.report(key, gettext_noop("this must not be empty."))
        return (value or "").strip()

    def key(self, key: str = "key") -> str:
        """Return an identifier: small letters, digits and hyphens."""
        value = self.word(key)
        if value and (len(value) > LONGEST_KEY or not KEY_PATTERN.match(value)):
            self.report(key, gettext_noop("“%(value)s” is not a key: use a-z, 0-9 and hyphens."), value=value[:80])
        return value

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """Return a string that must be one of the allowed ones."""
        value = self.word(key)
        if value and value not in allowed:
            options = ", ".join(option for option in allowed if option)
            message = gettext_noop("“%(value)s” is not allowed here; choose one of: %(options)s.")
            self.report(key, message, value=value[:80], options=options)
        return value

    def number(self, key: str, *, least: int = 0, required: bool = True) -> int | None:
        """Return a whole number not smaller than ``least``."""
        value = self.take(key, int, "a whole number", required=required)
        if value is not None and value < least:
            self.report(key, gettext_noop("must be at least %(least)s."), least=least)
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """Return true or false; required unless a default is given."""
        value = self.take(key, bool, "true or false", required=default is None)
        return bool(default) if value is None else value

    def day(self, key: str) -> date | None:
        """Return a date, or None when the key is not there."""
        return self.take(key, date, "a date such as 2026-07-01", required=False)

    def hour(self, key: str) -> time | None:
        """Return an hour, or None when the key is not there."""
        return self.take(key, time, "an hour such as 16:00:00", required=False)

    def text(self, key: str) -> Text:
        """Return a text that has both languages."""
        inner = self.table(key)
        return Text("", "") if inner is None else inner.finish_text()

    def finish_text(self) -> Text:
        """Read this very table as a pair of wordings."""
        found = Text(self.word("pl"), self.word("en"))
        self.finish()
        return found

    def text_or_none(self, key: str) -> Text | None:
        """Return a text in both languages, or None when the key is not there."""
        self._read.add(key)
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[Text, ...]:
        """Return a list of texts, each in both languages."""
        return tuple(row.finish_text() for row in self.tables(key))

    def words(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Return a list of strings."""
        rows = self.take(key, list, "a list of strings", required=required)
        if rows is None:
            return ()
        if not all(isinstance(row, str) for row in rows):
            self.report(key, gettext_noop("expected %(expected)s."), expected="a list of strings")
            return ()
        return tuple(str(row) for row in rows)

    def table(self, key: str) -> "Table | None":
        """Return an inner table."""
        value = self.take(key, dict, "a table")
        return None if value is None else Table(value, self.name_place(key), self._problems)

    def tables(self, key: str, *, required: bool = True) -> "tuple[Table, ...]":
        """Return the tables of a list; places are counted from 1, as people count."""
        rows = self.take(key, list, "a list of tables", required=required)
        if rows is None:
            return ()
        if required and not rows:
            self.report(key, gettext_noop("this must not be empty."))
        found = []
        for number, row in enumerate(rows, start=1):
            place = f"{key}[{number}]"
            if isinstance(row, dict):
                found.append(Table(row, self.name_place(place), self._problems))
            else:
                self.report(place, gettext_noop("expected %(expected)s."), expected="a table")
        return tuple(found)

    def finish(self) -> None:
        """Report every key that nobody asked for: most often a misspelt one."""
        for key in self._values:
            if key not in self._read:
                self.report(key, gettext_noop("this key is not known here."))


def report_duplicates(place: str, name: str, values: Collection[str], problems: list[Problem]) -> None:
    """Report each value that stands a second time in a list."""
    seen: set[str] = set()
    for number, value in enumerate(values, start=1):
        if value and value in seen:
            message = gettext_noop("“%(value)s” is used twice.")
            problems.append(Problem(f"{place}[{number}].{name}", message, (("value", value),)))
        seen.add(value)
