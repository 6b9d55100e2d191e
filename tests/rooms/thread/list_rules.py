"""The list of all rules as docs/reference/plan-checks.md holds it; ``python -m tests.rooms.thread.list_rules`` writes it."""

import os
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).resolve().parents[3] / "docs" / "reference" / "plan-checks.md"
MARK: Final = "<!-- rules -->"


def write_rules() -> str:
    """Write the rules as tables, one for each room, in English."""
    from django.utils.module_loading import import_string  # noqa: PLC0415 - after Django is set up
    from django.utils.translation import override  # noqa: PLC0415

    from sciezka.kit.manifests import all_manifests  # noqa: PLC0415

    lines: list[str] = []
    with override("en"):
        for manifest in all_manifests():
            if manifest.checks:
                lines += ["", f"## {manifest.title}", "", "| code | what | weight | before adoption | why it matters |"]
                lines.append("|---|---|---|---|---|")
                for rule in import_string(manifest.checks):
                    gate = "must hold" if rule.gate else ""
                    lines.append(f"| {rule.code} | {rule.title} | {rule.severity.value} | {gate} | {rule.why} |")
    return "\n".join(lines).strip() + "\n"


def main() -> None:
    """Write the list into the page, below its mark."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415

    django.setup()
    head = PAGE.read_text(encoding="utf-8").split(MARK)[0]
    PAGE.write_text(f"{head}{MARK}\n\n{write_rules()}", encoding="utf-8")


if __name__ == "__main__":
    main()
