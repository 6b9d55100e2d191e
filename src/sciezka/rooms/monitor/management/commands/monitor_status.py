"""``sciezka monitor_status``: what the monitor holds, and what it can reckon from it."""

import time
from collections import Counter
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from sciezka.rooms.monitor.catalogue import shipped_catalogue
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.store.batches import batches_in_force
from sciezka.rooms.monitor.store.bdl.quota import open_ledger
from sciezka.rooms.monitor.store.bdl.verifying import default_folder
from sciezka.rooms.monitor.store.cubes import StoredCube, digest_inputs, load_cube, open_cube
from sciezka.rooms.monitor.store.observations import DamagedBatch, held_variables
from sciezka.rooms.monitor.store.units import living_units, load_crosswalk, load_units
from sciezka.rooms.town.models import Workspace


class Command(BaseCommand):
    help = "Shows the monitor's batches, variables, years, units, the coverage of every indicator, and the cube's state."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", default="", metavar="SLUG", help="with its own series too")
        parser.add_argument("--build", action="store_true", help="reckon the cube if it isn't there")

    def handle(self, **options: Any) -> None:
        try:
            self.say_all(options["workspace"], build=options["build"])
        except DamagedBatch as problem:
            raise CommandError(str(problem)) from problem
        except OperationalError as problem:
            raise CommandError(f"The database can't be used: {problem}. Is it up to date (sciezka migrate)?") from problem

    def say_all(self, slug: str, *, build: bool) -> None:
        """Say everything in order."""
        workspace = Workspace.objects.filter(slug=slug).first() if slug else None
        if slug and workspace is None:
            raise CommandError(f"There is no workspace “{slug}”.")
        batches = batches_in_force(workspace)
        self.say_batches()
        self.say_quota()
        if not batches:
            self.stdout.write("No figures are in force. Bring some: sciezka import_series FILE")
            return
        units = load_units()
        crosswalk = load_crosswalk(units)
        levels = Counter(unit.level for unit in units.values())
        living = living_units(units)
        self.stdout.write(
            f"Units: {len(living)} communes of today; {levels['commune']} codes of communes, {levels['county']} counties, "
            f"{levels['voivodeship']} voivodeships ever; {len(crosswalk.changes)} changes of codes."
        )
        held = held_variables(batches)
        self.stdout.write(f"Variables: {len(held)}")
        for key, (first, last, count) in held.items():
            self.stdout.write(f"  {key:<36} {first}–{last} {count:>9} values")
        catalogue = shipped_catalogue()
        digest = digest_inputs(catalogue, batches, crosswalk, [unit.key for unit in living])
        cube = load_cube(catalogue, batches) if build else open_cube(digest)
        if cube is None:
            self.stdout.write("Cube: not reckoned yet; the first page will do it, or: sciezka monitor_status --build")
            return
        self.say_cube(cube)

    def say_batches(self) -> None:
        """List the batches, those out of force too."""
        batches = list(Batch.objects.select_related("workspace"))
        self.stdout.write(f"Batches: {len(batches)}")
        for batch in batches:
            force = "in force" if batch.is_in_force else "out of force"
            whose = batch.workspace.slug if batch.workspace else "shared"
            self.stdout.write(f"  {batch.retrieved} {batch.rows:>9} {force:<12} {whose:<12} {batch.title} – {batch.source}")

    def say_quota(self) -> None:
        """Say how much of the data bank's quota is spent, once the bank was asked."""
        folder, key = default_folder(), str(settings.BDL_KEY).strip()
        if not list(folder.glob("quota-*.bin")):
            self.stdout.write("Local Data Bank: never asked from here.")
            return
        ledger = open_ledger(folder, key, time.time)
        spent = ", ".join(f"{ledger.count(window)} of {window.limit} in {window.name}" for window in ledger.windows)
        self.stdout.write(f"Local Data Bank, requests {'with' if key else 'without'} a key: {spent}.")

    def say_cube(self, cube: StoredCube) -> None:
        """Say how much of each indicator is there."""
        years, indicators, units = cube.values.shape
        size = cube.values.nbytes / 1e6
        self.stdout.write(
            f"Cube {cube.digest[:12]}: {years} years × {indicators} indicators × {units} units, {size:.0f} MB. "
            f"{len(shipped_catalogue().indicators) - indicators} indicators of the catalogue lack data."
        )
        for at, code in enumerate(cube.indicators):
            there = np.isfinite(cube.values[:, at])
            of_year = there.any(axis=1)
            if not of_year.any():
                self.stdout.write(f"  {code:<8} no value")
                continue
            first, last = (cube.years[int(spot)] for spot in np.flatnonzero(of_year)[[0, -1]])
            latest = int(there[cube.years.index(last)].sum())
            way = f", formula {cube.places[code] + 1}" if cube.places[code] else ""
            self.stdout.write(f"  {code:<8} {first}–{last}, {latest} units in {last}{way}")
