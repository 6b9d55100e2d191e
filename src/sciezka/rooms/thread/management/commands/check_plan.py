"""``sciezka check_plan``: hold the plans of a workspace to their rules, for machines and for nightly jobs."""

import json
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sciezka.rooms.thread.queries.checks import Fault, Report, check
from sciezka.rooms.thread.queries.plan import Severity
from sciezka.rooms.town.models import Process, Workspace

WRONG_ARGUMENTS: Final = 2


class Command(BaseCommand):
    help = "Check the plans of a workspace. Ends with 1 when a fault is an error (--gate: when a plan can't be adopted yet)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", metavar="SLUG", required=True, help="the workspace, as its addresses name it")
        parser.add_argument("--process", metavar="SLUG", default="", help="only this process; all of them without it")
        parser.add_argument("--gate", action="store_true", help="ask only whether each plan may be put to adoption")
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *, workspace: str, process: str, gate: bool, **options: Any) -> None:
        reports = [check(row) for row in find_processes(workspace, process)]
        if options["json"]:
            record = {"workspace": workspace, "plans": [describe(report) for report in reports]}
            self.stdout.write(json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2))
        else:
            for report in reports:
                self.stdout.write("\n".join(write_lines(report)))
        failed = [row for row in reports if (not row.is_open if gate else row.count(Severity.ERROR))]
        if failed:
            what = "can't be put to adoption yet" if gate else "has errors"
            message = "; ".join(f"{row.plan.process.slug} {what}" for row in failed)
            raise CommandError(f"{message}.", returncode=1)


def find_processes(workspace: str, process: str) -> list[Process]:
    """Find the processes that are asked for.

    Raises:
        CommandError: there is no such workspace, or it has no such process.
    """
    if not Workspace.objects.filter(slug=workspace).exists():
        message = f"There is no workspace “{workspace}”."
        raise CommandError(message, returncode=WRONG_ARGUMENTS)
    rows = Process.objects.filter(workspace__slug=workspace).select_related("workspace").order_by("pk")
    found = list(rows.filter(slug=process) if process else rows)
    if process and not found:
        message = f"The workspace “{workspace}” has no process “{process}”."
        raise CommandError(message, returncode=WRONG_ARGUMENTS)
    return found


def describe(report: Report) -> dict[str, Any]:
    """Give a report for machines; the words are documented in docs/reference/plan-checks.md."""
    held = [rule.code for rule in report.open_gate]
    return {
        "process": report.plan.process.slug,
        "name": str(report.plan.process),
        "day": report.plan.today.isoformat(),
        "score": report.score,
        "nodes": len(report.plan.standing),
        "ties": len(report.plan.in_force),
        "gate": {
            "open": report.is_open,
            "held": len(held),
            "all": len(report.gate),
            "broken": [rule.code for rule in report.gate if rule.code not in held],
        },
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "faults": [describe_fault(fault) for fault in report.faults],
        "waived": [describe_fault(fault) for fault in report.waived],
    }


def describe_fault(fault: Fault) -> dict[str, Any]:
    """Give one fault for machines."""
    found: dict[str, Any] = {
        "rule": fault.rule.code,
        "severity": fault.rule.severity.value,
        "gate": fault.rule.gate,
        "node": fault.node.code if fault.node else None,
        "type": fault.node.type if fault.node else None,
        "about": fault.about,
        "text": fault.text,
        "why": str(fault.rule.why),
        "mend": str(fault.rule.mend),
        "address": fault.href,
        "carries": fault.weight,
    }
    if fault.waiver:
        until = fault.waiver.until.isoformat() if fault.waiver.until else None
        found["waiver"] = {"reason": fault.waiver.reason, "until": until}
    return found


def write_lines(report: Report) -> list[str]:
    """Write a report for people."""
    counts = ", ".join(f"{severity.value}s {report.count(severity)}" for severity in Severity)
    score = "–" if report.score is None else f"{report.score}/100"
    state = "open" if report.is_open else "closed"
    gate = f"gate {state}, {len(report.open_gate)} of {len(report.gate)}"
    return [
        f"{report.plan.process.slug}: score {score}; {gate}; {counts}, waived {len(report.waived)}",
        *(f"  {fault.rule.code} {fault.rule.severity.value:7} {fault.text}" for fault in report.faults),
    ]
