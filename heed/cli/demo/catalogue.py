"""What the invented company sells."""

from dataclasses import dataclass
from functools import cache

from heed.cli.demo.wordbook import rows


@dataclass(frozen=True)
class Product:
    """An article; every text by language, "en" or "zh"."""

    kind: str
    price_minor: int
    name: dict[str, str]
    part: dict[str, str]
    colour: dict[str, str]
    other_colour: dict[str, str]


@cache
def products() -> tuple[Product, ...]:
    """All articles."""
    return tuple(_product(*row) for row in rows("products"))


def _product(kind: str, name: str, name_zh: str, price: str, *texts: str) -> Product:
    part, part_zh, colour, colour_zh, other, other_zh = texts
    return Product(
        kind=kind,
        price_minor=int(price),
        name={"en": name, "zh": name_zh},
        part={"en": part, "zh": part_zh},
        colour={"en": colour, "zh": colour_zh},
        other_colour={"en": other, "zh": other_zh},
    )
