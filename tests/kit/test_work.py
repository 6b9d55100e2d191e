"""Long work: who sees it, how far it is, how it ends, with and without a worker."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task, task_backends
from django_tasks_db.models import DBTaskResult

from sciezka.kit import work as work_module
from sciezka.kit.models import Work
from sciezka.kit.serving import prune_queue
from sciezka.kit.work import Progress, estimate_seconds, is_stuck, say_remaining, start_work
from sciezka.rooms.people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.both_databases

NOW = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)


@task()
def count_to(work: str, number: int) -> None:
    """Count, telling how far."""
    with Progress(work) as progress:
        progress.set_total(number)
        for _ in range(number):
            progress.step()
        progress.finish("/kit/")


@task()
def stumble(work: str) -> None:
    """Fail in a way nobody foresaw."""
    with Progress(work) as progress:
        progress.set_total(2)
        progress.step()
        message = "foreseen by nobody"
        raise RuntimeError(message)


@task()
def refuse(work: str) -> None:
    """Fail with a sentence."""
    with Progress(work) as progress:
        progress.fail("The page is empty.")


@pytest.fixture
def owner(db: None) -> User:  # noqa: ARG001 - asks for the database
    return UserFactory(language="en")


@pytest.fixture(autouse=True)
def _speak_english() -> object:
    with translation.override("en"):
        yield


def make_work(owner: User, **values: object) -> Work:
    return Work.objects.create(owner=owner.ref, title="Reading the page", **values)


def test_work_runs_to_its_end_at_once_without_a_worker(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = start_work(owner=owner, title="Counting", run=count_to, number=3)
        assert work.state == Work.State.WAITING
    work.refresh_from_db()
    assert (work.state, work.done, work.total, work.result_url) == (Work.State.DONE, 3, 3, "/kit/")
    assert work.started_at
    assert work.finished_at
    assert work.language == "en"


def test_an_unforeseen_error_ends_the_work_with_a_sentence(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = start_work(owner=owner, title="Stumbling", run=stumble)
    work.refresh_from_db()
    assert work.state == Work.State.FAILED
    assert work.message == "Something went wrong on our side. The administrator can find the cause in the log."
    assert work.done == 1


def test_a_foreseen_failure_keeps_its_sentence(owner: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = start_work(owner=owner, title="Refusing", run=refuse)
    work.refresh_from_db()
    assert (work.state, work.message) == (Work.State.FAILED, "The page is empty.")


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_the_work_from_the_database(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    owner = UserFactory()
    assert type(task_backends["default"]).__name__ == "DatabaseBackend"
    work = start_work(owner=owner, title="Counting", run=count_to, number=5)
    work.refresh_from_db()
    assert work.state == Work.State.WAITING
    call_command("db_worker", batch=True, startup_delay=False, reload=False, interval=0, verbosity=0)
    work.refresh_from_db()
    assert (work.state, work.done) == (Work.State.DONE, 5)


@pytest.mark.django_db
def test_tasks_that_ended_a_while_ago_leave_the_queue_with_what_they_said(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    kept = []
    for days, status in ((20, "SUCCESSFUL"), (20, "FAILED"), (2, "SUCCESSFUL"), (20, "READY")):
        task = DBTaskResult.objects.create(
            args_kwargs={"args": ["Osobiste słowa"], "kwargs": {}}, task_path="x", status=status, backend_name="default",
            run_after=timezone.now(),
            finished_at=None if status == "READY" else timezone.now() - datetime.timedelta(days=days),
        )  # fmt: skip
        kept += [task.pk] if days == 2 or status == "READY" else []
    prune_queue()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == set(kept)


def test_leaving_the_block_without_a_word_is_done(owner: User) -> None:
    work = make_work(owner)
    with Progress(str(work.pk)):
        pass
    work.refresh_from_db()
    assert work.state == Work.State.DONE


def test_steps_are_written_at_most_four_times_a_second(
    owner: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    clock = iter(number / 1000 for number in range(10_000))
    monkeypatch.setattr(work_module.time, "monotonic", lambda: next(clock))
    work = make_work(owner)
    with Progress(str(work.pk)) as progress, django_assert_max_num_queries(9):
        for _ in range(1000):
            progress.step()
    work.refresh_from_db()
    assert work.done == 1000


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_result_outside_this_site_is_refused(owner: User, url: str) -> None:
    with Progress(str(make_work(owner).pk)) as progress, pytest.raises(ValueError, match="must lie on this site"):
        progress.finish(url)


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "seconds"),
    [(10, 40, 20, 60), (0, 40, 20, None), (10, 0, 20, None), (10, 40, 2, None), (40, 40, 20, None)],
)
def test_the_remaining_time_comes_from_the_rate_so_far(done: int, total: int, elapsed: int, seconds: float | None) -> None:
    started = NOW - datetime.timedelta(seconds=elapsed)
    work = Work(state=Work.State.RUNNING, done=done, total=total, started_at=started)
    assert estimate_seconds(work, NOW) == seconds


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (4, "a few seconds left"),
        (38, "about 40 seconds left"),
        (58, "about 1 minute left"),
        (61, "about 1 minute left"),
        (600, "about 10 minutes left"),
    ],
)
def test_the_remaining_time_is_said_as_roughly_as_it_is_known(seconds: float | None, words: str) -> None:
    assert say_remaining(seconds) == words


def test_work_that_has_not_moved_for_two_minutes_is_stuck() -> None:
    before = NOW - datetime.timedelta(seconds=121)
    assert is_stuck(Work(state=Work.State.RUNNING, moved_at=before), NOW)
    assert is_stuck(Work(state=Work.State.WAITING, created_at=before), NOW)
    assert not is_stuck(Work(state=Work.State.RUNNING, moved_at=NOW - datetime.timedelta(seconds=119)), NOW)
    assert not is_stuck(Work(state=Work.State.DONE, moved_at=before), NOW)


def test_only_the_owner_sees_the_work(owner: User, client: Client) -> None:
    url = reverse("kit:work", args=[make_work(owner).pk])
    assert client.get(url)["Location"].startswith(reverse("account_login"))
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    assert client.get(reverse("kit:work", args=[uuid.uuid4()])).status_code == 404
    client.force_login(owner)
    response = client.get(url)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_the_page_refreshes_itself_with_and_without_scripts(owner: User, client: Client) -> None:
    work = make_work(owner, state=Work.State.RUNNING, done=1, total=4, moved_at=timezone.now())
    client.force_login(owner)
    page = client.get(reverse("kit:work", args=[work.pk])).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert 'hx-trigger="every 1s"' in page
    assert 'max="4" value="1"' in page


def test_a_poll_gets_the_changing_part_and_is_led_to_the_result(owner: User, client: Client) -> None:
    work = make_work(owner, state=Work.State.RUNNING)
    client.force_login(owner)
    url = reverse("kit:work", args=[work.pk])
    poll = client.get(url, headers={"HX-Request": "true"})
    assert b"<html" not in poll.content
    assert b"hx-get" in poll.content
    Work.objects.filter(pk=work.pk).update(state=Work.State.DONE, result_url="/kit/")
    assert client.get(url, headers={"HX-Request": "true"})["HX-Redirect"] == "/kit/"
    assert b'href="/kit/"' in client.get(url).content


def test_a_failed_work_says_what_happened_and_stops_polling(owner: User, client: Client) -> None:
    work = make_work(owner, state=Work.State.FAILED, message="The page is empty <b>.")
    client.force_login(owner)
    poll = client.get(reverse("kit:work", args=[work.pk]), headers={"HX-Request": "true"}).content
    assert b"The page is empty &lt;b&gt;." in poll
    assert b"hx-get" not in poll


def test_stuck_work_is_said_to_be_stuck(owner: User, client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        work = make_work(owner, state=Work.State.RUNNING, moved_at=NOW - datetime.timedelta(minutes=3))
        client.force_login(owner)
        assert b"worker" in client.get(reverse("kit:work", args=[work.pk])).content
