"""Telling the rooms above that something on the thread has changed, so that their screens can follow."""

from django.utils.module_loading import import_string

from sciezka.kit.manifests import all_manifests
from sciezka.rooms.thread.models import Node


def tell_moved(*nodes: Node) -> None:
    """Tell every room that asked which nodes have changed, or whose ties have; call it in the change's transaction."""
    for manifest in all_manifests():
        if manifest.moved:
            import_string(manifest.moved)(nodes)
