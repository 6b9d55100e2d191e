"""The office's side menu, at the whole office and at one process; and the steps that name teams."""

import pytest
from django.utils import translation

from sciezka.rooms.town.queries.next_steps import next_steps, read_situation
from tests.factories.town import ProcessFactory, TeamFactory
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return build_office()


def read_menu(office: Office, role: str, address: str) -> list[str]:
    response = office.client(role).get(address)
    assert response.status_code == 200
    return [line.href for line in response.context["office_menu"]()]


def test_at_the_whole_office_the_processes_come_first_and_its_journal_is_there(office: Office) -> None:
    menu = read_menu(office, "coordinator", f"{office.home}akty/")
    assert menu[0] == office.home
    assert f"{office.home}dziennik/" in menu
    assert len(menu) == len(set(menu))


def test_whoever_may_not_read_the_journal_is_not_led_to_it(office: Office) -> None:
    menu = read_menu(office, "viewer", f"{office.home}akty/")
    assert menu[0] == office.home
    assert f"{office.home}dziennik/" not in menu


def test_at_a_process_there_is_one_journal_and_no_list_of_processes(office: Office) -> None:
    menu = read_menu(office, "coordinator", office.desk)
    assert office.home not in menu
    assert f"{office.home}dziennik/" not in menu
    assert f"{office.desk}dziennik/" in menu


@pytest.mark.parametrize(("number", "others"), [(3, False), (4, True)])
def test_teams_without_members_are_named_and_others_are_told_of(number: int, others: bool) -> None:  # noqa: FBT001
    process = ProcessFactory()
    names = [TeamFactory(process=process).name for _ in range(number)]
    with translation.override("en"):
        steps = next_steps(read_situation(process, [], frozenset({"town.edit_process"})))
    [note] = [step.note for step in steps if any(name in step.note for name in names)]
    assert sum(name in note.removesuffix(" and others").split(", ") for name in names) == 3
    assert note.endswith(" and others") is others
