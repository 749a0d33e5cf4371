"""From the file to tiers and sentences, through the child process, on a database of its own."""

import json
import subprocess
import sys

import pytest

from tests.faults.conftest import ROOT

LINES = """customer_id,purchased_at,amount,product
A,2026-01-10,100.00,tea
A,2026-01-10,50.00,cup
A,2026-02-10,100.00,tea
A,2026-02-20,-100.00,tea
B,2024-06-01,80.00,tea
C,2025-12-01,30.00,tea
D,2026-02-20,30.00,tea
E,2026-02-01,-5.00,tea
F,2026-02-01,10.00,tea
"""


def run_import(place, path, *more):
    return subprocess.run(
        [sys.executable, "-m", "heed.cli.main", "import", "purchases", str(path), *more],
        env=place.environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def valued(place, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(LINES)
    done = run_import(place, path, "--json")
    assert done.returncode == 0, done.stderr
    return place, json.loads(done.stdout)


def test_the_value_view_follows_the_purchases(valued):
    place, outcome = valued

    assert outcome == {
        "rows": 9,
        "accepted": 9,
        "duplicates": 0,
        "rejected": 0,
        "unmatched_returns": 1,
        "customers": 6,
        "rejects_file": None,
    }
    rows = place.rows(
        "SELECT c.name, v.recency_days, v.tenure_days, v.frequency, v.money_minor, "
        "v.year_money_minor, c.tier, c.state FROM value_customervalue v "
        "JOIN customers_customer c ON c.id = v.customer_id ORDER BY c.name"
    )
    assert rows == [
        # The tea returned is that of January, whose day still has the cup.
        ("A", 10, 41, 2, 15000, 15000, "high", "high_value"),
        ("B", 629, 629, 1, 8000, 0, "low", "lost"),
        ("C", 81, 81, 1, 3000, 3000, "high", "high_value"),
        ("D", 0, 0, 1, 3000, 3000, "high", "high_value"),
        ("E", 19, 19, 0, -500, -500, "low", "potential"),
        ("F", 19, 19, 1, 1000, 1000, "low", "ordinary"),
    ]


def test_the_cut_points_are_kept_with_their_date(valued):
    place, _outcome = valued

    rule = "SELECT high_from_minor, medium_from_minor, customers, currency FROM value_tierrule"
    assert place.rows(rule) == [(3000, 2000, 6, "EUR")]
    assert str(place.one("SELECT as_of FROM value_tierrule")) == "2026-02-20"
    assert place.one("SELECT count(*) FROM core_event WHERE type = 'value.CustomersValued'") == 1


APPROVE = (
    "from datetime import date; from django.utils import timezone; "
    "from heed.accounts.queries import system_user; from heed.value.models import TierPolicy; "
    "from heed.value.operations.valuing import revalue_customers; "
    "TierPolicy.objects.create(high='{spend} >= 120', medium='{spend} >= 30 and "
    "{returns_share} < 0.5', margin_percent=10, drafted_by=system_user(), "
    "drafted_at=timezone.now(), approved_by=system_user(), approved_at=timezone.now(), "
    "valid_from=date(2020, 1, 1)); "
)
REVALUE = "revalue_customers(actor=system_user(), now=timezone.now())"
TIERS = (
    "SELECT c.name, c.tier, v.is_held, v.deciding FROM value_customervalue v "
    "JOIN customers_customer c ON c.id = v.customer_id ORDER BY c.name"
)


def test_customers_are_placed_by_the_policy_in_force(valued):
    place, _outcome = valued

    place.run(APPROVE + REVALUE)

    found = [
        (name, tier, bool(held), plain(values)) for name, tier, held, values in place.rows(TIERS)
    ]
    assert found == [
        ("A", "high", False, {"returns_share": 0.4, "spend": 150.0}),
        ("B", "low", False, {"returns_share": None, "spend": 0.0}),
        ("C", "medium", False, {"returns_share": 0.0, "spend": 30.0}),
        ("D", "medium", False, {"returns_share": 0.0, "spend": 30.0}),
        ("E", "low", False, {"returns_share": None, "spend": -5.0}),
        ("F", "low", False, {"returns_share": 0.0, "spend": 10.0}),
    ]
    moves = "SELECT m.after, count(*) FROM value_tiermove m GROUP BY m.rule_id, m.after ORDER BY "
    assert place.rows(moves + "m.rule_id, m.after") == [("high", 3), ("low", 3), ("medium", 2)]


def test_a_valuation_remembers_who_was_in_a_tier_by_the_same_policy(valued):
    place, _outcome = valued
    less = "from heed.value.models import Purchase; Purchase.objects.filter(amount_minor={})"

    place.run(APPROVE + REVALUE)
    place.run(f"{less.format(5000)}.update(amount_minor=1500); {IMPORTS}{REVALUE}")
    [held, *_others] = place.rows(TIERS)
    place.run(f"{less.format(1500)}.update(amount_minor=700); {IMPORTS}{REVALUE}")
    [left, *_others] = place.rows(TIERS)

    assert (held[1], bool(held[2]), plain(held[3])["spend"]) == ("high", True, 115.0)
    assert (left[1], bool(left[2]), plain(left[3])["spend"]) == ("medium", False, 107.0)


PREVIEW = (
    "from heed.value.operations.tiering import draft_tier_policy, preview_tier_policy; "
    "policy = draft_tier_policy(high='{spend} >= 120', medium='{spend} >= 20', margin_percent=10, "
    "reason='', actor=system_user(), now=timezone.now()); "
    "preview_tier_policy(policy_id=policy.pk, actor=system_user(), now=timezone.now())"
)


def test_who_would_move_is_worked_out_and_nobody_is_moved(valued):
    place, _outcome = valued
    before = place.rows(TIERS)

    place.run(IMPORTS + PREVIEW)

    preview = plain(place.one("SELECT preview FROM value_tierpolicy"))
    assert (preview["as_of"], preview["customers"]) == ("2026-02-20", 6)
    assert preview["counts"] == [["high", "high", 1], ["high", "medium", 2], ["low", "low", 3]]
    assert [each["year_money_minor"] for each in preview["largest"]] == [3000, 3000]
    assert preview["largest"][0]["deciding"] == {"spend": 30.0}
    assert place.rows(TIERS) == before


IMPORTS = (
    "from django.utils import timezone; from heed.accounts.queries import system_user; "
    "from heed.value.operations.valuing import revalue_customers; "
)


def plain(values):
    """A column of JSON, which one database gives as text."""
    return json.loads(values) if isinstance(values, str) else values


def test_the_command_says_what_stands_in_the_way(place, tmp_path):
    done = run_import(place, tmp_path / "nowhere.csv", "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no file")


def test_the_command_ends_with_a_sentence(valued, tmp_path):
    place, _outcome = valued

    done = run_import(place, tmp_path / "orders.csv")

    assert done.stdout == (
        "9 rows: 0 accepted, 9 known already; 6 customers, 0 unmatched returns.\n"
    )


def test_pages_and_worker_do_not_load_the_engine():
    code = (
        "import sys, django; django.setup(); import heed.config.urls; "
        "import heed.value.tasks, heed.value.queries; "
        "print([m for m in ('duckdb', 'ibis', 'pyarrow', 'pandas') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
