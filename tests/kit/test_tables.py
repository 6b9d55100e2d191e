"""Tables: sorting and pages by the address, a constant number of queries."""

import uuid
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from sciezka.kit.models import Work
from sciezka.kit.tables import Column, Table

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COLUMNS = (
    Column("title", "Tytuł", "title", sort=("title",), href=lambda row: f"/{row.pk}/"),
    Column("done", "Gotowe", "done", sort=("done",), numeric=True),
    Column("words", "Słowa", lambda row: None if row.done else "–"),
    Column("state", "Stan", "get_state_display"),
)


def make_works(count: int) -> None:
    for number in range(count):
        Work.objects.create(owner=uuid.uuid4(), title=f"Praca {number}", done=(number * 7) % 5)


def make_table(query: str = "", size: int = 50) -> Table:
    return Table(RequestFactory().get(f"/?{query}"), Work.objects.all(), COLUMNS, "Prace", size)


def test_a_heading_sorts_and_then_turns_the_order_round() -> None:
    make_works(5)
    assert [row.done for row in make_table("sort=done").page] == [0, 1, 2, 3, 4]
    assert [row.done for row in make_table("sort=-done").page] == [4, 3, 2, 1, 0]
    heading = make_table("sort=done&page=2&slowo=x").headings()[1]
    assert (heading.query, heading.direction) == ("sort=-done&slowo=x", "ascending")
    assert make_table("sort=-done").headings()[1].query == "sort=done"
    assert make_table().headings()[2].query == ""


@pytest.mark.parametrize(
    "query", ["sort=owner", "sort=words", "sort=--done", "sort=done__x", "page=x", "page=999", "page=-1", "sort=%00"]
)
def test_a_forged_address_breaks_nothing(query: str) -> None:
    make_works(3)
    assert len(make_table(query).lines()) == 3


def test_pages_hold_so_many_rows() -> None:
    make_works(5)
    assert len(make_table("page=3", size=2).lines()) == 1


def test_a_list_costs_the_same_with_one_row_and_with_three(django_assert_num_queries: Any) -> None:
    template = Template("{% table table %}")
    for count in (1, 2):
        make_works(count)
        with django_assert_num_queries(2):
            table = make_table()
            template.render(Context({"table": table, "request": table.request}))


def test_cells_are_escaped_linked_and_labelled_for_a_phone() -> None:
    Work.objects.create(owner=uuid.uuid4(), title="<b>zła</b>", done=1)
    table = make_table("sort=title")
    page = Template("{% table table %}").render(Context({"table": table, "request": table.request}))
    assert "&lt;b&gt;zła&lt;/b&gt;</a></th>" in page
    assert 'data-label="Gotowe" class="num"' in page
    assert 'aria-sort="ascending"' in page
    assert "<caption>Prace</caption>" in page
