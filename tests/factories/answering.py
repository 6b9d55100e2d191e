"""Somebody who answers a survey in a browser without scripts."""

from typing import Any

import lxml.html
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sciezka.rooms.surveys.models import Survey


class Person:
    """A browser with cookies of its own, and the page that it shows now.

    Args:
        survey: what is answered.
        cookies: whether the browser keeps cookies.
        headers: what it sends besides.
    """

    def __init__(self, survey: Survey, *, cookies: bool = True, **headers: str) -> None:
        self.survey, self.keeps = survey, cookies
        self.client = Client(headers={"accept-language": "en", **headers})
        self.answer: Any = None

    @property
    def address(self) -> str:
        """Where pages of questions are."""
        return reverse("surveys:answer", kwargs={"door": self.survey.door})

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.answer.content.decode())

    @property
    def form(self) -> dict[str, str]:
        """The fields of the page's form, as a browser would send them."""
        forms = [form for form in lxml.html.document_fromstring(self.answer.content).forms if form.method == "POST"]
        return {name: str(value or "") for name, value in forms[-1].fields.items() if value is not None} if forms else {}

    @property
    def page(self) -> str:
        """Which page of questions is shown; nothing where it is none."""
        return self.form.get("page", "")

    @property
    def state(self) -> str:
        """What the heading says."""
        heading = lxml.html.document_fromstring(self.answer.content).find(".//h1")
        return "" if heading is None else " ".join(heading.text_content().split())

    def open(self, name: str = "answer", **words: Any) -> "Person":
        """Open a page of the survey."""
        query = words.pop("query", {})
        address = reverse(f"surveys:{name}", kwargs={"door": self.survey.door, **words})
        return self.take(self.client.get(address, query, follow=True))

    def send(self, button: str = "next", **fields: Any) -> "Person":
        """Fill the page's form in and press a button."""
        typed = {name.replace("__", "."): value for name, value in fields.items()}
        return self.post({**self.form, "do": button, **typed})

    def post(self, fields: dict[str, Any]) -> "Person":
        """Send whatever there is."""
        return self.take(self.client.post(self.address, fields))

    def start(self, **fields: Any) -> "Person":
        """Press the button of the door."""
        return self.post({**self.form, **fields})

    def take(self, answer: HttpResponse) -> "Person":
        """Look at an answer that came another way."""
        self.answer = answer
        if not self.keeps:
            self.client.cookies.clear()
        return self
