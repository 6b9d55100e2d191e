"""Themes of open answers: which items have them, changing and removing them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.themes import remove_theme as take_away
from sciezka.rooms.surveys.forms.results_open import ThemeForm
from sciezka.rooms.surveys.models import Survey, Theme
from sciezka.rooms.surveys.queries.places import find_survey, find_theme
from sciezka.rooms.surveys.queries.results_open import count_coded
from sciezka.rooms.surveys.queries.results_shapes import has_words, say_question
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak


@require_safe
@needs("surveys.see_answers", of=find_survey)
def list_themes(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show the items that people wrote something about, with their themes."""
    sight, context = open_results(survey), frame(request, survey, "themes")
    if sight is None:
        return render(request, "surveys/results_none.html", context)
    coded, themes = count_coded(survey), list(survey.themes.all())
    lines = [
        {
            "item": item,
            "question": say_question(item, speak()),
            "coded": coded[item.code],
            "themes": [theme for theme in themes if theme.item == item.code],
        }
        for item in sight.questionnaire.items()
        if has_words(item)
    ]
    return render(request, "surveys/results_themes.html", {**context, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("surveys.see_answers", of=find_theme)
def edit_theme(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Change a theme."""
    data = request.POST if request.method == "POST" else None
    form = ThemeForm(data, initial={"name": theme.name, "about": theme.about})
    if data is not None and form.is_valid() and form.save(actor_of(request), theme.survey, theme.item, theme):
        messages.success(request, _("The changes are saved."))
        return redirect(reverse("surveys:open_answers", kwargs={**theme.survey.address, "item_code": theme.item}))
    context = {**frame(request, theme.survey, "themes"), "theme": theme, "form": form}
    return render(request, "surveys/results_theme.html", context)


@require_POST
@needs("surveys.see_answers", of=find_theme)
def remove_theme(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Remove a theme; the answers stay."""
    survey, item = theme.survey, theme.item
    take_away(actor=actor_of(request), theme=theme)
    messages.success(request, _("The theme is removed. The answers stay."))
    return redirect(reverse("surveys:open_answers", kwargs={**survey.address, "item_code": item}))
