"""Spark and the embedded engine write the same file, to the byte.

Spark is an extra and needs Java: these tests are skipped, saying so, where one of them is missing.
"""

import importlib.util
import shutil
import subprocess
import sys

import duckdb
import pytest

HEED = (sys.executable, "-m", "heed.cli.main", "value", "score")
LINES = """
COPY (
    SELECT hash(n) % 300 AS customer_id,
        TIMESTAMP '2024-01-01' + INTERVAL ((hash(n, 1) % 1000000)::INTEGER) MINUTE AS purchased_at,
        'p' || hash(n, 2) % 3 AS product,
        CASE WHEN hash(n, 3) % 20 = 0 THEN 'JPY' ELSE 'EUR' END AS currency,
        CASE WHEN hash(n, 4) % 9 = 0 THEN -1 ELSE 1 END * (hash(n, 5) % 9000) / 100 AS amount
    FROM range(4000) AS t(n)
    UNION ALL SELECT NULL, TIMESTAMP '2025-01-01', '', 'EUR', 1
    UNION ALL SELECT 1, TIMESTAMP '2999-01-01', '', 'EUR', 1
    UNION ALL SELECT 1, TIMESTAMP '2025-01-01', '', 'XYZ', 1
    UNION ALL SELECT 1, TIMESTAMP '2025-01-01', '', 'EUR', 'nan'::DOUBLE
) TO '{path}' (FORMAT parquet)
"""


@pytest.fixture
def spark():
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (pip install 'heed[spark]')")
    if shutil.which("java") is None:
        pytest.skip("there is no Java")


def scores(path, out, *options):
    command = (*HEED, str(path), "--out", str(out), "--currency", "EUR", "--json", *options)
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=540)
    assert done.returncode == 0, done.stderr[-2000:]
    return out.read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("local[2]", id="threads"),
        pytest.param("local-cluster[2,1,1024]", id="processes", marks=pytest.mark.slow),
    ],
)
def test_spark_writes_the_same_file(spark, tmp_path, address):
    path = tmp_path / "orders.parquet"
    duckdb.execute(LINES.format(path=path))

    embedded = scores(path, tmp_path / "embedded.csv")
    grown = scores(path, tmp_path / "grown.csv", "--engine", "spark", "--spark", address)

    assert grown == embedded
    assert len(embedded.splitlines()) == 301


def test_spark_that_cannot_be_started_is_refused(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("customer_id,date,amount\n1,2025-01-01,2\n")
    command = (*HEED, str(path), "--out", str(tmp_path / "scores.csv"), "--engine", "spark")

    done = subprocess.run(
        (*command, "--spark", "nowhere"), check=False, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 1
    assert "Spark cannot be started" in done.stderr
    assert not (tmp_path / "scores.csv").exists()
