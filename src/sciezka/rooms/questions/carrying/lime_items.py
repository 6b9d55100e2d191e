"""LimeSurvey's kinds of questions as our items. One question may become several items, and the list says so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.carrying.codes import make_item_code, make_option_code, make_unique
from sciezka.rooms.questions.carrying.lime_attributes import MEANINGLESS, Attributes
from sciezka.rooms.questions.carrying.lime_document import LimeQuestion, Words
from sciezka.rooms.questions.carrying.tongues import Tongues
from sciezka.rooms.questions.carrying.wording import read_item_text, read_plain
from sciezka.rooms.questions.schema.types import Item, Kind, Option, Row, Text

OTHER: Final = "other"
SAID: Final[dict[str, dict[str, str]]] = {
    "other": {"pl": "Inne, jakie?", "en": "Other, which?", "uk": "Інше, що саме?"},
    "comment": {"pl": "Komentarz", "en": "Comment", "uk": "Коментар"},
    "Y": {"pl": "Tak", "en": "Yes", "uk": "Так"},
    "N": {"pl": "Nie", "en": "No", "uk": "Ні"},
    "U": {"pl": "Nie wiem", "en": "Uncertain", "uk": "Не знаю"},
    "F": {"pl": "Kobieta", "en": "Female", "uk": "Жінка"},
    "M": {"pl": "Mężczyzna", "en": "Male", "uk": "Чоловік"},
    "I": {"pl": "Wzrost", "en": "Increase", "uk": "Збільшення"},
    "S": {"pl": "Bez zmian", "en": "Same", "uk": "Без змін"},
    "D": {"pl": "Spadek", "en": "Decrease", "uk": "Зменшення"},
}
"""Words that LimeSurvey shows without holding them in the file, in the languages of respondents."""


@dataclass(slots=True)
class Maker:
    """Makes items of one question.

    Attributes:
        question: as the file has it.
        code: the item's code, already unique.
        tongues: which languages are carried.
        ledger: where all that is not carried is written down.
        taken: codes in use, so that the items that are added get their own.
        pipe: turns references to other answers inside a text into ours.
    """

    question: LimeQuestion
    code: str
    tongues: Tongues
    ledger: Ledger
    taken: set[str]
    pipe: Callable[[str], str]
    scored: bool = False
    attributes: Attributes = field(init=False)

    def __post_init__(self) -> None:
        self.attributes = Attributes(self.question, self.ledger)

    def say(self, words: Words) -> Text:
        """Make a line of words in the file's languages."""
        return self.tongues.make_text(words, lambda text: self.pipe(read_item_text(text)))

    def say_own(self, key: str) -> Text:
        """Make a text of words that LimeSurvey adds itself."""
        return Text({language: SAID[key][language] for language in self.tongues.languages})

    @property
    def is_required(self) -> bool:
        """Whether the question must be answered."""
        mandatory = self.question.row.get("mandatory", "")
        if mandatory == "S":
            self.ledger.leave("attribute", self.question.code, "soft", "mandatory = S")
        return mandatory == "Y"

    def start(self, kind: Kind, **values: Any) -> Item:  # noqa: ANN401 - the fields of an item
        """Start an item with what all kinds have."""
        words = {
            "text": self.say(self.question.texts),
            "help": self.tongues.make_text(self.question.helps, lambda text: self.pipe(read_plain(text))),
            "required": self.is_required and kind is not Kind.NOTE,
        }
        return Item(code=self.code, kind=kind, **{**words, **values})

    def add_part(self, part: str, kind: Kind, text: Text, **values: Any) -> Item:  # noqa: ANN401 - the fields of an item
        """Start a further item for a part of the question."""
        code = make_unique(make_item_code(f"{self.code}_{part}"), self.taken)
        self.taken.add(code)
        return Item(code=code, kind=kind, text=text, **values)

    def join(self, *texts: Text) -> Text:
        """Join texts by a dash, language by language."""
        first, *others = self.tongues.languages
        there = [text for text in texts if text]
        # A language that one of the texts lacks is not spoken at all, so that the gap is counted as one.
        spoken = [first, *(language for language in others if all(text.speaks(language) for text in there))]
        return Text({language: " – ".join(text.say(language, first) for text in there) for language in spoken})

    def list_options(self, scale: int = 0, *, valued: bool = False) -> tuple[Option, ...]:
        """Make options of the answers of one scale."""
        answers = self.question.choices(scale)
        codes: set[str] = set()
        options = []
        for answer in answers:
            code = make_unique(make_option_code(answer.code), codes)
            codes.add(code)
            if code != answer.code:
                self.ledger.leave("option", self.question.code, "renamed", f"{answer.code or '–'} → {code}")
            value = read_value(answer.value) if self.scored else read_value(answer.code) if valued else None
            options.append(Option(code=code, text=self.say(answer.texts), value=value))
        if valued and not self.scored and any(option.value is None for option in options):
            options = [replace(option, value=None) for option in options]
        return tuple(options)

    def list_part_options(self, scale: int = 0) -> tuple[Option, ...]:
        """Make options of the subquestions of one scale."""
        return tuple(Option(code=code, text=self.say(part.texts)) for code, part in self.code_parts(scale))

    def list_rows(self, scale: int = 0) -> tuple[Row, ...]:
        """Make rows of the subquestions of one scale; "left|right" becomes two poles."""
        rows = []
        for code, part in self.code_parts(scale):
            text = self.say(part.texts)
            left = Text({language: words.split("|", 1)[0].strip() for language, words in text.words.items()})
            right = Text(
                {language: words.split("|", 1)[1].strip() for language, words in text.words.items() if "|" in words}
            )
            rows.append(Row(code=code, text=left, right=right))
        return tuple(rows)

    def code_parts(self, scale: int = 0) -> Iterable[tuple[str, LimeQuestion]]:
        """Give the subquestions of a scale with their codes, each its own."""
        codes: set[str] = set()
        for part in self.question.rows(scale):
            code = make_unique(make_option_code(part.code), codes)
            codes.add(code)
            if code != part.code:
                self.ledger.leave("row", self.question.code, "renamed", f"{part.code or '–'} → {code}")
            yield code, part

    def add_other(self, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """Add the option of one's own words, where the question has one."""
        if self.question.row.get("other") != "Y":
            return options
        words = self.tongues.make_text(self.attributes.words("other_replace_text"), read_item_text)
        text = Text({**self.say_own("other").words, **words.words})
        option = Option(code=make_unique(OTHER, {option.code for option in options}), text=text, own_words=True, fixed=True)
        for name in ("other_numbers_only", "other_comment_mandatory"):
            if self.attributes.flag(name):
                self.attributes.leave(name, "unknown_part")
        if self.attributes.value("other_position") not in {"", "default", "end"}:
            self.attributes.leave("other_position", "placed_last")
        return (*options, option)

    def is_shuffled(self, *names: str) -> bool:
        """Tell whether options or rows come in an order drawn for each person; another order is listed."""
        drawn = False
        for name in ("random_order", *names):
            value = self.attributes.value(name)
            if value in {"1", "random"} or (name == "random_order" and value == "2"):
                drawn = True
            elif value not in MEANINGLESS and value != "normal":
                self.attributes.leave(name, "order")
        if self.attributes.flag("alphasort"):
            self.attributes.leave("alphasort", "order")
        return drawn

    def read_bounds(self, least: str = "min_answers", most: str = "max_answers") -> dict[str, float | None]:
        """Take how many may be chosen."""
        return {"least": self.attributes.number(least) or None, "most": self.attributes.number(most) or None}


def read_value(word: str) -> float | None:
    """Read an option's value on a scale."""
    try:
        value = float(word)
    except ValueError:
        return None
    return (int(value) if value.is_integer() else value) if abs(value) < 1e9 else None  # noqa: PLR2004 - no scale is so long
