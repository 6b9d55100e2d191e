"""Which of a file's languages are carried, and texts made of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sciezka.rooms.questions.carrying.carried import Ledger
from sciezka.rooms.questions.schema.types import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Tongues:
    """The languages of a file and of the questionnaire made of it.

    Attributes:
        ours: the file's name of a language, and ours for it; in the order of the questionnaire.
        base: the file's base language, whose words stand in where a translation is missing.
    """

    ours: Mapping[str, str]
    base: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Our languages, the base first."""
        return tuple(self.ours.values())

    def make_text(self, words: Mapping[str, str], convert: Callable[[str], str] = str.strip) -> Text:
        """Make a text of the words in the file's languages."""
        made = {our: text for their, our in self.ours.items() if (text := convert(words.get(their, "")))}
        first = self.languages[0]
        if first not in made:
            # Words in the file's base language, else in any, say more than nothing.
            standing = (words.get(self.base, ""), words.get("", ""), *(() if made else words.values()))
            if text := next((text for word in standing if word.strip() and (text := convert(word))), ""):
                made[first] = text
        return Text({our: made[our] for our in self.languages if our in made})


def choose_tongues(languages: Sequence[str], ledger: Ledger) -> Tongues:
    """Choose the languages to carry; the others are listed.

    Where none is ours, the base language stands in the place of our first one and waits to be translated.
    """
    ours: dict[str, str] = {}
    for language in languages:
        our = language.replace("_", "-").split("-")[0].lower()
        if our in LANGUAGES and our not in ours.values():
            ours[language] = our
    base = languages[0] if languages else ""
    if not ours:
        ours[base] = LANGUAGES[0]
        if base:
            ledger.leave("language", "", "base_language", base)
    for language in languages:
        if language not in ours and language:
            ledger.leave("language", "", "other_language", language)
    return Tongues(ours, base)
