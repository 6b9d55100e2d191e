"""Keeping a reading as a finding, rewording it, withdrawing it and bringing it back."""

from django.db import transaction
from django.utils import timezone

from sciezka.core.index.recipe import write_recipe
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.finding_reading import Reading, digest_recipe
from sciezka.rooms.monitor.queries.findings import TYPE, make_citation
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, put_back, rename, take_off
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note

LONGEST_ADDRESS = 600


@transaction.atomic
def save_finding(
    *, actor: User, choice: Choice, reading: Reading, title: str, remark: str = "", address: str = ""
) -> Finding:
    """Keep a reading as a finding and hang it on the thread.

    Args:
        actor: who keeps it.
        choice: what the page shows.
        reading: what was read, made from this choice.
        title: the sentence.
        remark: what else there is to say.
        address: the page that it was read from, inside the product.
    """
    assert choice.sight is not None  # noqa: S101 - a reading can't be made without data
    finding = Finding(
        process=choice.process,
        title=title,
        remark=remark,
        subject=reading.code,
        unit=reading.town,
        year=reading.year,
        group=choice.peers.version if choice.peers else None,
        reading=reading.as_stored(),
        recipe=write_recipe(choice.recipe),
        recipe_digest=digest_recipe(choice.recipe, choice.weights),
        data_digest=choice.sight.cube.digest,
        catalogue_digest=choice.sight.catalogue.digest,
        address=address if len(address) <= LONGEST_ADDRESS else "",
    )
    finding.save()
    after = {"title": title, "subject": reading.code, "unit": reading.town, "year": reading.year}
    note(actor=actor, verb="finding.save", of=finding, after={**after, "remark": remark} if remark else after)
    cited = make_citation(finding, reading.number, reading.source_text)
    hang(actor=actor, process=choice.process, type=TYPE, noun=finding, title=title, cited=cited)
    return finding


@transaction.atomic
def reword_finding(*, actor: User, finding: Finding, title: str, remark: str) -> Finding:
    """Change the sentence and the remark; what was read stays."""
    apply_changes(actor=actor, verb="finding.edit", of=finding, values={"title": title, "remark": remark})
    node = node_for(finding, TYPE)
    if node is not None and node.title != title:
        rename(actor=actor, node=node, title=title)
    return finding


@transaction.atomic
def withdraw_finding(*, actor: User, finding: Finding) -> Finding:
    """Withdraw a finding: it counts for nothing, but is kept with its code."""
    if _read_withdrawn(finding) is None:
        apply_changes(actor=actor, verb="finding.withdraw", of=finding, values={"withdrawn_at": timezone.now()})
        node = node_for(finding, TYPE)
        if node is not None and not node.is_taken_off:
            take_off(actor=actor, node=node)
    return finding


@transaction.atomic
def restore_finding(*, actor: User, finding: Finding) -> Finding:
    """Bring back a finding under its old code."""
    if _read_withdrawn(finding) is not None:
        apply_changes(actor=actor, verb="finding.restore", of=finding, values={"withdrawn_at": None})
        node = node_for(finding, TYPE)
        if node is not None and node.is_taken_off:
            put_back(actor=actor, node=node)
    return finding


def _read_withdrawn(finding: Finding) -> object:
    """Read anew, behind a lock, whether it is withdrawn: two people may press at once."""
    row = Finding.objects.select_for_update().get(pk=finding.pk)
    finding.withdrawn_at = row.withdrawn_at
    return row.withdrawn_at
