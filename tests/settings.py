"""Settings of the test suite: the product's own, with the slow and the outward parts swapped."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "SCIEZKA_HOME" not in os.environ:
    os.environ["SCIEZKA_HOME"] = tempfile.mkdtemp(prefix="sciezka-test-")
    # By the process that made it: those that it starts use it too.
    atexit.register(shutil.rmtree, os.environ["SCIEZKA_HOME"], ignore_errors=True)
    os.environ["SCIEZKA_TEST_HOME"] = os.environ["SCIEZKA_HOME"]
elif os.environ["SCIEZKA_HOME"] == os.environ.get("SCIEZKA_TEST_HOME") and "PYTEST_XDIST_WORKER" in os.environ:
    # But processes that share the tests among them would delete each other's files, and count them.
    own = Path(os.environ["SCIEZKA_HOME"]) / os.environ["PYTEST_XDIST_WORKER"]
    own.mkdir(exist_ok=True)
    os.environ["SCIEZKA_HOME"] = str(own)
os.environ.setdefault("SCIEZKA_SECRET_KEY", "only-for-tests")

from sciezka.config.settings import *  # noqa: F403
from sciezka.config.settings import DATABASES, HOME, STORAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as where the product runs: in memory all threads of a test's server would share one connection, so that a
    # request could end the transaction of another. Nothing of it outlives the run, so that nothing waits for the disk.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(HOME) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
else:
    # Where somebody has migrated a database of the same server already, test databases begin as its copies.
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("SCIEZKA_TEST_TEMPLATE") or None}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(HOME) / "files"
ALLOWED_HOSTS = ["*"]
