"""Which banks of questions a workspace has: those that came with the product, as it changed them, and its own."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, QuerySet
from django.http import Http404

from sciezka.rooms.assessment.banks import SHIPPED, BankArea, BankData, BankItem, as_toml, read_bank, read_shipped
from sciezka.rooms.assessment.models import Bank
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.queries.places import find_workspace


@lru_cache(maxsize=64)
def parse_bank(source: str) -> BankData:
    """Read a bank's content, remembered because every page of an assessment asks for the same one."""
    return read_bank(source)


@lru_cache(maxsize=8)
def write_shipped(key: str) -> str:
    """Give a shipped bank as one TOML file."""
    return as_toml(read_shipped(key))


@dataclass(frozen=True, slots=True)
class HeldBank:
    """A bank as it is in force in a workspace.

    Attributes:
        workspace: whose it is.
        data: its content.
        source: the same as TOML.
        row: the workspace's own version; nothing where the shipped bank stands.
        used: how many assessments were started with the workspace's own version.
    """

    workspace: Workspace
    data: BankData
    source: str
    row: Bank | None = None
    used: int = 0

    @property
    def key(self) -> str:
        """The bank's lasting key."""
        return self.data.key

    @property
    def is_shipped(self) -> bool:
        """Tell whether a bank of this key came with the product."""
        return self.key in SHIPPED

    @property
    def version(self) -> str:
        """The version as an assessment keeps it: of the shipped file, and the workspace's own number after it."""
        return f"{self.data.version}/{self.row.number}" if self.row else self.data.version

    @property
    def address(self) -> dict[str, str]:
        """The words that name the bank in an address."""
        return {"workspace": self.workspace.slug, "bank": self.key}

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace


@dataclass(frozen=True, slots=True)
class HeldQuestion:
    """A question of a bank in force."""

    bank: HeldBank
    area: BankArea
    item: BankItem

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.bank.workspace


def mark_item(item: BankItem) -> str:
    """Give a mark of a question's content, to tell whether it has changed."""
    return hashlib.sha256(repr(item).encode()).hexdigest()[:16]


def own_banks(workspace: Workspace) -> QuerySet[Bank]:
    """List the workspace's own versions in force, the newest of each key first."""
    return Bank.objects.filter(workspace=workspace, withdrawn_at=None).annotate(used=Count("used_by"))


def list_banks(workspace: Workspace) -> list[HeldBank]:
    """List the banks in force: the shipped ones in their order (each perhaps changed here), then the workspace's own."""
    newest: dict[str, Bank] = {}
    for row in own_banks(workspace).order_by("key", "-number"):
        newest.setdefault(row.key, row)
    keys = [*SHIPPED, *sorted((key for key in newest if key not in SHIPPED), key=lambda key: newest[key].title)]
    return [_hold(workspace, key, newest.get(key)) for key in keys]


def read_held(workspace: Workspace, key: str) -> HeldBank | None:
    """Give the bank of a key that is in force in a workspace, or nothing."""
    row = own_banks(workspace).filter(key=key).order_by("-number").first()
    return _hold(workspace, key, row) if row or key in SHIPPED else None


def _hold(workspace: Workspace, key: str, row: Bank | None) -> HeldBank:
    if row is None:
        return HeldBank(workspace, read_shipped(key), write_shipped(key))
    return HeldBank(workspace, parse_bank(row.source), row.source, row, getattr(row, "used", 0))


def find_bank(workspace: str, bank: str) -> HeldBank:
    """Find the bank in force by the words of an address, or answer 404."""
    found = read_held(find_workspace(workspace), bank)
    if found is None:
        raise Http404
    return found


def find_question(workspace: str, bank: str, question: str) -> HeldQuestion:
    """Find a question of a bank in force by the words of an address, or answer 404."""
    held = find_bank(workspace, bank)
    found = held.data.find_item(question)
    if found is None:
        raise Http404
    return HeldQuestion(held, *found)


def list_versions(held: HeldBank) -> list[Bank]:
    """List all of the workspace's own versions of a bank, withdrawn ones too, the newest first."""
    rows = Bank.objects.filter(workspace=held.workspace, key=held.key).annotate(used=Count("used_by"))
    return list(rows.select_related("made_by").order_by("-number"))
