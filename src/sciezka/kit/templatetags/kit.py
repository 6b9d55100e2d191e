"""The components that templates use. Each one stands in the gallery (``/kit/``) with what it accepts."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext

from sciezka.core.dates import ImpreciseDate
from sciezka.kit.charts import Chart
from sciezka.kit.manifests import Text
from sciezka.kit.markup import render_markdown, strip_markdown
from sciezka.kit.models import Work
from sciezka.kit.typography import bind_words, write_money, write_number
from sciezka.kit.work import estimate_seconds, is_stuck, say_remaining

register = template.Library()
LAST_SECOND = 59


@dataclass(frozen=True, slots=True)
class Stone:
    """One stepping stone of the path: a stage, where it leads and how far it is."""

    number: str
    name: str
    state: str = "ahead"  # ahead | now | done
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way from the front page to here."""

    label: Text
    href: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the id of its panel and its label."""

    id: str
    label: Text


@register.simple_tag(name="icon")
def draw_icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration that a screen reader passes over."""
    return _draw_icon(name, str(label), _find_sprite())


@cache
def _find_sprite() -> str:
    # Long tables ask a thousand times; where the sprite lies changes with a new build only.
    return static("vendor/icons.svg")


@lru_cache(maxsize=1024)
def _draw_icon(name: str, label: str, sprite: str) -> SafeString:
    address = f"{sprite}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address)


@register.simple_tag
def tag(label: str, color: str = "neutral", icon: str = "") -> SafeString:
    """Draw a small label; the colour only repeats what the words (and the icon) say.

    Args:
        label: words.
        color: neutral, accent, info, success, warning, danger, stage-1 to stage-4.
        icon: its name in the sprite.
    """
    # Long tables ask for one in each row, so it is written here and not in a template of its own.
    drawn = draw_icon(icon) if icon else ""
    return format_html('<span class="ds-tag" data-color="{}" data-size="sm">{}{}</span>', color, drawn, label)


