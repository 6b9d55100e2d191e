"""A submission as its reader reads it: answers in words, files beside their items, and what changed between versions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from sciezka.kit.coordinates import link_place
from sciezka.kit.typography import write_money
from sciezka.rooms.calls.models import Candidate, LegalForm, Submission, SubmissionFile, SubmissionVersion
from sciezka.rooms.calls.queries.head_labels import HEAD_LABELS
from sciezka.rooms.calls.queries.public_call import Change
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.types import Answers, Item, Kind, Questionnaire
from sciezka.rooms.surveys.queries.papers import pick, say_answer

SCAN, SUPPLEMENT = "scan", "supplement"
# What the office alone reads.
CONTACT = ("email", "phone", "candidate.signatories")
# What the commission weighs of a candidate for a partner.
OFFERED = ("legal_form", "is_public_sector", "role", "contribution", "experience")


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question with its answer.

    Attributes:
        code: the item's code.
        question: what was asked.
        words: the answer in words; a dash where there is none.
        is_long: whether it is a text that people read, rather than a value.
        file: the file that was sent, if any.
        is_missing: whether nothing was answered.
        link: where a place opens on a map; empty for all else.
    """

    code: str
    question: str
    words: str
    is_long: bool = False
    file: SubmissionFile | None = None
    is_missing: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the form with its answers."""

    title: str
    answers: tuple[ShownAnswer, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version as it was sent, and what it changed."""

    version: SubmissionVersion
    changes: tuple[Change, ...]
    is_first: bool


def read_asked(submission: Submission) -> Questionnaire:
    """Read what the submission's form asks; nothing where there is no form."""
    return read_edition(submission.edition_id) if submission.edition_id else Questionnaire()


def show_answers(submission: Submission, files: Mapping[str, SubmissionFile], language: str) -> list[ShownPage]:
    """Show the answers page by page; what was not asked on this applicant's way is left out when it is empty.

    Args:
        submission: whose.
        files: its files by their keys.
        language: in which language the questions are told.
    """
    asked = read_asked(submission)
    pages = []
    for page in asked.pages:
        answers = tuple(
            show_answer(item, submission.answers, asked, files, language)
            for item in page.items()
            if item.kind is not Kind.NOTE and (item.code in submission.answers or item.show_if is None)
        )
        if answers:
            pages.append(ShownPage(page.title.say(language, asked.base), answers, page.code))
    return pages


def show_answer(
    item: Item, answers: Answers, asked: Questionnaire, files: Mapping[str, SubmissionFile], language: str
) -> ShownAnswer:
    """Show one answer."""
    given = answers.get(item.code)
    file = files.get(str(given.get("key", ""))) if item.kind is Kind.FILE and isinstance(given, dict) else None
    words = file.name if file else say_answer(item, answers, asked)
    link = link_place(given) if item.kind is Kind.PLACE and isinstance(given, list) else ""
    question = item.text.say(language, asked.base) or item.code
    return ShownAnswer(item.code, question, words, item.kind is Kind.LONG_TEXT, file, given is None, link)


def sent_files(submission: Submission) -> dict[str, SubmissionFile]:
    """Give by their keys the files that were sent: what an unsent correction brought is its applicant's alone."""
    sent = [submission.answers, *submission.versions.values_list("answers", flat=True)]
    named = {
        str(given["key"]) for answers in sent for given in answers.values() if isinstance(given, dict) and "key" in given
    }
    files = {str(file.pk): file for file in submission.files.all()}
    return {key: file for key, file in files.items() if key in named or file.item in {SCAN, SUPPLEMENT}}


def list_other_files(submission: Submission, files: Mapping[str, SubmissionFile]) -> list[SubmissionFile]:
    """List the files that answer no item: scans of paper, and what was sent to supplement."""
    named = {str(given.get("key", "")) for given in submission.answers.values() if isinstance(given, dict)}
    return [file for key, file in files.items() if key not in named]


def list_versions(submission: Submission, language: str, *, contact: bool) -> list[ShownVersion]:
    """List what was sent, the latest first, each with what it changed; how to reach the applicant only when asked for."""
    versions = list(submission.versions.all())
    asked = read_asked(submission)
    shown = [
        ShownVersion(
            version,
            tuple(compare_versions(earlier, version, asked, language, contact=contact)) if earlier else (),
            is_first=not earlier,
        )
        for earlier, version in zip([None, *versions], versions, strict=False)
    ]
    return shown[::-1]


def compare_versions(
    earlier: SubmissionVersion, later: SubmissionVersion, asked: Questionnaire, language: str, *, contact: bool
) -> Iterator[Change]:
    """Tell what changed from one version to the next: the head field by field, then the answers."""
    yield from compare_heads(earlier.head, later.head, but=() if contact else CONTACT)
    for item in asked.items():
        if pick(item, earlier.answers) != pick(item, later.answers):
            question = item.text.say(language, asked.base) or item.code
            yield Change(question, say_given(item, earlier.answers, asked), say_given(item, later.answers, asked))


def compare_heads(earlier: Mapping[str, Any], later: Mapping[str, Any], *, but: Iterable[str] = ()) -> Iterator[Change]:
    """Tell field by field what one head says otherwise than another, but for some fields."""
    before, after = spread_head(earlier), spread_head(later)
    for name in dict.fromkeys((*before, *after)):
        if name not in but and before.get(name) != after.get(name):
            yield Change(say_field(name), say_value(name, before.get(name)), say_value(name, after.get(name)))


def spread_head(head: Mapping[str, Any]) -> dict[str, Any]:
    """Give a head's fields, those of a partner's among them, in the order of the form: stored ones come in any order."""
    candidate = head.get("candidate")
    more = {f"candidate.{name}": value for name, value in candidate.items()} if isinstance(candidate, dict) else {}
    fields = {name: value for name, value in head.items() if name != "candidate"} | more
    asked = [name for name in HEAD_LABELS if name in fields]
    return {name: fields[name] for name in (*asked, *(name for name in fields if name not in HEAD_LABELS))}


def say_offer(submission: Submission) -> list[tuple[str, str]]:
    """Say in words what a candidate for a partner offers, beside the form; nothing in calls of other kinds."""
    candidate = Candidate.objects.filter(submission=submission).first()
    given = {name: getattr(candidate, name) for name in OFFERED} if candidate else {}
    told = {f"candidate.{name}": value for name, value in given.items() if value not in (None, "")}
    return [(say_field(name), say_value(name, value)) for name, value in told.items()]


def say_given(item: Item, answers: Answers, asked: Questionnaire) -> str:
    """Say an answer; of a file its name."""
    given = answers.get(item.code)
    if item.kind is Kind.FILE and isinstance(given, dict):
        return str(given.get("name", ""))
    return say_answer(item, answers, asked)


def say_field(name: str) -> str:
    """Give the label of a field of the head."""
    if label := HEAD_LABELS.get(name):
        return str(label)
    model: type[Model] = Candidate if name.startswith("candidate.") else Submission
    part = name.rpartition(".")[2]
    known = {field.name: str(field.verbose_name) for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    return known.get(part, part)


def say_value(name: str, value: Any) -> str:  # noqa: ANN401 - any field's value
    """Say what a field of the head held."""
    if value in (None, "", []):
        return "–"
    if name == "goals":
        return "; ".join(str(goal.get("name", "")) for goal in value if isinstance(goal, dict))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name in {"asked", "own"}:
        return write_money(Decimal(str(value)))
    choices = {"applicant_kind": Submission.Applicant.choices, "candidate.legal_form": LegalForm.choices}
    return str(dict(choices.get(name, ())).get(value, value))
