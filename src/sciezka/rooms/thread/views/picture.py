"""The picture of the thread: on a page, and as files."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.kit.painting import keep, paint
from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.thread.charts.picture import arrange, draw_file, draw_picture, list_keys
from sciezka.rooms.thread.queries.picture import EVERYTHING, LONGEST_CODE, REACHES, Picture, PictureWish, read_picture
from sciezka.rooms.thread.queries.views_graph import sort_nodes
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

SCALES: Final = (40, 60, 80, 100, 130, 170)
# A picture opens so that it fits this width, unless its letters would become too small to be read.
OPENING_WIDTH: Final = 940
SMALLEST: Final = 85
# With so many nodes the list begins folded, with the number of each type.
MANY: Final = 60
MOST_TYPES: Final = 40
MOST_POINTS: Final = 24_000_000


def read_wish(request: HttpRequest) -> PictureWish:
    """Read what the address asks for; what it does not know counts as nothing."""
    scale, reach = read_number(request.GET.get("skala")), read_number(request.GET.get("zasieg"))
    return PictureWish(
        focus=request.GET.get("wezel", "")[:LONGEST_CODE],
        without=tuple(dict.fromkeys(key[:40] for key in request.GET.getlist("bez")[:MOST_TYPES])),
        is_asked=request.GET.get("widok") == "caly",
        scale=scale if scale in SCALES else 0,
        reach=reach if reach in {*REACHES, EVERYTHING} else 0,
    )


@require_safe
@needs("thread.view", of=find_process)
def show_picture(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the thread, or what concerns one node of it, as a picture and as a list."""
    wish = read_wish(request)
    picture = read_picture(process, wish)
    context = {
        "process": process,
        "wish": wish,
        "picture": picture,
        "every": sort_nodes(picture.plan, picture.plan.standing),
        "words": wish.write(),
        "words_whole": wish.write(wezel=""),
        "words_asked": wish.write(widok="caly"),
        "words_all": wish.write(zasieg=EVERYTHING),
        "reaches": REACHES,
        "everything": EVERYTHING,
        "is_folded": len(picture.near) > MANY,
    }
    if picture.nodes:
        context |= draw_for_page(picture, wish)
    return render(request, "thread/picture.html", context)


def draw_for_page(picture: Picture, wish: PictureWish) -> dict[str, object]:
    """Draw the picture with its key, at the scale that the address asks for or that fits."""
    drawn = arrange(picture)
    fitting = min(100, max(SMALLEST, round(100 * OPENING_WIDTH / drawn.width)))
    scale = wish.scale or fitting
    return {
        # Every word that people typed is escaped where it is drawn.
        "svg": mark_safe(draw_picture(drawn, scale / 100)),  # noqa: S308
        "keys": [(label, mark_safe(sample)) for label, sample in list_keys(drawn)],  # noqa: S308
        "words_smaller": wish.write(skala=max([one for one in SCALES if one < scale], default=SCALES[0])),
        "words_larger": wish.write(skala=min([one for one in SCALES if one > scale], default=SCALES[-1])),
        "words_fit": wish.write(skala=0),
    }


def draw_whole(request: HttpRequest, process: Process) -> tuple[str, float]:
    """Draw the picture that the address asks for as a file, and say how many points it has; 404 when nothing is on it."""
    picture = read_picture(process, read_wish(request))
    if not picture.nodes:
        raise Http404
    title = _("Golden thread")
    if picture.focus:
        title = _("Golden thread: around %(code)s") % {"code": picture.focus.code}
    drawn = arrange(picture)
    return draw_file(drawn, title, f"{process.name} · {long_day(timezone.localdate())}"), drawn.width * drawn.height


@require_safe
@needs("thread.view", of=find_process)
def give_svg(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the picture as SVG."""
    return give(draw_whole(request, process)[0].encode(), "image/svg+xml", "zlota-nic.svg")


@require_safe
@needs("thread.view", of=find_process)
def give_png(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the picture as PNG, as fine as its size allows."""
    svg, points = draw_whole(request, process)
    scale = min(2.0, (MOST_POINTS / points) ** 0.5)
    return give(keep(f"{scale}{svg}", "png", lambda: paint(svg, scale)), "image/png", "zlota-nic.png")


def give(body: bytes, kind: str, name: str) -> HttpResponse:
    """Give a file to keep."""
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
