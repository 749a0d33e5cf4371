"""The rules of the code that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 400
MOST_TEMPLATE_LINES = 120


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository, those too that are about to be added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    found = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    return [path for line in found.stdout.splitlines() if (path := ROOT / line).is_file()]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def product() -> list[Path]:
    return [path for path in tracked("heed/*.py") if "migrations" not in path.parts]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def found_in(paths: list[Path], search) -> list[str]:
    """Where `search(tree)` finds a node, as `file:line`."""
    return [f"{name_of(path)}:{node.lineno}" for path in paths for node in search(tree_of(path))]


# Only operations write to the database.

WRITES = {
    *("abulk_create", "acreate", "adelete", "asave", "aupdate", "bulk_create", "bulk_update"),
    *("create", "delete", "get_or_create", "save", "update", "update_or_create"),
}
MAY_WRITE = (
    ("heed/*/operations.py", "operations are where the business writes"),
    ("heed/*/operations/*.py", "operations are where the business writes"),
    ("heed/customers/merging.py", "operations that put customers together and take them apart"),
    ("heed/core/*.py", "the log, the queue, the outbox and the search index are tables of core"),
    ("heed/config/api*.py", "the answers kept under idempotency keys"),
    ("heed/cli/demo/*.py", "the invented company is written in bulk, under the same rules"),
    ("heed/value/staging.py", "rows of a running import, before an operation accepts them"),
)
# What else has a method of such a name: dictionaries, sets, hashes, forms, e-mail messages.
HARMLESS = ("digest", "hashlib", "seen", "state", "headers", "counts", "context", "values")


def chain_of(node: ast.expr) -> str:
    """The expression a method is called on, as it is written."""
    return ast.unparse(node)


def is_write(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr not in WRITES:
        return False
    called_on = chain_of(node.func.value)
    if node.func.attr in {"save", "delete", "asave", "adelete"}:
        return called_on != "np"  # what NumPy deletes is part of an array
    return bool(
        re.search(r"\bobjects\b|\.(filter|exclude|all|select_for_update|order_by)\(", called_on)
    )


def writes(tree: ast.Module) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if is_write(node)]


def test_only_operations_write_to_the_database():
    elsewhere = [
        path
        for path in product()
        if not any(path.relative_to(ROOT).match(pattern) for pattern, _reason in MAY_WRITE)
    ]

    assert found_in(elsewhere, writes) == []


def test_queries_and_rules_do_not_call_operations():
    readers = [
        path
        for path in product()
        if {"queries", "rules"} & {part.removesuffix(".py") for part in path.parts}
    ]

    def imports_operations(tree):
        return [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and "operations" in (node.module or "").split(".")
        ]

    assert found_in(readers, imports_operations) == []


# Across apps only what an app offers to others is imported.

OFFERED = {
    *("documents", "events", "http", "models", "operations", "queries"),
    "forms",  # a page that composes rooms shows their forms
    "mime",  # the pure reading and writing of mail
    "finding",  # the pure finding of promises in text
    *("format", "answering", "ready"),  # questionnaires: what they are, how they are answered
    "analysing",  # what can be asked of the answers
}
EVERYBODYS = {"core", "measures", "measuring"}
COMPOSERS = {"config", "cli"}  # they put the rooms together and start them


def foreign_imports(path: Path) -> list[str]:
    app = path.relative_to(ROOT).parts[1]
    found = []
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("heed."):
            continue
        parts = node.module.split(".")
        names = [parts[2]] if len(parts) > 2 else [alias.name for alias in node.names]
        if parts[1] != app and parts[1] not in EVERYBODYS and not set(names) <= OFFERED:
            found.append(f"{name_of(path)}:{node.lineno} imports {node.module}")
    return found


def test_across_apps_only_what_is_offered_is_imported():
    inside = [path for path in product() if path.relative_to(ROOT).parts[1] not in COMPOSERS]

    assert [each for path in inside for each in foreign_imports(path)] == []


def test_nothing_is_imported_inside_a_function():
    def inner_imports(tree):
        functions = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]
        return [
            node
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]

    assert found_in(product(), inner_imports) == []


# Names and sizes.

EMPTY_NAMES = {
    *("utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service"),
    *("services", "data", "info", "process", "lib", "tools", "stuff", "constants"),
}


def test_no_file_has_a_name_that_says_nothing():
    assert [name_of(path) for path in tracked("*.py") if path.stem in EMPTY_NAMES] == []


def test_packages_inside_apps_have_an_empty_init():
    # Django finds tables only through the name `models`, so a package of them lists its tables.
    filled = [path for path in tracked("heed/**/__init__.py") if path.stat().st_size]

    assert [name_of(path) for path in filled if path.parent.name != "models"] == []


def test_a_package_of_tables_only_lists_them():
    packages = [path for path in tracked("heed/*/models/__init__.py") if path.stat().st_size]
    statements = [node for path in packages for node in tree_of(path).body]

    assert packages
    assert [node for node in statements if not isinstance(node, ast.ImportFrom | ast.Assign)] == []


def too_long(paths: list[Path], most: int) -> list[str]:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in paths}
    return [f"{name}: {length}" for name, length in lengths.items() if length > most]


def test_no_file_of_code_is_too_long():
    written = [path for path in tracked("*.py", "*.css", "*.js") if "migrations" not in path.parts]

    assert too_long(written, MOST_LINES) == []


def test_no_template_is_too_long():
    assert too_long(tracked("heed/**/*.html"), MOST_TEMPLATE_LINES) == []


def test_migrations_have_names():
    unnamed = re.compile(r"^\d{4}_(auto_|alter_|remove_|\d)|_and_more$")
    paths = tracked("heed/*/migrations/0*.py")

    assert [name_of(path) for path in paths if unnamed.search(path.stem)] == []


@pytest.mark.parametrize(
    "app", sorted({path.parts[-3] for path in tracked("heed/*/migrations/0*.py")})
)
def test_each_app_has_one_line_of_migrations(app):
    numbers = [path.name[:4] for path in tracked(f"heed/{app}/migrations/0*.py")]

    assert len(numbers) == len(set(numbers))


# Texts and errors.

TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}


def built_texts(tree: ast.Module) -> list[ast.AST]:
    """Translated texts that are not literal, so that no catalogue can hold them."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TRANSLATES
    ]
    return [
        call
        for call in calls
        if any(isinstance(each, ast.JoinedStr | ast.BinOp | ast.Call) for each in call.args[:1])
    ]


