"""The demo tells the city's real dates in words of its own, with positions instead of people."""

import csv
import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from sciezka.rooms.town import demo
from sciezka.rooms.town.demo import DemoCity, DemoProblem, DemoProcess, read_demo, read_process
from sciezka.rooms.town.programmes import shipped_programmes

SHARED = Path(__file__).resolve().parents[4] / "shared"
PAGE = SHARED / "data" / "kalendarium" / "jelenia-gora.txt"
REGISTER = SHARED / "data" / "teryt" / "TERC_2024-01-01.csv"
SHARED_WORDS = 6
TODAYS = (date(2026, 11, 22), date(2026, 12, 24), date(2027, 4, 30), date(2031, 1, 1))

# The 39 entries in the order of time: day, or first and last day.
DATES = (
    "2019-07-22",
    "2019-12-19",
    "2020-01-13",
    "2020-01-16",
    "2020-01-23",
    "2020-01-24",
    "2020-01-27/2020-02-07",
    "2020-01-28/2020-02-29",
    "2020-02-07",
    "2020-02-10",
    "2020-02-10/2020-02-19",
    "2020-03-02",
    "2020-03-12",
    "2020-03-15",
    "2020-04-15",
    "2020-04-21/2020-04-30",
    "2020-05-07",
    "2020-05-08",
    "2020-05-01/2020-06-30 months",
    "2020-05-14",
    "2020-05-19",
    "2020-06-01",
    "2020-06-10",
    "2020-06-22",
    "2020-06-25/2020-06-26",
    "2020-07-09/2020-07-10",
    "2020-07-13",
    "2020-07-15",
    "2020-07-23",
    "2020-07-27/2020-07-28",
    "2020-07-30",
    "2020-08-03",
    "2020-08-06",
    "2020-08-07",
    "2020-08-31",
    "2020-09-09",
    "2020-09-22",
    "2020-10-06",
    "2020-10-09",
)
# Names of institutions, programmes and documents cannot be said in other words.
NAMES = (
    "zespół realizacyjny",
    "zespołu realizacyjnego",
    "zespół strategiczny",
    "zespołu strategicznego",
    "plan rozwoju lokalnego",
    "plan rozwoju instytucjonalnego",
    "żyj mieszkaj pracuj w jeleniej górze",
    "karkonoski sejmik osób niepełnosprawnych",
    "karkonoska agencja rozwoju regionalnego s a",
    "karkonoski park narodowy",
    "związek miast polskich",
    "związku miast polskich",
    "wydział rozwoju miasta",
    "urząd miasta jelenia góra",
    "zit aglomeracji jeleniogórskiej",
)


def find_history(city: DemoCity) -> DemoProcess:
    """Return the process of 2019-2020."""
    return next(process for process in city.processes if process.key == "rozwoj-lokalny")


def read_sources() -> dict[str, str]:
    """Return the text of every file of the demo."""
    files = [file for file in resources.files(demo).iterdir() if file.name.endswith(".toml")]
    return {file.name: file.read_text(encoding="utf-8") for file in files}


def read_page() -> str:
    """Return the city's own page, which is not part of the repository."""
    if not PAGE.is_file():
        pytest.skip(f"the city's real page is not here ({PAGE.name}); the comparison runs where it is")
    return PAGE.read_text(encoding="utf-8")


def collect_phrases(text: str) -> set[tuple[str, ...]]:
    """Return every run of six words; proper names break a run and addresses do not count."""
    without_addresses = re.sub(r"https?://\S+", " ", text.lower())
    flat = " ".join(re.findall(r"\w+", without_addresses))
    for name in NAMES:
        flat = flat.replace(name, " | ")
    found: set[tuple[str, ...]] = set()
    for piece in flat.split("|"):
        words = piece.split()
        found.update(tuple(words[at : at + SHARED_WORDS]) for at in range(len(words) - SHARED_WORDS + 1))
    return found


