"""Packed frames: they come back whole, or not at all."""

import json
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.polls.columns import ColumnSpec, Frame, attach_weights, encode_rows, iterate_rows
from sciezka.core.polls.packing import MAGIC, pack, unpack
from sciezka.core.polls.types import PollsProblem
from tests.core.polls.frames import SPECS, answers, make_frame

WHOLE = pack(make_frame(9, weighted=True))


def read_out(frame: Frame) -> list[Any]:
    """Give all that a frame holds."""
    weights = None if frame.weights is None else frame.weights.tolist()
    return [frame.rows, frame.specs, weights, *(list(iterate_rows(frame, spec.name)) for spec in frame.specs)]


def write_packed(head: object, body: bytes = b"") -> bytes:
    """Pack a head and a body whatever they are, with checksums that hold."""
    written = json.dumps(head).encode()
    return MAGIC + struct.pack("<II", len(written), zlib.crc32(written)) + written + body


@given(answers, st.booleans(), st.booleans())
def test_a_packed_frame_comes_back_whole(people: list[dict[str, Any]], squeeze: bool, weighted: bool) -> None:  # noqa: FBT001
    frame = encode_rows(SPECS, people)
    if weighted:
        frame = attach_weights(frame, np.arange(len(people)) / 3)
    assert read_out(unpack(pack(frame, squeeze=squeeze))) == read_out(frame)


def test_more_codes_than_eight_bits_tell_apart_come_back() -> None:
    codes = tuple(f"gmina {at}" for at in range(2479))
    frame = encode_rows([ColumnSpec(name="where", kind="choice", codes=codes)], [{"where": code} for code in codes])
    assert list(iterate_rows(unpack(pack(frame)), "where")) == list(codes)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_noticed(at: int, change: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[at] ^= change
    with pytest.raises(PollsProblem):
        unpack(bytes(damaged))


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_off_frame_is_noticed(length: int) -> None:
    with pytest.raises(PollsProblem):
        unpack(WHOLE[:length])


@given(st.binary(max_size=200))
def test_bytes_that_are_no_frame_are_refused(data: bytes) -> None:
    for given_ in (data, MAGIC + data, WHOLE + data + b"!"):
        with pytest.raises(PollsProblem):
            unpack(given_)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ([], "pack.damaged"),
        ({}, "pack.damaged"),
        ({"version": 2}, "pack.version"),
        ({"version": 1}, "pack.damaged"),
        ({"version": 1, "rows": -1, "columns": []}, "pack.damaged"),
        ({"version": 1, "rows": True, "columns": []}, "pack.damaged"),
        ({"version": 1, "rows": 1, "columns": [["q", "choice", [], []]]}, "pack.damaged"),
        ({"version": 1, "rows": 1, "columns": [["q", "choice", [1], []]]}, "pack.damaged"),
        ({"version": 1, "rows": 1, "columns": [["q", "scale", ["1"], ["one"]]]}, "pack.damaged"),
        ({"version": 1, "rows": 1, "columns": [["q", "choice", ["a"], []]], "crc": 0}, "pack.damaged"),
        ({"version": 1, "rows": 10**15, "columns": [["q", "number", [], []]], "crc": 0}, "pack.damaged"),
    ],
)
def test_a_head_that_can_not_be_is_refused(head: object, code: str) -> None:
    with pytest.raises(PollsProblem) as problem:
        unpack(write_packed(head))
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("column", "body", "squeezed"),
    [
        (["q", "choice", ["a", "b"], []], b"\x02", False),  # a place that no code has
        (["q", "choice", ["a", "b"], []], b"\xfe", False),
        (["q", "number", [], []], struct.pack("<d", float("inf")), False),
        (["q", "set", ["a"], []], b"\x00\x80", False),  # a tick of someone who did not answer
        (["q", "choice", ["a", "b"], []], b"\x00\x00", False),
        (["q", "choice", ["a", "b"], []], b"\x00", True),
        (["q", "choice", ["a", "b"], []], zlib.compress(b"\x00" * 10**6), True),  # far more than there are rows
        (["q", "choice", ["a", "b"], []], zlib.compress(b"\x00") + b"more", True),
    ],
)
def test_columns_that_can_not_be_are_refused_even_with_a_checksum_that_holds(
    column: list[object],
    body: bytes,
    squeezed: bool,  # noqa: FBT001
) -> None:
    head = {"version": 1, "rows": 1, "columns": [column], "weights": False, "squeezed": squeezed, "crc": zlib.crc32(body)}
    with pytest.raises(PollsProblem) as problem:
        unpack(write_packed(head, body))
    assert problem.value.code == "pack.damaged"


def test_columns_of_one_name_and_weights_below_nothing_are_refused() -> None:
    column = ["q", "choice", ["a"], []]
    weights = struct.pack("<d", -1.0)
    for head, body in (
        ({"columns": [column, column], "weights": False}, b"\x00\x00"),
        ({"columns": [column], "weights": True}, b"\x00" + weights),
    ):
        with pytest.raises(PollsProblem) as problem:
            unpack(write_packed({"version": 1, "rows": 1, "squeezed": False, "crc": zlib.crc32(body), **head}, body))
        assert problem.value.code == "pack.damaged"
