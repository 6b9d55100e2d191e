"""What the answers of a round come to, and who may read it."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.rounds.models import AgreedResult, Answer, Round
from sciezka.rooms.rounds.queries.results import Withheld, agreed_of, results_of, standing_cells, standing_of
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_scale, make_sheet
from tests.factories.town import MembershipFactory, ProcessFactory, TeamFactory
from tests.rooms.rounds.tallies import crossed, lead, ranked, rated, sign_in

pytestmark = pytest.mark.django_db

PAGES = ("result", "agenda", "change", "accept_proposed", "result_csv", "result_xlsx", "result_json")
ITEM_PAGES = ("result_item", "agree")
FILES = ("result_svg", "result_png")


def open_result(client: Client, round_: Round, **query: str) -> str:
    return client.get(reverse("rounds:result", kwargs=round_.address), query).content.decode()


def test_the_median_stands_until_something_is_agreed() -> None:
    round_ = rated([(2, "dk"), (3, "dk"), (5, "na")])
    first, second = round_.items.all()
    assert agreed_of(round_) == {}
    standing = standing_of(round_)
    assert (standing[first.pk]["sila"].value, standing[first.pk]["sila"].is_agreed) == (3.0, False)
    assert standing[second.pk]["sila"].value is None
    line = results_of(round_).lines[1]
    assert line.summary
    assert (line.summary.n, line.summary.dont_know, line.summary.not_applicable) == (0, 2, 1)


def test_earlier_late_and_taken_back_answers_count_for_nothing() -> None:
    round_ = rated([(4,), (4,)])
    sheet, item = round_.sheets.first(), round_.items.first()
    assert sheet
    assert item
    rows = {"sheet": sheet, "item": item, "scale": "sila", "edited_at": timezone.now()}
    Answer.objects.create(**rows, value=1, fate=Answer.Fate.LATE, edit=uuid.uuid4())
    Answer.objects.create(**rows, value=2, fate=Answer.Fate.EARLIER, edit=uuid.uuid4())
    line = results_of(round_).lines[0]
    assert line.summary
    assert (line.summary.n, line.summary.median) == (2, 4.0)
    Answer.objects.filter(sheet=sheet, fate=Answer.Fate.CURRENT).update(value=None)
    result = results_of(round_)
    assert result.lines[0].summary
    assert (result.lines[0].summary.n, result.sheets) == (1, 1)


def test_a_ranking_gives_points_places_and_concordance() -> None:
    result = results_of(ranked([(1, 2, 3), (1, 3, 2), (2, 1, 3)]))
    assert [line.points for line in result.lines] == [5.0, 3.0, 1.0]
    assert [line.rank for line in result.lines] == [1, 2, 3]
    assert result.concordance
    # Sums of ranks 4, 6, 8: S = 8, W = 12·8 / (9·24).
    assert result.concordance.w == pytest.approx(96 / 216)


def test_a_partial_ranking_shares_what_is_left_and_stays_out_of_the_concordance() -> None:
    result = results_of(ranked([(1, None, None), (1, 2, 3), (1, 2, 3)]))
    assert [line.points for line in result.lines] == [6.0, 2.5, 0.5]
    assert result.concordance
    assert (result.concordance.judges, result.concordance.left_out) == (2, 1)


def test_picks_are_counted_and_ties_share_a_place() -> None:
    result = results_of(ranked([(1, None, None), (1, 1, None), (None, 1, None)], kind="pick", most_picks=2))
    assert [line.summary.n for line in result.lines if line.summary] == [2, 2, 0]
    assert [line.rank for line in result.lines] == [1, 1, 3]


def test_a_matrix_has_a_median_for_each_cell_and_marks_what_is_disputed() -> None:
    round_ = crossed([{(1, 2): 0, (2, 1): 3}, {(1, 2): 3, (2, 1): 3}, {(1, 2): 3}])
    first, second, _third = round_.items.all()
    standing = standing_cells(round_)
    assert standing[first.pk, second.pk].value == 3.0
    assert len(standing) == 6
    needed = {line.key[0::2] for line in results_of(round_).lines if line.need}
    assert needed == {(first.pk, second.pk)}


@pytest.mark.parametrize("fields", [{"phase": "open"}, {"phase": "open", "is_blind": False, "is_anonymous": True}])
def test_no_answer_is_read_before_its_time(fields: dict[str, object]) -> None:
    round_ = rated([(4,), (5,), (3,), (3,), (3,)], **fields)
    result = results_of(round_)
    assert result.withheld == Withheld.NOT_YET
    assert (result.sheets, [line.summary for line in result.lines]) == (0, [None])
    item = round_.items.get()
    assert standing_of(round_)[item.pk]["sila"].value is None


def test_an_open_round_that_is_not_blind_shows_its_result() -> None:
    assert results_of(rated([(4,), (5,)], phase="open", is_blind=False)).sheets == 2


@pytest.mark.parametrize(("people", "withheld"), [(4, Withheld.FEW), (5, None)])
def test_an_anonymous_round_needs_five_sheets(client: Client, people: int, withheld: Withheld | None) -> None:
    round_ = rated([(4, 4)] * people, is_anonymous=True)
    assert results_of(round_).withheld == withheld
    lead(client, round_.process)
    page = open_result(client, round_)
    assert ("strip" in page) is (withheld is None)


def test_a_sheet_without_answers_does_not_lift_the_veil_of_an_anonymous_round() -> None:
    round_ = rated([(4, 4)] * 5, is_anonymous=True)
    sheet = round_.sheets.first()
    assert sheet
    sheet.answers.all().delete()
    assert results_of(round_).withheld == Withheld.FEW


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    process = ProcessFactory.create()
    lead(client, process)
    counts = []
    for people, items in ((5, 1), (9, 6)):
        round_ = rated([[3] * items] * people, process=process)
        client.get(reverse("rounds:result", kwargs=round_.address))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            open_result(client, round_)
        with CaptureQueriesContext(connection) as alone:
            results_of(round_)
        counts.append((len(queries), len(alone)))
    assert counts[0] == counts[1]
    assert counts[0][1] <= 4


def test_lines_are_ordered_and_filtered_by_the_address(client: Client) -> None:
    round_ = rated([(3, 1, 5), (3, 5, 5), (3, 1, 4)])
    round_.items.filter(position=3).update(group="Kultura")
    round_.items.filter(position__lt=3).update(group="Sport")
    lead(client, round_.process)

    def titles(**query: str) -> list[str]:
        page = client.get(reverse("rounds:result", kwargs=round_.address), query)
        return [shown.line.item.title for shown in page.context["lines"]]

    assert titles()[0] == "Pozycja 2"
    assert titles(uklad="kolejnosc") == ["Pozycja 1", "Pozycja 2", "Pozycja 3"]
    assert titles(uklad="wartosc") == ["Pozycja 3", "Pozycja 1", "Pozycja 2"]
    assert titles(grupa="Kultura") == ["Pozycja 3"]
    assert titles(stan="rozmowa") == ["Pozycja 2"]
    assert titles(stan="proponowane") == ["Pozycja 1"]
    assert len(titles(uklad="'", grupa="\x00", skala="nie ma", stan="x")) == 3


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_page_of_every_kind_opens(client: Client, language: str) -> None:
    rating = rated([(4, 1), (4, 5)], scales=[make_scale(), make_scale("b", "Druga")])
    rounds = [rating, ranked([(1, 2), (2, 1)]), ranked([(1, None), (1, 1)], kind="pick"), crossed([{(1, 2): 3}] * 2)]
    rounds += [rated([(4,)] * 2, is_anonymous=True), make_round(ProcessFactory.create(), phase="closed")]
    for round_ in rounds:
        lead(client, round_.process)
        for name in PAGES:
            address = reverse(f"rounds:{name}", kwargs=round_.address)
            assert client.get(address, headers={"accept-language": language}).status_code == 200, (round_.kind, name)
        for item in round_.items.all():
            for name in ITEM_PAGES:
                address = reverse(f"rounds:{name}", kwargs={**round_.address, "item": item.pk})
                assert client.get(address, headers={"accept-language": language}).status_code == 200, (round_.kind, name)


def test_members_of_the_round_read_and_everybody_else_finds_nothing(client: Client) -> None:
    round_ = rated([(4,), (2,)])
    member = round_.participants.first()
    assert member
    assert member.user
    colleague = UserFactory.create()
    MembershipFactory.create(team=TeamFactory.create(process=round_.process), user=colleague)
    lead(client, ProcessFactory.create())
    item = round_.items.get()
    for user, readable in ((member.user, True), (colleague, False), (None, False)):
        if user:
            sign_in(client, user)
        else:
            lead(client, ProcessFactory.create())
        for name in PAGES:
            expected = 200 if readable and name != "accept_proposed" else 404
            assert client.get(reverse(f"rounds:{name}", kwargs=round_.address)).status_code == expected, name
        address = reverse("rounds:agree", kwargs={**round_.address, "item": item.pk})
        assert client.get(address).status_code == 404


def test_a_blind_round_shows_its_result_to_nobody_while_it_is_open(client: Client) -> None:
    round_ = rated([(4,)], phase="open")
    lead(client, round_.process)
    for name in (*(name for name in PAGES if name != "result"), *FILES):
        assert client.get(reverse(f"rounds:{name}", kwargs=round_.address)).status_code == 404, name


@pytest.mark.parametrize("kind", ["rating", "ranking", "pick", "matrix"])
def test_the_address_of_a_result_before_its_time_says_so_and_nothing_else(client: Client, kind: str) -> None:
    round_ = rated([(4, 2), (4, 5)], phase="open", kind=kind, question="Czego się spodziewamy?")
    AgreedResult.objects.create(round=round_, item=round_.items.all()[0], value=3, agreed_on=dt.date(2026, 5, 4))
    address = reverse("rounds:result", kwargs=round_.address)
    member, colleague = round_.participants.all()[0].user, UserFactory.create()
    MembershipFactory.create(team=TeamFactory.create(process=round_.process), user=colleague)
    lead(client, round_.process)
    pages = [client.get(address, {"stan": "uzgodnione"})]
    assert member
    sign_in(client, member)
    pages.append(client.get(address))
    for page in pages:
        assert page.status_code == 200
        assert page.context["result"].withheld == "not_yet"
        assert (page.context["lines"], page.context["result"].lines, page.context["result"].sheets) == ([], (), 0)
        words = page.content.decode().partition("<main")[2].partition("</main>")[0]
        assert not [word for word in ("Pozycja", "<table", '<svg class="strip', "uzgodnienie", "wynik.") if word in words]
    sign_in(client, colleague)
    assert client.get(address).status_code == 404


def test_a_round_that_was_called_off_promises_no_result(client: Client) -> None:
    round_ = rated([(4,)], phase="open", called_off_at=timezone.now())
    lead(client, round_.process)
    assert client.get(reverse("rounds:result", kwargs=round_.address)).status_code == 404


@pytest.mark.parametrize(("rows", "fold", "rest"), [([4] * 17, None, 0), ([4] * 18, 15, 3), ([4] * 20 + [1], 1, 20)])
def test_a_long_result_folds_the_lines_that_need_no_talk(
    client: Client, rows: list[int], fold: int | None, rest: int
) -> None:
    # The last row, if any, is disputed: it comes first and stays in sight.
    round_ = rated([rows, [5 if value == 1 else value for value in rows]])
    lead(client, round_.process)
    page = client.get(reverse("rounds:result", kwargs=round_.address))
    words = page.content.decode()
    assert page.context["fold"] == fold
    assert (f"<details><summary>Pokaż jeszcze {rest} " in words) == bool(fold)
    shown, _fold, folded = words.partition('<tbody class="results__rest">')
    assert folded.count('class="results__strip"') == rest
    assert shown.count('class="results__strip"') == len(rows) - rest
    # In another order what needs talk stands anywhere, so that as many as fit are shown.
    as_they_stand = client.get(reverse("rounds:result", kwargs=round_.address), {"uklad": "kolejnosc"})
    assert as_they_stand.context["fold"] == (15 if fold else None)


def test_a_long_comparison_folds_what_changed_least(client: Client) -> None:
    first = rated([[3] * 20, [3] * 20])
    second = rated([[3] * 19 + [5]] * 2, process=first.process, previous=first)
    for item, old in zip(second.items.all(), first.items.all(), strict=True):
        item.before = old
        item.save()
    lead(client, first.process)
    page = client.get(reverse("rounds:change", kwargs=second.address))
    shown, _fold, folded = page.content.decode().partition('<tbody class="results__rest">')
    assert "Pokaż jeszcze 5 wierszy" in shown
    assert "Pozycja 20" in shown
    assert folded.count('class="results__strip"') == 5


def test_an_item_of_another_round_is_not_found_by_its_number(client: Client) -> None:
    process = ProcessFactory.create()
    lead(client, process)
    here, there = rated([(4,)], process=process), rated([(4,)])
    address = reverse("rounds:result_item", kwargs={**here.address, "item": there.items.get().pk})
    assert client.get(address).status_code == 404


def test_reasons_are_named_to_those_who_run_a_named_round_alone(client: Client) -> None:
    for is_anonymous in (False, True):
        round_ = rated([(4,)] * 5, is_anonymous=is_anonymous)
        participant = round_.participants.first()
        assert participant
        assert participant.user
        sheet = round_.sheets.first()
        assert sheet
        sheet.answers.update(reason="Bo prowadzi halę.")
        address = reverse("rounds:result_item", kwargs={**round_.address, "item": round_.items.get().pk})
        lead(client, round_.process)
        text = client.get(address).content.decode().split('class="reasons"')[1].split("</ul>")[0]
        assert "Bo prowadzi halę." in text
        assert (str(participant) in text) is not is_anonymous
        sign_in(client, participant.user)
        text = client.get(address).content.decode().split('class="reasons"')[1].split("</ul>")[0]
        assert "Bo prowadzi halę." in text
        assert str(participant) not in text


def test_pictures_are_given_as_files(client: Client) -> None:
    round_ = rated([(4, 1), (5, 2)])
    lead(client, round_.process)
    item = round_.items.first()
    assert item
    for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        whole = client.get(reverse(f"rounds:result_{ending}", kwargs=round_.address))
        one = client.get(
            reverse(f"rounds:result_item_{ending}", kwargs={**round_.address, "item": item.pk}), {"skala": "sila"}
        )
        assert whole.content.startswith(start)
        assert one.content.startswith(start)
    make_sheet_less = make_round(round_.process, phase="closed")
    assert client.get(reverse("rounds:result_svg", kwargs=make_sheet_less.address)).status_code == 404


def test_a_person_who_answered_only_dont_know_counts_among_those_who_answered() -> None:
    round_ = make_round(ProcessFactory.create(), people=1, items=["A"], phase="closed")
    participant = round_.participants.get()
    make_sheet(participant, {round_.items.get(): "dk"})
    result = results_of(round_)
    assert result.sheets == 1
    assert result.lines[0].need is not None
