"""Real purchases of a wholesaler of gifts, with which models of stopping degenerate."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray

RETAIL = Path(__file__).parents[4] / "shared/data/value/uci_online_retail.parquet"
needs_online_retail = pytest.mark.skipif(
    not RETAIL.is_file(), reason=f"The purchases are not in {RETAIL}."
)
END = date(2011, 6, 9)


def half_year() -> list[NDArray[np.float64]]:
    """Return x, t_x and T in weeks of 2,787 customers from 2010-12-01 to the end."""
    found = duckdb.sql(
        """
        with days as (
            select distinct CustomerID as customer, cast(InvoiceDate as date) as day
            from read_parquet($path)
            where CustomerID is not null and Quantity > 0 and InvoiceDate < $end
        )
        select count(*) - 1, max(day) - min(day), cast($end as date) - min(day)
        from days group by customer
        """,
        params={"path": str(RETAIL), "end": END},
    ).fetchnumpy()
    x, recency, tenure = found.values()
    return [x.astype(float), recency / 7, tenure / 7]
