"""Reading how a goal is worded, in Polish: hints for whoever writes it, never a verdict.

A goal names a state that will be reached. What begins with a deed (“budowa”, “organizowanie”) names a means; two states in
one sentence can't be measured together; words such as “atrakcyjny” mean something only where a figure says what.
"""

import re
from dataclasses import dataclass
from typing import Final

from sciezka.core.namesakes import fold_letters

LONGEST: Final = 140
SHORTEST_WORDS: Final = 3

ACTIVITY, JOINED, LONG, SHORT, VAGUE = "activity", "joined", "long", "short", "vague"

# Deeds and means, by their stems, as they stand without Polish letters.
_DEEDS: Final = re.compile(
    r"^(?:"
    r"(?:prze|roz|wy|od|z|do|po)?budow\w*|remont\w*|wyremontow\w*|moderniz\w*|zmoderniz\w*|rewitaliz\w*|zakup\w*|nabyci\w*"
    r"|organiz\w*|zorganiz\w*|prowadz\w*|przeprowadz\w*|opracow\w*|realiz\w*|zrealiz\w*|wdroz\w*|wdraz\w*"
    r"|(?:u|s)?tworz\w*|wspier\w*|wsparci\w*|promo(?:cj|w)\w*|kontynu\w*|przygotow\w*|wykon\w*|podejm\w*|podjeci\w*"
    r"|dzialan\w*|inwest\w*|rozwijan\w*|uruchom\w*|doposaz\w*|wyposaz\w*|instal\w*|montaz\w*|szkoleni\w*|finansow\w*"
    r"|dofinansow\w*|zapewni\w*|prowadzen\w*"
    r")$"
)
# A verb that tells somebody what to do; „jakość”, „część” and the like are no verbs.
_INFINITIVE: Final = re.compile(r"^\w{2,}(?<!ś)ć$")
# Nouns of change and deeds: a second one after „i” means a second goal.
_CHANGE: Final = re.compile(
    r"^(?:poprawa|wzrost|rozwoj|spadek|ograniczeni\w*|zmniejszeni\w*|zwiekszeni\w*|podniesieni\w*|wzmocnieni\w*|obnizeni\w*"
    r"|wyrownani\w*|ochrona|zachowani\w*)$"
)
_VAGUE: Final = re.compile(
    r"^(?:atrakcyjn\w*|nowoczesn\w*|zrownowazon\w*|efektywn\w*|kompleksow\w*|innowacyjn\w*|odpowiedni\w*|wlasciw\w*"
    r"|przyjazn\w*|optymaln\w*|wysokiej|szeroko|wielofunkcyjn\w*|konkurencyjn\w*)$"
)


@dataclass(frozen=True, slots=True)
class Remark:
    """What may be said better.

    Attributes:
        code: what it is: ``activity``, ``joined``, ``long``, ``short`` or ``vague``.
        word: the word that shows it, as it was written; how many signs where the length is meant.
    """

    code: str
    word: str


def read_goal(text: str) -> list[Remark]:
    """Read the wording of a goal and list what may be said better, the weightiest first."""
    words = re.findall(r"[\w-]+", text)
    if not words:
        return []
    plain = [fold_letters(word) for word in words]
    found = []
    if _DEEDS.match(plain[0]) or _INFINITIVE.match(words[0].lower()):
        found.append(Remark(ACTIVITY, words[0]))
    if joint := _find_joint(text, words, plain):
        found.append(Remark(JOINED, joint))
    found += [Remark(VAGUE, word) for word, bare in zip(words, plain, strict=True) if _VAGUE.match(bare)][:1]
    if len(text.strip()) > LONGEST:
        found.append(Remark(LONG, str(len(text.strip()))))
    if len(words) < SHORTEST_WORDS:
        found.append(Remark(SHORT, str(len(words))))
    return found


def _find_joint(text: str, words: list[str], plain: list[str]) -> str:
    """Find the word that joins two goals; empty when there is one goal only."""
    if ";" in text:
        return ";"
    for at, word in enumerate(plain[:-1]):
        if word == "oraz" or (word == "a" and plain[at + 1] == "takze"):
            return words[at] if word == "oraz" else f"{words[at]} {words[at + 1]}"
        if word == "i" and (_CHANGE.match(plain[at + 1]) or _DEEDS.match(plain[at + 1])):
            return f"{words[at]} {words[at + 1]}"
    return ""
