"""Proposing the bodies that take part in an entry: offices and teams by a closed table, never a person."""

from __future__ import annotations

import re

# The words divisions are called by. A closed list, so that a name after "naczelnik Wydziału Rozwoju" is never taken.
_DIVISIONS = (
    "Rozwoju Miasta Gminy Miejskiego Lokalnego Gospodarczego Regionalnego Inwestycji Inwestycyjny Promocji Kultury Oświaty "
    "Edukacji Sportu Turystyki Finansów Finansowy Finansowego Budżetu Budżetowy Organizacyjny Organizacyjnego Organizacji "
    "Gospodarki Komunalnej Przestrzennej Mieszkaniowej Nieruchomościami Nieruchomości Środowiska Ochrony Planowania "
    "Przestrzennego Strategii Strategicznego Funduszy Europejskich Unijnych Zewnętrznych Pozyskiwania Środków Spraw "
    "Społecznych Społecznej Obywatelskich Architektury Urbanistyki Budownictwa Geodezji Zarządzania Kryzysowego "
    "Informatyki Komunikacji Dróg Transportu Zdrowia Polityki Przedsiębiorczości Obsługi Inwestora Mieszkańców Projektów "
    "Projektami Współpracy Zagranicznej Partnerstwa Realizacji Zamówień Publicznych Rewitalizacji Klimatu Energii "
    "Infrastruktury Technicznej Technicznej Rolnictwa Kadr Prawny Prasowe Analiz Dialogu"
)
_TAIL_WORD = "|".join(sorted(set(_DIVISIONS.split()), key=lambda w: (-len(w), w)))
_TAIL = rf"((?:\s+(?:(?:i|oraz|ds\.|do spraw)\s+)?(?:{_TAIL_WORD})(?!\w))+)"

