"""The picture of a passed-on link."""

import struct
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pytest_django import Settings

from sciezka.kit import painting
from sciezka.rooms.town import pictures
from sciezka.rooms.town.queries.faces import draw_face
from tests.factories.town import EventFactory, ProcessFactory, WorkspaceFactory

LONG = (
    "Podpisanie listu intencyjnego w sprawie wspólnego planu adaptacji do zmian klimatu przez wszystkie gminy obszaru " * 2
)


def read_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.django_db
def test_an_entry_has_a_picture_of_the_right_size(client: Client) -> None:
    event = EventFactory(title=LONG[:200])
    response = client.get(f"{event.process.get_absolute_url()}kalendarium/{event.pk}.png")
    assert response["Content-Type"] == "image/png"
    assert read_size(response.content) == (1200, 630)
    again = client.get(
        f"{event.process.get_absolute_url()}kalendarium/{event.pk}.png", headers={"if-none-match": response["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.django_db
def test_a_process_has_a_picture_in_its_colour(client: Client) -> None:
    process = ProcessFactory(workspace=WorkspaceFactory(accent="#7a1f3d"), summary=LONG)
    response = client.get(f"{process.get_absolute_url()}obraz.png")
    assert read_size(response.content) == (1200, 630)
    other = ProcessFactory(workspace=WorkspaceFactory(accent="#1f5f8b"), summary=LONG)
    assert client.get(f"{other.get_absolute_url()}obraz.png")["ETag"] != response["ETag"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "title", ['"><script>alert(1)</script>', "a & b < c", "zły\x00\x07znak", "W" * 200, "ą", "漢字 العربية 😀"]
)
def test_any_title_gives_a_well_formed_drawing(title: str) -> None:
    event = EventFactory.build(title=title, process=ProcessFactory())
    svg = pictures.draw_event(event, draw_face(event.date))
    root = etree.fromstring(svg.encode())
    assert not root.findall(".//{*}script")
    assert read_size(painting.paint(svg)) == (1200, 630)


@given(text=st.text(alphabet=st.sampled_from("aąbWMił \u00a0-"), max_size=300), width=st.floats(4, 30))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = pictures.wrap(text, width)
    assert all(pictures.measure(line) <= width or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))


def test_a_title_too_long_for_any_size_ends_with_an_ellipsis() -> None:
    size, lines = pictures.set_title(LONG * 5, 756)
    assert size == 47
    assert len(lines) == 5
    assert lines[-1].endswith("…")
    assert pictures.set_title("Krótki", 756) == (72, ["Krótki"])


def test_a_kept_file_is_made_once(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    made = []

    def make() -> bytes:
        made.append(1)
        return b"obraz"

    assert painting.keep("../../znak", "png", make) == painting.keep("../../znak", "png", make) == b"obraz"
    assert len(made) == 1
    assert [path.parent for path in tmp_path.rglob("*.png")] == [tmp_path / "cache"]


def test_a_disk_that_refuses_costs_only_time(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    settings.HOME = tmp_path
    assert painting.keep("znak", "png", lambda: b"obraz") == b"obraz"


@pytest.mark.django_db
def test_the_words_are_really_painted() -> None:
    event = EventFactory.build(title="Pierwszy", process=ProcessFactory())
    first = painting.paint(pictures.draw_event(event, draw_face(event.date)))
    event.title = "Drugi"
    assert painting.paint(pictures.draw_event(event, draw_face(event.date))) != first
