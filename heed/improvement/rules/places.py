"""Addresses inside Heed."""

LONGEST_PLACE = 500


def is_inside(place: str) -> bool:
    """Whether an address names a page of ours: a path from the root, without a host."""
    is_path = place.startswith("/") and not place.startswith("//")
    return is_path and "\\" not in place and place.isprintable() and len(place) <= LONGEST_PLACE
