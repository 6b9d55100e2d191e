"""What a tree of objectives still lacks: the statements of its source that nobody has worded anew."""

from sciezka.rooms.diagnosis.models import Role
from sciezka.rooms.diagnosis.queries.trees import Spot, TreeView, read_tree

ORDER = (Role.CORE, Role.CAUSE, Role.EFFECT)


def find_images(view: TreeView) -> dict[int, int]:
    """Give, for the node of each source statement, the statement of this tree that it was turned into."""
    return {node.pk: key for key, spot in view.spots.items() for node in spot.mirrors}


def read_source(view: TreeView) -> TreeView | None:
    """Read the tree that this one is turned from."""
    source = view.tree.source
    if source is None:
        return None
    source.process = view.tree.process
    return read_tree(source)


def list_drafts(view: TreeView) -> list[Spot]:
    """List what is still to be worded: problems first, then causes, then effects; what was set aside is passed over."""
    source = read_source(view)
    if source is None:
        return []
    images = find_images(view)
    waiting = [
        spot for spot in source.spots.values() if spot.node.pk not in images and not spot.statement.is_aside
    ]  # fmt: skip
    return sorted(waiting, key=lambda spot: (ORDER.index(Role(spot.statement.role)), spot.order))
