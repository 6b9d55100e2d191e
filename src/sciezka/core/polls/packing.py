"""Frames as bytes: compact, versioned, checked, and never code.

A packed frame is the four letters of ``MAGIC``, the length of a head, the head (JSON: version, rows, columns, checksum) and
the columns one after another: places of codes in 8 bits where they fit, else 16; numbers and weights in 64; ticks as bits.
"""

import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from sciezka.core.polls.columns import Array, Column, ColumnSpec, Frame, build_frame
from sciezka.core.polls.types import PollsProblem

MAGIC: Final = b"SCPF"
VERSION: Final = 1
_LENGTH: Final = struct.Struct("<I")
_SHORT: Final = 127  # the last place of a code that fits into 8 bits with a sign


def pack(frame: Frame, *, squeeze: bool = False) -> bytes:
    """Write a frame as bytes, little-endian whatever the machine.

    Args:
        frame: what to write.
        squeeze: whether to compress with zlib at level 1: shorter, and about four times as long to read.
    """
    body = b"".join(_write_parts(frame))
    if squeeze:
        body = zlib.compress(body, 1)
    head = json.dumps(
        {
            "version": VERSION,
            "rows": frame.rows,
            "columns": [[c.spec.name, c.spec.kind, c.spec.codes, c.spec.values] for c in frame.columns.values()],
            "weights": frame.weights is not None,
            "squeezed": squeeze,
            "crc": zlib.crc32(body),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    return b"".join((MAGIC, _LENGTH.pack(len(head)), _LENGTH.pack(zlib.crc32(head)), head, body))


def unpack(data: bytes) -> Frame:
    """Read a frame that ``pack`` wrote; whatever is damaged is refused.

    Raises:
        PollsProblem: ``pack.magic`` (no packed frame), ``pack.version`` (of a later program), ``pack.damaged``.
    """
    start = len(MAGIC) + 2 * _LENGTH.size
    if data[: len(MAGIC)] != MAGIC:
        raise PollsProblem("pack.magic", "These bytes are no packed answers.")
    if len(data) < start:
        _refuse_damage("they end in the head")
    length, check = struct.unpack_from("<II", data, len(MAGIC))
    written = data[start : start + length]
    if len(written) != length or zlib.crc32(written) != check:
        _refuse_damage("the head is not what was written")
    rows, specs, flags = _read_head(written)
    body = memoryview(data)[start + length :]
    if zlib.crc32(body) != flags.get("crc"):
        _refuse_damage("the columns are not what was written")
    wanted = sum(_measure_column(spec, rows) for spec in specs) + (8 * rows if flags.get("weights") else 0)
    if flags.get("squeezed"):
        body = memoryview(_expand(body, wanted))
    if len(body) != wanted:
        _refuse_damage(f"the columns are {len(body)} bytes long and should be {wanted}")
    return _read_body(body, rows, specs, weighted=bool(flags.get("weights")))


def _write_parts(frame: Frame) -> Iterator[bytes]:
    for column in frame.columns.values():
        if column.spec.kind == "set":
            yield np.packbits(column.answered).tobytes()
            yield np.packbits(column.data, axis=1).tobytes()
        else:
            yield column.data.astype(_name_type(column.spec)).tobytes()
    if frame.weights is not None:
        yield frame.weights.astype("<f8").tobytes()


def _name_type(spec: ColumnSpec) -> str:
    if spec.kind == "number":
        return "<f8"
    return "i1" if len(spec.codes) <= _SHORT else "<i2"


def _measure_column(spec: ColumnSpec, rows: int) -> int:
    if spec.kind == "set":
        return (len(spec.codes) + 1) * -(-rows // 8)
    return rows * np.dtype(_name_type(spec)).itemsize


def _read_head(written: bytes) -> tuple[int, list[ColumnSpec], dict[str, Any]]:
    try:
        head = json.loads(written)
        version = head["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        _refuse_damage("the head can't be read")
    if version != VERSION:
        raise PollsProblem("pack.version", f"These answers are packed in version {version}, not {VERSION}.", given=version)
    try:
        rows = head["rows"]
        specs = [
            ColumnSpec(name=name, kind=kind, codes=tuple(codes), values=tuple(values))
            for name, kind, codes, values in head["columns"]
        ]
        plain = all(isinstance(word, str) for spec in specs for word in (spec.name, *spec.codes))
    except (ValueError, KeyError, TypeError) as problem:
        _refuse_damage(f"the head names columns that can't be ({problem})")
    if type(rows) is not int or rows < 0 or not plain:
        _refuse_damage("the head names rows or columns that can't be")
    return rows, specs, head


def _expand(body: memoryview, wanted: int) -> bytes:
    reader = zlib.decompressobj()
    try:
        # One byte more than wanted tells that there is more, without reading all of it.
        plain = reader.decompress(body, wanted + 1)
    except zlib.error as problem:
        _refuse_damage(f"the columns can't be expanded ({problem})")
    if not reader.eof or reader.unused_data:
        _refuse_damage("the columns don't end where they should")
    return plain


def _read_body(body: memoryview, rows: int, specs: list[ColumnSpec], *, weighted: bool) -> Frame:
    columns = []
    at = 0
    for spec in specs:
        size = _measure_column(spec, rows)
        columns.append(_read_column(spec, body[at : at + size], rows))
        at += size
    weights: NDArray[np.float64] | None = np.frombuffer(body[at:], dtype="<f8") if weighted else None
    try:
        return build_frame(rows, columns, weights)
    except PollsProblem as problem:
        _refuse_damage(str(problem))


def _read_column(spec: ColumnSpec, part: memoryview, rows: int) -> Column:
    data: Array
    if spec.kind == "set":
        bits = np.frombuffer(part, dtype=np.uint8).reshape(len(spec.codes) + 1, -(-rows // 8))
        ticks = np.unpackbits(bits, axis=1, count=rows).view(np.bool_)
        answered, data = ticks[0], ticks[1:]
        if data[:, ~answered].any():
            _refuse_damage(f"{spec.name} has ticks of people who did not answer")
        return Column(spec, data, answered)
    raw = np.frombuffer(part, dtype=_name_type(spec))
    if spec.kind == "number":
        data = raw.astype(np.float64, copy=False)
        if np.isinf(data).any():
            _refuse_damage(f"{spec.name} has a number that is infinite")
        return Column(spec, data, ~np.isnan(data))
    data = raw.astype(np.int16)
    if rows and not (data.min() >= -1 and data.max() < len(spec.codes)):
        _refuse_damage(f"{spec.name} has a place that no code has")
    return Column(spec, data, data >= 0)


def _refuse_damage(why: str) -> NoReturn:
    raise PollsProblem("pack.damaged", f"These packed answers are damaged: {why}.")
