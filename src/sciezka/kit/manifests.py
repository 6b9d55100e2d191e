"""What each room tells the house about itself: its title, menu, rights, verbs and demo data."""

import datetime as dt
import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.apps import apps
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu.

    ``area`` says which menu: ``site`` (public pages of a place) or ``office`` (its workbench). ``address`` lists the
    words of the address (such as ``workspace``) that must be known for the line to show, ``without`` those that must not.
    ``when`` is the dotted path of a function that is given the words of the address and tells whether there is anything
    to show; public pages, where nobody's permission is asked, need it. ``group`` is the key of a :class:`MenuGroup`, which
    any room may declare; lines without one come first.
    """

    label: Text
    url: str
    area: Literal["site", "office"]
    address: tuple[str, ...] = ()
    permission: str = ""
    order: int = 100
    group: str = ""
    without: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """Lines of a menu that stand together under a heading."""

    key: str
    label: Text
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeType:
    """A type of nouns that a room hangs on a graph which an earlier room keeps for all.

    Args:
        key: the type's lasting name in the database.
        prefix: the letters that its codes begin with.
        label: what one of them is called.
        plural: what many of them are called.
        layer: how far along the graph it stands; ties never lead to an earlier layer.
        icon: a name in the sprite.
        about: one sentence that says what such nouns are for.
        pattern: how a code is made, of ``prefix``, ``number`` and ``under`` (the code of the node that it belongs to).
        find: the dotted path of a function that looks the nouns up, many at once; the room that keeps the graph says how
            it is called.
        start: the name of the address, inside a place, where such nouns are made.
        must_rest: whether one of them counts only when something carries it.
        by_hand: whether the graph's own pages take one off and put it back; otherwise only the room does, which knows
            what goes with it.
    """

    key: str
    prefix: str
    label: Text
    plural: Text
    layer: int
    icon: str = "link"
    about: Text = ""
    pattern: str = "{prefix}-{number:02}"
    find: str = ""
    start: str = ""
    must_rest: bool = False
    by_hand: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TieKind:
    """A kind of ties between such nouns, always led from what carries to what rests on it.

    Several rooms may declare the same kind, each for its own types. No types given means any.

    Args:
        key: the kind's lasting name in the database.
        label: the sentence between the two, read from the source (``supports``).
        back: the sentence read from the target (``rests on``).
        sources: the keys of the types that such a tie may lead from.
        targets: the keys of the types that it may lead to.
        needs_reason: whether such a tie must say why; one that claims no more than it shows may stand without.
        by_hand: whether people tie and untie so; otherwise the room does it as its nouns change.
    """

    key: str
    label: Text
    back: Text
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    needs_reason: bool = True
    by_hand: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a room puts questions to teams for, through the room that keeps such questions for all.

    Args:
        key: the purpose's lasting name in the database.
        label: what such a question is called in lists.
        about: one sentence that says what comes of it.
        icon: a name in the sprite.
        proposal_form: the dotted path of a form class whose fields are asked with each proposed item, beside its title.
        settle: the dotted path of an action that is called once proposals have become items, before they are asked about.
        result: the dotted path of a function that gives the address where the room draws the result; empty where the
            plain result is enough.
        names_people: whether an item may be a natural person; the journal then names none.
    """

    key: str
    label: Text
    about: Text = ""
    icon: str = "users"
    proposal_form: str = ""
    settle: str = ""
    result: str = ""
    names_people: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """How a room's records heard somebody.

    Args:
        kind: in what way, as people read it.
        days: the days on which it happened, one for each occasion.
    """

    kind: Text
    days: tuple[dt.date, ...]

    @property
    def count(self) -> int:
        """How many times."""
        return len(self.days)

    @property
    def last(self) -> dt.date | None:
        """The last day, if any."""
        return max(self.days, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One thing of a later room that is built of something of an earlier one, such as a survey of a questionnaire.

    Args:
        label: what it is called.
        href: its address.
        state: how it stands, as people read it.
        is_running: whether it goes by what it was built of, and no longer follows its changes by itself.
        renew: the address where it is brought in line with what it was built of; empty where that can't be done.
    """

    label: Text
    href: str
    state: Text = ""
    is_running: bool = False
    renew: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What a room says is to be done next in a process.

    Args:
        title: the step.
        note: why, or what it brings.
        href: where it is done.
        action: the words of the link that leads there.
        icon: a name in the sprite.
    """

    title: Text
    note: Text
    href: str
    action: Text
    icon: str = "list-checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a room says waits for a person, on the desk where all their processes meet.

    Args:
        process: the key of the process.
        title: what it is about.
        note: what is to be done.
        href: where it is done.
        icon: a name in the sprite.
        until: when it can't be done any more; none where it simply waits.
    """

    process: int
    title: Text
    note: Text
    href: str
    icon: str = "list-checks"
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A room's card.

    ``demo`` is the dotted path of the action that loads the room's demo data; ``verbs`` turns the journal's verbs into
    sentences; ``rights`` names every permission that the room's rules define; ``hangs`` lists what the room hangs on a
    graph that an earlier room keeps; ``checks`` is the dotted path of the rules that the room holds that graph to;
    ``moved`` is the dotted path of a function that is given the nodes of that graph which have just changed, or whose ties
    have; ``asks`` lists its purposes of questions; ``warm`` is the dotted path of a function
    that makes the room ready when a server starts, so that no request waits for it; ``hears`` is the dotted path of a
    function that tells when the room's records heard somebody: of a process and, for each key, the signs to search by
    (a kind of ``email``, ``domain`` or ``name``, and a value), it gives for each key found a list of :class:`Heard`;
    ``outlines`` is the dotted path of a function that gives, for codes of units, the rings of their boundaries, as pairs of
    latitude and longitude; ``uses`` is the dotted path of a function that lists, for a person and something that an earlier
    room keeps, each :class:`Use` that this room makes of it; ``ahead`` is the dotted path of a function that is given a
    process and a person, and lists what the room says is next there, each an :class:`Ahead`; ``waits`` is the dotted path
    of a function that is given a person and processes that they may enter, and lists each :class:`Waiting` there: a room
    that has it speaks for the rounds of its own purposes too, to who runs them; ``veils``
    is the dotted path of a function that is given a person and gives, by kinds of nouns (``calls.submission``), the keys of
    those of which the person may not even read in the journal.
    """

    key: str
    title: Text
    stage: str = ""
    menu: tuple[MenuItem, ...] = ()
    groups: tuple[MenuGroup, ...] = ()
    rights: tuple[str, ...] = ()
    verbs: Mapping[str, Text] = field(default_factory=dict)
    exports: tuple[str, ...] = ()
    demo: str = ""
    warm: str = ""
    hears: str = ""
    outlines: str = ""
    uses: str = ""
    ahead: str = ""
    waits: str = ""
    veils: str = ""
    hangs: tuple[NodeType | TieKind, ...] = ()
    checks: str = ""
    moved: str = ""
    asks: tuple[Purpose, ...] = ()


_manifests: dict[str, Manifest] = {}


def collect_manifests() -> None:
    """Read ``manifest.py`` of every installed room, in the order of the installed apps."""
    _manifests.clear()
    for config in apps.get_app_configs():
        if config.name.startswith("sciezka.rooms.") and importlib.util.find_spec(f"{config.name}.manifest"):
            add_manifest(importlib.import_module(f"{config.name}.manifest").manifest)


def add_manifest(manifest: Manifest) -> None:
    """Add one card; a card of the same key is replaced."""
    _manifests[manifest.key] = manifest


def all_manifests() -> Iterator[Manifest]:
    """Give the manifests of all rooms, in the order of the installed apps."""
    return iter(_manifests.values())


def say_verb(verb: str) -> Text:
    """Give the sentence for a journal verb, or the verb itself when no room knows it."""
    return next((manifest.verbs[verb] for manifest in all_manifests() if verb in manifest.verbs), verb)
