"""A large plan of real nouns: evidence, problems, factors, a SWOT, a vision, goals and indicators, tied as plans are."""

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sciezka.rooms.thread.models import Node
    from sciezka.rooms.town.models import Process

NODES, TIES = 1_000, 5_000
SEED = 6
# How many of each noun. Evidence fills up what is left of the thousand.
TROUBLES = {"core": 60, "cause": 120, "effect": 40}
RESOURCES, FACTORS, ENTRIES, STRATEGIC, PARTS, INDICATORS = 16, 60, 60, 8, 8, 100
PREFIXES = {
    "test_proof": "XW", "problem": "P", "cause": "C", "effect": "E", "resource": "Z", "factor": "CZ",
    "swot_strength": "MS", "swot_weakness": "SS", "swot_opportunity": "SZ", "swot_threat": "ZG", "vision": "WIZ",
    "strategic_goal": "CS", "indicator": "WS",
}  # fmt: skip
WORDS = """
    mieszkania wynajem młodzi dojazd autobusy kolej szkoły żłobki przedszkola seniorzy zdrowie przychodnie powietrze
    smog zieleń rzeka powodzie turystyka góry uzdrowisko hotele kultura teatr muzeum sport baseny rowery drogi chodniki
    parkingi śródmieście osiedla wieżowce kamienice remonty ciepło energia odpady woda kanalizacja przemysł firmy praca
    bezrobocie płace podatki budżet dotacje inwestorzy tereny uczelnia studenci zawody rzemiosło rynek targowisko sklepy
    granica Czechy wyjazdy urodzenia rodziny dzieci młodzież organizacje wolontariat zaufanie urząd cyfrowe usługi
""".split()  # noqa: SIM905 - a list of words is read as text
Nodes = dict[str, list["Node"]]
# Several sections make a town each in one database.
NUMBERS = itertools.count(1)


def make_plan() -> "Process":
    """Make a process with a large thread; each hundredth reason says nothing, and each tenth citation is old."""
    from sciezka.rooms.thread.models import Tie  # noqa: PLC0415
    from tests.factories import thread, town  # noqa: PLC0415

    thread.declare_types()
    process = town.ProcessFactory.create(workspace__slug=f"miasto-{next(NUMBERS)}", slug="rozwoj")
    nodes = {**hang_diagnosis(process), **hang_path(process)}
    hang_evidence(process, nodes, NODES - sum(len(rows) for rows in nodes.values()))
    ties = dict.fromkeys(list_ties(nodes))
    Tie.objects.bulk_create(
        (
            Tie(
                source=source, target=target, kind=kind,
                reason="bo tak" if at % 100 == 0 else f"Tak wynika z odczytu numer {at}.",
            )
            for at, (source, target, kind) in enumerate([*ties][:TIES])
        ),
        batch_size=500,
    )  # fmt: skip
    return process


def hang_diagnosis(process: "Process") -> Nodes:
    """Make problems, their causes and effects, and resources."""
    from sciezka.rooms.diagnosis.models import Resource, Statement  # noqa: PLC0415

    found = {}
    for role, count in TROUBLES.items():
        rows = [Statement(process=process, role=role, text=say(role, number)) for number in range(count)]
        found[rows[0].node_type] = hang_all(process, rows[0].node_type, Statement.objects.bulk_create(rows))
    resources = [Resource(process=process, name=say("zasób", number), kind="nature") for number in range(RESOURCES)]
    return {**found, "resource": hang_all(process, "resource", Resource.objects.bulk_create(resources))}


