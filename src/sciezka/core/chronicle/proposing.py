"""Proposing what an entry is: its kind and its mode, from the words it is told in. A person decides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sciezka.core.chronicle.bodies import propose_bodies
from sciezka.core.chronicle.entry import Link
from sciezka.core.chronicle.titles import EVENT_WORDS, cut_sentence
from sciezka.core.dates import ImpreciseDate, Precision

__all__ = ["KINDS", "MODES", "propose_bodies", "propose_kind", "propose_mode"]

KINDS = (
    "meeting", "workshop", "advisory", "survey", "decision", "legal_act", "call", "publication", "seminar", "training",
    "interview", "milestone", "individual_work",
)  # fmt: skip
READ_FOR_KIND = 4000
MODES = ("on_site", "video", "teleconference", "online", "individual")


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_VIDEO = _compile(
    r"\b(?:wideo|video)\s?konferencj|\bvideo\s?-?(?:conference|call)|\b(?:MS |Microsoft )?Teams\b|\bZoom\b|wideorozm"
)
_TELEPHONE = _compile(r"\btele\s?konferencj|\bteleconference|\bconference call")
_ONLINE = _compile(
    r"\bon-?line\b|\bzdaln\w+|\bwebinar|\bna stronie internetowej|\bformularz\w* elektroniczn|\bonline\b"
    r"|\bremote(?:ly)?\b|\bwebsite\b"
)
_FORM_LINK = _compile(r"forms\.gle|docs\.google\.com/forms|forms\.office|ankieta|webankieta|survey|lime")
_ALONE = _compile(r"\bprac[aey] indywidualn|\bindywidualn\w+ prac|\bindividual work|\bwork(?:ed)? individually")
_PLACE = _compile(
    r"\b(?:w|we) (?:sali|sal[ai]ch|ratusz|urzędzie|siedzibie|budynku|świetlicy|bibliotece|szkole|domu kultury|centrum)|"
    r"\bsal[ai] (?:nr|konferencyjn|sesyjn|narad)|\b(?:dom|ośrodek|centrum) kultury|\bratusz|"
    r"\b(?:in|at) the (?:town|city) hall|\bstacjonarn|\bin person\b|\bon[- ]site\b|\btown hall,|\bcity hall,"
)
_LED_BY_PLACE = _compile(
    rf"^(?P<place>[^.!?–—]{{2,70}}?)\s+[-–—]\s*(?:oficjaln\w+ |uroczyst\w+ )?(?:rozpoczęcie|otwarcie|{EVENT_WORDS})"
)
_NOT_A_PLACE = _compile(
    r"konferencj|on-?line|warsztat|spotkani|szkoleni|webinar|conference|meeting|zespół|zespoł|etap|stage"
)

# Kinds in the order they are tried on the first sentence: what is said first and most narrowly wins.
_FIRST_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("individual_work", _ALONE),
    ("legal_act", _compile(
        r"^\W*(?:powołan\w+|wydan\w+|podpisan\w+|przyjęt\w+|podjęt\w+|ustanow\w+)?.{0,40}\b(?:zarządzeni|uchwał)"
        r"|\bna mocy zarządze|\bpowoła\w+ (?:został\w* )?.{0,60}\bzarządzeni|\b(?:podpisał|wydał|podjęła"
        r"|przyjęła)\w* .{0,30}"
        r"(?:zarządzeni|uchwał)|\b(?:ordinance|resolution|mayor's order|by order)\b"
    )),
    ("survey", _compile(
        r"^.{0,80}\b(?:ankiet|badani\w+ (?:ankiet|opinii|potrzeb)|sondaż)|^.{0,60}\b(?:survey|questionnaire"
        r"|opinion poll)"
    )),
    ("interview", _compile(
        r"\bwywiad\w* (?:grupow|pogłębion|fokus)|\bfokus|\bfocus group|\bgroup interview|^\W*(?:wywiad|interview)"
    )),
    ("publication", _compile(
        r"\bopublikowan|\bpublikacj\w+|\bukazał\w* się|\bartykuł\w*|\bpublished\b|\bnews(?:letter|paper)"
        r"|^\W*(?:publication|article)"
    )),
    ("call", _compile(
        r"^.{0,60}\b(?:ogłosz\w+|otwar\w+|rozpoczęci\w+|zakończeni\w+|start|trwa|uruchom\w+"
        r"|zamknięci\w+)(?:\s+[\w.]+){0,4}\s+nab[oó]r(?!u\s+wniosk)"
        r"|\bogłosz\w+ (?:\w+ )?(?:nab[oó]r|konkurs)|^\W*nab[oó]r|\b(?:open |opens |a )call for"
        r"|\bcall (?:for \w+ )?(?:opens|closes)"
    )),
    ("training", _compile(r"\bszkole|\bwarsztat\w* z obsługi|\bkurs\b|\btraining\b|\binstrukta[żz]")),
    ("seminar", _compile(
        r"\bseminari|\bkonferencja\b(?! prasow)|\bwebinar|\bforum\b.{0,20}\bodbył|\bseminar\b|^\W*conference\b"
    )),
)  # fmt: skip
_MILESTONE = _compile(
    r"\bzłoży\w+|\bzłożeni\w+ (?:wniosk|zarys|dokument|kompletn)|\bkamie[nń]\w* milow|\bprzesłan\w+ (?:wnios"
    r"|dokument)|\bpodpisan\w+ umow"
    r"|\bsubmi(?:tted|ssion)|\bfiled\b|\bmilestone|\bgrant agreement"
)
_DECISION = _compile(
    r"\bzatwierdz|\bwyb(?:rano|ór|orze|rany|rane|rani)\b|\bdecyzj|\brozstrzygnięci|\blista rankingow"
    r"|\bzakwalifikow|\bapproved\b|\bselected\b|\bdecision\b"
)
_ADVISORY = _compile(r"\bspotkani\w+ doradcz|\bdoradztw|\bkonsultacj\w+ z (?:doradc|ekspert)|\badvis(?:ory|ers?|ors?)\b")
_WITH_ADVISERS = _compile(r"\bdoradc")
_OFFICE_STAFF = _compile(r"\b(?:pracownik\w*|wydział\w*|referat\w*|biur[aou]\w*|urzęd\w*)\b")
_TEAM = _compile(r"\bzesp[oó]ł\w*|\blider[oó]w społeczn|\bteam\b")
_MEETING = _compile(
    r"\bspotka\w*|\bnarad|\bposiedzeni|\bzebrani|\brozmow|konferencj|\bmeeting|\bmet\b"
    r"|\brozpoczęcie\b.*\budział|\bkick-?off|conference"
)
_WORKSHOP = _compile(r"\bwarsztat|\bworkshop")
_TEAM_MADE = _compile(r"\b(?:opracowanie|w celu opracowania|wypracowanie|dokonanie oceny|uzgodnienie|sporządzenie analiz)\b")
_BY_TEAM = _compile(r"\bprzez (?:członk\w+ )?zesp[oó]ł|\bby the \w+ team\b")


def propose_kind(plain: Sequence[str], when: ImpreciseDate | None) -> str:
    """Propose the kind of an entry from its first sentence, then from the rest."""
    whole = " ".join(plain)[:READ_FOR_KIND]
    first = cut_sentence(plain[0]) if plain else ""
    head = first[:300]
    met = bool(_MEETING.search(head))
    first_kind = _find_first_kind(head, met=met)
    if first_kind:
        return first_kind
    if met or _WORKSHOP.search(head):
        return _tell_meeting(head, whole)
    if _MILESTONE.search(head) or _DECISION.search(head):
        return "milestone" if _MILESTONE.search(head) else "decision"
    # "The following begins:" says what in the list below it.
    items = [line for line in plain[1:] if line] if first.rstrip().endswith(":") else []
    listed = next((k for k, pattern in _FIRST_KINDS if any(pattern.search(item[:300]) for item in items)), None)
    spread = when is not None and when.precision is not Precision.DAY
    return listed or ("individual_work" if spread and _BY_TEAM.search(head) else _tell_by_rest(whole))


def _find_first_kind(head: str, *, met: bool) -> str | None:
    for kind, pattern in _FIRST_KINDS:
        told_survey = kind != "survey" or not met or re.match(r"\W*(?:badani|ankiet|survey)", head, re.IGNORECASE)
        if told_survey and pattern.search(head):
            return kind
    return None


def _tell_meeting(head: str, whole: str) -> str:
    """Tell advice, workshop, interview and plain meeting apart."""
    if any(pattern.search(whole) for kind, pattern in _FIRST_KINDS if kind == "interview"):
        return "interview"
    staff_advised = _WITH_ADVISERS.search(head) and not _TEAM.search(head)
    if _ADVISORY.search(head) or (staff_advised and _OFFICE_STAFF.search(head)):
        return "advisory"
    if _WORKSHOP.search(head):
        return "workshop"
    team_at_work = _TEAM.search(head) and _TEAM_MADE.search(whole)
    return "workshop" if team_at_work else "meeting"


def _tell_by_rest(whole: str) -> str:
    text = whole[:2000]
    for kind, pattern in (
        ("workshop", _WORKSHOP), ("advisory", _ADVISORY), ("meeting", _MEETING), ("decision", _DECISION), *_FIRST_KINDS,
    ):  # fmt: skip
        if pattern.search(text):
            return kind
    return "milestone"


def propose_mode(plain: Sequence[str], kind: str, links: Sequence[Link]) -> str | None:
    """Propose how an entry's event was held, or nothing where the words do not say."""
    whole = " ".join(plain)[:2000]
    first = cut_sentence(plain[0]) if plain else ""
    if _TELEPHONE.search(whole):
        return "teleconference"
    if _VIDEO.search(whole):
        return "video"
    if kind == "individual_work" or _ALONE.search(first):
        return "individual"
    if _ONLINE.search(whole) or (kind in ("survey", "call", "publication") and _is_online(kind, links)):
        return "online"
    led = _LED_BY_PLACE.match(first)
    if (led and not _NOT_A_PLACE.search(led["place"])) or _PLACE.search(whole):
        return "on_site"
    return None


def _is_online(kind: str, links: Sequence[Link]) -> bool:
    if kind == "survey":
        return any(_FORM_LINK.search(link.url) for link in links)
    return bool(links)
