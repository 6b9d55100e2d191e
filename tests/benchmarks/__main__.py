"""Measure, and write docs/benchmarks.md: ``python -m tests.benchmarks [pages] [monitor] [national] …``.

Medians over repeated runs on an otherwise idle machine, which is named with each section. Not a test: nothing fails by time.
A section that isn't measured keeps what it said before.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from tests.benchmarks.timing import name_machine

PAGE: Final = Path(__file__).resolve().parent.parent.parent / "docs" / "benchmarks.md"
HEAD: Final = """# Benchmarks

Written by `make bench` (`python -m tests.benchmarks answering survey_results` measures the sections that are named).
Medians over repeated runs; nothing is tuned for the run, and each section names its machine.
"""
MARK: Final = "<!-- {name} -->"


def write_pages() -> str:
    """Time pages and imports."""
    from tests.benchmarks.pages import MANY, measure_all_pages  # noqa: PLC0415 - sets Django up

    return "\n".join(
        [
            "## Pages and imports",
            "",
            "Server time: the whole way of a request through the product, without the network, in one process on SQLite.",
            "No peer reads such pages or serves such a calendar from the same data, so there are no ratios.",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries |",
            "|---|---:|---:|---:|---:|",
            *(
                f"| {m.what} | {m.median_ms:.1f} | {m.worst_ms:.1f} | {m.runs} | {'' if m.queries is None else m.queries} |"
                for m in measure_all_pages()
            ),
            "",
            f"Goal: a list page of {MANY:,} entries stays under 100 ms at the median.",
        ]
    )


def write_monitor() -> str:
    """Time the monitor's pages."""
    from tests.benchmarks.monitor import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_national() -> str:
    """Time the national recompute beside its peers, and the what-if."""
    from tests.benchmarks.national import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_scale() -> str:
    """Time 10 and 100 times the national panel."""
    from tests.benchmarks.scale import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_uncertainty() -> str:
    """Time the uncertainty analysis."""
    from tests.benchmarks.uncertainty import measure_uncertainty  # noqa: PLC0415 - only when asked for

    rows = [
        f"| {m.what} | {m.median_ms:,.1f} | {m.worst_ms:,.1f} | {m.runs} | {m.peer}"
        f" | {'' if m.peer_ms is None else f'{m.peer_ms:,.0f}'} | {'' if m.ratio is None else f'{m.ratio:,.0f} ×'} |"
        for m in measure_uncertainty()
    ]
    return "\n".join(
        [
            "## Uncertainty",
            "",
            "The peer's time is a recorded one (COINr needs R); ours are taken now and give the same numbers.",
            "",
            "| what | median, ms | worst, ms | runs | peer | its time, ms | ratio |",
            "|---|---:|---:|---:|---|---:|---:|",
            *rows,
        ]
    )


def write_meeting() -> str:
    """Time a meeting on many screens."""
    from tests.benchmarks.meeting import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_rounds() -> str:
    """Time the result of a large round."""
    from tests.benchmarks.rounds import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_placement() -> str:
    """Time the map of stakeholders."""
    from tests.benchmarks.placement import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_polls() -> str:
    """Time the numbers of a large survey."""
    from tests.benchmarks.polls import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_answering() -> str:
    """Time a survey that many answer at once."""
    from tests.benchmarks.answering import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_crashes() -> str:
    """Kill the server while many answer."""
    from tests.benchmarks.answering_crash import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_closing() -> str:
    """Send two hundred submissions within the last second of a call."""
    from tests.benchmarks.closing import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_results() -> str:
    """Time the results of a large survey."""
    from tests.benchmarks.results import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_structural() -> str:
    """Time structural analysis."""
    from tests.benchmarks.structural import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_graphs() -> str:
    """Time checks of a plan and its pictures."""
    from tests.benchmarks.graphs import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_thread() -> str:
    """Time the check of a large plan."""
    from tests.benchmarks.thread import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_path() -> str:
    """Time the pages of the path."""
    from tests.benchmarks.path import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


def write_calls() -> str:
    """Time the pages of a call."""
    from tests.benchmarks.calls import write_section  # noqa: PLC0415 - only when asked for

    return write_section()


SECTIONS: Final[Mapping[str, Callable[[], str]]] = {
    "pages": write_pages,
    "monitor": write_monitor,
    "national": write_national,
    "scale": write_scale,
    "uncertainty": write_uncertainty,
    "rounds_results": write_rounds,
    "meeting": write_meeting,
    "placement": write_placement,
    "answering": write_answering,
    "crashes": write_crashes,
    "survey_results": write_results,
    "polls": write_polls,
    "graphs": write_graphs,
    "structural": write_structural,
    "plan_check": write_thread,
    "path_pages": write_path,
    "closing": write_closing,
    "calls": write_calls,
}


def read_sections(text: str) -> dict[str, str]:
    """Read what each section said before."""
    found = {}
    for name in SECTIONS:
        mark = MARK.format(name=name)
        if mark in text:
            found[name] = text.split(mark, 1)[1].split("<!-- ", 1)[0].strip()
    return found


def main(wanted: Iterable[str]) -> None:
    """Measure the wanted sections, and write the page after each."""
    names = list(wanted) or list(SECTIONS)
    if unknown := set(names) - set(SECTIONS):
        sys.exit(f"No such section: {', '.join(sorted(unknown))}. There are: {', '.join(SECTIONS)}.")
    sections = read_sections(PAGE.read_text(encoding="utf-8")) if PAGE.is_file() else {}
    for name in names:
        sections[name] = f"{SECTIONS[name]()}\n\nMachine: {name_machine()}."
        parts = [f"{MARK.format(name=key)}\n{sections[key]}\n" for key in SECTIONS if key in sections]
        PAGE.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
