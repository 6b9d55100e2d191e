"""The console script ``sciezka``: Django's management commands under the product's own name."""

import io
import os
import sys


def main() -> None:
    """Run the management command named on the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that has no signs for Polish words must not turn a finished command into a failed one.
        sys.stdout.reconfigure(errors="backslashreplace")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sciezka.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings must be named first

    execute_from_command_line([("sciezka" if "/" in sys.argv[0] else sys.argv[0]), *sys.argv[1:]])
