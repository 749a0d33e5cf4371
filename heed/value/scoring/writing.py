"""The file of scores: one row per customer, whole or not there at all."""

import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

PARQUET = ".parquet"


def write_batches(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
    """Write CSV (RFC 4180, UTF-8) or Parquet, as the name ends; the old file stays until then."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _writer(part, schema, is_parquet=path.suffix.lower() == PARQUET) as writer:
            for batch in batches:
                writer.write_batch(batch)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _writer(path: Path, schema: pa.Schema, *, is_parquet: bool) -> pq.ParquetWriter | csv.CSVWriter:
    if is_parquet:
        return pq.ParquetWriter(path, schema, compression="zstd", compression_level=1)
    return csv.CSVWriter(path, schema, write_options=csv.WriteOptions(eol="\r\n"))
