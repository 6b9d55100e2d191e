"""``sciezka load_budget FILE.pb --workspace W --process P``: a participatory budget, to replay its decision."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sciezka.core.scoring import ScoringProblem
from sciezka.rooms.calls.actions.loading import Loaded, load_budget
from sciezka.rooms.calls.models import Decision, Submission
from sciezka.rooms.calls.queries.ranking import read_rule, reckon
from sciezka.rooms.town.models import Process

REFUSED: Final = 2
MOST_BYTES: Final = 100_000_000


class Command(BaseCommand):
    help = "Loads a participatory budget (Pabulib) as a closed call with its votes; run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.pb", help="the file of Pabulib")
        parser.add_argument("--workspace", required=True, help="the workspace's word in the address")
        parser.add_argument("--process", required=True, help="the process's word in the address")
        parser.add_argument("--title", default="", help="what the call is called; else the file's own words")

    def handle(self, **options: Any) -> None:
        place = {"slug": options["process"], "workspace__slug": options["workspace"]}
        process = Process.objects.select_related("workspace").filter(**place).first()
        if process is None:
            message = f"There is no process “{options['process']}” in a workspace “{options['workspace']}”."
            raise CommandError(message, returncode=REFUSED)
        try:
            text = read_text(Path(options["file"]))
            loaded = load_budget(actor=None, process=process, text=text, title=options["title"])
        except ScoringProblem as problem:
            raise CommandError(say_problem(problem), returncode=REFUSED) from problem
        self.tell(loaded)

    def tell(self, loaded: Loaded) -> None:
        """Tell what was loaded and whether the rule gives what was published."""
        call = loaded.call
        words = {"title": call.title, "address": call.get_absolute_url(), "count": len(loaded.budget.projects)}
        first = _("Loaded: %(title)s, %(count)s projects. %(address)s") if loaded.is_new else (
            _("Loaded before, nothing changed: %(title)s, %(count)s projects. %(address)s")
        )  # fmt: skip
        self.stdout.write(first % words)
        if not loaded.budget.tells_selection:
            self.stdout.write(_("The file does not say what was selected."))
            return
        proposed, published = select_by_rule(loaded), list_published(loaded)
        if proposed == published:
            self.stdout.write(
                _("The call’s rule gives the published selection: %(count)s projects.") % {"count": len(published)}
            )
            return
        self.stdout.write(_("The call’s rule gives another selection than the published one."))
        for sentence, codes in (
            (_("Only by the rule: %(codes)s"), proposed - published),
            (_("Only published: %(codes)s"), published - proposed),
        ):
            if codes:
                self.stdout.write(sentence % {"codes": ", ".join(sorted(codes))})


def select_by_rule(loaded: Loaded) -> frozenset[str]:
    """Give the codes that the call's own rule selects, reckoned from its cards as its ranking page does."""
    ranking = reckon(loaded.call).ranking
    return frozenset(read_rule(loaded.call).select(ranking).chosen) if ranking else frozenset()


def list_published(loaded: Loaded) -> frozenset[str]:
    """Give the codes of the submissions that were selected in fact, as the file told."""
    rows = Submission.objects.filter(call=loaded.call, decision__outcome=Decision.Outcome.BASIC)
    return frozenset(submission.code for submission in rows)


def read_text(path: Path) -> str:
    """Read a file as text: UTF-8, else the Polish code page of Windows.

    Raises:
        CommandError: it can't be read or is too large.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            message = _("The file is too large.")
            raise CommandError(message, returncode=REFUSED)
        data = path.read_bytes()
    except OSError as problem:
        raise CommandError(str(problem), returncode=REFUSED) from problem
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace")


def say_problem(problem: ScoringProblem) -> str:
    """Say what is wrong with a file."""
    sentences = {
        "pabulib.part": _("The part %(part)s is missing: this is no file of Pabulib."),
        "pabulib.column": _("%(part)s: the column %(column)s is missing."),
        "pabulib.number": _("Line %(line)s, column %(column)s: a number of 0 or more is needed."),
        "pabulib.project": _("Line %(line)s: a project without a number, or with one met before."),
        "pabulib.empty": _("The file has no projects."),
        "pabulib.votes": _("Neither scores nor votes of all projects stand in the file."),
        "pabulib.kind": _("Votes of this kind aren’t counted: %(kind)s."),
        "pabulib.vote": _("Line %(line)s: the vote names a project that there isn’t, or lacks points."),
        "pabulib.days": _("The days of voting are not in the past, or the last one comes before the first."),
        "pabulib.large": _("A sum, a number of votes or the file itself is too large."),
        "pabulib.table": _("Line %(line)s can’t be read."),
    }
    sentence = sentences.get(problem.code)
    return sentence % dict(problem.fields) if sentence else problem.sentence
