"""A thread of many nodes for tests: evidence, troubles, aims and steps, tied as in a real plan."""

import random

from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.town.models import Process
from tests.factories.thread import PREFIXES

SEED = 7
SHARES = {"test_proof": 0.4, "test_trouble": 0.27, "test_aim": 0.13, "test_step": 0.2}
WORDS = "Mieszkańcy czekają na mieszkania, szkoły, żłobki i nowe miejsca pracy w śródmieściu oraz na osiedlach"


def make_large_thread(process: Process, count: int = 300) -> list[Node]:
    """Make a thread of so many nodes; the same one each time."""
    draw = random.Random(SEED)  # noqa: S311 - the same thread each time
    layers: list[list[Node]] = []
    for key, share in SHARES.items():
        prefix = "XD" if key == "test_step" else PREFIXES[key]
        cited = {"number": 21.4, "unit": "%", "of": "2025", "source": "GUS"} if key == "test_proof" else {}
        rows = [
            Node(
                process=process, type=key, number=number, code=f"{prefix}-{number:02}",
                title=" ".join(draw.sample(WORDS.split(), draw.randint(3, 9))).capitalize(), noun_kind="town.task",
                noun_key=f"0{number}", cited=cited,
            )
            for number in range(1, round(count * share) + 1)
        ]  # fmt: skip
        layers.append(Node.objects.bulk_create(rows))
    ties: dict[tuple[int, int], Tie] = {}
    for place, targets in enumerate(layers[1:], 1):
        for target in targets:
            near = round(len(layers[place - 1]) * target.number / len(targets))
            for _time in range(draw.randint(1, 3)):
                source = layers[place - 1][min(len(layers[place - 1]) - 1, max(0, near + draw.randint(-3, 3)))]
                kind = "weakens" if place == 1 and draw.random() < 0.1 else "test_answers" if place == 2 else "supports"
                reason = "Tak wynika z tego, co zebrano."
                ties[source.pk, target.pk] = Tie(source=source, target=target, kind=kind, reason=reason)
    Tie.objects.bulk_create(ties.values())
    return [node for layer in layers for node in layer]
