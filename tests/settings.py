"""Settings of the test suite: the product's own, with the slow and the outward parts swapped."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SCIEZKA_HOME", tempfile.mkdtemp(prefix="sciezka-test-"))
os.environ.setdefault("SCIEZKA_SECRET_KEY", "only-for-tests")

from sciezka.config.settings import *  # noqa: F403
from sciezka.config.settings import HOME, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(HOME) / "files"
ALLOWED_HOSTS = ["*"]
