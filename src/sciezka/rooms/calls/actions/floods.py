"""Holding off floods, over all processes of the server: what is begun from one network, and letters to one address.

A whole school behind one address gets in; a flood is asked to press again. Neither an address of a computer nor an e-mail
is kept for it: what is counted is a digest of either, the former cut to its network, and it goes when its while is over.
"""

import datetime as dt
from typing import Final

from sciezka.kit.tallies import count_up
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.surveys.queries.running_pace import cut_address

MINUTE: Final = dt.timedelta(minutes=1)
HOUR: Final = dt.timedelta(hours=1)
# Letters within an hour to an address that nobody confirmed: about drafts that anybody may begin in its name, and all
# that an applicant's own steps send.
MOST_LETTERS: Final = 5
MOST_TO_UNCONFIRMED: Final = 20


def admit(door: str, address: str | None, most: int) -> bool:
    """Count what is begun from a network within a minute; False where that was too often.

    Args:
        door: what is begun, such as ``inquiry 12``.
        address: the computer's address; this machine's own is never counted.
        most: how often it may be.
    """
    network = cut_address(address)
    return network is None or count_up(door, network, within=MINUTE) <= most


def may_write_to(submission: Submission, *, begun: bool = False) -> bool:
    """Tell whether a letter may go to an address that nobody has confirmed; not many within an hour, whoever types it.

    Args:
        submission: whose applicant would be written to.
        begun: whether the letter is about a draft that was just begun.
    """
    if submission.confirmed_at is not None or not submission.email:
        return True
    who = submission.email.lower()
    if begun and count_up("letter of a draft", who, within=HOUR) > MOST_LETTERS:
        return False
    return count_up("letter", who, within=HOUR) <= MOST_TO_UNCONFIRMED
