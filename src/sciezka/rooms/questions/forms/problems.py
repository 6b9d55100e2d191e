"""What is wrong with a questionnaire's content, said to whoever writes it."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.kit.manifests import Text
from sciezka.rooms.questions.schema.types import SchemaProblem

SENTENCES: Final[Mapping[str, Text]] = {
    "code.taken": gettext_lazy("This code is taken by another part."),
    "shape.code": gettext_lazy("A code begins with a letter and has letters, digits and underscores, 40 at most."),
    "shape.string": gettext_lazy("The text is too long or holds signs that can't be kept."),
    "shape.whole": gettext_lazy("A whole number from %(least)s to %(most)s is needed."),
    "shape.number": gettext_lazy("A number is needed here."),
    "shape.many": gettext_lazy("There are too many of them; at most %(most)s may be kept."),
    "item.kind": gettext_lazy("There is no such kind of question."),
    "item.centre": gettext_lazy("This is not a place on a map."),
    "text.language": gettext_lazy("The questionnaire does not speak this language."),
    "questionnaire.languages": gettext_lazy("Choose at least one language."),
    "condition.operator": gettext_lazy("This comparison does not fit the question."),
    "condition.shape": gettext_lazy("This condition can't be read."),
}


def say_problem(problem: SchemaProblem) -> str:
    """Say what is wrong in one sentence."""
    sentence = SENTENCES.get(problem.code)
    if sentence is None:
        return _("This can't be kept as it is written.")
    try:
        return str(sentence) % problem.fields
    except KeyError:
        return str(sentence)


def find_field(problem: SchemaProblem, fields: Mapping[str, object]) -> str | None:
    """Find the field of a form that a problem speaks of; none where it is not one of its own."""
    words = problem.path.replace("[", ".").split(".")
    return next((word for word in words if word in fields), None)
