"""What each room tells the house about itself: its title, menu, rights, verbs and demo data."""

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
    """

    label: Text
    url: str
    area: Literal["site", "office"]
    address: tuple[str, ...] = ()
    permission: str = ""
    order: int = 100
    group: Text = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A room's card.

    ``demo`` is the dotted path of the action that loads the room's demo data; ``verbs`` turns the journal's verbs into
    sentences; ``rights`` names every permission that the room's rules define.
    """

    key: str
    title: Text
    stage: str = ""
    menu: tuple[MenuItem, ...] = ()
    rights: tuple[str, ...] = ()
    verbs: Mapping[str, Text] = field(default_factory=dict)
    exports: tuple[str, ...] = ()
    demo: str = ""


_manifests: dict[str, Manifest] = {}


def collect_manifests() -> None:
    """Read ``manifest.py`` of every installed room, in the order of the installed apps."""
    _manifests.clear()
    for config in apps.get_app_configs():
        if config.name.startswith("sciezka.rooms.") and importlib.util.find_spec(f"{config.name}.manifest"):
            manifest: Manifest = importlib.import_module(f"{config.name}.manifest").manifest
            _manifests[manifest.key] = manifest


def all_manifests() -> Iterator[Manifest]:
    """Give the manifests of all rooms, in the order of the installed apps."""
    return iter(_manifests.values())


def say_verb(verb: str) -> Text:
    """Give the sentence for a journal verb, or the verb itself when no room knows it."""
    return next((manifest.verbs[verb] for manifest in all_manifests() if verb in manifest.verbs), verb)
