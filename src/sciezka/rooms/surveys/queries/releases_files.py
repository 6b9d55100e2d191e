"""A release as files for whoever reckons further: the same protected numbers as on its page, nothing more."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils import timezone

from sciezka.rooms.surveys.models import Release
from sciezka.rooms.surveys.queries.releases import ShownRelease

LICENCE: Final = "CC BY 4.0"
LICENCE_ADDRESS: Final = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS: Final = (
    "question", "row", "answer", "count", "share", "mean", "n", "question_text", "row_text", "answer_text",
)  # fmt: skip
Cells = list[str]


def list_questions(shown: ShownRelease) -> Iterator[Mapping[str, Any]]:
    """Give the questions of a release in order."""
    for chapter in shown.view["chapters"]:
        yield from chapter["cards"]


def list_rows(shown: ShownRelease) -> Iterator[Cells]:
    """Give a release as a table of text: one line for each answer, theme, row or mean; hidden numbers are empty."""
    yield list(COLUMNS)
    for card in list_questions(shown):
        yield from _list_card(card)


def _list_card(card: Mapping[str, Any]) -> Iterator[Cells]:
    sight = card["sight"]
    code, words, n = sight["item"]["code"], sight["question"], _write(sight["n"])
    bars = _list_bars(card)
    for bar in bars:
        line = bar["line"]
        yield [code, "", line["code"], _write(line["count"]), _write(line["told"]), _write(line["mean"]), n, words, "",
               line["label"]]  # fmt: skip
    for stack in card["stacks"]:
        row = stack["row"]
        for line in stack["lines"]:
            yield [code, row["code"], line["code"], _write(line["count"]), _write(line["told"]), "", _write(row["n"]),
                   words, _name_row(row), line["label"]]  # fmt: skip
        if row["mean"] is not None:
            yield [code, row["code"], "", "", "", _write(row["mean"]), _write(row["n"]), words, _name_row(row), ""]
    for theme in (card["open"] or {}).get("themes", ()):
        yield [code, "", "", _write(theme["count"]), "", "", n, words, "", theme["name"]]
    if sight["mean"] is not None or not (bars or card["stacks"]):
        yield [code, "", "", "", "", _write(sight["mean"]), n, words, "", ""]


def describe(release: Release, shown: ShownRelease, address: str) -> dict[str, Any]:
    """Give a release as plain values for a program."""
    facts = {key: value for key, value in shown.facts.items() if key not in {"title", "purpose"}}
    return {
        "title": shown.survey.title,
        "purpose": shown.facts.get("purpose", ""),
        "publisher": shown.survey.process.workspace.name,
        "process": shown.survey.process.name,
        "page": address,
        "release": release.number,
        "published": timezone.localdate(release.published_at).isoformat() if release.published_at else None,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "summary": shown.summary,
        "next": shown.next,
        "made": facts,
        "notes": shown.view["notes"],
        "questions": [_describe_card(card) for card in list_questions(shown)],
    }


def _describe_card(card: Mapping[str, Any]) -> dict[str, Any]:
    sight = card["sight"]
    told: dict[str, Any] = {
        "code": sight["item"]["code"], "kind": sight["item"]["kind"], "bank": sight["item"]["bank"],
        "question": sight["question"], "result": card["sentence"], "n": sight["n"], "mean": sight["mean"],
        "median": sight["median"], "unit": sight["unit"],
        "answers": [
            {key: bar["line"][key] for key in ("code", "label", "count", "mean")} | {"share": bar["line"]["told"]}
            for bar in _list_bars(card)
        ],
        "rows": [
            {"code": stack["row"]["code"], "label": _name_row(stack["row"]), "n": stack["row"]["n"],
             "mean": stack["row"]["mean"],
             "answers": [{"code": line["code"], "label": line["label"], "count": line["count"], "share": line["told"]}
                         for line in stack["lines"]]}
            for stack in card["stacks"]
        ],
        "words": (card["open"] or {}).get("words", []),
        "themes": [{"name": one["name"], "count": one["count"]} for one in (card["open"] or {}).get("themes", ())],
        "places": [
            {key: spot[key] for key in ("latitude", "longitude", "count")}
            for spot in (card["places"] or {}).get("spots", ())
        ],
    }  # fmt: skip
    return {key: value for key, value in told.items() if value not in (None, "", [])}


def _list_bars(card: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*card["bars"], *card["more"], *card["unsure"]]


def _name_row(row: Mapping[str, Any]) -> str:
    return f"{row['question']} – {row['right']}" if row["right"] else str(row["question"])


def _write(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
