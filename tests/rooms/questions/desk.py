"""What tests of the editor share: reading a page's form as a browser would send it."""

from typing import Any

from lxml import html


def read_form(page: bytes, form: str = "part-form") -> dict[str, Any]:
    """Read what a browser would send of a form."""
    data: dict[str, list[str]] = {}
    for name, value in html.fromstring(page.decode()).get_element_by_id(form).form_values():
        data.setdefault(name, []).append(value)
    return data
