"""What a page showed when somebody wants to keep it: as it is kept, or a variant tried out on the what-if page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from sciezka.core.index.types import IndexProblem
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.peers import Peers
from sciezka.rooms.monitor.queries.variant import Variant, read_variant
from sciezka.rooms.monitor.queries.words import say_problem
from sciezka.rooms.monitor.store.runs import Run
from sciezka.rooms.town.models import Process

TRIED = ("bez", "oraz", "zmiany")
"""The words of an address that only a variant knows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown.

    Attributes:
        choice: with what was tried out.
        kept: the same without it; nothing when nothing was tried out.
        words: what was tried out, as it stands in an address.
    """

    choice: Choice
    kept: Choice | None
    words: dict[str, str]


def read_shown(process: Process, asked: Mapping[str, str]) -> Shown:
    """Read what an address shows; a variant that can't be reckoned gives way to what is kept, and that is said."""
    if asked.get("rodzaj") != "whatif" and not any(asked.get(word) for word in TRIED):
        return Shown(read_choice(process, asked), None, {})
    variant = read_variant(process, asked)
    kept = variant.choice
    try:
        run = variant.run() if kept.run is not None else None
    except IndexProblem as problem:
        said = _("What was tried out can’t be reckoned: %(why)s It is shown as it is kept.") % {"why": say_problem(problem)}
        return Shown(replace(kept, notices=(*kept.notices, *variant.notices, said)), None, {})
    if run is None or not variant.is_changed:
        return Shown(replace(kept, notices=(*kept.notices, *variant.notices)), None, {})
    return Shown(change_choice(variant, run), kept, dict(variant.words))


def change_choice(variant: Variant, run: Run) -> Choice:
    """Give the choice with what was tried out."""
    kept = variant.choice
    return replace(
        kept,
        peers=change_peers(kept.peers, variant) if kept.peers else None,
        recipe=variant.recipe,
        weights=dict(variant.weights),
        run=run,
        notices=(*kept.notices, *variant.notices),
    )


def change_peers(peers: Peers, variant: Variant) -> Peers:
    """Give the group with the towns that were tried out; it is no version of the group that is kept."""
    if set(peers.members) == set(variant.members):
        return peers
    name = _("%(group)s, changed for a trial") % {"group": peers.name}
    group = replace(peers.group, name=name, members=variant.members)
    return replace(peers, name=name, group=group, number=0, version=None)
