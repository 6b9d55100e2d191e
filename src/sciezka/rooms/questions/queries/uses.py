"""Where a questionnaire is in use: later rooms tell it through their cards."""

from itertools import chain
from typing import Any

from django.utils.module_loading import import_string

from sciezka.kit.manifests import Use, all_manifests
from sciezka.rooms.questions.models import Questionnaire


def list_uses(user: Any, questionnaire: Questionnaire) -> list[Use]:  # noqa: ANN401 - any kind of user
    """List what uses the questionnaire and the person may see, what is running first."""
    sources = [import_string(manifest.uses) for manifest in all_manifests() if manifest.uses]
    found: list[Use] = list(chain.from_iterable(source(user, questionnaire) for source in sources))
    return sorted(found, key=lambda use: not use.is_running)
