"""Words of addresses made from names."""

from django.utils.text import slugify


def make_slug(text: str, *, fallback: str, length: int = 80) -> str:
    """Make the word of an address from a name; „ł” has no decomposition, so it is named here."""
    return slugify(text.replace("ł", "l").replace("Ł", "L"))[:length].strip("-") or fallback
