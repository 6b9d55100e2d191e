"""What the thread does at night: taking down the score of every plan."""

from django.utils import timezone
from django_tasks import task

from sciezka.rooms.thread.actions.queueing import RECORD_SCORES, queue_for_night
from sciezka.rooms.thread.actions.scores import record_all_scores


@task()
def record_scores() -> None:
    """Keep the day's scores, and come again the next night.

    When another of its kind was here before (two people began the count on one day), there is nothing left to keep, and
    this one does not come again.
    """
    if record_all_scores(today=timezone.localdate()):
        queue_for_night(RECORD_SCORES)
