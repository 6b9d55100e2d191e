"""Bringing official figures from Statistics Poland's Local Data Bank into the store."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_noop

from sciezka.core.indicators.catalogue import Variable
from sciezka.core.series.table import SeriesProblem, join_tables
from sciezka.rooms.monitor.actions.imports import SeriesValues, import_table
from sciezka.rooms.monitor.models import Batch, CatalogueVersion
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.store.bdl.answers import read_moment
from sciezka.rooms.monitor.store.bdl.client import FOREVER, Client, Timing
from sciezka.rooms.monitor.store.bdl.orders import LEVELS, Marks, Order, Plan, Step, make_plan
from sciezka.rooms.monitor.store.bdl.problems import BadAnswer, BdlProblem
from sciezka.rooms.monitor.store.bdl.sync import Fetched, Report, Run
from sciezka.rooms.monitor.store.bdl.tables import SOURCE
from sciezka.rooms.monitor.store.bdl.verifying import default_folder, verification
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Workspace

FAMILIAR_LEVELS: Final = LEVELS
FORM: Final = "bdl"


class NotInCatalogue(BdlProblem):
    """A variable that no catalogue names, so that nothing says what it should be."""


def expected_variables() -> dict[str, Variable]:
    """Give the bank's variables that the shipped catalogue or a workspace's extension of it expects, by key.

    Where two disagree about a variable, the shipped catalogue is right: the figures are shared by all.
    """
    workspaces = Workspace.objects.filter(pk__in=CatalogueVersion.objects.values("workspace")).order_by("pk")
    catalogues = [catalogue_in_force(each).catalogue for each in (None, *workspaces)]
    found: dict[str, Variable] = {}
    for variable in (variable for catalogue in catalogues for variable in catalogue.variables):
        if variable.bdl_id is not None:
            found.setdefault(variable.key, variable)
    return found


def list_orders(*, keys: Sequence[str] = (), levels: Sequence[int] = (), years: Sequence[int] = ()) -> tuple[Order, ...]:
    """List what is to be fetched.

    Args:
        keys: variables, as ``bdl:72305`` or ``72305``; all that the catalogues expect when there are none.
        levels: the levels; for each variable the one that the catalogue expects when there are none.
        years: the years; all when there are none.

    Raises:
        NotInCatalogue: no catalogue names a variable.
    """
    expected = expected_variables()
    wanted = list(dict.fromkeys(f"bdl:{key.removeprefix('bdl:')}" for key in keys)) or list(expected)
    if unknown := [key for key in wanted if key not in expected]:
        raise NotInCatalogue(
            gettext_noop("No catalogue names %(keys)s. Add it to the catalogue first, with the name that it should have."),
            keys=", ".join(unknown),
        )
    return tuple(
        Order(number, level, tuple(sorted(set(years))))
        for variable in (expected[key] for key in wanted)
        for level in dict.fromkeys(levels or (variable.level,))
        if (number := variable.bdl_id) is not None
    )


def open_client(*, patience: float | None = None, allowed: int | None = None, timing: Timing | None = None) -> Client:
    """Open a line to the bank that the settings name; close it.

    Args:
        patience: the longest single wait in seconds; None to wait as long as it takes.
        allowed: the most requests to send; None for no limit but the quota.
        timing: another clock than the computer's.

    Raises:
        BadSetup: the address or the key can't be used.
    """
    wait = FOREVER if patience is None else patience
    return Client(
        settings.BDL_URL,
        default_folder(),
        timing or Timing(time.time, time.sleep, wait),
        key=settings.BDL_KEY.strip(),
        allowed=allowed,
    )


def plan_sync(orders: Sequence[Order], client: Client) -> Plan:
    """Reckon what fetching will cost; nothing is asked."""
    expected, verdicts = expected_variables(), verification(client.folder)
    unverified = {
        order.key
        for order in orders
        if not ((verdict := verdicts.get(order.key)) and verdict.holds_for(expected[order.key]))
    }
    return make_plan(orders, len(unverified), Marks(client.folder), client.ledger)


def sync_bdl(
    *, actor: User | None, orders: Sequence[Order], client: Client, watch: Callable[[Step], None] | None = None
) -> Report:
    """Fetch variables and keep them as batches that all workspaces share; what stops it loses nothing.

    Args:
        actor: who asked for it; None for the command.
        orders: what is to be fetched.
        client: the line to the bank.
        watch: is told each step.

    Raises:
        AlreadyRunning: another run is under way.
    """
    in_force = Batch.objects.filter(kind=Batch.Kind.BDL, workspace=None, is_in_force=True)
    run = Run(
        client,
        expected_variables(),
        partial(_keep, actor),
        is_kept=lambda key: not key or in_force.filter(key=key).exists(),
        watch=watch,
    )
    return run.fetch(orders)


def _keep(actor: User | None, fetched: Sequence[Fetched]) -> str:
    """Keep variables that the bank last changed at the same moment as one batch."""
    updated = read_moment(fetched[0].updated)
    numbers = ", ".join(str(each.order.variable) for each in fetched[:5])
    more = f" + {len(fetched) - 5}" if len(fetched) > 5 else ""  # noqa: PLR2004 - a title names a few
    values = SeriesValues(
        title=f"BDL {numbers}{more}",
        source=SOURCE,
        retrieved=max(each.retrieved for each in fetched),
        updated=updated,
        kind=Batch.Kind.BDL,
    )
    table = join_tables([each.table for each in fetched])
    try:
        return import_table(actor=actor, table=table, form=FORM, name="bdl", values=values).batch.key
    except SeriesProblem as problem:
        raise BadAnswer(gettext_noop("The store refuses it: %(detail)s"), detail=str(problem)) from problem
