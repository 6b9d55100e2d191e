"""Plans for tests of rules, made without a database."""

import datetime as dt
from typing import Any

from django.utils import timezone

from sciezka.rooms.thread.checks import RULES
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.checks import hold
from sciezka.rooms.thread.queries.nouns import Lookup, Standing
from sciezka.rooms.thread.queries.plan import Plan, TieRow
from sciezka.rooms.town.models import Process, Workspace
from tests.factories.thread import UPPER, NodeType

TODAY = dt.date(2026, 3, 2)
TYPES = {row.key: row for row in UPPER.hangs if isinstance(row, NodeType)}
KEYS = {"W": "test_proof", "P": "test_trouble", "C": "test_aim"}
WHOLE = {"number": 21.4, "unit": "%", "of": "2025", "source": "GUS", "version": "3"}
PLACE = Process(pk=1, slug="rozwoj", workspace=Workspace(pk=1, slug="miasto"))
REASON = "Tak wynika z liczb."


def make_node(code: str, **values: Any) -> Node:
    """Make a node by its code: W1 is a proof that cites everything, P1 a trouble, C1 an aim."""
    type_key, number = KEYS[code[0]], int(code[1:])
    row = TYPES[type_key]
    given = {
        "pk": 100 * "WPC".index(code[0]) + number,
        "type": type_key,
        "number": number,
        "code": row.pattern.format(prefix=row.prefix, number=number, under=""),
        "title": f"Zdanie {code}",
        "cited": dict(WHOLE) if code[0] == "W" else {},
    }
    if values.pop("is_off", False):
        values["taken_off_at"] = timezone.now()
    return Node(process=PLACE, noun_kind="town.task", noun_key=str(number), **{**given, **values})


def make_plan(*nodes: str | Node, ties: str = "", lookups: dict[str, Lookup] | None = None, years: int = 5) -> Plan:
    """Make a plan of nodes and ties: ``W1>P1`` carries, ``W1-P1`` weakens, ``W1>P1=reason`` gives a reason too."""
    made = {str(node): make_node(node) if isinstance(node, str) else node for node in nodes}
    by_code = {f"{'WPC'[node.pk // 100]}{node.number}": node for node in made.values()}
    rows = []
    for said in filter(None, (part.strip() for part in ties.split(";"))):
        way, _, reason = said.partition("=")
        mark = ">" if ">" in way else "-"
        source, target = way.split(mark)
        kind = "supports" if mark == ">" else "weakens"
        rows.append(TieRow(by_code[source].pk, by_code[target].pk, kind, reason or f"{REASON} {way}"))
    return Plan(
        process=PLACE,
        today=TODAY,
        evidence_years=years,
        nodes={node.pk: node for node in by_code.values()},
        ties=tuple(rows),
        lookups={by_code[code].pk: lookup for code, lookup in (lookups or {}).items()},
        types=TYPES,
    )


def sounds(plan: Plan, rule: str) -> list[str]:
    """List the codes of the nodes that a rule sounds at; „-” stands for the whole plan."""
    codes = {node.code: f"{'WPC'[node.pk // 100]}{node.number}" for node in plan.nodes.values()}
    faults = hold(plan, [row for row in RULES if row.code == rule]).faults
    return [codes[fault.node.code] if fault.node else "-" for fault in faults]


def stand(now: Any = None) -> Lookup:
    """Make the lookup of a noun that is there."""
    return Lookup(Standing(href="/gdzies/", now=now))