def hang_path(process: "Process") -> Nodes:
    """Make factors, a SWOT, a vision, goals and their indicators."""
    from sciezka.rooms.path.models import (  # noqa: PLC0415
        CoreChoice,
        Factor,
        Goal,
        Indicator,
        Quadrant,
        SwotEntry,
        VisionDraft,
    )

    factors = Factor.objects.bulk_create(Factor(process=process, name=say("czynnik", at)) for at in range(FACTORS))
    CoreChoice.objects.create(process=process, reason="Tak wybrał zespół.").factors.set(factors[:5])
    found = {"factor": hang_all(process, "factor", factors)}
    for quadrant in Quadrant.values:
        rows = [SwotEntry(process=process, quadrant=quadrant, text=say(quadrant, at)) for at in range(ENTRIES // 4)]
        found[rows[0].node_type] = hang_all(process, rows[0].node_type, SwotEntry.objects.bulk_create(rows))
    vision = VisionDraft.objects.create(process=process, title="Miasto młodych", text="Miasto, w którym chce się zostać.")
    found["vision"] = hang_all(process, "vision", [vision])
    tops = Goal.objects.bulk_create(Goal(process=process, name=say("cel", at), position=at) for at in range(STRATEGIC))
    found["strategic_goal"] = hang_all(process, "strategic_goal", tops)
    found["operational_goal"] = []
    goals = list(tops)
    for top, above in zip(tops, found["strategic_goal"], strict=True):
        parts = Goal.objects.bulk_create(
            Goal(process=process, parent=top, name=say(f"część {above.code}", at), position=at) for at in range(PARTS)
        )
        found["operational_goal"] += hang_all(process, "operational_goal", parts, above)
        goals += parts
    indicators = Indicator.objects.bulk_create(
        Indicator(
            goal=goals[at % len(goals)], name=say("wskaźnik", at), unit="%", baseline=40, baseline_year=2022, target=80,
            target_year=2032, source="GUS", owner="Wydział Rozwoju", frequency="year",
        )
        for at in range(INDICATORS)
    )  # fmt: skip
    found["indicator"] = hang_all(process, "indicator", indicators)
    enter_figures(indicators)
    return found


def enter_figures(indicators: Iterable[Any]) -> None:
    """Enter four years' figures of each indicator, and what is planned half way."""
    from sciezka.rooms.path.models import Point  # noqa: PLC0415

    rows = list(indicators)
    Point.objects.bulk_create(
        Point(indicator=row, kind=kind, year=year, value=value)
        for row in rows
        for kind, year, value in (
            *((Point.Kind.READ, year, 40 + (row.pk * year) % 9) for year in range(2022, 2026)),
            (Point.Kind.PLANNED, 2028, 55),
        )
    )


def hang_evidence(process: "Process", nodes: Nodes, count: int) -> None:
    """Make as many pieces of evidence; each tenth is old."""
    from sciezka.rooms.town.models import Task  # noqa: PLC0415
    from tests.factories.town import DAY  # noqa: PLC0415

    draw = random.Random(SEED)  # noqa: S311 - the same plan at each run
    tasks = Task.objects.bulk_create(
        Task(process=process, title=say("odczyt", at), starts_on=DAY, due_on=DAY) for at in range(count)
    )
    cited = [
        {
            "number": draw.random(), "unit": "%", "of": "2009" if at % 10 == 0 else "2024", "source": f"GUS {at % 40}",
            "version": "3",
        }
        for at in range(count)
    ]  # fmt: skip
    nodes["test_proof"] = hang_all(process, "test_proof", tasks, cited=cited)


def hang_all(
    process: "Process", key: str, nouns: Sequence[Any], above: "Node | None" = None, cited: Sequence[dict[str, Any]] = ()
) -> list["Node"]:
    """Hang nouns of one type on the thread, all at once."""
    from sciezka.rooms.thread.models import Node  # noqa: PLC0415

    return Node.objects.bulk_create(
        Node(
            process=process, type=key, number=number, under=above, noun_kind=noun._meta.label_lower,
            code=f"{above.code}.{number}" if above else f"{PREFIXES[key]}-{number}", title=str(noun), noun_key=str(noun.pk),
            cited=cited[number - 1] if cited else {},
        )
        for number, noun in enumerate(nouns, start=1)
    )  # fmt: skip


def list_ties(nodes: Nodes) -> Iterator[tuple["Node", "Node", str]]:
    """List ties: what nouns say themselves, what causes and answers what, then evidence until there are enough."""
    draw = random.Random(SEED)  # noqa: S311 - the same plan at each run
    tops, parts = nodes["strategic_goal"], nodes["operational_goal"]
    goals = [*tops, *parts]
    yield from ((nodes["vision"][0], top, "leads") for top in tops)
    yield from ((tops[at // PARTS], part, "leads") for at, part in enumerate(parts))
    yield from ((goals[at % len(goals)], row, "measures") for at, row in enumerate(nodes["indicator"]))
    causes, problems = nodes["cause"], nodes["problem"]
    for at, cause in enumerate(causes):
        yield from ((cause, other, "causes") for other in draw.sample([*causes[at + 1 :], *problems], 3))
    for problem in problems:
        yield from ((problem, effect, "causes") for effect in draw.sample(nodes["effect"], 2))
    troubles = [*problems, *nodes["swot_weakness"], *nodes["swot_threat"]]
    for goal in goals:
        yield from ((trouble, goal, "answers") for trouble in draw.sample(troubles, 3))
        yield from ((chance, goal, "uses") for chance in draw.sample([*nodes["factor"], *nodes["resource"]], 3))
    borne = [row for key in (*PREFIXES, "operational_goal") if key not in {"test_proof", "indicator"} for row in nodes[key]]
    # Evidence carries most of the plan; a tenth of the statements is left to rest on others.
    borne = [row for at, row in enumerate(borne) if at % 10]
    for at in range(2 * TIES):
        yield draw.choice(nodes["test_proof"]), draw.choice(borne), "weakens" if at % 20 == 0 else "supports"


def say(word: str, number: int) -> str:
    """Give a sentence as long as those of plans are; the same one for the same word and number."""
    draw = random.Random(f"{SEED} {word} {number}")  # noqa: S311 - see above
    return f"{draw.choice(WORDS).capitalize()} {' '.join(draw.sample(WORDS, 5))} ({word} {number + 1})"
