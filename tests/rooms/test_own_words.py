"""Rooms share one dictionary while pages are shown: what an earlier app says of a phrase is said in every room."""

from pathlib import Path

import pytest
from babel.messages import pofile
from django.apps import apps

Words = dict[tuple[str, str | None], object]


def read_words(place: Path) -> Words:
    """Give an app's translations by phrase and context."""
    path = place / "locale" / "pl" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale="pl")
    return {(str(row.id), row.context): row.string for row in catalogue if row.id and row.string}


@pytest.mark.parametrize("room", [app.label for app in apps.get_app_configs() if app.name.startswith("sciezka.rooms.")])
def test_no_phrase_of_the_room_is_said_in_the_words_of_another(room: str) -> None:
    """A phrase that means something else here needs a context (``pgettext``)."""
    own = read_words(Path(apps.get_app_config(room).path))
    said: Words = {}
    for app in apps.get_app_configs():
        if "sciezka" in Path(app.path).parts:
            said = read_words(Path(app.path)) | said
    assert own
    assert {phrase: said[phrase] for phrase in own if said[phrase] != own[phrase]} == {}
