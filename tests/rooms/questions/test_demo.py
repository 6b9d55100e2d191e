"""The demonstration's questionnaires: one of the city's own, three of its questions in the bank, and one brought in."""

import pytest
from django.test import override_settings

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.demo import LEADER, WORKSPACE, load_demo
from sciezka.rooms.questions.carrying import read_lss
from sciezka.rooms.questions.demo import read_file, read_own
from sciezka.rooms.questions.models import BankItem, Questionnaire
from sciezka.rooms.questions.queries.bank import is_shipped
from sciezka.rooms.questions.queries.importing import is_imported, is_untouched
from sciezka.rooms.questions.schema.checking import find_faults
from sciezka.rooms.questions.schema.stored import read_questionnaire
from tests.factories import town


@pytest.mark.django_db
def test_questionnaires_are_loaded_once_where_the_city_and_its_co_ordinator_are() -> None:
    with override_settings(DEMO=True):
        assert not load_demo()
        workspace = town.WorkspaceFactory.create(slug=WORKSPACE)
        assert not load_demo()
        User.objects.create_user(LEADER, "sciezka-demo-2026", name="Koordynatorka procesu", is_demo=True)
        assert load_demo()
        assert not load_demo()
    brought, own = Questionnaire.objects.filter(workspace=workspace).order_by("pk")
    assert is_imported(brought)
    assert is_untouched(brought)
    assert {entry["what"] for entry in brought.left_out} >= {"calculation", "constraint", "mail", "media", "quota", "script"}
    kept = BankItem.objects.filter(workspace=workspace)
    assert [item.theme for item in kept] == ["Konsultacje", "Konsultacje", "Osiedla"]
    asked = {item.bank: item for item in read_questionnaire(own.draft).items()}
    assert {item.code for item in kept} < set(asked)
    assert not any(is_shipped(item.code) for item in kept)


def test_what_comes_has_no_errors_and_is_written_in_all_languages_it_names() -> None:
    own = read_questionnaire(read_own()["content"])
    assert not [fault for fault in find_faults(own, audience="residents") if fault.severity != "hint"]
    carried = read_lss(read_file())
    assert not [fault for fault in find_faults(carried.questionnaire) if fault.severity == "error"]
    assert "(przykład)" in carried.questionnaire.title.say("pl")
    assert "(przykład)" in own.title.say("pl")
