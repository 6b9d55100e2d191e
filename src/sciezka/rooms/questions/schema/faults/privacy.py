"""Faults of privacy: asking who somebody is, or what the law holds especially private.

Only what is asked of the person counts: „Czy urząd jest dostępny dla osób z niepełnosprawnościami?” asks about the office.
Special categories follow article 9 of the GDPR, and convictions article 10.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from sciezka.rooms.questions.schema.faults.noted import (
    Fault,
    Place,
    Severity,
    is_open,
    list_asked,
    list_places,
)
from sciezka.rooms.questions.schema.types import Kind, Questionnaire

YOUNG: Final = "youth"
PERSONAL: Final[Mapping[str, Mapping[str, str]]] = {
    "name": {
        "pl": r"\bimię\b|\bnazwisko\b(?! (?:ulicy|patrona))|\bjak się (?:nazywasz|pan\w*.{0,8} nazywa)",
        "en": r"\b(?:your|full|first|last) name\b|\bsurname\b",
        "uk": r"\bпрізвищ|\bваше ім.я\b",
    },
    "pesel": {"pl": r"\bpesel\b", "en": r"\bpesel\b", "uk": r"\bpesel\b|\bпесель\b"},
    "email": {
        "pl": r"\be-?mail|adres(?:u|em)? (?:poczty )?(?:e-?mail|elektroniczn)|\bpoczty elektronicznej\b",
        "en": r"\be-?mail\b",
        "uk": r"\bе-?mail\b|\be-?mail\b|електронн\w+ (?:пошт|адрес)",
    },
    "phone": {
        "pl": r"\b(?:numer|nr)u? telefonu\b|\btelefon kontaktowy\b",
        "en": r"\b(?:phone|telephone|mobile) number\b",
        "uk": r"\bномер телефону\b",
    },
    "address": {
        "pl": r"\b(?:adres|ulica|ulicę)\b.{0,25}\b(?:zamieszkania|zameldowania|domu|domow|numer)|\bgdzie dokładnie mieszka",
        "en": r"\b(?:home|your|street) address\b",
        "uk": r"\bадрес\w* (?:проживання|дому)|\bдомашн\w+ адрес",
    },
    "birthday": {
        "pl": r"\bdat(?:a|ę|y) urodzenia\b|\bdzień urodzenia\b",
        "en": r"\bdate of birth\b|\bbirthday\b",
        "uk": r"\bдат\w+ народження\b",
    },
    "document": {
        "pl": r"\b(?:numer|nr|seri\w+) (?:i numer )?(?:dowodu|paszportu|konta|rachunku|legitymacji)\b",
        "en": r"\b(?:passport|identity card|account) number\b",
        "uk": r"\bномер (?:паспорта|рахунку)\b",
    },
}
SENSITIVE: Final[Mapping[str, Mapping[str, str]]] = {
    "faith": {
        "pl": r"\bwyznani[aeu]\b|\bwyznajesz\b|\breligi[ęai]\b.{0,20}\bwyznaj|\bjest\w* (?:osobą )?wierząc",
        "en": r"\byour (?:religion|faith)\b|\breligious beliefs\b",
        "uk": r"\bваша? (?:релігі|віросповідан)",
    },
    "politics": {
        "pl": r"\bpogląd\w* polityczn|\bna (?:kogo|którą partię|jaką partię)\b.{0,30}głosował|\bprzynależno\w+ partyjn",
        "en": r"\bpolitical (?:views|opinions)\b|\bwho did you vote for\b|\bwhich party\b.{0,20}\bvote",
        "uk": r"\bполітичн\w+ погляд|\bза кого ви голосували",
    },
    "health": {
        "pl": (
            r"\b(?:swój|swojego|twój|pan[au]i?|pani|pana/pani|państwa) stan zdrowia\b"
            r"|\b(?:masz|ma pan\w*|ma pani|posiada(?:sz)?)\b.{0,40}\b(?:orzeczenie|niepełnosprawnoś)"
            r"|\b(?:chorujesz|choruje pan|leczysz się|leczy się pan)|\bjest\w* (?:pan\w* )?osobą (?:z )?niepełnosprawn"
        ),
        "en": r"\byour (?:state of )?health\b|\bdo you have (?:a |any )?(?:disability|illness)\b",
        "uk": r"\bваш стан здоров|\bстан вашого здоров|\bмаєте .{0,20}інвалідн",
    },
    "orientation": {
        "pl": r"\borientacj\w+ (?:seksualn|psychoseksualn)|\bżyci\w+ (?:seksualn|intymn)",
        "en": r"\bsexual orientation\b|\bsex life\b",
        "uk": r"\bсексуальн\w+ орієнтац",
    },
    "origin": {
        "pl": r"\b(?:pochodzeni\w+|przynależno\w+) (?:etniczn|rasow|narodow)",
        "en": r"\bethnic (?:origin|group)\b|\byour race\b",
        "uk": r"\bетнічн\w+ (?:походж|приналежн)",
    },
    "union": {
        "pl": r"\b(?:należysz|należy pan\w*|należy pani|członk\w+)\b.{0,30}\bzwiązk\w+ zawodow",
        "en": r"\btrade union member|\bmember of a (?:trade )?union\b",
        "uk": r"\bчлен\w* профспілк",
    },
    "convictions": {
        "pl": r"\bkaran(?:y|a|ość|ości|ą)\b(?:.{0,20}\bsąd)?|\bwyrok\w* sądu\b",
        "en": r"\bcriminal record\b|\bconvicted\b",
        "uk": r"\bсудим",
    },
}
SENSITIVE_FOR_YOUNG: Final[Mapping[str, Mapping[str, str]]] = {
    "income": {
        "pl": r"\b(?:dochod\w*|zarobk\w*|zarabiają)\b.{0,30}\b(?:rodzic|rodzin)|\brodzi(?:c|n)\w*\b.{0,30}\bzarabia",
        "en": r"\b(?:parents|family).{0,20}(?:income|earn)",
        "uk": r"\b(?:дохід|доходи|заробля).{0,20}(?:родин|батьк)",
    },
    "substances": {
        "pl": r"\b(?:alkohol\w*|narkotyk\w*|papieros\w*|dopalacz\w*)\b",
        "en": r"\b(?:alcohol|drugs|cigarettes)\b",
        "uk": r"\b(?:алкогол|наркотик|цигарк)",
    },
}


def find_faults_of_privacy(questionnaire: Questionnaire, audience: str) -> Iterator[Fault]:
    """Find items that ask for personal or sensitive data, in the languages they are asked in; each once.

    Args:
        questionnaire: the whole.
        audience: whom it is meant for; of ``youth`` more may not be asked.
    """
    for place in list_places(questionnaire):
        if is_open(place.item):
            yield from _find(place, questionnaire.languages, PERSONAL, "personal_data", "warning")
        if place.item.kind is not Kind.CONSENT:
            yield from _find(place, questionnaire.languages, SENSITIVE, "sensitive_data", "warning")
        if audience == YOUNG:
            yield from _find(place, questionnaire.languages, SENSITIVE_FOR_YOUNG, "sensitive_for_young", "warning")
            if place.item.kind is Kind.FILE:
                yield place.find("file_from_young", "warning")


def _find(
    place: Place, languages: tuple[str, ...], kinds: Mapping[str, Mapping[str, str]], code: str, severity: Severity
) -> Iterator[Fault]:
    asked = [(language, text.casefold()) for language in languages for _, text in list_asked(place, language)]
    for what, words in kinds.items():
        found = next((language for language, text in asked if language in words and re.search(words[language], text)), "")
        if found:
            yield place.find(code, severity, ".text", what=what, language=found)
