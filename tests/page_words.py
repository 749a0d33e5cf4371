import re


def words_of(page: str) -> str:
    """What a page says, without its markup, on one line."""
    text = re.sub(r"<[^>]+>", "", page).replace("\N{NARROW NO-BREAK SPACE}", " ")
    return " ".join(text.split())
