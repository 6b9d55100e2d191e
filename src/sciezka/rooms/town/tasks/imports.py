"""What the importer does in the background: reading long pages, deciding about and publishing many entries."""

from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from sciezka.kit.work import Progress
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.import_bulk import accept_many, publish_accepted
from sciezka.rooms.town.actions.imports import read_stored_page
from sciezka.rooms.town.models import PageImport
from sciezka.rooms.town.notes import say_notes, say_refusal
from sciezka.rooms.town.queries.imports import accepted_drafts, count_entries


def find_page(page_id: int) -> PageImport:
    """Read a page with its place."""
    return PageImport.objects.select_related("process__workspace").get(pk=page_id)


@task()
def read_long_page(work: str, page_id: int, actor_id: int) -> None:
    """Read a page that was kept because it is long."""
    with Progress(work) as progress:
        progress.set_total(2)
        progress.step()
        page = find_page(page_id)
        reading = read_stored_page(actor=User.objects.get(pk=actor_id), page=page)
        if reading is None:
            notes = " ".join(f"{remark.met} {remark.advice}" for remark in say_notes(page.notes))
            progress.fail(say_refusal(page.refusal) if page.refusal else notes)
        elif reading.is_news:
            progress.finish(reading.page.get_absolute_url())
        else:
            progress.finish(f"{reverse('town:imports', kwargs=page.process.address)}?nothing={reading.unchanged}")


@task()
def accept_long_page(work: str, page_id: int, actor_id: int, which: Literal["clean", "all"], *, may_publish: bool) -> None:
    """Accept many entries of a page."""
    with Progress(work) as progress:
        page = find_page(page_id)
        counts = count_entries(page)
        progress.set_total(counts.open_clean if which == "clean" else counts.open)
        actor = User.objects.get(pk=actor_id)
        accept_many(actor=actor, page=page, which=which, may_publish=may_publish, step=progress.step)
        progress.finish(page.get_absolute_url())


@task()
def publish_long_page(work: str, page_id: int, actor_id: int) -> None:
    """Publish many accepted entries of a page."""
    with Progress(work) as progress:
        page = find_page(page_id)
        progress.set_total(accepted_drafts(page).count())
        publish_accepted(actor=User.objects.get(pk=actor_id), page=page, step=progress.step)
        progress.finish(page.get_absolute_url())


def name_reading(name: str) -> str:
    """Say what work is under way while a page is read."""
    return _("Reading “%(name)s”") % {"name": name[:120]}
