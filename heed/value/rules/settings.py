"""How a file of purchases is to be read, as far as somebody said so."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, kw_only=True)
class ImportSettings:
    """What the person who imports decides; empty where the file itself shall tell.

    `mapping` gives the column of a field, `currency` and `time_zone` count where a line names
    none, `source` names the system that numbered the orders, `decimal_mark` is `.` or `,`,
    `date_order` is `dmy`, `mdy` or `ymd`, `sheet` is one of an XLSX file, the first if empty.
    """

    currency: str
    time_zone: str
    source: str = "purchases"
    mapping: Mapping[str, str] = field(default_factory=dict)
    decimal_mark: str = ""
    date_order: str = ""
    encoding: str = ""
    sheet: str = ""

    def as_kept(self) -> dict[str, object]:
        """The settings as plain values, to be kept with the run."""
        kept = asdict(self) | {"mapping": dict(sorted(self.mapping.items()))}
        return kept if self.sheet else {name: kept[name] for name in kept if name != "sheet"}
