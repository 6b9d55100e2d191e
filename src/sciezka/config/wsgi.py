"""The WSGI application, for any server."""

import os

import django
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sciezka.config.settings")
django.setup(set_prefix=False)

from sciezka.kit.live import end_streams_on_stop  # noqa: E402 - the settings come first
from sciezka.kit.requests import PlainHandler  # noqa: E402 - the same
from sciezka.kit.serving import warm_rooms  # noqa: E402 - the same

warm_rooms()
end_streams_on_stop()
# What was read for that was read by this thread; requests have connections of their own.
connections.close_all()

application = PlainHandler()
