"""Rectangles, discs and lines on a plane, many at once: how near, whether they touch, what a line runs over.

Boxes are rows of (left, top, right, bottom), discs rows of (x, y, radius), lines rows of (x, y, x, y).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``top`` is the smaller y."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        """Tell whether two rectangles share any area, or come nearer than the gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether another rectangle lies wholly inside."""
        inside_x = self.left <= other.left and other.right <= self.right
        return inside_x and self.top <= other.top and other.bottom <= self.bottom


def reach_discs(boxes: Array, discs: Array) -> Array:
    """Give the distance from each box to the edge of each disc; negative inside."""
    across = np.maximum(np.maximum(boxes[:, None, 0] - discs[None, :, 0], discs[None, :, 0] - boxes[:, None, 2]), 0)
    down = np.maximum(np.maximum(boxes[:, None, 1] - discs[None, :, 1], discs[None, :, 1] - boxes[:, None, 3]), 0)
    return np.asarray(np.hypot(across, down) - discs[None, :, 2])


def touch_boxes(one: Array, other: Array, gap: float) -> NDArray[np.bool_]:
    """Tell which boxes overlap which, or come nearer than the gap."""
    return np.asarray(
        (one[:, None, 0] < other[None, :, 2] + gap) & (other[None, :, 0] < one[:, None, 2] + gap)
        & (one[:, None, 1] < other[None, :, 3] + gap) & (other[None, :, 1] < one[:, None, 3] + gap)
    )  # fmt: skip


def lead_discs(boxes: Array, own: Array, reach: Array) -> tuple[Array, Array]:
    """Draw the line from each box to the edge of its nearest disc, by their distances; give the lines and their lengths."""
    if not len(boxes):
        return np.zeros((0, 4)), np.zeros(0)
    nearest = own[np.argmin(reach, axis=1)]
    x = np.clip(nearest[:, 0], boxes[:, 0], boxes[:, 2])
    y = np.clip(nearest[:, 1], boxes[:, 1], boxes[:, 3])
    away = np.maximum(np.hypot(x - nearest[:, 0], y - nearest[:, 1]), 1e-9)
    part = nearest[:, 2] / away
    ends = (nearest[:, 0] + (x - nearest[:, 0]) * part, nearest[:, 1] + (y - nearest[:, 1]) * part)
    return np.column_stack((x, y, *ends)), away - nearest[:, 2]


def pass_discs(lines: Array, discs: Array) -> NDArray[np.bool_]:
    """Tell which lines run over which discs."""
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None, :]
    length = np.maximum((way**2).sum(axis=2), 1e-9)
    part = np.clip((((discs[None, :, :2] - start) * way).sum(axis=2)) / length, 0, 1)
    near = start + part[:, :, None] * way
    return np.asarray(np.hypot(near[:, :, 0] - discs[None, :, 0], near[:, :, 1] - discs[None, :, 1]) < discs[None, :, 2])


def cut_boxes(lines: Array, boxes: Array) -> NDArray[np.bool_]:
    """Tell which lines run through which boxes, looking at points along each line."""
    parts = np.linspace(0.06, 0.94, 7)
    x = lines[:, 0, None] + (lines[:, 2] - lines[:, 0])[:, None] * parts
    y = lines[:, 1, None] + (lines[:, 3] - lines[:, 1])[:, None] * parts
    inside = (x[:, None, :] > boxes[None, :, 0, None]) & (x[:, None, :] < boxes[None, :, 2, None])
    inside &= (y[:, None, :] > boxes[None, :, 1, None]) & (y[:, None, :] < boxes[None, :, 3, None])
    return np.asarray(inside.any(axis=2))


def cross_lines(one: Array, other: Array) -> NDArray[np.bool_]:
    """Tell which lines cross which."""

    def side(lines: Array, x: Any, y: Any) -> Any:  # noqa: ANN401 - arrays of any shape
        return (lines[..., 2] - lines[..., 0]) * (y - lines[..., 1]) - (lines[..., 3] - lines[..., 1]) * (x - lines[..., 0])

    a, b = one[:, None, :], other[None, :, :]
    return np.asarray(
        (side(a, b[..., 0], b[..., 1]) * side(a, b[..., 2], b[..., 3]) < 0)
        & (side(b, a[..., 0], a[..., 1]) * side(b, a[..., 2], a[..., 3]) < 0)
    )
