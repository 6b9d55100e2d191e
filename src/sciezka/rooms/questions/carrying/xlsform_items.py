"""The types of an XLSForm's questions as our items."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.carrying.codes import make_option_code, make_unique
from sciezka.rooms.questions.carrying.lime_items import SAID
from sciezka.rooms.questions.carrying.tongues import Tongues
from sciezka.rooms.questions.carrying.wording import read_item_text, read_plain
from sciezka.rooms.questions.carrying.xls_sheets import FormRow
from sciezka.rooms.questions.schema.types import Item, Kind, Option, Text

KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind.TEXT, "string": Kind.TEXT, "integer": Kind.NUMBER, "int": Kind.NUMBER, "decimal": Kind.NUMBER,
    "range": Kind.NUMBER, "percentage": Kind.NUMBER, "date": Kind.DATE, "datetime": Kind.DATE, "time": Kind.TEXT,
    "geopoint": Kind.PLACE, "location": Kind.PLACE, "gps": Kind.PLACE, "note": Kind.NOTE, "acknowledge": Kind.CONSENT,
    "trigger": Kind.CONSENT, "image": Kind.FILE, "photo": Kind.FILE, "file": Kind.FILE,
    "select_one": Kind.SINGLE, "select_multiple": Kind.MULTIPLE, "rank": Kind.RANKING,
}  # fmt: skip
CHANGED: Final = frozenset({"datetime", "time", "image", "photo", "percentage"})
DEVICE: Final = frozenset({
    "start", "end", "today", "deviceid", "phonenumber", "simserial", "subscriberid", "username", "email", "audit", "imei",
    "start-geopoint", "background-geopoint", "background-audio", "barcode", "uri:deviceid", "uri:username", "device id",
    "start time", "end time", "phone number", "sim id", "get start time", "get end time", "get today", "get device id",
})  # fmt: skip
CALCULATED: Final = frozenset({"calculate", "hidden", "calculate_here"})
SELECTS: Final = re.compile(
    r"(?P<type>select[ _]one|select1|select[ _]multiple|select[ _]all[ _]that[ _]apply|rank)(?:[ _]from)?(?P<file>[ _]file)?"
    r"(?P<external>[ _]external)?\s+(?P<list>\S+)(?P<other>\s+or[ _]other(?:\s.*)?)?",
    re.IGNORECASE,
)
PICTURES: Final = ("jpg", "jpeg", "png")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's type taken apart: ``select_one towns or_other``."""

    type: str
    list: str = ""
    has_other: bool = False
    is_external: bool = False


def read_type(words: str) -> Asked:
    """Take a question's type apart."""
    plain = " ".join(words.split())
    found = SELECTS.fullmatch(plain)
    if found is None:
        lower = plain.lower().replace("date time", "datetime")
        return Asked(lower if lower in DEVICE | CALCULATED else lower.replace("begin ", "begin_").replace("end ", "end_"))
    kind = found["type"].lower().replace(" ", "_")
    named = {"select1": "select_one", "select_all_that_apply": "select_multiple"}.get(kind, kind)
    return Asked(named, found["list"], bool(found["other"]), bool(found["file"] or found["external"]))


