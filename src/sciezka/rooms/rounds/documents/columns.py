"""What the columns of exported results mean, in both languages: a file may be read by somebody who speaks either."""

from typing import Final

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "respondent": {
        "pl": "czyj arkusz: imię i nazwisko lub stanowisko w rundzie imiennej, w pozostałych plikach numer wylosowany",
        "en": "whose sheet: the name in a named round, in all other files a number that was drawn",
    },
    "position": {"pl": "kolejność pozycji w rundzie", "en": "the item's position in the round"},
    "code": {"pl": "kod pozycji", "en": "the item's code"},
    "item": {"pl": "nazwa pozycji", "en": "the item's title"},
    "group": {"pl": "grupa pozycji", "en": "the group that the item belongs to"},
    "scale": {
        "pl": "klucz skali; pusty w rankingu, wyborze i macierzy",
        "en": "the scale's key; empty in a ranking, a choice and a matrix",
    },
    "column": {
        "pl": "w macierzy: pozycja, na którą oddziałuje pozycja z wiersza",
        "en": "in a matrix: the item that the row's item influences",
    },
    "value": {
        "pl": "poziom na skali; w rankingu miejsce (1 = pierwsze), w wyborze 1",
        "en": "the level; in a ranking the place (1 = first), in a choice 1",
    },
    "special": {
        "pl": "dk = „nie wiem”, na = „nie dotyczy”, p = wpływ potencjalny (P); wtedy value jest puste",
        "en": "dk = don't know, na = not applicable, p = potential influence (P); value is empty then",
    },
    "reason": {"pl": "uzasadnienie odpowiedzi", "en": "the reason given with the answer"},
    "n": {"pl": "ile osób podało poziom", "en": "how many gave a level"},
    "dont_know": {"pl": "ile osób odpowiedziało „nie wiem”", "en": "how many answered “don't know”"},
    "not_applicable": {"pl": "ile osób odpowiedziało „nie dotyczy”", "en": "how many answered “not applicable”"},
    "median": {"pl": "mediana", "en": "median"},
    "mean": {"pl": "średnia arytmetyczna", "en": "arithmetic mean"},
    "q1": {
        "pl": "pierwszy kwartyl (interpolacja liniowa, typ 7)",
        "en": "first quartile (linearly interpolated, type 7)",
    },
    "q3": {"pl": "trzeci kwartyl (tak samo)", "en": "third quartile (likewise)"},
    "lowest": {"pl": "najniższa podana wartość", "en": "the lowest value given"},
    "highest": {"pl": "najwyższa podana wartość", "en": "the highest value given"},
    "range": {"pl": "rozpiętość: highest − lowest", "en": "highest − lowest"},
    "share_unknown": {
        "pl": "odsetek odpowiedzi „nie wiem” wśród wszystkich odpowiedzi, od 0 do 1",
        "en": "the share of “don't know” among all answers, from 0 to 1",
    },
    "agreement": {
        "pl": "zgodność ocen A van der Eijka, od −1 do 1",
        "en": "van der Eijk's agreement A, from −1 to 1",
    },
    "distribution": {"pl": "rozkład: ile osób podało każdy poziom", "en": "how many gave each level"},
    "place": {
        "pl": "miejsce w rankingu lub wyborze; równe wyniki mają to samo miejsce",
        "en": "the place in a ranking or a choice; ties share it",
    },
    "borda": {"pl": "punkty Bordy", "en": "Borda's points"},
    "proposed": {
        "pl": "poziom, który wynika z samych ocen (co najmniej 75% osób, rozpiętość najwyżej 1 poziom)",
        "en": "the level that the answers propose (at least 75% of people, at most 1 level apart)",
    },
    "needs_talk": {
        "pl": "dlaczego trzeba to omówić: range = rozpiętość, agreement = niska zgodność, unknown = połowa nie wie",
        "en": "why it needs talk: range, agreement (low), unknown (at least half don't know)",
    },
    "need_score": {"pl": "jak bardzo trzeba to omówić, od 0 do 3", "en": "how much it needs talk, from 0 to 3"},
    "agreed": {
        "pl": "wynik uzgodniony na spotkaniu; w wyborze 1 = wybrano, 0 = nie wybrano",
        "en": "what a meeting agreed; in a choice 1 = chosen, 0 = not chosen",
    },
    "agreed_on": {"pl": "dzień uzgodnienia", "en": "the day of the agreement"},
    "agreed_reason": {"pl": "uzasadnienie wyniku uzgodnionego", "en": "the reason of what was agreed"},
    "dissent": {"pl": "zdanie odrębne", "en": "the dissenting opinion"},
    "event": {"pl": "wpis Kalendarium, na którym to uzgodniono", "en": "the entry of the Kalendarium where it was agreed"},
    "present": {"pl": "kto był obecny", "en": "who was present"},
}

FOREWORD: Final[dict[str, dict[str, str]]] = {
    "pl": {
        "about": "Wyniki rundy: oceny wystawione samodzielnie, ich podsumowanie i to, co wspólnie uzgodniono.",
        "named": "Plik zawiera nazwiska lub stanowiska osób, które odpowiadały. Jest przeznaczony dla prowadzących rundę.",
        "numbered": "Plik nie zawiera nazwisk. Arkusze odróżnia wylosowany numer; uzasadnienia stoją osobno, bez numerów.",
        "closed": "Zamknięcie rundy: {moment}.",
        "summary": "wiersz na pozycję i skalę",
        "answers": "wiersz na odpowiedź",
        "reasons": "wiersz na uzasadnienie",
        "rows": "wierszy",
        "methods": "„Nie wiem” i „nie dotyczy” są liczone, lecz nie wchodzą do żadnej średniej, mediany ani zgodności.",
    },
    "en": {
        "about": "Results of a round: what each person judged alone, how it sums up, and what was agreed together.",
        "named": "This file names the people who answered. It is meant for those who run the round.",
        "numbered": "This file names nobody. Sheets are told apart by a drawn number; reasons stand apart, without numbers.",
        "closed": "The round closed: {moment}.",
        "summary": "a row for each item and scale",
        "answers": "a row for each answer",
        "reasons": "a row for each reason",
        "rows": "rows",
        "methods": "“Don't know” and “not applicable” are counted and enter no mean, median or agreement.",
    },
}
