"""A workspace extends the catalogue; every version is kept and nobody else sees it."""

import re
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sciezka.core.indicators import CatalogueProblem, Fault
from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.actions.catalogue import LONGEST, edit_catalogue
from sciezka.rooms.monitor.catalogue import shipped_catalogue
from sciezka.rooms.monitor.models import CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force, catalogue_of, catalogue_versions
from sciezka.rooms.monitor.queries.catalogue_faults import SENTENCES, say_fault
from tests.factories.town import SeatFactory, WorkspaceFactory

pytestmark = pytest.mark.both_databases

CHANGE = '[[indicators]]\ncode = "E2A1"\ndirection = "context"\n'
CORE = Path(__file__).parents[3] / "src" / "sciezka" / "core" / "indicators"


@pytest.mark.django_db
def test_a_workspace_without_an_extension_works_with_the_shipped_catalogue() -> None:
    found = catalogue_in_force(WorkspaceFactory.create())
    assert found.catalogue is shipped_catalogue()
    assert found.version is None
    assert catalogue_in_force(None).catalogue is shipped_catalogue()


@pytest.mark.django_db
def test_an_extension_is_in_force_in_its_workspace_only() -> None:
    seat = SeatFactory.create()
    version = edit_catalogue(actor=seat.user, workspace=seat.workspace, source=CHANGE, note="Bezrobocie bez oceny")

    found = catalogue_in_force(seat.workspace)

    assert found.version == version
    assert found.catalogue.by_code["E2A1"].direction == "context"
    assert version.digest == found.catalogue.digest != shipped_catalogue().digest
    assert version.author == str(seat.user.ref)
    assert catalogue_in_force(WorkspaceFactory.create()).catalogue is shipped_catalogue()
    entry = JournalEntry.objects.get(verb="catalogue.edit")
    assert entry.actor == seat.user.ref


@pytest.mark.django_db
def test_versions_are_numbered_kept_and_can_be_read_again() -> None:
    workspace = WorkspaceFactory.create()
    first = edit_catalogue(actor=None, workspace=workspace, source=CHANGE)
    same = edit_catalogue(actor=None, workspace=workspace, source=f"{CHANGE}\r\n")
    back = edit_catalogue(actor=None, workspace=workspace, source="")

    assert same == first
    assert [version.number for version in catalogue_versions(workspace)] == [2, 1]
    assert catalogue_in_force(workspace).version == back
    assert catalogue_in_force(workspace).catalogue is shipped_catalogue()
    assert catalogue_of(first).catalogue.by_code["E2A1"].direction == "context"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("source", "code"),
    [
        (CHANGE.replace("context", "up"), "catalogue.choice"),
        ("[[indicators]", "catalogue.toml"),
        ("# " + "x" * LONGEST, "catalogue.long"),
    ],
)
def test_a_text_with_faults_changes_nothing(source: str, code: str) -> None:
    workspace = WorkspaceFactory.create()
    with pytest.raises(CatalogueProblem) as caught:
        edit_catalogue(actor=None, workspace=workspace, source=source)
    assert [fault.code for fault in caught.value.faults] == [code]
    assert not CatalogueVersion.objects.exists()
    assert not JournalEntry.objects.filter(verb="catalogue.edit").exists()


@pytest.mark.django_db
def test_an_extension_that_fits_no_longer_leaves_the_shipped_catalogue_and_says_why() -> None:
    workspace = WorkspaceFactory.create()
    CatalogueVersion.objects.create(
        workspace=workspace, number=1, source='[[indicators]]\ncode = "GONE"\nretired = true', digest="x"
    )
    found = catalogue_in_force(workspace)
    assert found.catalogue is shipped_catalogue()
    assert [fault.code for fault in found.faults] == ["catalogue.retired"]


@pytest.mark.django_db
def test_the_catalogue_costs_one_query_whatever_the_number_of_versions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    workspace = WorkspaceFactory.create()
    for direction in ("context", "higher", "lower"):
        edit_catalogue(actor=None, workspace=workspace, source=CHANGE.replace("context", direction))
    with django_assert_num_queries(1):
        catalogue_in_force(workspace)


def test_every_code_of_a_fault_has_a_sentence_for_readers() -> None:
    raised = set()
    for path in CORE.glob("*.py"):
        raised |= set(re.findall(r'"((?:catalogue|formula)\.[a-z_]+)"', path.read_text(encoding="utf-8")))
    assert raised | {"catalogue.long"} == set(SENTENCES)


def test_a_fault_is_told_with_its_place() -> None:
    params = {"file": "f", "table": "indicators", "row": "E2A1", "key": "direction", "value": "'up'", "allowed": "a, b"}
    with translation.override("en"):
        told = say_fault(Fault("catalogue.choice", "core", params))
        assert told == "indicators E2A1, direction: “'up'” is not known. Write one of: a, b."
        assert say_fault(Fault("catalogue.toml", "core", {"problem": "50% of it"})) == "This is not TOML: 50% of it."
        assert say_fault(Fault("catalogue.unheard", "Core's own words.")) == "Core's own words."
        for code in SENTENCES:
            assert "%(" not in say_fault(Fault(code, "core"))
