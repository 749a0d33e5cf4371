"""What a method found as plain values for --json."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from math import isfinite
from typing import Any

import numpy as np

from heed.measures.estimates import Estimate

DIGITS = 10


def plain_object(found: object) -> Any:
    """Dataclasses and mappings as objects, arrays as lists, what is no finite number as null."""
    if isinstance(found, Estimate):
        return _fields(found)
    if isinstance(found, Enum):
        return plain_object(found.value)
    if found is None or isinstance(found, bool | str):
        return found
    if isinstance(found, int | float | np.generic):
        return _number(found)
    if isinstance(found, date):
        return found.isoformat()
    return _gathered(found)


def _gathered(found: object) -> Any:
    if is_dataclass(found):
        return _fields(found)
    if isinstance(found, Mapping):
        return {_key(key): plain_object(value) for key, value in found.items()}
    if isinstance(found, np.ndarray):
        return [plain_object(each) for each in found] if found.ndim else plain_object(found[()])
    if isinstance(found, AbstractSet):
        return sorted(plain_object(each) for each in found)
    if isinstance(found, Sequence):
        return [plain_object(each) for each in found]
    return str(found)


def _fields(found: Any) -> dict[str, Any]:
    """Named tuples and arrays inside included; what begins with _ is nobody's business."""
    names = [each.name for each in fields(found) if not each.name.startswith("_")]
    return {name: plain_object(getattr(found, name)) for name in names}


def _key(key: object) -> str:
    plain = plain_object(key)
    return " / ".join(map(str, plain)) if isinstance(plain, list) else str(plain)


def _number(found: Any) -> Any:
    value = found.item() if isinstance(found, np.generic) else found
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value
    if not isinstance(value, float) or not isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")
