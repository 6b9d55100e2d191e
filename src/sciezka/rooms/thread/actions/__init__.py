"""Changing the thread: what the rooms above may do."""

from sciezka.rooms.thread.actions.nodes import cite, hang, put_back, rename, take_off
from sciezka.rooms.thread.actions.ties import restore_tie, tie, untie

__all__ = ["cite", "hang", "put_back", "rename", "restore_tie", "take_off", "tie", "untie"]
