"""An office with a small tree: an effect above a problem, two causes below it, one of them with a cause of its own."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.diagnosis.models import Statement, Tree
from sciezka.rooms.diagnosis.queries.trees import TreeView, read_tree
from tests.factories.diagnosis import make_statement, make_tree
from tests.rooms.town.office import Office, build_office


@dataclass(frozen=True, slots=True)
class Grown:
    """An office, a tree, and its statements by their codes."""

    office: Office
    tree: Tree
    said: dict[str, Statement]

    def url(self, name: str) -> str:
        """Give an address of the tree."""
        return reverse(f"diagnosis:{name}", kwargs=self.tree.address)

    def client(self, role: str = "coordinator") -> Client:
        """Give a browser in which somebody of a role is signed in."""
        return self.office.client(role)

    def read(self) -> TreeView:
        """Read the tree as it stands now."""
        return read_tree(Tree.objects.select_related("process__workspace").get(pk=self.tree.pk))

    def ties(self) -> set[str]:
        """Give the ties as codes: cause, what it causes."""
        return {f"{link.source.code}>{link.target.code}" for link in self.read().links}

    def key(self, code: str) -> int:
        """Give the key of a statement."""
        return self.said[code].pk


@pytest.fixture
def grown(db: None) -> Grown:  # noqa: ARG001 - asks for the database
    """A tree of five statements."""
    office = build_office()
    tree = make_tree(office.process)
    core = make_statement(tree, "Młodzi dorośli wyprowadzają się z miasta.")
    rent = make_statement(tree, "Najem kosztuje ponad połowę płacy na start.", "cause", core)
    jobs = make_statement(tree, "Oferty pracy są głównie sezonowe.", "cause", core)
    flats = make_statement(tree, "Od dziesięciu lat nie oddano mieszkań komunalnych.", "cause", rent)
    shops = make_statement(tree, "Sklepy w śródmieściu się zamykają.", "effect", core)
    return Grown(office, tree, {"P-01": core, "C-01": rent, "C-02": jobs, "C-03": flats, "E-01": shops})
