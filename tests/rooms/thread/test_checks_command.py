"""``sciezka check_plan``: what it prints, and what it ends with."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import town
from tests.factories.thread import NodeFactory, TieFactory, WaiverFactory
from tests.rooms.town.office import Office

CITED = {"number": 21.4, "unit": "%", "of": "2025", "source": "GUS", "version": "3"}


def run(office: Office, *words: str) -> tuple[int, str]:
    """Run the command; give what it ends with and what it prints."""
    out = io.StringIO()
    try:
        call_command("check_plan", "--workspace", office.workspace.slug, *words, stdout=out)
    except CommandError as ended:
        return ended.returncode, out.getvalue()
    return 0, out.getvalue()


def test_the_command_ends_with_one_when_there_are_errors_and_with_none_when_they_are_mended(office: Office) -> None:
    proof = NodeFactory.create(process=office.process, cited=CITED, number=1)
    trouble = NodeFactory.create(process=office.process, type="test_trouble", number=1)
    code, text = run(office)
    assert code == 1
    assert "T06 error" in text
    TieFactory.create(source=proof, target=trouble, reason="Lista oczekujących rośnie.")
    assert run(office)[0] == 0
    assert run(office, "--gate")[0] == 0
    NodeFactory.create(process=office.process, cited={**CITED, "source": ""}, number=2)
    assert run(office, "--gate")[0] == 1


def test_json_holds_everything_that_a_machine_needs(office: Office) -> None:
    trouble = NodeFactory.create(process=office.process, type="test_trouble", number=1)
    loose = NodeFactory.create(process=office.process, cited=CITED, number=1)
    WaiverFactory.create(node=loose, reason="Czeka na warsztat.")
    code, text = run(office, "--process", office.process.slug, "--json")
    assert code == 1
    record: dict[str, Any] = json.loads(text)
    assert record["workspace"] == office.workspace.slug
    (plan,) = record["plans"]
    assert plan["gate"] == {"open": False, "held": plan["gate"]["all"] - 1, "all": plan["gate"]["all"], "broken": ["T06"]}
    assert (plan["score"], plan["nodes"], plan["counts"]) == (50, 2, {"error": 1, "warning": 0, "hint": 0})
    (fault,) = plan["faults"]
    assert (fault["rule"], fault["node"], fault["gate"]) == ("T06", trouble.code, True)
    assert fault["address"].endswith(f"/nic/{trouble.code}/wiazanie/")
    assert plan["waived"][0]["waiver"] == {"reason": "Czeka na warsztat.", "until": None}


def test_an_empty_plan_has_no_faults_but_is_not_ready(office: Office) -> None:
    town.ProcessFactory.create(workspace=office.workspace)
    code, text = run(office, "--json")
    assert code == 0
    assert [plan["score"] for plan in json.loads(text)["plans"]] == [None, None]
    assert run(office, "--gate")[0] == 1


@pytest.mark.parametrize("words", [("--workspace", "nie-ma"), ("--process", "nie-ma")])
def test_unknown_words_end_with_two(office: Office, words: tuple[str, str]) -> None:
    assert run(office, *words)[0] == 2
