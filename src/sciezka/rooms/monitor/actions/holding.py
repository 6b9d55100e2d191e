"""Letting one change of a process's groups and recipes wait for another."""

from sciezka.rooms.town.models import Process


class NameTaken(Exception):
    """Another group or recipe of the process got the name first."""


def hold_process(process: Process) -> None:
    """Let one change wait for another; names and the group used first are then told apart safely.

    PostgreSQL locks the process's row (not its key, so that work on other nouns goes on); on SQLite the transaction
    itself is the lock.
    """
    Process.objects.select_for_update(no_key=True).get(pk=process.pk)
