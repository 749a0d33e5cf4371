"""What is written about settings, commands and the repository agrees with what is there."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from heed.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
NAME = re.compile(r"\bHEED_[A-Z_]+[A-Z]\b")
ABOUT_SETTINGS = ROOT / "docs" / "configuration.md"
ABOUT_COMMANDS = ROOT / "docs" / "commands.md"
TARGETS = ("demo", "test", "check", "bench", "messages")


def names_read() -> set[str]:
    """The variables that the product and its tools read."""
    product = {
        name
        for path in (ROOT / "heed").rglob("*.py")
        for name in re.findall(r'"(HEED_[A-Z_]+)"', path.read_text("utf-8"))
    }
    tools = {
        name
        for path in (ROOT / "bin").iterdir()
        for name in re.findall(r'environ(?:\.get\(|\[)"(HEED_[A-Z_]+)"', path.read_text("utf-8"))
    }
    return product | tools


def test_every_setting_is_documented_and_nothing_else_is():
    documented = set(re.findall(r"^\| `(HEED_[A-Z_]+)`", ABOUT_SETTINGS.read_text("utf-8"), re.M))

    assert documented == names_read() | {"HEED_REQUIRE_BROWSER"}


def test_no_document_names_a_setting_that_does_not_exist():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "ops").rglob("*")]
    named = {
        name for page in pages if page.is_file() for name in NAME.findall(page.read_text("utf-8"))
    }

    assert named <= names_read() | {"HEED_REQUIRE_BROWSER"}


def test_every_command_is_documented_and_nothing_else_is():
    documented = re.findall(r"^\| `heed ([a-z ]+)`", ABOUT_COMMANDS.read_text("utf-8"), re.M)

    assert documented == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example_of_itself(name):
    command = importlib.import_module(f"heed.cli.commands.{name.replace(' ', '_')}")

    assert command.EXAMPLE.startswith(f"heed {name}")


def test_the_readme_gives_the_two_commands_to_set_up():
    readme = (ROOT / "README.md").read_text("utf-8")

    assert "make demo" in readme
    assert "make test" in readme


@pytest.mark.parametrize("target", TARGETS)
def test_make_knows_the_target(target):
    made = (ROOT / "Makefile").read_text("utf-8")

    assert re.search(rf"^{target}:", made, re.M)


# Django's own checks for a public installation, but for what is decided otherwise.

ACCEPTED = {
    "security.W005": "subdomains of the address may belong to others",
    "security.W008": "the proxy redirects to https, see docs/configuration.md",
    "security.W021": "a preload list is the owner's decision",
}


def test_a_public_installation_passes_the_checks_of_django(tmp_path):
    settings = {"HEED_HOME": str(tmp_path), "HEED_BASE_URL": "https://desk.example.org"}
    around = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}

    checked = subprocess.run(
        (sys.executable, "-m", "django", "check", "--deploy"),
        env=around | settings | {"DJANGO_SETTINGS_MODULE": "heed.config.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    found = set(re.findall(r"\(([a-z_]+\.[WE]\d+)\)", checked.stderr))
    assert checked.returncode == 0, checked.stderr
    assert found <= set(ACCEPTED), checked.stderr


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hashes(name):
    lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    packages = [line for line in lines if re.match(r"^[a-z0-9]", line)]

    assert [line.split()[0] for line in packages if "--hash=sha256:" not in line] == []


def test_what_heed_needs_is_locked_alike_for_developers():
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def pins(name: str) -> set[str]:
    return set(re.findall(r"^[a-z0-9.-]+==\S+", (ROOT / name).read_text("utf-8"), re.M))