@dataclass(slots=True)
class FormMaker:
    """Makes an item of a row.

    Attributes:
        tongues: which languages are carried.
        ledger: where all that is not carried is written down.
        choices: the lists of choices.
        pipe: turns references to other answers inside a text into ours.
    """

    tongues: Tongues
    ledger: Ledger
    choices: Mapping[str, list[FormRow]]
    pipe: Callable[[str, str], str]

    def make(self, row: FormRow, asked: Asked, code: str) -> Item | None:
        """Make an item, or list why there is none."""
        where = row.get("name") or f"{row.number}"
        kind = KINDS.get(asked.type)
        if kind is None or asked.is_external:
            self.leave(row, where, asked)
            return None
        appearance = row.get("appearance").lower().split()
        if kind is Kind.SINGLE and {"minimal", "autocomplete", "search", "dropdown"} & set(appearance):
            kind = Kind.DROPDOWN
        if kind is Kind.TEXT and "multiline" in appearance:
            kind = Kind.LONG_TEXT
        if asked.type in CHANGED:
            self.ledger.leave("question", where, "kind_changed", f"{asked.type} → {kind}")
        values = self.read_values(row, asked, kind, where)
        if asked.list and not values["options"]:
            self.ledger.leave("question", where, "no_options", f"{asked.type} {asked.list}")
            return None
        convert = read_plain if kind is Kind.NOTE else read_item_text
        text = self.tongues.make_text(row.words.get("label", {}), lambda words: self.pipe(convert(words), where))
        return Item(code=code, kind=kind, text=text, help=self.say_help(row, where), **values)

    def say_help(self, row: FormRow, where: str) -> Text:
        """Make the hint, with the guidance that XLSForm keeps apart."""
        hints = row.words.get("hint", {})
        guidance = row.words.get("guidance_hint", {})
        joined = {
            language: "\n".join(words for words in (hints.get(language, ""), guidance.get(language, "")) if words)
            for language in {**hints, **guidance}
        }
        return self.tongues.make_text(joined, lambda words: self.pipe(read_plain(words), where))

    def leave(self, row: FormRow, where: str, asked: Asked) -> None:
        """List a row that becomes no item."""
        quoted = next(iter(row.words.get("label", {}).values()), "") or row.get("calculation")
        if asked.type in DEVICE:
            self.ledger.leave("question", where, "device", asked.type)
        elif asked.type in CALCULATED:
            self.ledger.leave("calculation", where, "calculated", row.get("calculation") or asked.type)
        elif asked.is_external:
            self.ledger.leave("question", where, "cascading", f"{row.get('type')}: {quoted}")
        else:
            self.ledger.leave("question", where, "no_kind", f"{row.get('type')}: {quoted}")

    def read_values(self, row: FormRow, asked: Asked, kind: Kind, where: str) -> dict[str, Any]:
        """Read what a kind has besides its texts."""
        parameters = dict(re.findall(r"([\w-]+)\s*=\s*([^\s,;]+)", row.get("parameters")))
        values: dict[str, Any] = {"options": self.list_options(asked, where) if asked.list else ()}
        if kind is Kind.NUMBER:
            values["decimals"] = 6 if asked.type in {"decimal", "percentage"} else 0
        if asked.type == "range":
            values |= self.read_range(parameters, where)
        if kind is Kind.FILE:
            values["extensions"] = PICTURES if asked.type in {"image", "photo"} else ()
        values["shuffle"] = parameters.pop("randomize", "").lower() == "true"
        for name in ("max-pixels", "seed", "quality", "capture-accuracy", "warning-accuracy", "allow-mock-accuracy"):
            if name in parameters:
                self.ledger.leave("attribute", where, "unknown_part", f"{name} = {parameters.pop(name)}")
        for name, value in parameters.items():
            if asked.type != "range":
                self.ledger.leave("attribute", where, "unknown_part", f"{name} = {value}")
        return values

    def read_range(self, parameters: dict[str, str], where: str) -> dict[str, Any]:
        """Read the bounds of a range."""
        numbers = {}
        for name in ("start", "end", "step"):
            try:
                number = float(parameters.get(name, {"start": "0", "end": "10", "step": "1"}[name]))
            except ValueError:
                self.ledger.leave("constraint", where, "not_understood", f"{name} = {parameters[name]}")
                continue
            if abs(number) < 1e15:  # noqa: PLR2004 - also refuses what is no number
                numbers[name] = int(number) if number.is_integer() else number
        whole = all(isinstance(number, int) for number in numbers.values())
        if numbers.get("step", 1) != 1:
            self.ledger.leave("constraint", where, "unknown_part", f"step = {numbers['step']}")
        bounds = [numbers[name] for name in ("start", "end") if name in numbers]
        return {"least": min(bounds, default=None), "most": max(bounds, default=None), "decimals": 0 if whole else 6}

    def list_options(self, asked: Asked, where: str) -> tuple[Option, ...]:
        """Make options of a list of choices."""
        codes: set[str] = set()
        options = []
        for row in self.choices.get(asked.list, ()):
            name = row.get("name")
            code = make_unique(make_option_code(name), codes)
            codes.add(code)
            if code != name:
                self.ledger.leave("option", asked.list, "renamed", f"{name or '–'} → {code}")
            for media in ("image", "audio", "video", "big-image"):
                for address in row.words.get(media, {}).values():
                    self.ledger.leave("media", f"{asked.list}: {name}", "media", address)
            text = self.tongues.make_text(row.words.get("label", {}), lambda words: self.pipe(read_item_text(words), where))
            options.append(Option(code=code, text=text or Text({self.tongues.languages[0]: name})))
        if asked.has_other and options:
            text = Text({language: SAID["other"][language] for language in self.tongues.languages})
            options.append(Option(code=make_unique("other", codes), text=text, own_words=True, fixed=True))
        return tuple(options)


def value_options(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Give the options of a scale their numbers, where all their codes are numbers."""
    if all(re.fullmatch(r"\d{1,3}", option.code) for option in options):
        return tuple(replace(option, value=int(option.code)) for option in options)
    return options
