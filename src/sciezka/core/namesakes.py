"""Finding names that probably mean the same body, as people type them.

„Ochotnicza Straż Pożarna w Lipie”, „OSP Lipa” and „straż pożarna (ochotnicza), Lipa” are one body; „SP nr 2” and
„Szkoła Podstawowa nr 3” are two. Names are compared word by word after diacritics, case, legal forms and inflected
endings are set aside; abbreviations are read in full, the order of words does not matter, and numbers must agree.
Nothing is ever merged here: a person decides.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

LIKELY: Final = 0.75
PERHAPS: Final = 0.55
_INITIALS: Final = 0.9
_SHORTEST_STEM: Final = 3
_SURE_PREFIX: Final = 4
_SHORTEST_TYPO: Final = 5
_FEWEST_INITIALS: Final = 3
_SHARED_PREFIX: Final = 0.75
_SAME_PATRON: Final = 0.5
_COMMON_WEIGHT: Final = 0.4

# Written without diacritics, as names are compared.
_LEGAL_FORMS: Final = re.compile(
    r"\b(?:sp(?:olka)? z ?o ?o|spolka z ograniczona odpowiedzialnoscia|spolka akcyjna|spolka jawna|spolka cywilna"
    r"|spolka komandytowa|sp [jkp]|s [ac]|w (?:likwidacji|organizacji))\b"
)
_ABBREVIATIONS: Final = {
    "gok": "gminny osrodek kultury",
    "gops": "gminny osrodek pomocy spolecznej",
    "kgw": "kolo gospodyn wiejskich",
    "lo": "liceum ogolnoksztalcace",
    "mbp": "miejska biblioteka publiczna",
    "mdk": "mlodziezowy dom kultury",
    "mok": "miejski osrodek kultury",
    "mops": "miejski osrodek pomocy spolecznej",
    "mosir": "miejski osrodek sportu rekreacji",
    "mp": "miejskie przedszkole",
    "ngo": "organizacja pozarzadowa",
    "ops": "osrodek pomocy spolecznej",
    "osp": "ochotnicza straz pozarna",
    "pck": "polski czerwony krzyz",
    "pcpr": "powiatowe centrum pomocy rodzinie",
    "pkp": "polskie koleje panstwowe",
    "psp": "panstwowa straz pozarna",
    "pttk": "polskie towarzystwo turystyczno krajoznawcze",
    "pup": "powiatowy urzad pracy",
    "rod": "rodzinny ogrod dzialkowy",
    "sm": "spoldzielnia mieszkaniowa",
    "sp": "szkola podstawowa",
    "sw": "swiety",
    "stow": "stowarzyszenie",
    "tow": "towarzystwo",
    "uks": "uczniowski klub sportowy",
    "um": "urzad miasta",
    "utw": "uniwersytet trzeciego wieku",
    "zhp": "zwiazek harcerstwa polskiego",
    "zhr": "zwiazek harcerstwa rzeczypospolitej",
    "zs": "zespol szkol",
}
_EMPTY_WORDS: Final = frozenset(
    ["w", "we", "z", "ze", "i", "na", "przy", "do", "dla", "o", "od", "oraz", "nr", "numer", "the", "of"]
)
_PATRON_MARKS: Final = frozenset({"im", "imienia"})
_ROMAN: Final = {
    numeral: str(number)
    for number, numeral in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"), start=1
    )
}
_ENDINGS: Final = (
    "iego", "iemu", "iach", "iami", "zie", "ego", "emu", "ymi", "imi", "ami", "ach", "iej", "ych", "ich", "owi", "iom",
    "om", "ow", "em", "ie", "ej", "ym", "im", "ia", "ii", "iu", "a", "e", "i", "o", "u", "y",
)  # fmt: skip
# Stems that many bodies share, so that they tell little about which one it is.
_COMMON: Final = frozenset(
    [
        "miast",
        "miejsk",
        "gmin",
        "gminn",
        "powiat",
        "powiatow",
        "stowarzyszen",
        "fundacj",
        "towarzystw",
        "klub",
        "sportow",
        "osrodek",
        "osrodk",
        "centr",
        "zespol",
        "rad",
        "kol",
        "zwiazek",
        "zwiazk",
        "zaklad",
        "przedsiebiorstw",
        "firm",
        "instytucj",
        "organizacj",
        "polsk",
        "lokaln",
        "samorzad",
        "samorzadow",
        "dom",
    ]
)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Names that probably mean the same, by their places in the list, and how likely that is (0 to 1)."""

    places: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Name:
    """A name made ready to compare."""

    words: tuple[str, ...]
    patron: tuple[str, ...]
    numbers: frozenset[str]
    initials: str
    short: str


def find_namesakes(names: Sequence[str], *, least: float = LIKELY) -> list[Namesakes]:
    """Group names that probably mean the same, the likeliest group first; names without namesakes are left out.

    A name joins a group when it is at least so alike to every member, so that chains of half-likenesses don't grow.
    """
    read = [_read_name(name) for name in names]
    scores = {
        (one, other): score
        for one, other in sorted(_list_candidates(read))
        if (score := _measure(read[one], read[other])) >= least
    }
    groups: dict[int, set[int]] = {}
    for (one, other), _score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        joined = groups.get(one, {one}) | groups.get(other, {other})
        if all((low, high) in scores for low in joined for high in joined if low < high):
            for place in joined:
                groups[place] = joined
    whole = {tuple(sorted(group)) for group in groups.values()}
    found = [
        Namesakes(places, min(scores[low, high] for low in places for high in places if low < high)) for places in whole
    ]
    return sorted(found, key=lambda group: (-group.score, group.places))