def test_translated_texts_are_literal():
    assert found_in(product(), built_texts) == []


CATCH_EVERYTHING = {
    "heed/core/jobs.py": "the task runner puts back or parks what fails",
    "heed/conversations/operations/reading.py": "a mail that breaks its reader is parked",
}


def test_only_the_task_runner_catches_everything():
    def catches_everything(tree):
        return [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.ExceptHandler)
            and (
                node.type is None
                or {"Exception", "BaseException"}
                & {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
            )
        ]

    elsewhere = [path for path in product() if name_of(path) not in CATCH_EVERYTHING]

    assert found_in(elsewhere, catches_everything) == []


def test_every_todo_carries_an_issue_number():
    bare = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))")
    paths = [path for path in tracked("*.py", "*.html", "*.css", "*.js") if path != Path(__file__)]

    assert [name_of(path) for path in paths if bare.search(path.read_text("utf-8"))] == []


# Nothing of the machine it was written on.

HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "index" + "-url =")
PLACES = re.compile(r"(?<![\w.])/(root|home/\w+|work|opt/(?!heed/)\w+|Users/\w+)/[\w.]")


def texts() -> dict[str, str]:
    contents = {}
    for path in tracked("."):
        try:
            contents[name_of(path)] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a mail in another charset
    return contents


def test_no_package_registry_is_named():
    named = [name for name, text in texts().items() if any(host in text for host in HOSTS)]

    assert named == []


def test_no_path_of_a_machine_is_named():
    assert [name for name, text in texts().items() if PLACES.search(text)] == []
