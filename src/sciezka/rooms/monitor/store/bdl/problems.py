"""What can go wrong with the bank, each with a sentence that says what, where, and what to do."""

from typing import Any

from django.utils.translation import gettext


class BdlProblem(Exception):
    """A refusal or a failure.

    Its text is English, for commands and logs; :meth:`say` gives it in the reader's language.

    Attributes:
        sentence: the message in English with named places, a msgid.
        params: what goes into the places; never the key. A ``reason`` is a msgid itself.
    """

    def __init__(self, sentence: str, **params: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence % params)
        self.sentence = sentence
        self.params = params

    def say(self) -> str:
        """Say it in the reader's language."""
        spoken = {name: gettext(value) if name == "reason" else value for name, value in self.params.items()}
        return gettext(self.sentence) % spoken


class BadSetup(BdlProblem):
    """The address or the key can't be used; nothing was asked."""


class BadAnswer(BdlProblem):
    """The bank answered something that we don't understand; nothing of it was taken."""


class NoSuchThing(BdlProblem):
    """The bank doesn't know what was asked for."""


class Unreachable(BdlProblem):
    """The bank did not answer usefully, however often it was asked."""


class QuotaSpent(BdlProblem):
    """The quota asks for a longer wait than whoever asked is ready for.

    Attributes:
        seconds: how long until the next request may go.
    """

    def __init__(self, sentence: str, seconds: float, **params: Any) -> None:  # noqa: ANN401 - values of any kind
        super().__init__(sentence, seconds=round(seconds), **params)
        self.seconds = seconds


class EnoughAsked(BdlProblem):
    """As many requests were sent as had been allowed for this run."""


class AlreadyRunning(BdlProblem):
    """Another run is fetching right now."""