def test_history_has_exactly_the_dates_and_precisions_of_the_city() -> None:
    told = []
    for event in find_history(read_demo()).events:
        first, last = event.start.day, event.end.day if event.end else None
        period = f"{first}/{last}" if last else f"{first}"
        told.append(period + (f" {event.precision}" if event.precision not in {"day", "range"} else ""))
    assert tuple(told) == DATES
    assert len(told) == 39


def test_history_has_the_expected_kinds_stages_and_links() -> None:
    events = find_history(read_demo()).events
    assert {event.stage for event in events} == {"", "I", "II", "III", "IV"}
    assert [event.key for event in events if event.kind == "legal_act"] == [
        "05-powolanie-zespolow",
        "36-komisja-przedsiewziec",
        "38-komisja-partnerow",
    ]
    links = [link.address for event in events for link in event.links]
    assert len(links) == 3
    assert all(link.startswith(("https://miasto.jeleniagora.pl/", "https://www.miasta.pl/")) for link in links)
    assert all(event.published for event in events)


def test_teams_rest_on_their_orders_and_unknown_numbers_stay_empty() -> None:
    process = find_history(read_demo())
    acts = {act.key: act for act in process.acts}
    numbers = {team.key: acts[team.act].number if team.act else None for team in process.teams}
    assert numbers == {
        "zespol-realizacyjny": "0050.414.2020.VIII",
        "zespol-strategiczny": "0050.415.2020.VIII",
        "zespol-liderow-spolecznych": None,
        "komisja-przedsiewziec": "",
        "komisja-partnerow": "",
    }
    assert all("Numer nieustalony" in act.note for act in process.acts if not act.number)


def test_titles_are_short_and_texts_are_brief() -> None:
    for process in read_demo().processes:
        for event in process.events:
            assert len(event.title) <= 90, event.title
            assert len(event.text.split("\n\n")) <= 5, event.key


def test_no_phrase_of_six_words_is_taken_from_the_real_page() -> None:
    page = collect_phrases(read_page())
    ours = {name: collect_phrases(source) & page for name, source in read_sources().items()}
    assert {name: sorted(phrases) for name, phrases in ours.items() if phrases} == {}


def test_the_comparison_of_phrases_can_find_a_copy() -> None:
    sentence = "Miasto zaprasza wszystkich mieszkańców na spotkanie w ratuszu"
    assert collect_phrases(sentence.upper()) & collect_phrases(f"Uwaga: {sentence}!")


def test_no_person_is_named() -> None:
    for name, source in read_sources().items():
        assert not re.search(r"\bPan(?:i|a|em|u|ią|ie)?\s+[A-ZĄĆĘŁŃÓŚŹŻ]", source), name


def test_no_surname_of_the_real_page_is_in_the_repository() -> None:
    surnames = set(re.findall(r"\bPan(?:i|a|em|u|ią)?\s+\w+\s+(\w+)", read_page()))
    assert len(surnames) == 4
    words = {word for source in read_sources().values() for word in re.findall(r"\w+", source)}
    assert not surnames & words


def test_units_agree_with_the_register() -> None:
    if not REGISTER.is_file():
        pytest.skip(f"the TERC register is not here ({REGISTER.name}); the comparison runs where it is")
    kinds = {"1": "urban", "2": "rural", "3": "urban_rural", "": "county"}
    register: dict[str, tuple[str, str]] = {}
    with REGISTER.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            code = (row["WOJ"] + row["POW"] + row["GMI"] + row["RODZ"]).ljust(7, "0")
            kind = kinds.get(row["RODZ"] if row["POW"] else "-", "voivodeship")
            if row["POW"] >= "61" and kind == "urban":
                kind = "city_county"
            register[code] = (row["NAZWA"].lower(), kind)
    units = read_demo().units
    assert len(units) >= 30
    assert {unit.teryt: (unit.name.lower(), unit.kind) for unit in units}.items() <= register.items()


