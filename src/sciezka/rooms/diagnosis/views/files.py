"""A tree as files, and the stream by which its screens learn of changes."""

import json
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sciezka.kit.files import give_file
from sciezka.kit.guards import needs
from sciezka.kit.live import answer_state, open_stream
from sciezka.kit.painting import paint
from sciezka.kit.slugs import make_slug
from sciezka.rooms.diagnosis.charts.tree import draw_file
from sciezka.rooms.diagnosis.documents.tree import write_pdf, write_text
from sciezka.rooms.diagnosis.models import Tree
from sciezka.rooms.diagnosis.queries.statements import find_tree
from sciezka.rooms.diagnosis.queries.trees import pulse_of, read_tree

# A picture of so many points a side is past what painters hold.
FINE = 2
WIDEST = 6000


def give(tree: Tree, body: bytes | str, kind: str, suffix: str) -> HttpResponse:
    """Give a file to keep."""
    name = make_slug(tree.name, fallback="drzewo", length=60)
    return give_file(body, kind, f"{name}.{suffix}")


@never_cache
@require_safe
@needs("diagnosis.view", of=find_tree)
def give_svg(_request: HttpRequest, tree: Tree) -> HttpResponse:
    """Give a tree as SVG."""
    return give(tree, draw_file(read_tree(tree)), "image/svg+xml", "svg")


@never_cache
@require_safe
@needs("diagnosis.view", of=find_tree)
def give_png(_request: HttpRequest, tree: Tree) -> HttpResponse:
    """Give a tree as PNG, fine enough for print."""
    svg = draw_file(read_tree(tree))
    width = float(svg.split('width="', 1)[1].split('"', 1)[0])
    return give(tree, paint(svg, scale=min(FINE, WIDEST / width)), "image/png", "png")


@never_cache
@require_safe
@needs("diagnosis.view", of=find_tree)
def give_pdf(_request: HttpRequest, tree: Tree) -> HttpResponse:
    """Give a tree for an A3 sheet."""
    return give(tree, write_pdf(read_tree(tree)), "application/pdf", "pdf")


@never_cache
@require_safe
@needs("diagnosis.view", of=find_tree)
def give_text(_request: HttpRequest, tree: Tree) -> HttpResponse:
    """Give the outline as plain text."""
    return give(tree, write_text(read_tree(tree)), "text/plain; charset=utf-8", "txt")


def draw_state(key: int) -> str:
    """Tell which version of a tree stands; its page is fetched by whoever looks."""
    return json.dumps({"number": Tree.objects.values_list("version", flat=True).get(pk=key)})


@require_safe
@needs("diagnosis.view", of=find_tree)
def stream(request: HttpRequest, tree: Tree) -> HttpResponseBase:
    """Send the version now and at every change."""
    return open_stream(
        name=pulse_of(tree.pk),
        pulse=pulse_of(tree.pk),
        holder=f"user.{request.user.pk}",
        render=partial(draw_state, tree.pk),
    )


@require_safe
@needs("diagnosis.view", of=find_tree)
def give_state(_request: HttpRequest, tree: Tree) -> HttpResponse:
    """Give the version once, to whoever gets no stream."""
    return answer_state(draw_state(tree.pk))
