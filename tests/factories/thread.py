"""Nouns of the thread room for tests, and types that stand for those of the rooms above."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import factory
from factory.django import DjangoModelFactory

from sciezka.kit.manifests import Manifest, NodeType, TieKind, add_manifest
from sciezka.rooms.thread import models
from sciezka.rooms.thread.queries import Citation, Standing
from sciezka.rooms.thread.queries.nouns import point_at
from sciezka.rooms.town.models import Process, Task
from tests.factories import town

NOW = Citation(number=18.9, unit="%", of="2022")


def find_tasks(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Look up tasks, which stand in for findings: one whose title says „moved” cites something else today."""
    titles = dict(Task.objects.filter(process=process, pk__in=keys).order_by().values_list("pk", "title"))
    places = point_at(process, "town:task", "task", titles)
    return {key: replace(place, now=NOW if "moved" in titles[int(key)] else None) for key, place in places.items()}


# Letters that no room will ever use.
UPPER = Manifest(
    key="upper",
    title="A room above",
    hangs=(
        NodeType(
            key="test_proof", prefix="XW", label="proof", plural="proofs", layer=1, find="tests.factories.thread.find_tasks",
            start="town:board", about="What was found out.",
        ),
        NodeType(
            key="test_trouble", prefix="XP", label="trouble", plural="troubles", layer=2, icon="circle-alert",
            must_rest=True,
        ),
        NodeType(
            key="test_aim", prefix="XC", label="aim", plural="aims", layer=3, pattern="{prefix}{number}", must_rest=True
        ),
        NodeType(key="test_step", prefix="XC", label="step", plural="steps", layer=4, pattern="{under}.{number}"),
        TieKind(key="test_causes", label="causes", back="comes from", sources=("test_trouble",), targets=("test_trouble",)),
        TieKind(key="test_answers", label="asks for", back="answers", sources=("test_trouble",), targets=("test_aim",)),
    ),
)  # fmt: skip


def declare_types() -> None:
    """Declare the types as a room above would, by its manifest."""
    add_manifest(UPPER)


class NodeFactory(DjangoModelFactory[models.Node]):
    """A proof that stands for a task."""

    class Meta:
        model = models.Node

    class Params:
        noun = factory.SubFactory(town.TaskFactory, process=factory.SelfAttribute("..process"))

    process = factory.SubFactory(town.ProcessFactory)
    type = "test_proof"
    number = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda node: f"{PREFIXES[node.type]}-{node.number:02}")
    title = factory.Sequence(lambda number: f"Węzeł {number:04}")
    noun_kind = "town.task"
    noun_key = factory.LazyAttribute(lambda node: str(node.noun.pk))


PREFIXES = {row.key: row.prefix for row in UPPER.hangs if isinstance(row, NodeType)}


class TieFactory(DjangoModelFactory[models.Tie]):
    """A proof that supports another."""

    class Meta:
        model = models.Tie

    source = factory.SubFactory(NodeFactory)
    target = factory.SubFactory(NodeFactory, process=factory.SelfAttribute("..source.process"))
    kind = "supports"
    reason = "Bo tak wynika z danych."


class WaiverFactory(DjangoModelFactory[models.Waiver]):
    """A rule that a proof is not held to."""

    class Meta:
        model = models.Waiver

    node = factory.SubFactory(NodeFactory)
    process = factory.SelfAttribute("node.process")
    rule = "T05"
    reason = "Ustalenie czeka na warsztat."
