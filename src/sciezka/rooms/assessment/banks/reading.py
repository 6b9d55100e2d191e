"""Reading a bank from TOML: every fault is listed with the place where it stands."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from sciezka.rooms.assessment.banks.nouns import (
    BASIC,
    CLASSES,
    LADDER,
    METHODS,
    UNITS,
    BankArea,
    BankData,
    BankItem,
    BankLevel,
    Condition,
    ItemLevel,
    Wording,
)
from sciezka.rooms.town.programmes.reading import Problem, ReadingProblem, Table, gettext_noop, parse_toml

# Room for the number of a stage and of a condition after it, in the twenty signs that a round gives a code.
CODE_PATTERN: Final = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*\Z")
LONGEST_CODE: Final = 14
LONGEST_NAME: Final = 160
LONGEST_TEXT: Final = 2_000
LONGEST_VERSION: Final = 20
MOST_ITEMS: Final = 400
FEWEST_LEVELS: Final = 2
MOST_LEVELS: Final = 11


class BankProblem(ReadingProblem):
    """A bank that cannot be used, with all its faults at once."""


def read_bank(source: str) -> BankData:
    """Read a bank and check it whole; raise BankProblem with every fault found."""
    values, problems = parse_toml(source)
    if problems:
        raise BankProblem(problems)
    return read_tables(values)


def read_tables(values: Mapping[str, object]) -> BankData:
    """Read a bank from parsed tables; raise BankProblem with every fault found."""
    problems: list[Problem] = []
    root = Table(values, "", problems)
    version = root.word("version")
    if len(version) > LONGEST_VERSION:
        root.report("version", gettext_noop("at most %(most)s characters."), most=LONGEST_VERSION)
    method = root.choice("method", METHODS)
    bank = BankData(
        key=root.key(),
        version=version,
        method=method,
        target=root.number("target") or 0,
        title=_read_wording(root, "title", most=LONGEST_NAME),
        about=_read_wording(root, "about", required=False),
        source=_read_wording(root, "source", required=False),
        levels=tuple(_read_level(row) for row in root.tables("levels")),
        areas=tuple(_read_area(row, is_ladder=method == LADDER) for row in root.tables("areas")),
    )
    root.finish()
    problems.extend(check_bank(bank))
    if problems:
        raise BankProblem(problems)
    return bank


def check_bank(bank: BankData) -> list[Problem]:
    """List what does not fit together in a bank whose parts are all there."""
    problems = _check_levels(bank)
    if not problems and bank.target not in bank.values:
        allowed = ", ".join(str(value) for value in bank.values)
        problems.append(_tell("target", gettext_noop("choose one of the levels: %(allowed)s."), allowed=allowed))
    twice = gettext_noop("“%(value)s” is used twice.")
    problems += [_tell("areas", twice, value=key) for key in _repeated(area.key for area in bank.areas)]
    seen: set[str] = set()
    for at, area in enumerate(bank.areas, start=1):
        for number, item in enumerate(area.items, start=1):
            place = f"areas[{at}].items[{number}]" + (f" ({item.code})" if item.code else "")
            # Addresses and files tell codes apart whatever the case of their letters.
            if item.code and item.code.lower() in seen:
                problems.append(_tell(f"{place}.code", twice, value=item.code))
            seen.add(item.code.lower())
            problems.extend(_check_conditions(bank, item, place) if bank.is_ladder else _check_item(bank, item, place))
    if len(bank.items) > MOST_ITEMS:
        problems.append(_tell("areas", gettext_noop("at most %(most)s questions."), most=MOST_ITEMS))
    return problems


def _check_levels(bank: BankData) -> list[Problem]:
    if not bank.levels:
        return []
    if not FEWEST_LEVELS <= len(bank.levels) <= MOST_LEVELS:
        sentence = gettext_noop("give between %(fewest)s and %(most)s levels.")
        return [_tell("levels", sentence, fewest=FEWEST_LEVELS, most=MOST_LEVELS)]
    if any(lower >= upper for lower, upper in pairwise(bank.values)):
        return [_tell("levels", gettext_noop("write levels from the lowest to the highest."))]
    if bank.is_ladder and bank.values[0] < 1:
        return [_tell("levels", gettext_noop("stages are numbered from 1."))]
    return []


def _check_item(bank: BankData, item: BankItem, place: str) -> list[Problem]:
    """Descriptors: none at all, or one for each level, each different."""
    if not item.levels:
        return []
    problems = []
    if tuple(level.value for level in item.levels) != bank.values:
        expected = ", ".join(str(value) for value in bank.values)
        problems.append(
            _tell(f"{place}.levels", gettext_noop("describe these levels in this order: %(expected)s."), expected=expected)
        )
    alike = gettext_noop("two levels are described alike: “%(value)s”.")
    texts = _repeated(level.text.pl or level.text.en for level in item.levels)
    return problems + [_tell(f"{place}.levels", alike, value=text[:60]) for text in texts]


def _check_conditions(bank: BankData, item: BankItem, place: str) -> list[Problem]:
    """Each stage of a ladder needs a condition, or it would hold by itself."""
    stages = {condition.stage for condition in item.conditions}
    unknown = gettext_noop("there is no stage %(value)s.")
    empty = gettext_noop("stage %(value)s has no conditions.")
    problems = [_tell(f"{place}.conditions", unknown, value=stage) for stage in sorted(stages - set(bank.values))]
    return problems + [_tell(f"{place}.conditions", empty, value=stage) for stage in bank.values if stage not in stages]


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if value and count > 1]


def _tell(place: str, message: str, /, **values: object) -> Problem:
    return Problem(place, message, tuple((name, str(value)) for name, value in values.items()))


def _read_wording(row: Table, key: str, *, required: bool = True, most: int = LONGEST_TEXT) -> Wording:
    """Read a text: a table with ``pl`` and ``en``, of which one is enough."""
    inner = row.table(key) if required or row.has(key) else None
    if inner is None:
        return Wording()
    found = Wording(inner.word("pl", required=False), inner.word("en", required=False))
    inner.finish()
    if required and not found:
        row.report(key, gettext_noop("this must not be empty."))
    if max(len(found.pl), len(found.en)) > most:
        row.report(key, gettext_noop("at most %(most)s characters."), most=most)
    return found


def _read_level(row: Table) -> BankLevel:
    found = BankLevel(row.number("value") or 0, _read_wording(row, "label", most=LONGEST_NAME))
    row.finish()
    return found


def _read_area(row: Table, *, is_ladder: bool) -> BankArea:
    found = BankArea(
        row.key(),
        _read_wording(row, "title", most=LONGEST_NAME),
        _read_wording(row, "about", required=False),
        tuple(_read_item(line, is_ladder=is_ladder) for line in row.tables("items")),
    )
    row.finish()
    return found


def _read_item(row: Table, *, is_ladder: bool) -> BankItem:
    code = row.word("code")
    if code and (len(code) > LONGEST_CODE or not CODE_PATTERN.match(code)):
        row.report(
            "code",
            gettext_noop("“%(value)s” is not a code: use letters a–z, digits and hyphens, at most %(most)s."),
            value=code[:80],
            most=LONGEST_CODE,
        )
    units = row.words("units", required=False)
    for unit in units:
        if unit not in UNITS:
            row.report(
                "units",
                gettext_noop("“%(value)s” is not allowed here; choose one of: %(options)s."),
                value=unit[:80],
                options=", ".join(UNITS),
            )
    found = BankItem(
        code=code,
        issue=_read_wording(row, "issue", required=False, most=LONGEST_NAME),
        text=_read_wording(row, "text"),
        guidance=_read_wording(row, "guidance", required=False),
        evidence=_read_wording(row, "evidence", required=False),
        group=row.choice("class", CLASSES) if row.has("class") else BASIC,
        units=tuple(dict.fromkeys(units)),
        levels=() if is_ladder else tuple(_read_item_level(line) for line in row.tables("levels", required=False)),
        conditions=tuple(_read_condition(line) for line in row.tables("conditions")) if is_ladder else (),
    )
    row.finish()
    return found


def _read_item_level(row: Table) -> ItemLevel:
    found = ItemLevel(row.number("value") or 0, _read_wording(row, "text"))
    row.finish()
    return found


def _read_condition(row: Table) -> Condition:
    found = Condition(row.number("stage", least=1) or 0, _read_wording(row, "text"))
    row.finish()
    return found
