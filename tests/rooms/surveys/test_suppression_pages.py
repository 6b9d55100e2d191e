"""Nobody who only sees results can find out a hidden cell, whatever pages, groups and files they put together."""

import random
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.town.models import Process, Team
from tests.factories.people import UserFactory
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey
from tests.factories.town import MembershipFactory, TeamFactory
from tests.rooms.surveys.attack import Attack, as_count, count_truly, read_table

pytestmark = pytest.mark.django_db

ANSWERS = "abcd"
SEX = "kmn"
AGE = "1234"
Cells = set[tuple[tuple[str, str], ...]]


def label(code: str) -> str:
    return f"Odpowiedź {code}"


def options(codes: str) -> list[dict[str, Any]]:
    return [make_option(code) for code in codes]


@pytest.fixture
def member(process: Process) -> Client:
    team = TeamFactory.create(process=process, rights=Team.Rights.VIEW)
    client = Client()
    client.force_login(MembershipFactory.create(team=team, user=UserFactory.create()).user)
    return client


def ask(process: Process, seed: int, people: int, *, fewest: int = 5) -> tuple[Survey, list[dict[str, Any]]]:
    """Let people answer a question, their sex and their age; some skip something."""
    content = make_content(
        [make_item("x", options=options(ANSWERS))],
        [make_item("sex", bank="DEM-PLEC", options=options(SEX)), make_item("age", bank="DEM-WIEK", options=options(AGE))],
    )
    survey = make_survey(process, content, phase="closed", fewest=fewest)
    dice = random.Random(seed)  # noqa: S311 - answers for tests
    rows = []
    for _number in range(people):
        answers = {
            "x": dice.choices(ANSWERS, (8, 4, 2, 1))[0], "sex": dice.choices(SEX, (10, 9, 1))[0],
            "age": dice.choices(AGE, (4, 3, 2, 1))[0],
        }  # fmt: skip
        answers = {name: code for name, code in answers.items() if dice.random() > 0.03}
        make_response(survey, answers)
        rows.append(answers)
    return survey, rows


def address(survey: Survey, name: str, **more: str) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def gather(client: Client, survey: Survey) -> tuple[Attack, Cells]:
    """Write down everything that a client can download, and which cells are hidden."""
    attack = Attack({"x": [*ANSWERS, ""], "sex": [*SEX, ""], "age": [*AGE, ""]})
    page = client.get(address(survey, "results")).content.decode()
    n = int(re.search(r"<dd>(\d+)</dd>", page).group(1))  # type: ignore[union-attr]
    attack.tell(n)
    hidden: Cells = set()
    for item, codes in (("x", ANSWERS), ("sex", SEX), ("age", AGE)):
        table = read_table(client.get(address(survey, "result_csv", item_code=item)).content)
        answered = as_count(table[1][1])
        if answered is not None:
            attack.tell(n - answered, **{item: ""})
        counts = {row[0]: as_count(row[2]) for row in table[2:] if len(row) > 2}
        for code in codes:
            count = counts.get(label(code))
            if count is None:
                hidden.add(((item, code),))
            else:
                attack.tell(count, **{item: code})
    for group, groups in (("sex", SEX), ("age", AGE)):
        hidden |= gather_groups(client, survey, attack, group, groups)
        hidden |= gather_cross(client, survey, attack, group, groups)
    return attack, hidden


def gather_groups(client: Client, survey: Survey, attack: Attack, group: str, groups: str) -> Cells:
    """Write down a question's answers by group: shares and bases, which together are counts."""
    table = read_table(client.get(address(survey, "result_csv", item_code="x"), {"wg": group}).content)
    if table[2][1:] != [label(code) for code in groups]:
        return {(("x", answer), (group, code)) for answer in ANSWERS for code in groups}
    bases = [as_count(base) for base in table[-1][1:]]
    lines = {row[0]: row[1:] for row in table[3:-1]}
    hidden = set()
    for at, code in enumerate(groups):
        base = bases[at]
        if base is not None:
            attack.tell(base, **{group: code, "x": tuple(ANSWERS)})
        for answer in ANSWERS:
            share = lines.get(label(answer), [""] * len(groups))[at]
            if share == "" or base is None:
                hidden.add((("x", answer), (group, code)))
            else:
                attack.tell(round(float(share) * base), **{group: code, "x": answer})
    return hidden


def gather_cross(client: Client, survey: Survey, attack: Attack, group: str, groups: str) -> Cells:
    """Write down a cross-tab as its page shows it."""
    asked = {"wiersze": "x", "kolumny": group, "pokaz": "liczby"}
    page = client.get(address(survey, "cross"), asked).content.decode()
    hidden = set()
    for answer in ANSWERS:
        row = re.search(rf'<th scope="row">{label(answer)}</th>(.*?)</tr>', page, re.DOTALL)
        found = re.findall(r"<td[^>]*>(.*?)</td>", row.group(1), re.DOTALL) if row else ["–"] * (len(groups) + 1)
        cells = [as_count(re.sub(r"<.*", "", cell).strip()) for cell in found]
        for code, count in zip(groups, cells[:-1], strict=True):
            if count is None:
                hidden.add((("x", answer), (group, code)))
            else:
                attack.tell(count, **{"x": answer, group: code})
        if cells[-1] is not None:
            attack.tell(cells[-1], **{"x": answer, group: tuple(groups)})
    return hidden


