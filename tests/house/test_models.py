"""House rules about models: keys across rooms, migrations, and the documentation of settings and commands."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import models

from tests.conftest import ROOT

pytestmark = pytest.mark.house

# From the lowest storey to the highest; a later one may point at an earlier one, never the reverse.
ORDER = ["kit", *[config.label for config in apps.get_app_configs() if config.name.startswith("sciezka.rooms.")]]


def keys_across_apps() -> list[models.ForeignKey]:
    """List the foreign keys that lead from one of our apps to another."""
    return [
        field
        for label in ORDER
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label not in {label, "contenttypes", "auth"}
    ]


def test_keys_across_rooms_point_down_and_leave_no_way_back() -> None:
    keys = keys_across_apps()
    assert keys
    for field in keys:
        source, target = field.model._meta.app_label, field.related_model._meta.app_label
        assert ORDER.index(source) > ORDER.index(target), field
        assert field.remote_field.related_name == "+", field
        if target != "kit":
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.django_db
def test_migrations_are_up_to_date_and_named_by_hand() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    automatic = [
        path.name
        for path in (ROOT / "src").rglob("migrations/0*.py")
        if re.search(r"_auto_|_and_more|_alter_\w+_options", path.name)
    ]
    assert automatic == []


def test_every_setting_is_documented() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"\bSCIEZKA_[A-Z_]+\b", text))
    documented = set(re.findall(r"\bSCIEZKA_[A-Z_]+\b", (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")))
    assert used == documented


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if str(app).startswith("sciezka.")}
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert ours == set(re.findall(r"^## `sciezka (\w+)", text, re.MULTILINE))


def test_every_command_explains_itself() -> None:
    for name, app in get_commands().items():
        if str(app).startswith("sciezka."):
            out = StringIO()
            with pytest.raises(SystemExit):
                call_command(name, "--help", stdout=out)


def test_every_noun_of_the_glossary_stands_in_the_code() -> None:
    text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    rooms = [config for config in apps.get_app_configs() if config.name.startswith("sciezka.rooms.")]
    missing = [
        model.__name__
        for room in rooms
        if room.label != "people"
        for model in room.get_models()
        if not model._meta.auto_created and not re.search(rf"\b{model.__name__}\b", text)
    ]
    assert missing == []
