"""Answering a matrix: row by row, P where the scale takes it, and nothing lost between rows."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from sciezka.core.consensus import Special
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.charts.heat import make_heat
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.answer_matrix import choose_row
from sciezka.rooms.rounds.queries.answer_pages import lay_out_page
from sciezka.rooms.rounds.queries.results import results_of
from sciezka.rooms.rounds.queries.sheets import answers_of, find_sheet
from tests.factories.rounds import make_round, make_scale
from tests.factories.town import ProcessFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_matrix(**scale: Any) -> Round:
    """Make an open matrix of three items with one participant."""
    return make_round(ProcessFactory.create(), people=1, kind=Round.Kind.MATRIX, scales=[make_scale(**scale)])


def test_a_form_of_one_row_changes_that_row_alone_and_leads_back_to_it(client: Client) -> None:
    round_ = make_matrix(allows_potential=True)
    person = round_.participants.get()
    client.force_login(person.user)
    url = reverse("rounds:answer", kwargs=round_.address)
    one, two, three = round_.items.all()
    page = client.get(url, {"wiersz": 2})
    assert page.context["matrix"].shown.item == two
    assert f'name="a:{one.pk}::{two.pk}"' not in page.content.decode()
    shown = page.context["shown"]
    sent = {"shown": shown, "wiersz": "2", f"a:{two.pk}::{one.pk}": "p", f"a:{two.pk}::{three.pk}": "3"}
    assert client.post(url, sent)["Location"] == f"{url}?wiersz=2#wiersz"
    client.post(url, {"shown": client.get(url).context["shown"], "wiersz": "1", f"a:{one.pk}::{two.pk}": "1"})
    given = {cell[::2]: answer.special or answer.value for cell, answer in answers_of(find_sheet(person)).items()}
    assert given == {(two.pk, one.pk): "p", (two.pk, three.pk): 3, (one.pk, two.pk): 1}
    # Without a row in the address: the first that lacks an answer; the finish names the others by their rows.
    assert client.get(url).context["matrix"].shown.item == one
    assert "?wiersz=3#" in client.get(reverse("rounds:answer_finish", kwargs=round_.address)).content.decode()
    for odd in ("0", "99", "-1", "x", "9" * 40):
        assert client.get(url, {"wiersz": odd}).context["matrix"].shown.item == one
    page_of_all = lay_out_page(round_, find_sheet(person))
    rows = [choose_row(page_of_all, number) for number in (1, 2, 3)]
    assert [(row.before, row.after, row.next) for row in rows if row] == [(0, 2, 3), (1, 3, 3), (2, 0, 1)]


def test_p_is_taken_and_agreed_only_where_the_scale_allows_it(client: Client) -> None:
    plain = make_matrix()
    person = plain.participants.get()
    client.force_login(person.user)
    url = reverse("rounds:answer", kwargs=plain.address)
    one, two, _three = plain.items.all()
    page = client.get(url)
    assert 'value="p"' not in page.content.decode()
    client.post(url, {"shown": page.context["shown"], f"a:{one.pk}::{two.pk}": "p"})
    assert answers_of(find_sheet(person)) == {}
    with pytest.raises(ValidationError):
        agree(actor=None, round=plain, item=one, against=two, special=Special.POTENTIAL)
    round_ = make_matrix(allows_potential=True)
    row, column, _other = round_.items.all()
    agree(actor=None, round=round_, item=row, against=column, special=Special.POTENTIAL)
    Round.objects.filter(pk=round_.pk).update(is_blind=False)
    round_.refresh_from_db()
    assert make_heat(results_of(round_)).rows[0].cells[1].value == "P"
