"""The engines that can score: DuckDB in this process, or Spark wherever it runs."""

import importlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa

MEMORY = "1200MB"
PARTITIONS_A_CORE = 2


class EngineUnavailable(Exception):
    """The engine cannot be started; the message says what stands in the way."""


# Functions the engines bring along; Ibis has none that moves a moment to a place.
_duckdb_local = ibis.udf.scalar.builtin(
    lambda place, moment: (place, moment),
    name="timezone",
    signature=(("string", "timestamp('UTC')"), "timestamp"),
)
_spark_local = ibis.udf.scalar.builtin(
    lambda moment, place: (moment, place),
    name="from_utc_timestamp",
    signature=(("timestamp('UTC')", "string"), "timestamp"),
)


@dataclass(frozen=True)
class Engine:
    """A connection through which files are read and expressions run."""

    name: str
    backend: Any
    connection: Any

    def read(self, files: Sequence[Path]) -> ibis.Table:
        """The rows of Parquet files of the same columns, one after the other."""
        names = [str(file) for file in files]
        if self.name == "duckdb":
            return self.backend.read_parquet(names)
        frame = self.connection.read.parquet(*names)
        frame.createOrReplaceTempView("heed_raw")
        return self.backend.table("heed_raw")

    def local_day(self, moment: ibis.Value, time_zone: str) -> ibis.Value:
        """The day at the place of business of a moment with a zone."""
        if self.name == "duckdb":
            return _duckdb_local(ibis.literal(time_zone), moment).date()
        return _spark_local(moment, ibis.literal(time_zone)).date()

    def keep(self, name: str, table: ibis.Table) -> ibis.Table:
        """The table worked out once and kept under a name for as long as the engine runs."""
        if self.name == "duckdb":
            return self.backend.create_table(name, table, temp=True, overwrite=True)
        frame = self.connection.sql(self.backend.compile(table)).cache()
        frame.createOrReplaceTempView(name)
        return self.backend.table(name)


def batches_of(engine: Engine, table: ibis.Table, rows: int) -> pa.RecordBatchReader:
    """The rows of a table of the embedded engine, so many at once."""
    return engine.connection.execute(engine.backend.compile(table)).to_arrow_reader(rows)


@contextmanager
def duckdb_engine(scratch: Path, *, database: Path | None = None) -> Iterator[Engine]:
    """DuckDB with bounded memory that spills into `scratch`, on a file where one is named."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(scratch / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with closing(duckdb.connect(str(database or ":memory:"), config=config)) as connection:
        connection.execute("SET enable_progress_bar = false; SET TimeZone = 'UTC'")
        yield Engine("duckdb", ibis.duckdb.from_connection(connection), connection)


@contextmanager
def spark_engine(address: str) -> Iterator[Engine]:
    """A Spark session at `local[2]`, `spark://host:7077` or, by Connect, `sc://host:15002`.

    Raises EngineUnavailable where Spark or Java is missing, or nobody answers.
    """
    try:
        sql = importlib.import_module("pyspark.sql")
    except ImportError as problem:
        raise EngineUnavailable(str(problem)) from problem
    builder = sql.SparkSession.builder.appName("heed value score")
    is_connect = address.startswith("sc://")
    builder = builder.remote(address) if is_connect else builder.master(address)
    partitions = PARTITIONS_A_CORE * (os.cpu_count() or 1)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        **({} if is_connect else {"spark.sql.shuffle.partitions": str(partitions)}),
    }.items():
        builder = builder.config(name, value)
    with ExitStack() as stack:
        try:
            session = builder.getOrCreate()
        except (
            RuntimeError,
            OSError,
            importlib.import_module("py4j.protocol").Py4JError,
        ) as problem:
            raise EngineUnavailable(str(problem).strip().partition("\n")[0]) from problem
        stack.callback(session.stop)
        if not is_connect:
            session.sparkContext.setLogLevel("ERROR")
        yield Engine("spark", ibis.pyspark.connect(session), session)
