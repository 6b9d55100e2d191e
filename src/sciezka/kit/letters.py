"""Letters by e-mail: written from a pair of templates, in the language of whoever reads them."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

_GAP = re.compile(r"\n{3,}")


def write_letter(
    name: str, words: Mapping[str, Any], *, to: str, language: str, replies_to: str = "", stops_at: str = ""
) -> EmailMultiAlternatives:
    """Write a letter from the templates ``<name>_subject.txt`` and ``<name>.txt``; what these leave out leaves no gap.

    Args:
        name: the templates, such as ``calls/mail/receipt``.
        words: what they read.
        to: the one address that it goes to.
        language: the language that it is written in.
        replies_to: where an answer to it goes; empty for whoever sends it.
        stops_at: the address where mail programs let the reader stop such letters at one press (RFC 8058); it takes a POST
            without cookies, and changes nothing when it is only looked at. Empty for a letter that nobody stops.
    """
    with translation.override(language):
        # A subject is one line: nothing that was typed into it begins a header of its own.
        subject = " ".join(render_to_string(f"{name}_subject.txt", words).split())
        body = _GAP.sub("\n\n", render_to_string(f"{name}.txt", words)).strip() + "\n"
    stopping = {"List-Unsubscribe": f"<{stops_at}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMultiAlternatives(
        subject=subject,
        body=body,
        to=[to],
        reply_to=[replies_to] if replies_to else None,
        headers=stopping if stops_at else None,
    )
