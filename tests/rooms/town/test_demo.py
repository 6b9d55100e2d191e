"""The demonstration: loaded through the room's own actions, once, and refused outside the demo."""

import datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from sciezka.kit.serving import find_obstacle
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.demo import load_demo
from sciezka.rooms.town.models import Event, Process, Seat, Task, Team, Unit, Workspace

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PORT = 18_765


def test_the_demonstration_loads_once() -> None:
    assert load_demo()
    assert not load_demo()
    history = Process.objects.get(slug="rozwoj-lokalny")
    assert history.events.filter(status=Event.Status.PUBLISHED).count() == 39
    assert [stage.number for stage in history.stages.all()] == ["I", "II", "III", "IV"]
    assert Team.objects.get(process=history, name__startswith="Zespół Realizacyjny").act.number == "0050.414.2020.VIII"
    partnership = Workspace.objects.get(kind=Workspace.Kind.PARTNERSHIP)
    assert partnership.members.filter(role="lead").get().unit == Unit.objects.get(name="Jelenia Góra")
    assert partnership.members.count() > 5
    now = Process.objects.get(slug="strategia-rozwoju-miasta")
    assert now.events.filter(start__gt=datetime.date.today()).count() >= 5  # noqa: DTZ011 - the demo moves with today
    assert now.events.filter(status=Event.Status.DRAFT).exists()
    assert Task.objects.filter(process=now, status=Task.Status.DOING).exists()
    assert User.objects.filter(is_demo=True).count() == 14
    assert Seat.objects.filter(role=Seat.Role.COORDINATOR).count() == 2


@pytest.mark.one_database
def test_a_server_refuses_demo_accounts_outside_the_demo() -> None:
    load_demo()
    assert "demonstration" in find_obstacle("127.0.0.1", PORT)
    with pytest.raises(CommandError, match="demonstration"):
        call_command("serve", port=PORT)
    with override_settings(DEMO=True):
        assert find_obstacle("127.0.0.1", PORT) == ""


@pytest.mark.one_database
def test_demo_accounts_sign_in_only_in_the_demo() -> None:
    load_demo()
    login = {"login": "koordynator@demo.sciezka.example", "password": settings.DEMO_PASSWORD}
    stranger = Client()
    stranger.post("/konto/login/", login)
    assert "_auth_user_id" not in stranger.session
    with override_settings(DEMO=True):
        inside = Client().post("/konto/login/", login)
    assert inside.status_code == 302
    assert inside.headers["Location"] == "/biuro/"


def test_a_server_says_when_its_port_is_taken() -> None:
    import socket  # noqa: PLC0415

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"--port {port + 1}" in find_obstacle("127.0.0.1", port)
