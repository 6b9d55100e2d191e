"""The public Kalendarium: what is shown, in what order, and what the address may ask."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from sciezka.core.dates import ImpreciseDate
from sciezka.rooms.town.models import Event, EventLink, Process
from sciezka.rooms.town.queries.faces import draw_face
from sciezka.rooms.town.queries.kalendarium import match_word, shorten
from sciezka.rooms.town.queries.months import is_month, lay_month
from sciezka.rooms.town.queries.stages import judge_stages
from tests.factories.town import EventFactory, ProcessFactory, SeatFactory, StageFactory, TaskFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DATE = datetime.date
BACKEND = "sciezka.rooms.people.backends.AccountBackend"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 10:00+02:00", tick=False):
        yield


def add(process: Process, start: str, end: str = "", title: str = "", **facts: object) -> Event:
    days = {"start": DATE.fromisoformat(start), "end": DATE.fromisoformat(end or start)}
    event: Event = EventFactory(process=process, title=title, **days, **facts)
    return event


def open_page(client: Client, process: Process, query: str = "") -> str:
    response = client.get(f"{process.get_absolute_url()}kalendarium/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def test_what_is_ahead_stands_first_and_the_past_comes_latest_first(client: Client) -> None:
    process = ProcessFactory()
    for start, title in (
        ("2025-02-01", "Dawno"),
        ("2026-05-01", "Niedawno"),
        ("2026-09-01", "Potem"),
        ("2026-07-01", "Wkrótce"),
    ):
        add(process, start, title=title)
    page = open_page(client, process)
    places = [page.index(f">{title}</a>") for title in ("Wkrótce", "Potem", "Niedawno", "Dawno")]
    assert places == sorted(places)


def test_oldest_first_runs_plainly_through_time(client: Client) -> None:
    process = ProcessFactory()
    for start, title in (("2026-09-01", "Trzecie"), ("2025-02-01", "Pierwsze"), ("2026-05-01", "Drugie")):
        add(process, start, title=title)
    page = open_page(client, process, "?kolejnosc=od-najstarszych")
    places = [page.index(f">{title}</a>") for title in ("Pierwsze", "Drugie", "Trzecie")]
    assert places == sorted(places)


def test_pages_run_on_from_what_is_ahead_into_the_past_without_losing_an_entry(client: Client) -> None:
    process = ProcessFactory()
    for number in range(50):
        add(process, "2026-07-01" if number < 45 else "2026-01-01", title=f"Wpis-{number:02d}-")
    both = open_page(client, process) + open_page(client, process, "?page=2")
    assert all(f">Wpis-{number:02d}-</a>" in both for number in range(50))


def test_drafts_and_other_processes_stay_out(client: Client) -> None:
    process = ProcessFactory()
    add(process, "2026-03-01", title="Szkic", status=Event.Status.DRAFT)
    EventFactory(title="Cudzy")
    page = open_page(client, process)
    assert "Szkic" not in page
    assert "Cudzy" not in page


def test_filters_narrow_by_stage_kind_and_year(client: Client) -> None:
    process = ProcessFactory()
    stage = StageFactory(process=process, key="diagnoza")
    add(process, "2026-03-01", title="Właściwy", stage=stage, kind="survey")
    add(process, "2026-03-01", title="Inny-etap", kind="survey")
    add(process, "2026-03-01", title="Inny-rodzaj", stage=stage)
    add(process, "2025-03-01", title="Inny-rok", stage=stage, kind="survey")
    page = open_page(client, process, "?etap=diagnoza&rodzaj=survey&rok=2026")
    assert "Właściwy" in page
    assert "Inny-" not in page


@pytest.mark.parametrize("words", ["zrodlo", "ŹRÓDŁO", "źródło", "zrodlo%20lipow", "krynica"])
def test_search_minds_neither_diacritics_nor_capitals(client: Client, words: str) -> None:
    process = ProcessFactory()
    add(process, "2026-03-01", title="Źródło przy Lipowej", text="Dawniej: Krynica.")
    add(process, "2026-03-01", title="Coś-innego")
    page = open_page(client, process, f"?szukaj={words}")
    assert "Źródło" in page
    assert "Coś-innego" not in page


@pytest.mark.parametrize("words", ["100%25", "_", "(", "[a", "\\", "*", "a|b", "{2}", "^$", "'", '"', ";--"])
def test_signs_in_a_search_are_only_signs(client: Client, words: str) -> None:
    process = ProcessFactory()
    add(process, "2026-03-01", title="Zwykły")
    assert ">Zwykły</a>" not in open_page(client, process, f"?szukaj={words}")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "query",
    [
        "?page=abc", "?page=-1", "?page=99999999999999999999", "?rok=99999", "?rok=0000", "?rok=٢٠٢٠", "?rok=-1",
        "?etap=nie-ma",
        "?etap=%00", "?rodzaj=%00", "?szukaj=%00", "?szukaj=%00%00a", "?kolejnosc=%FF", "?rok=9999", "?rok=0001",
        f"?szukaj={'a%20' * 3000}", f"?etap={'x' * 5000}", "?szukaj=%F0%9F%98%80", "?page=2&page=3",
    ],
)  # fmt: skip
def test_an_address_full_of_nonsense_still_gives_a_page(client: Client, query: str) -> None:
    process = ProcessFactory()
    add(process, "2026-03-01")
    open_page(client, process, query)


@pytest.mark.parametrize("month", ["2026/13", "2026/0", "0/1", "99999/1", "1/1"])
def test_a_month_that_no_calendar_has_is_not_found(client: Client, month: str) -> None:
    process = ProcessFactory()
    assert client.get(f"{process.get_absolute_url()}kalendarium/{month}/").status_code == 404


@pytest.mark.one_database
def test_the_number_of_questions_to_the_database_does_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for size in (1, 3):
        process = ProcessFactory()
        for number in range(size):
            event = add(process, f"2026-03-0{number + 1}", stage=StageFactory(process=process))
            event.teams.add(TeamFactory(process=process))
            EventLink.objects.create(event=event, url="https://miasto.example/")
            add(process, f"2026-0{number + 7}-01", stage=event.stage)
        for path in ("", "kalendarium/", "kalendarium/2026/3/", "kalendarium/widget/", "kalendarium.json"):
            # Each line of the residents' menu asks once whether there is anything to show.
            with django_assert_num_queries(16, exact=False) as asked:
                assert client.get(f"{process.get_absolute_url()}{path}").status_code == 200
            counts.append((path, len(asked)))
    assert counts[:5] == counts[5:]


def test_a_permalink_with_other_words_leads_to_the_right_ones(client: Client) -> None:
    event = EventFactory(title="Zażółć gęślą jaźń")
    right = event.get_absolute_url()
    response = client.get(right.replace(event.words, "dawny-tytul"))
    assert response.status_code == 301
    assert response["Location"] == right
    page = client.get(right).content.decode()
    assert "Zażółć gęślą jaźń" in page
    assert 'rel="canonical"' in page


def test_a_permalink_leads_to_the_entries_before_and_after(client: Client) -> None:
    process = ProcessFactory()
    add(process, "2026-01-01", title="Przedtem")
    middle = add(process, "2026-02-01", title="Teraz")
    add(process, "2026-02-01", title="Zaraz-potem")
    add(process, "2026-01-15", title="Szkic-obok", status=Event.Status.DRAFT)
    page = client.get(middle.get_absolute_url()).content.decode()
    assert "Przedtem" in page
    assert "Zaraz-potem" in page
    assert "Szkic-obok" not in page


@pytest.mark.one_database
def test_a_hostile_title_stays_text_everywhere_on_the_page(client: Client) -> None:
    event = EventFactory(title='</script><script>alert(1)</script>"', text="<img src=x onerror=alert(1)>")
    for address in (event.get_absolute_url(), f"{event.process.get_absolute_url()}kalendarium/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.one_database
def test_what_is_not_published_is_not_found_by_strangers_and_previewed_by_the_office(client: Client) -> None:
    process = ProcessFactory(published_at=None)
    draft = EventFactory(process=process, status=Event.Status.DRAFT, published_at=None)
    base = process.get_absolute_url()
    paths = [base, f"{base}kalendarium/", f"{base}kalendarium/2026/3/", f"{base}obraz.png", draft.get_absolute_url(),
             f"{base}kalendarium/{draft.pk}.ics", f"{base}kalendarium/{draft.pk}.png"]  # fmt: skip
    feeds = [f"{base}kalendarium.{suffix}" for suffix in ("ics", "atom", "json")] + [f"{base}kalendarium/widget/"]
    for path in paths + feeds + [f"/{process.workspace.slug}/", f"/{process.workspace.slug}/kolory.css"]:
        assert client.get(path).status_code == 404, path
    client.force_login(SeatFactory().user, backend=BACKEND)
    for path in paths:
        assert client.get(path).status_code == 404, path
    client.force_login(SeatFactory(workspace=process.workspace).user, backend=BACKEND)
    for path in paths:
        assert client.get(path).status_code == 200, path
    for path in feeds:
        assert client.get(path).status_code == 404, path
    assert "no-store" in client.get(f"{base}kalendarium/{draft.pk}.png")["Cache-Control"]
    with translation.override("en"):
        page = client.get(draft.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert 'content="noindex"' in page
    assert "application/ld+json" not in page


@pytest.mark.one_database
def test_only_the_office_is_shown_how_the_calendar_is_put_on_its_own_site(client: Client) -> None:
    process = ProcessFactory()
    assert "&lt;iframe" not in client.get(process.get_absolute_url()).content.decode()
    client.force_login(SeatFactory(workspace=process.workspace).user, backend=BACKEND)
    page = client.get(process.get_absolute_url()).content.decode()
    assert f"{process.get_absolute_url()}kalendarium/widget/?ile=5" in page


def test_an_entry_is_reached_only_through_its_own_process(client: Client) -> None:
    event, other = EventFactory(), ProcessFactory()
    path = f"{other.get_absolute_url()}kalendarium/{event.pk}-{event.words}/"
    assert client.get(path).status_code == 404


@pytest.mark.one_database
def test_a_team_or_act_that_is_not_public_is_not_named(client: Client) -> None:
    event = EventFactory()
    event.teams.add(TeamFactory(process=event.process, name="Tajny-zespół", is_public=False))
    base = event.process.get_absolute_url()
    for path in (event.get_absolute_url(), base, f"{base}kalendarium/", f"{base}kalendarium.json", f"{base}kalendarium.ics"):
        assert "Tajny-zespół" not in client.get(path).content.decode(), path


def test_a_range_runs_across_its_days_and_entries_never_overlap_in_a_lane() -> None:
    process = ProcessFactory()
    add(process, "2026-05-28", "2026-06-10", title="Długi", precision="range")
    add(process, "2026-06-03", title="Krótki")
    add(process, "2026-06-11", title="Za nim")
    add(process, "2026-06-01", "2026-06-30", title="Cały", precision="month")
    month = lay_month(process, 2026, 6, DATE(2026, 6, 15))
    assert [entry.event.title for entry in month.vague] == ["Cały"]
    for week in month.weeks:
        assert all(sum(cell.width for cell in lane) == 7 for lane in week.lanes)
    first, second = month.weeks[0], month.weeks[1]
    assert [len(week.lanes) for week in month.weeks] == [2, 1, 0, 0, 0]
    assert first.lanes[0][0].width == 7
    assert not first.lanes[0][0].begins
    assert [(cell.width, bool(cell.entry)) for cell in second.lanes[0]] == [
        (3, True),
        (1, True),
        (1, False),
        (1, False),
        (1, False),
    ]


def test_months_have_neighbours_only_where_entries_are() -> None:
    process = ProcessFactory()
    add(process, "2026-05-28")
    month = lay_month(process, 2026, 5, DATE(2026, 6, 15))
    assert (month.previous, month.following) == (None, None)
    assert lay_month(process, 2026, 7, DATE(2026, 6, 15)).previous == DATE(2026, 6, 1)
    assert is_month(2026, 12)


DAY = DATE(2026, 6, 15)
PAST, OLD, RUNNING, FUTURE = (
    (DATE(2026, 3, 1), DATE(2026, 4, 1)),
    (DATE(2025, 1, 1), DATE(2025, 2, 1)),
    (DATE(2026, 3, 1), DATE(2026, 12, 1)),
    (DATE(2026, 9, 1), DATE(2026, 9, 2)),
)


@pytest.mark.parametrize(
    ("spans", "states"),
    [
        ([OLD, PAST, None, None], ["done", "now", "ahead", "ahead"]),
        ([OLD, RUNNING, PAST, FUTURE], ["done", "now", "now", "ahead"]),
        ([None, PAST], ["done", "now"]),
        ([FUTURE, None], ["ahead", "ahead"]),
        ([], []),
    ],
)
def test_stages_are_judged_by_their_dates_and_several_may_be_under_way(spans: list[object], states: list[str]) -> None:
    assert judge_stages(spans, DAY) == states  # type: ignore[arg-type]


def test_a_process_that_is_over_has_no_stage_under_way() -> None:
    assert judge_stages([OLD, PAST], DAY, is_over=True) == ["done", "done"]


def test_tasks_count_towards_a_stage(client: Client) -> None:
    process = ProcessFactory()
    stage = StageFactory(process=process, name="Diagnoza")
    TaskFactory(process=process, stage=stage, starts_on=DATE(2026, 6, 1), due_on=DATE(2026, 7, 1))
    assert 'data-state="now"' in client.get(process.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("date", "shape", "figures"),
    [
        (ImpreciseDate.day(DATE(2020, 10, 9)), "day", ("9", "")),
        (ImpreciseDate.span(DATE(2020, 2, 10), DATE(2020, 2, 19)), "range", ("10", "19")),
        (ImpreciseDate.span(DATE(2020, 1, 27), DATE(2020, 2, 7)), "span", ("27", "7")),
        (ImpreciseDate.month(2020, 5), "months", ("", "")),
        (ImpreciseDate.months(2020, 5, 2020, 6), "months", ("", "")),
    ],
)
def test_every_precision_has_its_face(date: ImpreciseDate, shape: str, figures: tuple[str, str]) -> None:
    with translation.override("pl"):
        face = draw_face(date)
    assert (face.shape, (face.figure, face.last_figure)) == (shape, figures)


def test_a_long_text_is_cut_between_its_paragraphs() -> None:
    assert shorten("Krótki tekst.") == ("Krótki tekst.", False)
    text, is_cut = shorten("Pierwszy akapit.\n\n- a\n- b\n\n" + "Dalej. " * 200)
    assert text == "Pierwszy akapit.\n\n- a\n- b"
    assert is_cut
    text, is_cut = shorten("słowo " * 400)
    assert is_cut
    assert len(text) <= 560


def test_a_word_becomes_a_pattern_of_its_letters() -> None:
    assert match_word("łza(") == r"[lł][zźż][aą]\("


def test_linked_data_carries_the_entry(client: Client, settings: Settings) -> None:
    settings.BASE_URL = "https://sciezka.miasto.example"
    event = EventFactory(title="Spotkanie & <b>")
    page = client.get(event.get_absolute_url()).content.decode()
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert "<" not in block
    assert '"startDate": "2026-03-02"' in block
    assert '<meta property="og:image" content="https://sciezka.miasto.example' in page
