"""What the town offers: which product uses which resource, and the page of each product."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.diagnosis.actions.assets import put_back, take_off
from sciezka.rooms.diagnosis.charts.product_map import NARROW, draw_products
from sciezka.rooms.diagnosis.forms.resources import ProductForm
from sciezka.rooms.diagnosis.models import Product
from sciezka.rooms.diagnosis.queries.holdings import read_holdings
from sciezka.rooms.diagnosis.queries.resources import find_product, used_by
from sciezka.rooms.diagnosis.views.frame import show_page
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.queries.hanging import read_hanging
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("diagnosis.view", of=find_process)
def show_list(request: HttpRequest, process: Process) -> HttpResponse:
    """Show which product uses which resource, drawn and as a list."""
    view = read_holdings(request.user, process)
    is_drawn = bool(view.products and view.resources)
    context = {
        "view": view,
        # Every word that people typed is escaped where it is drawn.
        "wide": mark_safe(draw_products(view)) if is_drawn else "",  # noqa: S308
        "narrow": mark_safe(draw_products(view, NARROW)) if is_drawn else "",  # noqa: S308
        "off": [row for row in view.off if isinstance(row, Product)],
    }
    return show_page(request, "diagnosis/products.html", process, "products", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_process)
def make(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a product; the address may name a resource that it is to use."""
    wanted = read_number(request.GET.get("zasob"))
    uses = frozenset({wanted}) if wanted else frozenset()
    form = ProductForm(process, data=request.POST if request.method == "POST" else None, uses=uses)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("Saved: %(title)s.") % {"title": made})
        return redirect(made)
    return show_page(request, "diagnosis/asset_form.html", process, "products", {"form": form, "title": _("New product")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_product)
def edit(request: HttpRequest, product: Product) -> HttpResponse:
    """Change what is said about a product; where somebody else did so meanwhile, show both texts."""
    data = request.POST if request.method == "POST" else None
    form = ProductForm(product.process, product, data, uses=used_by(product))
    if form.is_bound and form.is_valid() and (saved := form.save(actor_of(request))):
        messages.success(request, _("The changes are saved."))
        return redirect(saved)
    context = {"form": form, "title": product.name, "asset": product}
    status = 409 if form.standing else 200
    return show_page(request, "diagnosis/asset_form.html", product.process, "products", context, status)


@require_safe
@needs("diagnosis.view", of=find_product)
def show(request: HttpRequest, product: Product) -> HttpResponse:
    """Show a product and how it hangs on the thread."""
    context = {"product": product, "hanging": read_hanging(product)}
    return show_page(request, "diagnosis/product.html", product.process, "products", context)


@require_POST
@needs("diagnosis.edit", of=find_product)
def decide(request: HttpRequest, product: Product) -> HttpResponse:
    """Take a product off the list, or put it back."""
    if request.POST.get("decision") == "back":
        put_back(actor=actor_of(request), asset=product)
        messages.success(request, _("It is back on the list, under its old code."))
    else:
        take_off(actor=actor_of(request), asset=product)
        messages.success(request, _("It is off the list. Its code and its ties are kept."))
    return redirect(product)
