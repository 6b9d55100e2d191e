"""A tile server on this machine, which remembers what it was asked and answers as it is told."""

import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def make_png(side: int = 256, grey: int = 220) -> bytes:
    """Make a plain grey picture with a darker edge, so that single tiles can be told apart."""
    edge, inner = bytes([grey - 40] * side), bytes([grey - 40, *[grey] * (side - 1)])
    rows = b"".join(b"\0" + (inner if number else edge) for number in range(side))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@dataclass
class TileServer:
    """What the server was asked, and how it answers.

    Attributes:
        url: its address with gaps, as SCIEZKA_TILES_URL has it.
        body: what it answers with.
        status: the code it answers with.
        wait: for how many seconds it thinks.
        asked: the paths that it was asked for.
        heads: the headers that came along, in the same order.
    """

    url: str = ""
    body: bytes = field(default_factory=make_png)
    status: int = 200
    wait: float = 0.0
    asked: list[str] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def serve_tiles() -> Iterator[TileServer]:
    """Run a tile server for a while."""
    told = TileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.heads.append({name.lower(): value for name, value in self.headers.items()})
            time.sleep(told.wait)
            self.send_response(told.status)
            self.send_header("Content-Type", "image/png")
            self.send_header("Location", "http://127.0.0.1:1/elsewhere.png")
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
