"""What a public page says about itself when its link is passed on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """What a page says about itself to search engines and to whoever passes its link on."""

    title: str
    description: str
    url: str
    image: str = ""
    image_text: str = ""
    kind: str = "website"
    site: str = ""
