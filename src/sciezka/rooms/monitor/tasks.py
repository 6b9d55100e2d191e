"""Bringing in a large file with a city's own series, in the background."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from sciezka.core.series.table import SeriesProblem
from sciezka.kit.work import Progress
from sciezka.rooms.monitor.actions.data import OwnSeries, bring_own_series
from sciezka.rooms.monitor.queries.series_words import say_problem
from sciezka.rooms.monitor.store.incoming import take_file
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process


@task()
def bring_left_series(work: str, actor_id: int, process_id: int, token: str, name: str, said: dict[str, Any]) -> None:
    """Bring in a file that a person left.

    Args:
        work: the work's key.
        actor_id: who brings it.
        process_id: in whose office; the series are its workspace's.
        token: what the file is kept under.
        name: the file's name.
        said: what :meth:`OwnSeries.write` gave.
    """
    with Progress(work) as progress:
        progress.set_total(2)
        process = Process.objects.select_related("workspace").get(pk=process_id)
        data = take_file(token)
        if data is None:
            progress.fail(_("The file is no longer here. Choose it once more."))
            return
        progress.step()
        try:
            imported = bring_own_series(
                actor=User.objects.get(pk=actor_id),
                workspace=process.workspace,
                data=data,
                name=name,
                said=OwnSeries.read(said),
            )
        except SeriesProblem as problem:
            progress.fail(say_problem(problem))
        else:
            progress.finish(reverse("monitor:batch", kwargs={**process.address, "batch": imported.batch.pk}))
