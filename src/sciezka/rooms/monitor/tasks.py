"""What the monitor does in the background: fetching official figures, and importing a file of series."""

import datetime
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.mapped import Columns
from sciezka.core.series.tables.reading import Hints
from sciezka.kit.work import Progress
from sciezka.rooms.monitor.actions.imports import SeriesValues, import_file
from sciezka.rooms.monitor.actions.sync import list_orders, open_client, plan_sync, sync_bdl
from sciezka.rooms.monitor.store.bdl.orders import Step
from sciezka.rooms.monitor.store.bdl.problems import BdlProblem, QuotaSpent
from sciezka.rooms.monitor.store.observations import find_folder
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Workspace

# The worker does other work too: for a longer wait the rest is put back into the queue.
PATIENCE: Final = 30.0
TOKEN: Final = re.compile(r"[0-9a-f]{32}")


@task()
def sync_figures(work: str, actor_id: int, done_url: str, variables: Sequence[str] = (), levels: Sequence[int] = ()) -> None:
    """Fetch official figures as far as the quota allows; the rest goes on by itself when it may.

    Args:
        work: the work's key.
        actor_id: who asked for it.
        done_url: where the person is led.
        variables: the variables, all of the catalogue's when there are none.
        levels: the levels, the catalogue's when there are none.
    """
    with Progress(work) as progress:
        wait = _fetch(progress, actor_id, variables, levels)
        if wait is not None:
            _go_on_later(wait, actor_id=actor_id, variables=list(variables), levels=list(levels))
        if progress.is_open:
            progress.finish(done_url)


@task()
def sync_rest(actor_id: int, variables: Sequence[str] = (), levels: Sequence[int] = ()) -> None:
    """Go on with fetching that the quota had stopped; nobody watches any more."""
    wait = _fetch(None, actor_id, variables, levels)
    if wait is not None:
        _go_on_later(wait, actor_id=actor_id, variables=list(variables), levels=list(levels))


@task()
def import_left_file(
    work: str, actor_id: int, token: str, name: str, done_url: str, said: dict[str, Any] | None = None
) -> None:
    """Import a file that a person left with :func:`leave_file`.

    Args:
        work: the work's key.
        actor_id: who brings it.
        token: what ``leave_file`` gave.
        name: the file's name.
        done_url: where the person is led.
        said: what is said about it, all of it optional: ``workspace`` (its number, for a city's own series)
            and what :func:`read_said` reads.
    """
    said = said or {}
    with Progress(work) as progress:
        progress.set_total(2)
        data = take_file(token)
        progress.step()
        workspace = Workspace.objects.get(pk=said["workspace"]) if said.get("workspace") else None
        try:
            values = read_said(said)
            import_file(actor=User.objects.get(pk=actor_id), data=data, name=name, workspace=workspace, values=values)
        except SeriesProblem as problem:
            progress.fail(str(problem))
        else:
            progress.finish(done_url)


def read_said(said: Mapping[str, Any]) -> SeriesValues:
    """Read what is said about a file: plain values, as they can wait in a queue.

    Args:
        said: ``title``, ``source``, ``retrieved`` (ISO), ``columns`` (such as ``unit=Kod,year=Rok,own:buses=Autobusy``),
            ``variables`` (a list of keys), ``budget``, ``year`` and ``prefix``, all optional.

    Raises:
        SeriesProblem: the columns are not written as they should be.
    """
    retrieved, columns, year = said.get("retrieved"), said.get("columns"), said.get("year")
    return SeriesValues(
        title=str(said.get("title", "")),
        source=str(said.get("source", "")),
        retrieved=datetime.date.fromisoformat(retrieved) if retrieved else None,
        hints=Hints(
            columns=Columns.read(columns) if columns else None,
            variables=tuple(said.get("variables", ())),
            budget=str(said.get("budget", "")),
            year=int(year) if year else None,
            prefix=str(said.get("prefix", "")),
        ),
    )


def leave_file(data: bytes) -> str:
    """Leave a file for the worker; gives the token to find it by."""
    token = secrets.token_hex(16)
    folder = find_folder() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / token
    path.touch(mode=0o600)
    path.write_bytes(data)
    return token


def take_file(token: str) -> bytes:
    """Take a file that was left; it is there once only."""
    if not TOKEN.fullmatch(token):
        raise ValueError("This is no token of a file.")
    path = find_folder() / "incoming" / token
    try:
        return path.read_bytes()
    finally:
        path.unlink(missing_ok=True)


def _fetch(progress: Progress | None, actor_id: int, variables: Sequence[str], levels: Sequence[int]) -> float | None:
    """Fetch what the quota allows; gives the seconds to wait for the rest, None when there is no rest."""

    def tell(step: Step) -> None:
        if progress:
            progress.work.total = step.sent + step.left
            progress.step(step.sent - progress.work.done)

    try:
        with open_client(patience=PATIENCE) as client:
            orders = list_orders(keys=variables, levels=levels)
            if progress:
                progress.set_total(plan_sync(orders, client).requests)
            report = sync_bdl(actor=User.objects.get(pk=actor_id), orders=orders, client=client, watch=tell)
    except BdlProblem as problem:
        report_problem = problem
    else:
        if isinstance(report.stopped, QuotaSpent):
            return report.stopped.seconds
        if report.stopped is None:
            if report.failed and progress:
                progress.fail(_("Some variables could not be fetched: %(first)s") % {"first": report.failed[0][1].say()})
            return None
        report_problem = report.stopped
    if progress is None:
        raise report_problem
    progress.fail(report_problem.say())
    return None


def _go_on_later(seconds: float, **kwargs: Any) -> None:  # noqa: ANN401 - the task's arguments
    """Put the rest into the queue, to begin when the quota allows it."""
    if sync_rest.get_backend().supports_defer:
        when = timezone.now() + datetime.timedelta(seconds=seconds + 1)
        sync_rest.using(run_after=when).enqueue(**kwargs)