@register.inclusion_tag("kit/_empty.html")
def empty_state(title: str, text: str = "", url: str = "", action: str = "", icon: str = "list") -> dict[str, Any]:
    """Say what an empty list is for, and offer the first step."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("kit/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """List what is wrong with a form at its top, each line leading to its field."""
    return {"form": form}


@register.inclusion_tag("kit/_path.html")
def path_of_stones(stones: Iterable[Stone], label: str = "") -> dict[str, Any]:
    """Draw the path: the one recurring motif, used only for „where are we”."""
    return {"stones": list(stones), "label": label}


@register.inclusion_tag("kit/_pages.html", takes_context=True)
def pages(context: template.Context, page: Any, label: str = "") -> dict[str, Any]:  # noqa: ANN401 - a paginator's page
    """Draw the links between the pages of a list, keeping the filters in the address."""
    request = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {"page": page, "numbers": numbers, "query": query.urlencode(), "gap": page.paginator.ELLIPSIS, "label": label}


@register.inclusion_tag("kit/_table.html", takes_context=True)
def table(context: template.Context, table: Any) -> dict[str, Any]:  # noqa: ANN401 - see kit.tables
    """Draw a table that sorts and pages by its address, and turns into cards on a phone."""
    return {"table": table, "request": context["request"]}


@register.simple_block_tag
def alert(content: str, color: str = "info") -> SafeString:
    """Frame a message: info, success, warning or danger."""
    return format_html('<div class="ds-alert" data-color="{}">{}</div>', color, mark_safe(content))  # noqa: S308 - a template's own content


@register.inclusion_tag("kit/_breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Crumb], here: str = "", label: str = "") -> dict[str, Any]:
    """Draw the way from the front page to this one; the last step is where the reader is."""
    return {"crumbs": list(crumbs), "here": here, "label": label}


@register.simple_block_tag
def tabs(content: str, tabs: Sequence[Tab], label: str = "") -> SafeString:
    """Draw tabs over their panels: links to the parts of a long page, and tabs where scripts run."""
    # A template's own content, rendered and escaped already.
    return render_to_string("kit/_tabs.html", {"content": mark_safe(content), "tabs": tabs, "label": label})  # noqa: S308


@register.simple_block_tag
def panel(content: str, id: str, label: str) -> SafeString:  # noqa: A002 - the attribute's own name
    """Draw one panel under tabs, with its heading for readers without scripts."""
    return render_to_string("kit/_panel.html", {"content": mark_safe(content), "id": id, "label": label})  # noqa: S308


@register.simple_block_tag
def dialog(content: str, id: str, title: str, opener: str, href: str = "", variant: str = "secondary") -> SafeString:  # noqa: A002
    """Draw a button that opens a dialog; without scripts the button is a link to a page that does the same."""
    parts = {"id": id, "title": title, "opener": opener, "href": href, "variant": variant}
    return render_to_string("kit/_dialog.html", {"content": mark_safe(content), **parts})  # noqa: S308


@register.inclusion_tag("kit/_progress.html")
def progress(work: Work) -> dict[str, Any]:
    """Draw how far a long work is, and honestly how long it may still take."""
    now = timezone.now()
    return {"work": work, "is_stuck": is_stuck(work, now), "remaining": say_remaining(estimate_seconds(work, now))}


@register.inclusion_tag("kit/_chart.html")
def chart(chart: Chart) -> dict[str, Any]:
    """Draw a chart with the sentence that reads it, its table and its data."""
    return {
        "chart": chart,
        "drawings": [(size, mark_safe(svg)) for size, svg in chart.drawings()],  # noqa: S308 - cleaned by charts_svg
        "payload": json_script(chart.payload()),
        "link": mark_safe(chart.data_link()),  # noqa: S308 - quoted
        "name": f"dane-{chart.key[:8]}",
    }


@register.filter
def markdown(text: str) -> SafeString:
    """Show Markdown that people typed."""
    return mark_safe(render_markdown(text or ""))  # noqa: S308 - sanitised by nh3


@register.filter
def summary(text: str, length: int = 200) -> str:
    """Give the first plain words of a Markdown text."""
    return bind_words(strip_markdown(text or "", length))


@register.filter
def nbsp(text: object) -> str:
    """Keep one-letter words and numbers with what follows them."""
    return bind_words(str(text)) if text else ""


@register.filter
def figure(value: float | None, digits: int = 3) -> str:
    """Write a number without the zeros that would end it."""
    return write_number(value, digits)


@register.filter
def decimal(value: float | None, digits: int = 2) -> str:
    """Write a number with so many decimals, below nought with a minus and not with a hyphen."""
    return write_number(value, digits, keep=True)


@register.filter
def imprecise(date: ImpreciseDate) -> str:
    """Write an imprecise date in the language of the page."""
    return date.format("en" if get_language() == "en" else "pl")


@register.filter
def long_day(day: datetime.date | None) -> str:
    """Write a day as „9 października 2020”."""
    return date_format(day, "j E Y" if get_language() == "pl" else "j F Y").replace(" ", "\u00a0") if day else ""


@register.filter
def moment(instant: datetime.datetime | None, seconds: int = 1) -> str:
    """Write an instant as „31 sierpnia 2020, 15:59”, with its seconds where it has any; ``:0`` leaves them out."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    hour = f"{local:%H:%M:%S}" if seconds and local.second else f"{local:%H:%M}"
    return f"{long_day(local.date())}, {hour}"


@register.filter
def long_moment(instant: datetime.datetime | None) -> str:
    """Write an instant as letters do: „31 sierpnia 2020 r., godz. 15.59”, with its seconds where it has any."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    words = {"day": long_day(local.date()), "hour": f"{local:%H}", "minute": f"{local:%M}", "second": f"{local:%S}"}
    if local.second:
        return pgettext("instant", "%(day)s, %(hour)s:%(minute)s:%(second)s") % words
    return pgettext("instant", "%(day)s, %(hour)s:%(minute)s") % words


@register.filter
def deadline(instant: datetime.datetime | None) -> str:
    """Write the end of a term as letters do; midnight is told as the end of the day before, as people think of it."""
    if instant is None:
        return ""
    local = timezone.localtime(instant)
    if local.time() == datetime.time(0):
        last = timezone.localtime(instant - datetime.timedelta(microseconds=1))
        return pgettext("instant", "%(day)s, 24:00") % {"day": long_day(last.date())}
    # The last second of a minute ends that minute.
    return long_moment(instant.replace(second=0) if local.second == LAST_SECOND else instant)


@register.filter
def money(amount: Decimal | None) -> str:
    """Write an amount as „40 000 zł”."""
    return write_money(amount)
