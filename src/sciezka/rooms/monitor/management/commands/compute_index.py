"""``sciezka compute_index``: reckon a composite indicator from three files, without any database."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.core.index.recipe import Recipe
from sciezka.core.index.replay import replay
from sciezka.core.index.tabular import read_data, read_recipe_text, read_structure
from sciezka.core.index.types import IndexProblem
from sciezka.core.index.written import make_report, write_scores


class Command(BaseCommand):
    help = "Reckon a composite indicator from a table of data, a tree and a recipe. Needs no database."
    # Nothing but the three files is needed: a machine without the product's settings in order can recompute a table.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", required=True, metavar="DATA.csv", help="unit[,year][,group], a column per indicator")
        parser.add_argument(
            "--structure", required=True, metavar="STRUCTURE.csv", help="code,parent,weight,direction[,low,high,target]"
        )
        parser.add_argument("--recipe", metavar="RECIPE.toml", help="the choices; without it all take their defaults")
        parser.add_argument("--out", required=True, metavar="OUT.csv", help="where the scores go")
        parser.add_argument("--report", metavar="REPORT.json", help="where recipe, digest, remarks and weights go")

    def handle(self, *, data: str, structure: str, out: str, **options: Any) -> None:
        recipe, report = options["recipe"], options["report"]
        sources = [Path(name) for name in (data, structure, recipe) if name]
        targets = [Path(name) for name in (out, report) if name is not None]
        refuse_overwriting(sources, targets)
        try:
            tree = read_structure(read_file(structure), structure)
            choices = read_recipe_text(read_file(recipe), recipe) if recipe else Recipe()
            table = read_data(read_file(data), tree, data)
            result = replay(choices, tree, table.cube)
        except IndexProblem as problem:
            raise CommandError(str(problem)) from problem
        texts: list[Iterable[str]] = [write_scores(result)]
        if report:
            texts.append([json.dumps(make_report(result, table.remarks), ensure_ascii=False, indent=2) + "\n"])
        write_files(targets, texts)
        for remark in (*table.remarks, *result.remarks):
            self.stderr.write(remark.sentence, style_func=str)
        years = f" × {len(result.years)} years" if table.has_year else ""
        self.stdout.write(
            f"Wrote {out}: {len(result.units)} units{years} × {len(result.nodes)} nodes. Digest {result.digest}"
        )


def read_file(name: str) -> bytes:
    """Read a file whole.

    Raises:
        CommandError: it cannot be read.
    """
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise CommandError(f"{Path(name)} cannot be read: {problem.strerror}.") from problem


def refuse_overwriting(sources: Iterable[Path], targets: Iterable[Path]) -> None:
    """Refuse to write over what is read, and to write two files to one place.

    Raises:
        CommandError: two of the files are one.
    """
    seen = {path.resolve() for path in sources}
    for target in targets:
        if target.resolve() in seen:
            raise CommandError(f"{target} is named twice. Write to another file.")
        seen.add(target.resolve())


def write_files(targets: Iterable[Path], texts: Iterable[Iterable[str]]) -> None:
    """Write all files beside their places and move them there when every one is whole, so that no part is ever left.

    Raises:
        CommandError: a file cannot be written.
    """
    drafts: list[tuple[Path, Path]] = []
    target = Path()
    try:
        for at, (target, pieces) in enumerate(zip(targets, texts, strict=True)):
            place = find_place(target)
            # A short name of its own: the target's may already be as long as names can be.
            draft = place.with_name(f".compute_index.{os.getpid()}.{at}")
            with draft.open("x", encoding="utf-8", newline="") as file:
                drafts.append((draft, place))
                file.writelines(pieces)
        for draft, target in drafts:
            draft.replace(target)
    except (OSError, ValueError) as problem:
        raise CommandError(f"{target} cannot be written: {getattr(problem, 'strerror', problem)}.") from problem
    finally:
        for draft, _place in drafts:
            draft.unlink(missing_ok=True)


def find_place(target: Path) -> Path:
    """Give where a file will lie: behind a link, the file that it points to.

    Raises:
        CommandError: there is something else than a file, which must not be replaced by one.
    """
    place = target.resolve()
    if place.is_dir():
        raise CommandError(f"{target} is a folder. Name a file.")
    if place.exists() and not place.is_file():
        raise CommandError(f"{target} is a device, not a file. Name a file.")
    return place
