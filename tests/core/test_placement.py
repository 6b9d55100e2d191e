"""Discs fanned out and labels placed: nothing covers anything, and the same is always drawn alike."""

import itertools
import math
import random
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.placement import Disc, Placed, Wanted, fan_out, place_labels
from sciezka.core.rectangles import Box

FRAME = Box(0, 0, 1000, 760)


def scatter(count: int, seed: int = 1) -> list[Disc]:
    """Give stakeholders as maps have them: most of them share their place with others."""
    draw = random.Random(seed)  # noqa: S311 - a picture, not a secret
    levels = [min(5.0, max(1.0, round(draw.gauss(3.3, 1.1) * 2) / 2)) for _ in range(2 * count)]
    pairs = zip(levels[::2], levels[1::2], strict=True)
    return [
        Disc(key=key, x=60 + (x - 0.5) * 176, y=740 - (y - 0.5) * 144, radius=draw.choice((11.0, 13.0, 16.0)))
        for key, (x, y) in enumerate(pairs)
    ]


def spread(discs: list[Disc]) -> list[Disc]:
    centres = fan_out(discs)
    return [replace(disc, x=centres[disc.key][0], y=centres[disc.key][1]) for disc in discs]


def group(discs: list[Disc]) -> list[Wanted]:
    """Ask for one block of names for each point."""
    points: dict[tuple[float, float], list[int]] = defaultdict(list)
    for disc in discs:
        points[disc.x, disc.y].append(int(str(disc.key)))
    return [Wanted(key=key, discs=tuple(keys), shapes=((150, 15 * len(keys)),)) for key, keys in enumerate(points.values())]


def assert_readable(discs: list[Disc], places: dict[object, Placed], frame: Box = FRAME) -> None:
    boxes = [place.box for place in places.values()]
    assert not any(one.overlaps(other) for one, other in itertools.combinations(boxes, 2))
    assert all(frame.holds(box) for box in boxes)
    for box, disc in itertools.product(boxes, discs):
        across = max(box.left - disc.x, disc.x - box.right, 0)
        down = max(box.top - disc.y, disc.y - box.bottom, 0)
        assert math.hypot(across, down) >= disc.radius


def test_a_disc_alone_stands_exactly_at_its_point() -> None:
    assert fan_out([Disc(key="a", x=10, y=20, radius=5)]) == {"a": (10, 20)}


@pytest.mark.parametrize("count", [2, 3, 4, 7, 20])
def test_discs_of_one_point_stand_side_by_side_around_it(count: int) -> None:
    discs = spread([Disc(key=key, x=500, y=380, radius=11) for key in range(count)])
    for one, other in itertools.combinations(discs, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= 24 - 1e-6
    assert math.dist((sum(d.x for d in discs) / count, sum(d.y for d in discs) / count), (500, 380)) < 12
    assert max(math.dist((d.x, d.y), (500, 380)) for d in discs) < 24 * math.sqrt(count)


def test_discs_stay_in_their_part_of_the_plane() -> None:
    room = Box(0, 0, 505, 760)
    discs = spread([Disc(key=key, x=500, y=380, radius=11, within=room) for key in range(9)])
    assert all(disc.x <= 505 for disc in discs)


def test_discs_without_any_room_stay_at_their_point() -> None:
    room = Box(499, 379, 501, 381)
    assert set(fan_out([Disc(key=key, x=500, y=380, radius=11, within=room) for key in range(3)]).values()) == {(500, 380)}


@given(
    st.lists(st.tuples(st.integers(2, 10), st.integers(2, 10), st.integers(8, 18)), min_size=1, max_size=40),
    st.integers(20, 240),
)
@settings(max_examples=40)
def test_whatever_the_map_labels_never_cover_anything(rows: list[tuple[int, int, int]], width: int) -> None:
    discs = spread([Disc(key=key, x=x * 80, y=y * 62, radius=radius) for key, (x, y, radius) in enumerate(rows)])
    for one, other in itertools.combinations(discs, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius
    wanted = [Wanted(key=disc.key, discs=(disc.key,), shapes=((width, 16),)) for disc in discs]
    assert_readable(discs, place_labels(discs, wanted, FRAME, tries=10))


def test_labels_keep_off_the_blocked_parts_of_the_drawing() -> None:
    discs = [Disc(key=1, x=500, y=380, radius=10)]
    wanted = [Wanted(key="name", discs=(1,), shapes=((120, 16),))]
    blocked = [Box(500, 0, 1000, 760)]
    place = place_labels(discs, wanted, FRAME, blocked=blocked)["name"]
    assert not place.box.overlaps(blocked[0])


def test_a_label_stands_to_the_right_of_its_disc_when_nothing_is_in_the_way() -> None:
    discs = [Disc(key=1, x=500, y=380, radius=10)]
    place = place_labels(discs, [Wanted(key=1, discs=(1,), shapes=((120, 16),))], FRAME)[1]
    assert place.box.left == 513
    assert place.leader is None


def test_a_label_away_from_its_disc_has_a_line_that_ends_at_its_edge() -> None:
    discs = [Disc(key=1, x=500, y=380, radius=10)]
    ring = [Disc(key=100 + n, x=500 + 24 * math.cos(n), y=380 + 24 * math.sin(n), radius=11) for n in range(7)]
    place = place_labels([*discs, *ring], [Wanted(key=1, discs=(1,), shapes=((120, 16),))], FRAME)[1]
    assert place.leader is not None
    assert math.isclose(math.dist(place.leader[1], (500, 380)), 10, abs_tol=0.01)


def test_a_label_that_fits_nowhere_is_left_out() -> None:
    discs = [Disc(key=1, x=500, y=380, radius=10)]
    assert place_labels(discs, [Wanted(key=1, discs=(1,), shapes=((2000, 16),))], FRAME) == {}


def test_a_second_shape_is_taken_when_the_first_has_no_room() -> None:
    discs = [Disc(key=1, x=500, y=380, radius=10)]
    place = place_labels(discs, [Wanted(key=1, discs=(1,), shapes=((2000, 16), (300, 32)))], FRAME)[1]
    assert (place.shape, place.box.bottom - place.box.top) == (1, 32)


def test_an_empty_map_has_no_labels() -> None:
    assert place_labels([], [], FRAME) == {}


@pytest.mark.parametrize("seed", range(6))
def test_eighty_stakeholders_are_named_without_overlap(seed: int) -> None:
    points = scatter(80, seed)
    discs = spread(points)
    places = place_labels(discs, group(points), FRAME)
    assert_readable(discs, places)
    named = sum(len(one.discs) for one in group(points) if one.key in places)
    assert named >= 68


def test_the_same_map_is_always_drawn_alike() -> None:
    points = scatter(60, 5)
    assert place_labels(spread(points), group(points), FRAME) == place_labels(spread(points), group(points), FRAME)
