"""Faults of wording: questions that lead, ask two things at once, deny twice, say „always”, or go on too long.

The rules follow what textbooks of survey method agree on (Bradburn, Sudman & Wansink, *Asking Questions*, 2004; Dillman,
Smyth & Christian, *Internet, Phone, Mail, and Mixed-Mode Surveys*, 2014; the checklist QAS-99 by Willis & Lessler). The
words are our own list, for Polish first, and short lists for English and Ukrainian.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sciezka.rooms.questions.schema.faults.noted import JUDGED, Fault, list_asked, list_places
from sciezka.rooms.questions.schema.faults.scales import is_opinion
from sciezka.rooms.questions.schema.types import Questionnaire

LONGEST_QUESTION: Final = 25
"""Words."""
WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
ASIDE: Final = re.compile(r"\([^()]*\)|\bnp\.[^?]*|\{[^{}]*\}")

LEADING: Final[Mapping[str, str]] = {
    "pl": (
        r"\bczy(?: \w+){0,4} (?:zgadza(?:sz|ją)?|zgodzi(?:sz)?) się\b[^?]{0,60}, że\b"
        r"|\bczy nie (?:uważa|sądzi|myśli|wydaje się|powin|należał|chciał)"
        r"|\bjak (?:wiadomo|wszyscy wiedzą|powszechnie wiadomo)\b|\bnie ulega wątpliwości\b|\boczywi(?:ście|ste)\b"
        r"|\b(?:bez wątpienia|niewątpliwie|rzecz jasna)\b|,\s*(?:prawda|nieprawdaż|czyż nie)\s*\?|\bczyż\b"
        r"|\b(?:większość|wielu|wszyscy)(?: \w+){1,2} (?:uważa|sądzi|twierdzi)"
        r"|\b(?:eksperci|naukowcy|specjaliści) (?:uważają|twierdzą|potwierdzają|są zgodni)"
        r"|\bjak bardzo(?: \w+(?:\(\w+\))?){0,4} (?:podoba|podobał|cieszy|zadowol|lubi)"
        r"|\b(?:skandaliczn|karygodn|haniebn|fataln|beznadziejn|wspaniał|znakomit|fantastyczn|rewelacyjn|nieudoln)\w*"
    ),
    "en": (
        r"\bdo(?:n.t)? you (?:not )?agree that\b|\bdon.t you (?:think|feel|agree)\b|\bwouldn.t you\b|\bas everyone knows\b"
        r"|\bobviously\b|\bof course\b|\bmost people (?:think|believe|agree)\b|\b(?:isn.t it|don.t you)\s*\?"
        r"|\bhow much do you (?:like|love|enjoy)\b|\b(?:outrageous|disgraceful|wonderful|fantastic)\b"
    ),
    "uk": (
        r"\bчи згодні ви\b[^?]{0,60}, що\b|\bчи не (?:вважаєте|думаєте)|\bяк (?:відомо|усі знають|всі знають)\b|\bочевидно\b"
        r"|\bбезперечно\b|,\s*(?:правда|чи не так)\s*\?|\bбільшість(?: \w+){1,2} вважа"
    ),
}
SECOND_QUESTION: Final[Mapping[str, str]] = {
    "pl": r"(?<!\bczy)(?<!\bjak) (?:i|oraz|a także|lub|albo) (?:czy|jak|kiedy|gdzie|dlaczego|ile|co)\b(?! i\b)",
    "en": r"\b(?<!how )(?:and|or) (?:how|when|where|why|what|do you|are you|did you)\b",
    "uk": r"(?<!\bчи)(?<!\bяк) (?:і|й|та|або) (?:чи|як|коли|де|чому|скільки)\b",
}
JOINED: Final[Mapping[str, str]] = {
    "pl": r"\b([^\W\d]{4,}) (i|oraz|lub|albo|a także) ([^\W\d]{4,})\b",
    "en": r"\b([^\W\d]{4,}) (and|or) ([^\W\d]{4,})\b",
    "uk": r"\b([^\W\d]{4,}) (і|й|та|або) ([^\W\d]{4,})\b",
}
EITHER: Final = frozenset({"lub", "albo", "or", "або"})
"""Joined so, both are rarely judged apart: such a question is less grave."""
# Beginnings of pairs that name one thing, or the two ends of one.
PAIRS: Final = {
    ("kultur", "sztuk"), ("sport", "rekreac"), ("czyst", "porząd"), ("dzieci", "młodzież"), ("kobiet", "mężczyzn"),
    ("kobiet", "mężczyźn"), ("imię", "nazwisk"), ("dzień", "godzin"), ("wad", "zalet"), ("zalet", "wad"), ("mocn", "słab"),
    ("wodoc", "kanaliz"), ("wod", "ściek"), ("handel", "usłu"), ("handl", "usłu"), ("dziewcz", "chłop"),
    ("praw", "obowiązk"), ("szkol", "przedszkol"), ("nauk", "wychowan"), ("pierwsz", "ostatni"), ("mniej", "bardziej"),
    ("mniej", "więcej"), ("więcej", "mniej"), ("lepiej", "gorzej"), ("blisk", "dalek"), ("duż", "mał"), ("mał", "śred"),
    ("mikro", "mał"), ("pan", "pani"), ("pana", "pani"), ("panu", "pani"), ("panem", "panią"), ("panią", "pan"),
    ("uczeń", "uczennic"), ("uczennic", "uczeń"), ("mieszkan", "mieszkan"), ("culture", "art"), ("terms", "conditions"),
    ("women", "men"), ("date", "time"), ("taxes", "charges"), ("podatk", "opłat"), ("податк", "збор"), ("термін", "час"),
     ("children", "young"), ("sport", "recreation"), ("жінк", "чоловік"), ("діт", "молод"),
}  # fmt: skip
NOT_A_LIST: Final = {
    "pl": r"\bmiędzy\b|\bpomiędzy\b|\bróżnic",
    "en": r"\bbetween\b",
    "uk": r"\bміж\b",
}
DENIED: Final[Mapping[str, str]] = {"pl": r"\bnie\b", "en": r"\bnot\b|\w+n['’]t\b", "uk": r"\bне\b"}
SECOND_DENIAL: Final[Mapping[str, str]] = {
    "pl": (
        r"\bbez\b|\bbrak\w*|\bprzeciw\w*|\bzakaz\w*"
        r"|\bnie(?!dziel|b[oia]|mie[cj]|mc|któr|go\b|j\b|co\b|ruchom|dalek|ch\b|raz|wiel|daw|peł|ść|sie|śc|zbęd|m\b|mal|mni"
        r"|bawem|bezp|długo|zależn|zwykl|znan|tyln|tylk)\w{4,}"
    ),
    "en": r"\bwithout\b|\bunable\b|\bun(?:satisf|import|happy|fair|clear)\w*|\bdis(?:satisf|agree)\w*|\bagainst\b",
    "uk": r"\bбез\b|\bпроти\b|\bзаборон\w*|\bнезадовол\w*|\bневажлив\w*",
}
ABSOLUTE: Final[Mapping[str, str]] = {
    "pl": r"\b(zawsze|nigdy|wszyscy|nikt|nikogo|absolutnie|bezwzględnie|każdorazowo)\b",
    "en": r"\b(always|never|everyone|everybody|nobody|no one|absolutely)\b",
    "uk": r"\b(завжди|ніколи|ніхто|нікого|абсолютно)\b",
}


def find_faults_of_words(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find faults of wording, language by language; a fault names its language."""
    for place in list_places(questionnaire):
        for language in questionnaire.languages:
            for part, text in list_asked(place, language):
                for code, severity, fields in find_words(text, language, judged=place.item.kind in JUDGED):
                    heavy = severity == "warning" or (severity == "maybe" and is_opinion(place.item, language))
                    yield place.find(code, "warning" if heavy else "hint", part, language=language, **fields)


