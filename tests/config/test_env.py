from pathlib import Path

import pytest

from heed.config import env


@pytest.fixture
def given(monkeypatch):
    """Set the one variable of these tests."""
    return lambda value: monkeypatch.setenv("HEED_TRIAL", value)


def database():
    return env.database("HEED_TRIAL", Path("default.sqlite3"))


@pytest.mark.parametrize("value", ["", "  "], ids=["empty", "blank"])
def test_an_empty_value_is_the_default(given, value):
    given(value)

    assert env.integer("HEED_TRIAL", 8, low=1, high=64) == 8


def test_a_number_is_read(given):
    given(" 12 ")

    assert env.integer("HEED_TRIAL", 8, low=1, high=64) == 12


@pytest.mark.parametrize("value", ["0", "65", "many", "1.5"])
def test_a_number_out_of_bounds_is_refused_with_the_bounds(given, value):
    given(value)

    with pytest.raises(
        env.BadSetting, match=f"HEED_TRIAL is '{value}', but must be a whole.*1 to 64"
    ):
        env.integer("HEED_TRIAL", 8, low=1, high=64)


def test_a_choice_is_read_whatever_its_case(given):
    given("Debug")

    assert env.choice("HEED_TRIAL", "info", ("debug", "info")) == "debug"


def test_an_unknown_choice_is_refused_with_the_choices(given):
    given("loud")

    with pytest.raises(env.BadSetting, match="one of debug, info"):
        env.choice("HEED_TRIAL", "info", ("debug", "info"))


def test_words_are_separated_by_commas(given):
    given("desk.example.org, , 10.0.0.7 ")

    assert env.words("HEED_TRIAL", ()) == ("desk.example.org", "10.0.0.7")


def test_a_folder_may_be_in_the_home_folder_and_becomes_absolute(given, monkeypatch):
    monkeypatch.setenv("HOME", "/srv/people/mei")
    given("~/heed")

    assert env.folder("HEED_TRIAL", Path("x")) == Path("/srv/people/mei/heed")


@pytest.mark.parametrize("value", ["desk.example.org", "ftp://desk.example.org", "https://"])
def test_an_address_that_browsers_cannot_open_is_refused(given, value):
    given(value)

    with pytest.raises(env.BadSetting, match="an address like https://desk"):
        env.web_url("HEED_TRIAL", "http://127.0.0.1:8000")


# The database


def test_without_a_database_it_is_a_file_in_the_data_folder(given):
    given("")

    found = database()
    assert (found["ENGINE"], found["NAME"]) == (
        "django.db.backends.sqlite3",
        Path("default.sqlite3"),
    )


@pytest.mark.parametrize(
    ("value", "file"),
    [
        ("sqlite:////srv/heed/data.sqlite3", "/srv/heed/data.sqlite3"),
        ("sqlite:////srv/our%20heed/data.sqlite3", "/srv/our heed/data.sqlite3"),
        ("sqlite:///data.sqlite3", "data.sqlite3"),
    ],
    ids=["absolute", "with a space", "relative"],
)
def test_a_database_file_is_read(given, value, file):
    given(value)

    assert database()["NAME"] == Path(file)


def test_a_postgresql_server_is_read(given):
    given("postgresql://heed:p%40ss@db.example.org:5433/desk?sslmode=require")

    found = database()
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("heed", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "5433", "desk")
    assert found["OPTIONS"] == {"connect_timeout": 10, "sslmode": "require"}


def test_a_socket_folder_is_read(given):
    given("postgresql://heed@/desk?host=/run/postgresql")

    found = database()
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgresql", "", "desk")


@pytest.mark.parametrize(
    "value",
    [
        "mysql://heed@db/desk",
        "sqlite:///",
        "postgresql://heed@db",
        "postgresql://heed@db:many/desk",
        "postgresql://heed@db/desk?sslmod=require",
        "desk.sqlite3",
    ],
    ids=["unknown engine", "no file", "no name", "bad port", "mistyped option", "no scheme"],
)
def test_a_database_that_cannot_be_used_is_refused_with_both_forms(given, value):
    given(value)

    with pytest.raises(env.BadSetting, match="sqlite:////path/to/file or postgresql://"):
        database()


# Mail servers


@pytest.mark.parametrize(
    ("value", "port", "security"),
    [
        ("smtps://mail.example.org", 465, "ssl"),
        ("smtp://mail.example.org", 587, "starttls"),
        ("smtp://mail.example.org:25?security=none", 25, "none"),
    ],
    ids=["TLS", "STARTTLS", "neither"],
)
def test_a_mail_server_has_the_usual_port_and_security(given, value, port, security):
    given(value)

    found = env.mail_server("HEED_TRIAL", schemes=("smtp", "smtps"))
    assert found is not None
    assert (found.host, found.port, found.security) == ("mail.example.org", port, security)


def test_a_mailbox_has_a_user_a_password_and_a_folder(given):
    given("imaps://desk%40example.org:p%2Fss@mail.example.org/INBOX/Service")

    found = env.mail_server("HEED_TRIAL", schemes=("imap", "imaps"))
    assert found is not None
    assert (found.user, found.password, found.folder) == (
        "desk@example.org",
        "p/ss",
        "INBOX/Service",
    )


def test_without_a_mail_server_there_is_none(given):
    given("")

    assert env.mail_server("HEED_TRIAL", schemes=("smtp", "smtps")) is None


@pytest.mark.parametrize(
    "value",
    [
        "mail.example.org",
        "imap://mail.example.org",
        "smtp://",
        "smtp://mail.example.org?security=x",
    ],
    ids=["no scheme", "another scheme", "no host", "unknown security"],
)
def test_a_mail_server_that_cannot_be_used_is_refused_with_an_example(given, value):
    given(value)

    with pytest.raises(env.BadSetting, match="smtps://user:password@mail"):
        env.mail_server("HEED_TRIAL", schemes=("smtp", "smtps"))


def test_a_password_is_not_shown_in_a_refusal(given):
    given("smtp://desk:secret@mail.example.org?security=x")

    with pytest.raises(env.BadSetting) as refusal:
        env.mail_server("HEED_TRIAL", schemes=("smtp", "smtps"))

    assert "secret" not in str(refusal.value)
