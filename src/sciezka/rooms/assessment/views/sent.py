"""What was sent with a form."""

from django.http import HttpRequest, QueryDict


def read_sent(request: HttpRequest) -> QueryDict | None:
    """Give what was sent, also when it is nothing at all; None where a form is only shown."""
    return request.POST if request.method == "POST" else None
