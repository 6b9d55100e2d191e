"""How a text sounds when it is said aloud: words, sentences, seconds. See ``docs/methods/vision.md``."""

import re
from dataclasses import dataclass
from typing import Final

# Official speech in Polish, with pauses: newsreaders say about 130 words a minute, a speaker before a hall fewer.
WORDS_A_MINUTE: Final = 120
# A word with its apostrophes, hyphens and a figure's comma; a dash between spaces is none.
_WORD: Final = re.compile(r"\w+(?:[-’'.,/]\w+)*")
# A sentence ends with a stop before a space and a capital or at the end, so that „ok. 20 lat” stays whole.
_END: Final = re.compile(r"[.!?…]+[”\"»)]*(?=\s+[„«(\"]?[A-ZĄĆĘŁŃÓŚŹŻ–-]|\s*$)|\n\s*\n")
_CAPITALS: Final = re.compile(r"\b[A-ZĄĆĘŁŃÓŚŹŻ]{2,6}\b")


@dataclass(frozen=True, slots=True)
class Speech:
    """A text said aloud.

    Attributes:
        words: how many.
        sentences: how many.
        longest: how many words the longest sentence has.
        seconds: how long it takes, whole seconds rounded up to five.
        spelled: words of capitals alone, which a listener has to know letter by letter.
    """

    words: int
    sentences: int
    longest: int
    seconds: int
    spelled: tuple[str, ...]


def hear(text: str) -> Speech:
    """Tell how a text sounds when it is said aloud."""
    lengths = [count for part in _END.split(text) if (count := len(_WORD.findall(part)))]
    words = sum(lengths)
    # A text that shouts as a whole spells nothing.
    spelled = tuple(dict.fromkeys(_CAPITALS.findall(text))) if text != text.upper() else ()
    return Speech(
        words=words,
        sentences=len(lengths),
        longest=max(lengths, default=0),
        seconds=-(-words * 60 // WORDS_A_MINUTE // 5) * 5 if words else 0,
        spelled=spelled,
    )
