"""Forms: imprecise dates, the summary of errors, how fields are drawn."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.kit.forms import ImpreciseDateField


class DateForm(forms.Form):
    """One date that must be given, one that may, and a group."""

    when = ImpreciseDateField()
    until = ImpreciseDateField(required=False)
    mode = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A")], required=False)
    agreed = forms.BooleanField(required=False)
    secret = forms.IntegerField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("text", "precision", "days"),
    [
        ("9.10.2020", Precision.DAY, ("2020-10-09", "2020-10-09")),
        ("10–19.02.2020", Precision.RANGE, ("2020-02-10", "2020-02-19")),
        ("maj 2020", Precision.MONTH, ("2020-05-01", "2020-05-31")),
        ("Maj 2020 -Czerwiec 2020", Precision.MONTHS, ("2020-05-01", "2020-06-30")),
    ],
)
def test_dates_are_read_as_offices_write_them(text: str, precision: Precision, days: tuple[str, str]) -> None:
    date = ImpreciseDateField().clean(text)
    assert isinstance(date, ImpreciseDate)
    assert (date.precision, (date.start.isoformat(), date.end.isoformat())) == (precision, days)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31.02.2020", "impossible"),
        ("19.02.2020-10.02.2020", "reversed"),
        ("kiedyś", "unread"),
        ("9.10.2020 godz. 12.00", "timed"),
        ("", "required"),
        ("\x00", "null_characters_not_allowed"),
        ("9" * 81, "max_length"),
        ("%(text)s %s", "unread"),
    ],
)
def test_what_is_no_date_is_said_and_never_breaks(text: str, code: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        ImpreciseDateField().clean(text)
    assert caught.value.error_list[0].code == code
    assert caught.value.messages


def test_an_optional_date_may_be_empty() -> None:
    assert ImpreciseDateField(required=False).clean("  ") is None


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("text", ["9.10.2020", "10-19.02.2020", "maj 2020", "maj 2020 - czerwiec 2020"])
def test_a_shown_date_can_be_read_back(language: str, text: str) -> None:
    field = ImpreciseDateField()
    with translation.override(language):
        date = field.clean(text)
        assert field.clean(field.prepare_value(date)) == date


def test_the_form_keeps_what_was_typed_and_lists_its_errors() -> None:
    form = DateForm({"when": "31.02.2020", "secret": "x"})
    page = str(form)
    assert 'value="31.02.2020"' in page
    assert 'href="#id_when"' in page
    assert 'aria-describedby="id_when_helptext id_when_error"' in page or 'aria-invalid="true"' in page
    assert "ds-error-summary" in page


def test_a_good_form_has_no_summary() -> None:
    assert "ds-error-summary" not in str(DateForm({"when": "9.10.2020"}))


def test_groups_are_fieldsets_and_ticks_stand_before_their_labels() -> None:
    page = str(DateForm())
    assert page.count("<fieldset") == 1
    assert page.index('id="id_agreed"') < page.index('for="id_agreed"')


def test_the_filters_of_dates_speak_the_language_of_the_page() -> None:
    date = ImpreciseDateField().clean("9.10.2020")
    template = Template("{{ date|imprecise }}|{{ date.start|long_day }}|{{ nothing|long_day }}")
    with translation.override("pl"):
        assert template.render(Context({"date": date})).replace("\u00a0", " ") == "9 października 2020|9 października 2020|"
    with translation.override("en"):
        assert template.render(Context({"date": date})).replace("\u00a0", " ") == "9 October 2020|9 October 2020|"
