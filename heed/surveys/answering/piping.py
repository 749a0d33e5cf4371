"""Earlier answers in the texts of later questions: `{name}` and `{matrix.row}`."""

import html
import re
from collections.abc import Mapping

import nh3

NAME = re.compile(r"\{([^{}]+)\}")
TAGS = {
    *("p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "h2", "h3", "h4", "a"),
    *("blockquote", "hr", "span", "small"),
}


def piped(text: str, told: Mapping[str, str]) -> str:
    """The text with each known name replaced by how its answer is told; others are left."""
    return NAME.sub(lambda found: told.get(found[1].strip(), found[0]), text)


def piped_html(text: str, told: Mapping[str, str]) -> str:
    """The same for HTML: what is filled in is text, and the whole is cleaned."""
    escaped = {name: html.escape(each) for name, each in told.items()}
    return nh3.clean(piped(text, escaped), tags=TAGS, attributes={"a": {"href"}})


def names_piped(text: str) -> set[str]:
    """The names a text asks for."""
    return {found.strip() for found in NAME.findall(text)}