def find_words(text: str, language: str, *, judged: bool = True) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Find faults of one text: the code, how grave (``maybe`` is a warning only where an opinion is asked), and the values.

    Args:
        text: what is asked.
        language: in which.
        judged: whether one answer is given to it, so that it must ask one thing.
    """
    count = len(WORD.findall(text))
    if count > LONGEST_QUESTION:
        yield "wording.long", "warning", {"words": count, "most": LONGEST_QUESTION}
    if language not in LEADING:
        return
    bare = " ".join(text.casefold().split())
    if found := re.search(LEADING[language], bare):
        yield "wording.leading", "warning", {"words": found[0].strip(" ,")}
    # What stands in brackets or is given for example asks nothing.
    plain = " ".join(ASIDE.sub(" ", text).split())
    folded = plain.casefold()
    if judged:
        yield from _find_double(plain, folded, language)
    denials = len(re.findall(DENIED[language], folded))
    second = re.search(SECOND_DENIAL[language], folded)
    if denials > 1 or (denials and second):
        yield "wording.denied_twice", "warning", {"words": second[0] if second else ""}
    if found := re.search(ABSOLUTE[language], folded):
        yield "wording.absolute", "warning", {"words": found[0]}


def _find_double(plain: str, folded: str, language: str) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Find two questions in one; the joined words are named."""
    if folded.count("?") > 1 or ("?" in folded and re.search(SECOND_QUESTION[language], folded)):
        yield "wording.double", "warning", {"words": ""}
        return
    if re.search(NOT_A_LIST[language], folded):
        return
    for found in re.finditer(JOINED[language], plain):
        one, join, other = found.groups()
        is_name = one[0].isupper() and other[0].isupper()
        if not is_name and not _is_pair(one.casefold(), other.casefold()):
            yield "wording.double", "hint" if join in EITHER else "maybe", {"words": found[0]}
            return


def _is_pair(one: str, other: str) -> bool:
    """Tell whether two joined words name one thing, or differ by their endings alone („zadowolony lub zadowolona”)."""
    alike = 0
    for sign, second in zip(one, other, strict=False):
        if sign != second:
            break
        alike += 1
    endings = alike >= 5 and max(len(one), len(other)) - alike <= 4  # noqa: PLR2004 - a stem and an ending
    return endings or any(one.startswith(begin) and other.startswith(end) for begin, end in PAIRS)
