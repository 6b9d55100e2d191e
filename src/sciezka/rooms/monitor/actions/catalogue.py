"""Changing the catalogue of indicators: a workspace writes an extension, every version of which is kept."""

from typing import Final

from django.db import transaction

from sciezka.core.indicators import CatalogueProblem, Fault
from sciezka.rooms.monitor.models import CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_versions, extended_catalogue
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note as journal_note
from sciezka.rooms.town.models import Workspace

LONGEST: Final = 300_000
LONGEST_NOTE: Final = 200


@transaction.atomic
def edit_catalogue(*, actor: User | None, workspace: Workspace, source: str, note: str = "") -> CatalogueVersion:
    """Put a new version of a workspace's extension in force; an empty text goes back to the shipped catalogue.

    A text that says what is in force already makes no new version.

    Args:
        actor: who changes it.
        workspace: whose catalogue it is.
        source: the extension as TOML.
        note: what was changed, in a few words.

    Raises:
        CatalogueProblem: with all faults of the text; nothing is kept.
    """
    source = source.replace("\r\n", "\n").strip()
    if len(source) > LONGEST:
        sentence = f"The text has {len(source)} characters. At most {LONGEST} are read."
        raise CatalogueProblem((Fault("catalogue.long", sentence, {"length": len(source), "most": LONGEST}),))
    catalogue, faults = extended_catalogue(source)
    if faults:
        raise CatalogueProblem(faults)
    # Two people saving at once would otherwise take the same number.
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    last = catalogue_versions(workspace).first()
    if last is not None and last.source == source:
        return last
    version = CatalogueVersion.objects.create(
        workspace=workspace,
        number=last.number + 1 if last is not None else 1,
        source=source,
        digest=catalogue.digest,
        note=note.strip()[:LONGEST_NOTE],
        author=str(actor.ref) if actor is not None else "",
    )
    journal_note(
        actor=actor,
        verb="catalogue.edit",
        of=version,
        before={"number": last.number, "digest": last.digest} if last is not None else None,
        after={"number": version.number, "digest": version.digest, "note": version.note},
    )
    return version