def test_partnership_members_and_offices_are_units_of_the_demo() -> None:
    city = read_demo()
    codes = {unit.teryt for unit in city.units}
    wanted = {space.unit for space in city.workspaces if space.unit}
    wanted |= {member.unit for space in city.workspaces for member in space.members}
    assert wanted <= codes
    assert "0261011" in wanted
    assert {process.workspace for process in city.processes} == {space.slug for space in city.workspaces}


def test_accounts_are_positions_and_teams_use_only_them() -> None:
    city = read_demo()
    emails = {account.email for account in city.accounts}
    assert {f"{name}@demo.sciezka.example" for name in ("koordynator", "zespol", "doradca", "mieszkaniec")} < emails
    assert all(email.endswith("@demo.sciezka.example") for email in emails)
    positions = [one for process in city.processes for team in process.teams for one in team.composition]
    assert {one.account for one in positions if one.account} <= emails


def test_what_is_invented_says_so() -> None:
    process = next(process for process in read_demo().processes if process.key == "strategia-rozwoju-miasta")
    assert process.invented
    assert all(act.invented and act.number.startswith("POKAZ") for act in process.acts)
    assert all(event.text.startswith("Wpis przykładowy") for event in process.events)


@pytest.mark.parametrize("today", TODAYS)
def test_the_running_process_never_grows_old(today: date) -> None:
    process = next(process for process in read_demo().processes if process.key == "strategia-rozwoju-miasta")
    planned = [event for event in process.events if event.resolve_period(today)[0] > today]
    assert len(planned) == 6
    assert any(not event.published for event in planned)
    assert all(event.resolve_period(today)[0].weekday() < 5 for event in process.events)
    ends = [team.until.resolve_on(today) for team in process.teams if team.until]
    assert [end for end in ends if 0 < (end - today).days <= 30] == [min(ends)]
    assert {task.status for task in process.tasks} == {"todo", "doing", "done"}
    assert all(task.start.resolve_on(today) <= task.due.resolve_on(today) for task in process.tasks)


PROCESS = """
key = "p"
workspace = "w"
programme = "rozwoj-lokalny"
title = "T"
summary = "S"
start = 0
published = true
invented = true
[[teams]]
key = "t"
name = "N"
kind = "team"
task = "T"
rights = "view"
since = 0
composition = [{ position = "P", function = "chair", since = 0 }]
[[tasks]]
key = "t"
stage = "I"
title = "T"
assignee = "t"
status = "done"
start = 0
due = 1
[[events]]
key = "e"
title = "T"
kind = "meeting"
mode = "video"
precision = "range"
start = 2020-01-01
end = 2020-01-02
text = "T"
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("end = 2020-01-02", "end = 2019-01-02", "events[1].end: the end must come after the start."),
        ("end = 2020-01-02\n", "", "events[1].end: this precision needs an end."),
        ('"range"', '"day"', "events[1].end: a day has no end."),
        ('"range"', '"month"', "events[1].end: a month begins on its first day and ends on its last."),
        ("end = 2020-01-02", "end = 5", "events[1].end: both ends must be of one kind, in order."),
        ('stage = "I"', 'stage = "IX"', "tasks[1].stage: “IX” is not known in this process."),
        ('assignee = "t"', 'assignee = "x"', "tasks[1].assignee: “x” is not known in this process."),
        ('mode = "video"', 'mode = "video"\ntool = "x"', "events[1].tool: “x” is not known in this process."),
        ('text = "T"', 'text = "T"\nteams = ["x"]', "events[1].teams: “x” is not known in this process."),
        ('text = "T"', 'text = "T"\nauthor = "x"', "events[1].author: this key is not known here."),
    ],
)
def test_a_fault_in_a_process_is_told_with_its_place(old: str, new: str, told: str) -> None:
    programmes = {template.key: template for template in shipped_programmes()}
    assert read_process(PROCESS, programmes).key == "p"
    assert old in PROCESS
    with pytest.raises(DemoProblem) as caught:
        read_process(PROCESS.replace(old, new, 1), programmes)
    assert caught.value.sentences == (told,)
