"""Translations: ``messages.py compile`` makes .mo files, ``messages.py update`` brings .po files up to date.

Messages are written in English in the sources; each app keeps its Polish in ``locale/pl/LC_MESSAGES/django.po``. The pages
on which the public answers speak Ukrainian too: an app that has ``locale/uk`` keeps there the messages of those pages alone.
Uses Babel and Django's own parsers, so that no system package is needed.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sciezka"
APPS = (SOURCE / "kit", *sorted(path.parent for path in (SOURCE / "rooms").glob("*/apps.py")))
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2,
         "pgettext": -1, "pgettext_lazy": -1}  # fmt: skip

# The files whose messages are spoken by the public's pages, by parts of their paths.
PUBLIC = ("/templates/questions/answer/", "/templates/surveys/answering/", "/queries/showing", "/views/answering")

# A header that does not change at each run, so that a change of a catalogue is a change of its messages.
QUIET: Any = {
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
    "creation_date": datetime(2026, 11, 1, tzinfo=UTC),
    "revision_date": datetime(2026, 11, 1, tzinfo=UTC),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the sources."""

    id: str | tuple[str, str]
    context: str | None
    place: str


def read_python(path: Path) -> Iterator[Message]:
    """Find the messages of a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS:
            continue
        words = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        match CALLS[name], words:
            case 1, [text, *_] if text:
                yield Message(text, None, place)
            case 2, [one, many, *_]:
                yield Message((one, many), None, place)
            case -1, [context, text, *_]:
                yield Message(text, context, place)


def read_template(path: Path) -> Iterator[Message]:
    """Find the messages of a template, by Django's own reading of it."""
    from django.template import engines  # noqa: PLC0415 - Django must be set up first
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode  # noqa: PLC0415

    source = path.read_text(encoding="utf-8")
    place = str(path.relative_to(ROOT))
    for node in walk_nodes(engines["django"].engine.from_string(source).nodelist):
        if isinstance(node, TranslateNode):
            text = getattr(node.filter_expression.var, "literal", node.filter_expression.var)
            if isinstance(text, str):
                # Django looks such a text up with its percent signs doubled, and makes them single again.
                yield Message(text.replace("%", "%%"), read_context(node), place)
        elif isinstance(node, BlockTranslateNode):
            one, _ = node.render_token_list(node.singular)
            many, _ = node.render_token_list(node.plural)
            yield Message((trim(one, node), trim(many, node)) if node.plural else trim(one, node), read_context(node), place)
    # _("…") may be the argument of any tag or filter.
    for _quote, text in re.findall(r"""_\((["'])((?:\\.|(?!\1).)*)\1\)""", source):
        yield Message(text, None, place)


def walk_nodes(nodes: Any) -> Iterator[Any]:  # noqa: ANN401 - Django's node lists
    """Give every node of a template, those inside block tags included."""
    from django.template.base import NodeList  # noqa: PLC0415

    for node in nodes:
        yield node
        for name in {"nodelist", *getattr(node, "child_nodelists", ())}:
            inner = getattr(node, name, None)
            if isinstance(inner, NodeList):
                yield from walk_nodes(inner)


def read_context(node: Any) -> str | None:  # noqa: ANN401 - either of Django's translating nodes
    """Give a message's context, if it names one."""
    return node.message_context.resolve({}) if node.message_context else None


def trim(text: str, node: object) -> str:
    """Fold white space where the template asks for it."""
    from django.utils.translation import trim_whitespace  # noqa: PLC0415

    return trim_whitespace(text) if getattr(node, "trimmed", False) else text


def read_app(app: Path) -> Iterator[Message]:
    """Find all messages of an app."""
    for path in sorted(app.rglob("*.py")):
        yield from read_python(path)
    for path in sorted([*app.rglob("*.html"), *app.rglob("*.txt")]):
        if "templates" in path.parts:
            yield from read_template(path)


def catalogue_path(app: Path, language: str = "pl") -> Path:
    """Give the path of an app's catalogue in a language."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(path: Path, language: str = "pl") -> Catalog:
    """Read a catalogue, or start one."""
    if not path.exists():
        return Catalog(locale=language, project="Ścieżka", fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def update(extra: list[Path]) -> None:
    """Bring each catalogue up to date; ``extra`` catalogues (``….uk.po`` for Ukrainian) fill in what is missing."""
    for app in APPS:
        messages = list(read_app(app))
        update_one(app, messages, "pl", [path for path in extra if not path.name.endswith(".uk.po")])
        if speaks(app, "uk"):
            update_one(app, choose_public(messages), "uk", [path for path in extra if path.name.endswith(".uk.po")])


def speaks(app: Path, language: str) -> bool:
    """Tell whether an app has a catalogue in a language."""
    return catalogue_path(app, language).parent.is_dir()


def choose_public(messages: list[Message]) -> list[Message]:
    """Choose the messages of the pages on which the public answers."""
    return [message for message in messages if any(part in f"/{message.place}" for part in PUBLIC)]


def update_one(app: Path, messages: list[Message], language: str, extra: list[Path]) -> None:
    """Bring an app's catalogue in one language up to date."""
    path = catalogue_path(app, language)
    books = [read_catalogue(one, language) for one in (path, *extra)]
    new = Catalog(locale=language, project="Ścieżka", version="", charset="utf-8", fuzzy=False, **QUIET)
    for message in messages:
        known = next(
            (found for book in books if (found := book.get(message.id, message.context)) and is_full(found.string)), None
        )
        place = message.place.split(":")[0]
        new.add(message.id, known.string if known else "", locations=[(place, None)], context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        pofile.write_po(
            file, new, omit_header=False, sort_output=True, width=110, include_lineno=False, ignore_obsolete=True
        )
    missing = [message.id for message in new if message.id and not is_full(message.string)]
    print(f"{path.relative_to(ROOT)}: {len(new)} messages, {len(missing)} to translate")


def is_full(string: str | tuple[str, ...] | list[str]) -> bool:
    """Tell whether a translation is there, in all plural forms."""
    return bool(string) and (isinstance(string, str) or all(string))


def compile_all() -> None:
    """Compile each catalogue that has changed."""
    for source in (path for app in APPS for path in app.glob("locale/*/LC_MESSAGES/django.po")):
        language = source.parent.parent.name
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            catalogue = read_catalogue(source, language)
            with target.open("wb") as file:
                mofile.write_mo(file, bind_catalogue(catalogue) if language == "pl" else catalogue)


def bind_catalogue(catalogue: Catalog) -> Catalog:
    """Put the non-breaking spaces of Polish typography into the translations."""
    from sciezka.kit.typography import bind_words  # noqa: PLC0415 - Ścieżka is installed by the time this is called

    for message in catalogue:
        if message.id:
            one = message.string
            message.string = bind_words(one) if isinstance(one, str) else tuple(bind_words(text) for text in one)
    return catalogue


def main() -> int:
    """Do what was asked for."""
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["update", *extra]:
            set_up_django()
            update([Path(path) for path in extra])
            compile_all()
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


def set_up_django() -> None:
    """Load the apps, whose template tags the templates use."""
    import os  # noqa: PLC0415

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