@pytest.mark.parametrize(("seed", "people"), [(1, 40), (2, 90), (3, 168), (4, 168), (5, 300), (6, 60)])
def test_no_hidden_cell_can_be_told_within_fewer_people_than_the_fewest(
    process: Process, member: Client, seed: int, people: int
) -> None:
    survey, rows = ask(process, seed, people)
    attack, hidden = gather(member, survey)
    assert hidden
    assert all(count_truly(rows, **told) == count for told, count in attack.known)
    for cell in hidden:
        low, high = attack.bound(**dict(cell))
        truth = count_truly(rows, **dict(cell))
        assert low <= truth <= high
        assert high - low >= survey.fewest, (cell, truth, low, high)


@pytest.mark.parametrize(("seed", "people"), [(1, 60), (3, 168)])
def test_everything_smaller_than_the_fewest_is_hidden(process: Process, member: Client, seed: int, people: int) -> None:
    survey, rows = ask(process, seed, people, fewest=10)
    _attack, hidden = gather(member, survey)
    for group, groups in (("sex", SEX), ("age", AGE)):
        for answer in ANSWERS:
            for code in groups:
                if 0 < count_truly(rows, x=answer, **{group: code}) < 10:
                    assert (("x", answer), (group, code)) in hidden


def test_the_attack_finds_what_is_hidden_badly() -> None:
    attack = Attack({"x": ["a", "b", ""]})
    attack.tell(20)
    attack.tell(0, x="")
    attack.tell(17, x="a")
    assert attack.bound(x="b") == (3, 3)


def test_a_member_crosses_only_with_groups(process: Process, member: Client, office: Client) -> None:
    content = make_content([make_item("x"), make_item("y")], [make_item("sex", bank="DEM-PLEC", options=options("km"))])
    survey = make_survey(process, content, phase="closed")
    for number in range(60):
        make_response(survey, {"x": "abc"[number % 3], "y": "abc"[number % 2], "sex": "km"[number % 2]})
    asked = {"wiersze": "x", "kolumny": "y"}
    assert member.get(address(survey, "cross"), asked).context["cross"] is None
    assert office.get(address(survey, "cross"), asked).context["cross"] is not None
    assert member.get(address(survey, "cross"), {**asked, "kolumny": "sex"}).context["cross"] is not None
    # Two groupings with each other would close a ring of tables.
    assert member.get(address(survey, "cross"), {"wiersze": "sex", "kolumny": "sex"}).context["cross"] is None


