"""Holding off floods at surveys, over all processes of the server, without keeping anybody's address.

Answers that are begun are counted by their network and by the minute; of fewer than ten nothing is written (``kit.crowds``).
A whole school behind one address gets in; a flood is asked to press again, and nothing typed is lost.

Addresses of the machine itself are never counted: behind a proxy that the settings don't trust everybody has one.
"""

import datetime as dt
from typing import Final

from sciezka.kit.crowds import Crowd
from sciezka.rooms.surveys.queries.running_pace import cut_address

MOST_BEGUN: Final = 300
"""Answers begun from one network within a minute."""

crowd: Final = Crowd(dt.timedelta(minutes=1))


def admit(door: str, address: str | None) -> bool:
    """Count an answer that begins; False where too many have.

    Args:
        door: the survey's word in its address.
        address: the computer's address.
    """
    network = cut_address(address)
    return network is None or crowd.admit(f"survey {door}", network, MOST_BEGUN)