_FIXED: tuple[tuple[str, str], ...] = (
    (r"[Zz]esp(?:ół|o[łl]u|ołem|ołowi|ole) Realizacyjn\w+", "Zespół Realizacyjny"),
    (r"[Zz]esp(?:ół|o[łl]u|ołem|ołowi|ole) Strategiczn\w+", "Zespół Strategiczny"),
    (
        r"Zesp(?:ół|o[łl]u|ołem|ołowi|ole) Lider[óo]w Społecznych|\bLider(?:zy|ami|om) Społeczn\w+",
        "Zespół Liderów Społecznych",
    ),
    (r"[Zz]esp(?:ół|o[łl]u|ołem|ołowi|ole) Projektow\w+", "Zespół Projektowy"),
    (r"[Zz]esp(?:ół|o[łl]u|ołem|ołowi|ole) Zadaniow\w+", "Zespół Zadaniowy"),
    (r"[Zz]esp(?:ół|o[łl]u|ołem|ołowi|ole) Doradcz\w+", "Zespół Doradczy"),
    (r"[Zz]esp(?:ół|o[łl]u|ołem|ołowi|ole) Koordynacyjn\w+", "Zespół Koordynacyjny"),
    (r"Komitet\w* Steruj\w+", "Komitet Sterujący"),
    (r"Komitet\w* (?:Rewitalizacji|Monitoruj\w+)", "Komitet"),
    (r"Związ(?:ek|ku|kiem|kowi) Miast Polskich|\bZMP\b", "Związek Miast Polskich"),
    (r"Związ(?:ek|ku|kiem|kowi) Gmin Wiejskich(?: RP)?", "Związek Gmin Wiejskich RP"),
    (r"OECD", "OECD"),
    (r"Norweski\w+ Związ\w+ Władz Lokalnych i Regionalnych|\bKS\b(?! \w+ sp)", "KS"),
    (r"Rad(?:a|y|ę|zie|ą) Miejsk\w+", "Rada Miejska"),
    (r"Rad(?:a|y|ę|zie|ą) Miasta", "Rada Miasta"),
    (r"Rad(?:a|y|ę|zie|ą) Gminy", "Rada Gminy"),
    (r"Rad(?:a|y|ę|zie|ą) Powiatu", "Rada Powiatu"),
    (r"Rad(?:a|y|ę|zie|ą) Seniorów", "Rada Seniorów"),
    (r"Młodzieżow\w+ Rad(?:a|y|ę|zie|ą)", "Młodzieżowa Rada"),
    (r"Zastępc\w+ Prezydenta(?: Miasta)?", "Zastępca Prezydenta Miasta"),
    (r"Zastępc\w+ Burmistrza", "Zastępca Burmistrza"),
    (r"Zastępc\w+ Wójta", "Zastępca Wójta"),
    (r"(?<!Zastępcy )(?<!Zastępca )Prezydent(?:a|em|owi)? Miasta", "Prezydent Miasta"),
    (r"(?<!Zastępcy )(?<!Zastępca )(?<!wice)Prezydent(?:a|em|owi)?(?! Miasta)(?!\w)(?! RP)", "Prezydent"),
    (r"(?<!Zastępcy )(?<!Zastępca )(?<!wice)Burmistrz(?:a|em|owi)?(?!\w)", "Burmistrz"),
    (r"(?<!Zastępcy )(?<!Zastępca )Wójt(?:a|em|owi)?(?!\w)", "Wójt"),
    (r"Ministerstw\w+ Funduszy i Polityki Regionalnej|\bMFiPR\b", "Ministerstwo Funduszy i Polityki Regionalnej"),
    (r"Ministerstw\w+ Inwestycji i Rozwoju", "Ministerstwo Inwestycji i Rozwoju"),
    (r"Ministerstw\w+ Klimatu i Środowiska", "Ministerstwo Klimatu i Środowiska"),
    (r"Ministerstw\w+ Rozwoju i Technologii", "Ministerstwo Rozwoju i Technologii"),
    (r"Urz(?:ąd|ędu|ędem|ędzie) Marszałkowsk\w+", "Urząd Marszałkowski"),
    (r"Urz(?:ąd|ędu|ędem|ędzie) Pracy|\bPowiatow\w+ Urz\w+ Pracy", "Urząd Pracy"),
    (r"Starostw\w+ Powiatow\w+", "Starostwo Powiatowe"),
    (r"Karkonosk\w+ Sejmik\w* Osób Niepełnosprawnych", "Karkonoski Sejmik Osób Niepełnosprawnych"),
    (r"Karkonosk\w+ Agencj\w+ Rozwoju Regionalnego(?: S\.\s?A\.)?", "Karkonoska Agencja Rozwoju Regionalnego S.A."),
    (r"Karkonosk\w+ Park\w* Narodow\w+", "Karkonoski Park Narodowy"),
    (r"Komisj(?:a|i|ę|ą) ocenia\w+", "Komisja oceniająca"),
    (r"Komisj(?:a|i|ę|ą) konkursow\w+", "Komisja konkursowa"),
    (r"Komisj(?:a|i|ę|ą) przeprowadzaj\w+ wybór partnerów", "Komisja przeprowadzająca wybór partnerów"),
    (r"Komisj(?:a|i|ę|ą) (?:do spraw|ds\.) wyboru partnerów", "Komisja ds. wyboru partnerów"),
    (r"Implementation Team", "Implementation Team"),
    (r"Strategic Team", "Strategic Team"),
    (r"Social Leaders(?:'|’)? Team|\bTeam of Social Leaders", "Social Leaders Team"),
    (r"Association of Polish Cities", "Association of Polish Cities"),
    (r"(?:Town|City) Council", "Town Council"),
    (r"Mayor(?!\w)", "Mayor"),
    (r"(?<=[a-z] )(?:Town|City) Hall (?:staff|employees|team)|\b(?:staff|employees) of the (?:Town|City) Hall", "Town Hall"),
    (r"Ministry of (?:Development )?Funds and Regional Policy", "Ministry of Development Funds and Regional Policy"),
    (r"(?:City |Town )?Development (?:Department|Division)", "Development Division"),
)
# The edge of the word is looked at after the match: a pattern that begins with letters is searched many times faster.
_COMPILED = tuple((re.compile(pattern), name) for pattern, name in _FIXED)
_WORD_SIGN = re.compile(r"\w")
_HEADED = (
    (re.compile(rf"(?<!\w)[Ww]ydzia(?:ł|łu|łem|łowi|le){_TAIL}"), "Wydział"),
    (re.compile(rf"(?<!\w)[Rr]efera(?:t|tu|tem|towi|cie){_TAIL}"), "Referat"),
    (re.compile(rf"(?<!\w)[Dd]epartamen(?:t|tu|tem|towi|cie){_TAIL}"), "Departament"),
    (re.compile(rf"(?<!\w)[Bb]iur(?:o|a|em|u|ze){_TAIL}"), "Biuro"),
)
_NOMINATIVE = {"Finansowego": "Finansowy", "Organizacyjnego": "Organizacyjny", "Inwestycyjnego": "Inwestycyjny"}
# A teacher of the pattern: "ordinance of the mayor" names the act's author, who takes part in a decision, not a meeting.
_ELSEWHERE = re.compile(r"powołan\w+ przez Prezydenta[^.]*?zespoły", re.IGNORECASE)


def propose_bodies(text: str) -> tuple[str, ...]:
    """Name the bodies of an entry, in the order they are mentioned."""
    found: dict[str, int] = {}
    text = _ELSEWHERE.sub(" ", text)
    for pattern, name in _COMPILED:
        place = next(
            (m.start() for m in pattern.finditer(text) if not _WORD_SIGN.match(text[m.start() - 1 : m.start()])), None
        )
        if place is not None:
            found[name] = min(place, found.get(name, len(text)))
    for pattern, head in _HEADED:
        for match in pattern.finditer(text):
            first, *others = match[1].split()
            name = " ".join((head, _NOMINATIVE.get(first, first), *others))
            found.setdefault(name, match.start())
    if "Prezydent Miasta" in found:
        found.pop("Prezydent", None)
    return tuple(sorted(found, key=lambda name: (found[name], name)))
