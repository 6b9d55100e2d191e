"""The gallery shows every component, in both languages, and says what each accepts."""

import re
from pathlib import Path

import pytest
from django.test import Client

import sciezka.kit
from sciezka.kit.gallery import list_icons, make_exhibits
from sciezka.kit.templatetags.kit import register

TEMPLATES = Path(sciezka.kit.__file__).parent / "templates" / "kit"
pytestmark = pytest.mark.django_db


def read_gallery_sources() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "gallery").glob("*.html"))


def test_every_component_template_is_drawn_in_the_gallery(client: Client) -> None:
    drawn = {template.name for template in client.get("/kit/").templates}
    missing = {f"kit/{path.name}" for path in TEMPLATES.glob("_*.html")} - drawn
    assert not missing


def test_every_tag_and_filter_is_used_in_the_gallery() -> None:
    sources = read_gallery_sources()
    unused_tags = {name for name in register.tags if not re.search(rf"{{%\s*{name}\b", sources)} - {
        name for name in register.tags if name.startswith("end")
    }
    unused_filters = {name for name in register.filters if not re.search(rf"\|{name}\b", sources)}
    assert not unused_tags
    assert not unused_filters


def test_every_component_template_stands_in_an_exhibit_with_what_it_accepts() -> None:
    parts = {part.name: part.accepts for exhibit in make_exhibits() for part in exhibit.parts()}
    assert {f"kit/{path.name}" for path in TEMPLATES.glob("_*.html")} <= parts.keys()
    assert [name for name, accepts in parts.items() if not accepts] == []


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_gallery_is_public_and_kept_from_search_engines(client: Client, language: str) -> None:
    response = client.get("/kit/", headers={"Accept-Language": language})
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex"
    assert f'<html lang="{language}"' in response.content.decode()


def test_the_gallery_holds_no_inline_style_or_script(client: Client) -> None:
    page = client.get("/kit/").content.decode()
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son\w+=", page)
    assert all("src=" in script or "application/json" in script for script in re.findall(r"<script[^>]*>", page))


def test_ids_in_the_gallery_are_unique(client: Client) -> None:
    page = re.sub(r"<svg.*?</svg>", "", client.get("/kit/").content.decode(), flags=re.DOTALL)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_the_sample_table_sorts_by_its_address(client: Client) -> None:
    page = client.get("/kit/?sort=-people").content.decode()
    assert 'aria-sort="descending"' in page
    assert page.index("Wałbrzych</a></th>") < page.index("Jelenia Góra</a></th>")


def test_icons_named_in_templates_are_in_the_sprite() -> None:
    if not list_icons():
        pytest.skip("the front-end parts were not built: run `make setup`")
    source = Path(sciezka.kit.__file__).parent.parent
    named = {
        name
        for path in source.rglob("*.html")
        for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - set(list_icons()) == set()
