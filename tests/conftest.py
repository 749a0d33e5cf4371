import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from heed.accounts.models import Organisation, User
from heed.accounts.queries import SYSTEM_ADDRESS
from heed.core.models import Calendar
from heed.surveys.forms.shown_pages import blank_page
from heed.surveys.queries.versions import asked_under
from tests.accounts.factories import make_user


def pytest_configure(config):
    """Every run keeps its files in a folder of its own, and hashes passwords quickly."""
    hypothesis.settings.register_profile("heed", deadline=None)  # a busy machine is no fault
    hypothesis.settings.load_profile("heed")
    home = Path(tempfile.mkdtemp(prefix="heed-test-"))
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    settings.HEED_HOME = home
    settings.OUTBOX_FOLDER = home / "outbox"
    settings.STATIC_ROOT = home / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": home / "files", "allow_overwrite": True},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _english():
    """A page shown in another language leaves that language behind in its thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept():
    """In the next test another questionnaire has the same id, and another company is there."""
    yield
    asked_under.cache_clear()
    blank_page.cache_clear()
    cache.clear()


@pytest.fixture
def organisation(db):
    Calendar.objects.create(
        name="Office",
        time_zone="UTC",
        weekly={str(day): [["09:00", "17:00"]] for day in range(5)},
        is_default=True,
    )
    return Organisation.objects.create(
        name="Harbour Lane", mail_address="service@harbour.example", currency="GBP"
    )


@pytest.fixture
def system(organisation):
    return User.objects.create(email=SYSTEM_ADDRESS, name="Heed", role="system", password="!")


@pytest.fixture
def agent(organisation):
    return make_user(role="agent", name="Mei Chen", email="mei@harbour.example")


@pytest.fixture
def manager(organisation):
    return make_user(role="manager", name="Ruth Adler", email="ruth@harbour.example")


@pytest.fixture
def analyst(organisation):
    return make_user(role="analyst", name="Tom Okoye", email="tom@harbour.example")


@pytest.fixture
def admin(organisation):
    return make_user(role="admin", name="Ada Lindqvist", email="ada@harbour.example")
