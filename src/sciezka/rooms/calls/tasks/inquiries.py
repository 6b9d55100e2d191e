"""Sending answers to those who asked about a call. The queue carries a question's key, never an address."""

from django_tasks import task

from sciezka.rooms.calls.actions import inquiries
from sciezka.rooms.calls.documents.answers_mail import write_answer


@task()
def send_answer(inquiry_id: int) -> None:
    """Send an answer to whoever asked, and forget the address; when sending fails, the address stays for another try.

    Args:
        inquiry_id: which question.
    """
    inquiry = inquiries.take_address(inquiry_id)
    if inquiry is None:
        return
    try:
        write_answer(inquiry).send()
    except Exception:
        inquiries.give_address_back(inquiry)
        raise


@task()
def forget_address(inquiry_id: int) -> None:
    """Delete the address of a question that nobody answered for long.

    Args:
        inquiry_id: which question.
    """
    inquiries.forget_address(inquiry_id)