def test_groupings_that_tell_one_another_are_not_both_offered(process: Process, member: Client) -> None:
    items = [make_item("x"), make_item("wide", bank="DEM-A", options=options("12")), make_item("fine", bank="DEM-B")]
    survey = make_survey(process, make_content(items), phase="closed")
    for number in range(90):
        make_response(survey, {"x": "abc"[number % 3], "wide": "112"[number // 30], "fine": "abc"[number // 30]})
    groupings = member.get(address(survey, "results")).context["groupings"]
    assert [grouping.key for grouping in groupings] == ["wide"]


def routed(process: Process, yes: int, no: int) -> Survey:
    """Ask a question and, of those who say yes, another one."""
    content = make_content(
        [make_item("used", options=options("tn"))],
        [make_item("liked", show_if={"item": "used", "op": "is", "value": "t"})],
        [make_item("sex", bank="DEM-PLEC", options=options("km"))],
    )
    survey = make_survey(process, content, phase="closed")
    for number in range(yes):
        make_response(survey, {"used": "t", "liked": "abc"[number % 3], "sex": "km"[number % 2]})
    for number in range(no):
        make_response(survey, {"used": "n", "sex": "km"[number % 2]})
    return survey


def test_how_many_answered_a_question_does_not_tell_how_few_were_not_asked(process: Process, member: Client) -> None:
    survey = routed(process, 57, 3)
    page = member.get(address(survey, "results"))
    cards = {card.sight.item.code: card.sight for chapter in page.context["chapters"] for card in chapter.cards}
    assert cards["used"].has_hidden
    assert cards["liked"].is_coarse
    assert cards["liked"].n == 60
    assert all(line.count is None and line.share is not None for line in cards["liked"].lines)
    table = read_table(member.get(address(survey, "result_csv", item_code="liked")).content)
    assert "57" not in {cell for row in table for cell in row}
    groups = member.get(address(survey, "results"), {"wg": "sex"}).context["chapters"]
    liked = next(card for chapter in groups for card in chapter.cards if card.sight.item.code == "liked")
    assert all(part.is_withheld for part in liked.tables)
    cross = member.get(address(survey, "cross"), {"wiersze": "liked", "kolumny": "sex"}).context["cross"]
    assert cross.is_withheld


def test_a_question_asked_of_many_and_not_asked_of_many_is_told_in_full(process: Process, member: Client) -> None:
    survey = routed(process, 40, 20)
    page = member.get(address(survey, "results"))
    cards = {card.sight.item.code: card.sight for chapter in page.context["chapters"] for card in chapter.cards}
    assert not cards["liked"].is_coarse
    assert cards["liked"].n == 40


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_of_fewer_than_the_fewest_nothing_is_told_on_any_page(process: Process, member: Client, count: int) -> None:
    survey = make_survey(process, make_content([make_item("x")], [make_item("sex", bank="DEM-PLEC")]), phase="closed")
    for _number in range(count):
        make_response(survey, {"x": "a", "sex": "b"})
    for name in ("results", "cross", "representativeness", "waves"):
        page = member.get(address(survey, name))
        assert page.status_code == 200
        assert label("a") not in page.content.decode()
    page = member.get(address(survey, "result_item", item_code="x"))
    assert label("a") not in page.content.decode()
    for name in ("result_csv", "result_svg", "result_png"):
        assert member.get(address(survey, name, item_code="x")).status_code == 404
    assert member.get(address(survey, "results_tables")).status_code == 404


def test_a_mean_is_told_only_where_nothing_is_hidden(process: Process, member: Client) -> None:
    steps = [make_option(code, value=value) for value, code in enumerate("abcde", start=1)]
    survey = make_survey(process, make_content([make_item("x", options=steps)]), phase="closed")
    for code in "a" * 20 + "b" * 20 + "c" * 20 + "d" * 2 + "e" * 20:
        make_response(survey, {"x": code})
    sight = member.get(address(survey, "result_item", item_code="x")).context["card"].sight
    assert sight.has_hidden
    assert sight.mean is None
    assert sum(line.is_hidden for line in sight.lines) >= 2
    for _number in range(3):
        make_response(survey, {"x": "d"})
    survey.blocks.all().delete()
    sight = member.get(address(survey, "result_item", item_code="x")).context["card"].sight
    assert not sight.has_hidden
    assert sight.mean == pytest.approx((20 * (1 + 2 + 3 + 5) + 5 * 4) / 85)


def test_weighted_shares_are_whole_percents(process: Process, member: Client) -> None:
    survey, _rows = ask(process, 7, 200)
    survey.margins = {"sex": {"k": 0.51, "m": 0.49}}
    survey.is_weighted = True
    survey.save()
    card = member.get(address(survey, "result_item", item_code="x")).context["card"]
    weighted = [line.weighted for line in card.sight.lines if line.weighted is not None]
    assert weighted
    assert all(share == round(share, 2) for share in weighted)


def test_of_a_net_promoter_score_only_bands_are_told_where_steps_are_too_few(process: Process, member: Client) -> None:
    survey = make_survey(process, make_content([make_item("x", "nps")]), phase="closed")
    for step in [10] * 12 + [9] * 3 + [8] * 9 + [2] * 6 + [0]:
        make_response(survey, {"x": step})
    sight = member.get(address(survey, "result_item", item_code="x")).context["card"].sight
    assert [(line.code, line.count) for line in sight.lines] == [("against", 7), ("between", 9), ("for", 15)]
    assert sight.promoters.score == pytest.approx(100 * 8 / 31)


def test_words_of_few_people_are_not_told(process: Process, member: Client) -> None:
    survey = make_survey(process, make_content([make_item("x", "long_text")]), phase="closed")
    for _number in range(6):
        make_response(survey, {"x": "Więcej zieleni"})
    make_response(survey, {"x": "Sąsiad Kowalewicz hałasuje"})
    page = member.get(address(survey, "results")).content.decode()
    assert "zieleni" in page
    assert "hałasuje" not in page
    assert "Kowalewicz" not in page


def test_places_of_few_people_are_not_told(process: Process, member: Client) -> None:
    survey = make_survey(process, make_content([make_item("x", "place")]), phase="closed")
    for _number in range(9):
        make_response(survey, {"x": [50.9, 15.7]})
    make_response(survey, {"x": [51.5, 15.1]})
    page = member.get(address(survey, "result_item", item_code="x"))
    spots = page.context["card"].places.spots if page.context["card"].places else ()
    assert all(spot.count >= survey.fewest for spot in spots)
    assert "51.5" not in page.content.decode()


def test_members_never_see_what_one_person_answered(process: Process, member: Client) -> None:
    survey = make_survey(process, make_content([make_item("x", "long_text")]), phase="closed")
    response = make_response(survey, {"x": "TAJEMNICA"})
    for _number in range(8):
        make_response(survey, {"x": "Więcej zieleni"})
    for name, more in (("responses", {}), ("themes", {}), ("open_answers", {"item_code": "x"})):
        assert member.get(address(survey, name, **more)).status_code == 404
    assert (
        member.post(address(survey, "response_leave_out"), {"response": str(response.pk), "reason": "bot"}).status_code
        == 404
    )
    pages = [
        address(survey, "results"),
        address(survey, "result_item", item_code="x"),
        address(survey, "result_csv", item_code="x"),
    ]
    assert all("TAJEMNICA" not in member.get(page).content.decode() for page in pages)