def find_nearest(name: str, names: Sequence[str], *, least: float = PERHAPS, most: int = 3) -> list[tuple[int, float]]:
    """Find the names nearest to one that is being typed: their places and likeness, the nearest first."""
    read = _read_name(name)
    scored = ((place, _measure(read, _read_name(other))) for place, other in enumerate(names))
    return sorted(((place, score) for place, score in scored if score >= least), key=lambda pair: (-pair[1], pair[0]))[:most]


def measure_likeness(one: str, other: str) -> float:
    """Tell how likely two names mean the same: 0 (not at all) to 1 (the same words)."""
    return _measure(_read_name(one), _read_name(other))


def _read_name(name: str) -> _Name:
    plain = fold_letters(name)
    # „S.A.” and „Sp. z o.o.” come apart into words here, which the pattern of legal forms knows.
    plain = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    plain = " ".join(_LEGAL_FORMS.sub(" ", plain).split())
    tokens = [part for word in plain.split() for part in _ABBREVIATIONS.get(word, word).split()]
    numbers: set[str] = set()
    words: list[str] = []
    patron: list[str] = []
    after_patron = False
    previous = ""
    for place, word in enumerate(tokens):
        if word in _PATRON_MARKS:
            after_patron = True
        elif word[0].isdigit():
            numbers.add(word.lstrip("0") or "0")
        elif word in _ROMAN and (word != "i" or place == 0 or previous == "nr"):
            numbers.add(_ROMAN[word])
        elif word not in _EMPTY_WORDS:
            (patron if after_patron else words).append(cut_ending(word))
        previous = word
    initials = "".join(word[0] for word in words)
    return _Name(tuple(words), tuple(patron), frozenset(numbers), initials, plain.replace(" ", ""))


class _Marks(dict[int, int | None]):
    """What becomes of each sign: marks that stand on another are dropped. Found once for each sign ever met."""

    def __missing__(self, sign: int) -> int | None:
        found = self[sign] = None if unicodedata.combining(chr(sign)) else sign
        return found


_MARKS: Final = _Marks()


def fold_letters(text: str) -> str:
    """Write a text in small letters without diacritics."""
    return unicodedata.normalize("NFKD", text.casefold().replace("ł", "l")).translate(_MARKS)


def fold_name(name: str) -> str:
    """Write a name as it is compared with others for being the very same: without diacritics, case and needless spaces."""
    return " ".join(fold_letters(name).split())


def cut_ending(word: str) -> str:
    """Cut the inflected ending off a word without diacritics."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _list_candidates(names: Sequence[_Name]) -> set[tuple[int, int]]:
    """Pair only names that share the beginning of a telling word, or whose initials meet: the rest can't be alike."""
    shelves: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        telling = [word for word in name.words if word not in _COMMON] or list(name.words)
        for mark in {word[:_SHORTEST_STEM] for word in telling}:
            shelves[mark].append(place)
        if len(name.initials) >= _FEWEST_INITIALS:
            shelves[f"={name.initials}"].append(place)
        if len(name.words) == 1:
            shelves[f"={name.short}"].append(place)
    return {
        (places[left], places[right])
        for places in shelves.values()
        for left in range(len(places))
        for right in range(left + 1, len(places))
    }


def _measure(one: _Name, other: _Name) -> float:
    if one.numbers != other.numbers or not one.words or not other.words:
        return 0.0
    if one.patron and other.patron and _compare(one.patron, other.patron) < _SAME_PATRON:
        return 0.0
    score = _compare(one.words, other.words)
    for short, full in ((one, other), (other, one)):
        if len(short.words) == 1 and len(full.words) >= _FEWEST_INITIALS and short.short == full.initials:
            score = max(score, _INITIALS)
    return score


def _compare(one: Sequence[str], other: Sequence[str]) -> float:
    """Weigh the words that two names share against all their words; each word is matched once."""
    left = list(other)
    shared = 0.0
    for word in one:
        match = next((candidate for candidate in left if candidate == word), None)
        match = match or next((candidate for candidate in left if _is_alike(word, candidate)), None)
        if match is not None:
            left.remove(match)
            shared += (_weigh(word) + _weigh(match)) / 2
    return 2 * shared / (_sum(one) + _sum(other))


def _weigh(word: str) -> float:
    return _COMMON_WEIGHT if word in _COMMON else 1.0


def _sum(words: Iterable[str]) -> float:
    return sum(map(_weigh, words))


def _is_alike(one: str, other: str) -> bool:
    """Tell whether two stems are one word bent differently (bibliotek, bibliotec) or mistyped by one letter."""
    short, long = sorted((one, other), key=len)
    shared = next((place for place, sign in enumerate(short) if sign != long[place]), len(short))
    if shared >= _SURE_PREFIX and shared >= _SHARED_PREFIX * len(long):
        return True
    if len(short) < _SHORTEST_TYPO or len(long) - len(short) > 1:
        return False
    # One letter more, less, changed or swapped with its neighbour.
    rest_short, rest_long = short[shared:], long[shared:]
    is_swapped = rest_short[:2] == rest_long[1::-1] and rest_short[2:] == rest_long[2:]
    return rest_short == rest_long[1:] or rest_short[1:] == rest_long[1:] or is_swapped
