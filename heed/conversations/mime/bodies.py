"""Which parts of a mail are its text, which its html, and which are files.

The choice follows the algorithm of RFC 8621, section 4.1.4 (JMAP for Mail).
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from heed.conversations.mime import charsets, headers
from heed.conversations.mime.mail import Attachment
from heed.conversations.mime.parts import UUENCODED, Part, read_headers, uu_block

TEXT = "text/plain"
HTML = "text/html"
LONGEST_FILE_NAME = 200
# A line that says something: one that is not a boundary left over.
UNDIVIDED = re.compile(rb"^(?!--)[^\r\n]*[^\s]", re.M)
SHOWN_BY_IDENTIFIER = re.compile(r"""\bcid:([^"'\s<>()]{1,500})""", re.I)
NOT_IN_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


@dataclass
class Bodies:
    """The parts of one mail by use, each list in the order of the mail."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)


def choose_bodies(root: Part) -> Bodies:
    """Sort the parts of the mail into text, html and files."""
    bodies = Bodies()
    _choose([root], "", bodies, takes_text=True, takes_html=True, in_alternative=False)
    return bodies


def _choose(
    parts: list[Part],
    multipart: str,
    bodies: Bodies,
    *,
    takes_text: bool,
    takes_html: bool,
    in_alternative: bool,
) -> None:
    texts_before, htmls_before = len(bodies.text), len(bodies.html)
    for index, part in enumerate(parts):
        if part.parts:
            _choose(
                part.parts,
                part.type.removeprefix("multipart/"),
                bodies,
                takes_text=takes_text,
                takes_html=takes_html,
                in_alternative=in_alternative or part.type == "multipart/alternative",
            )
        elif part.type.startswith("multipart/") and not UNDIVIDED.search(part.raw_body):
            continue
        elif not _is_shown(part, index, multipart):
            bodies.files.append(part)
        elif multipart == "alternative":
            _place_alternative(part, bodies, takes_text=takes_text, takes_html=takes_html)
        else:
            takes_html = takes_html and not (in_alternative and part.type == TEXT)
            takes_text = takes_text and not (in_alternative and part.type == HTML)
            _place(part, bodies, takes_text=takes_text, takes_html=takes_html)
    if multipart == "alternative":
        _complete(bodies, texts_before, htmls_before)


def _place(part: Part, bodies: Bodies, *, takes_text: bool, takes_html: bool) -> None:
    if part.type.partition("/")[0] in {"image", "audio", "video"}:
        bodies.files.append(part)
        return
    if takes_text:
        bodies.text.append(part)
    if takes_html:
        bodies.html.append(part)


def _place_alternative(part: Part, bodies: Bodies, *, takes_text: bool, takes_html: bool) -> None:
    if part.type == HTML and takes_html:
        bodies.html.append(part)
    elif part.type != HTML and _is_text(part) and takes_text:
        bodies.text.append(part)
    else:
        bodies.files.append(part)


def _complete(bodies: Bodies, texts_before: int, htmls_before: int) -> None:
    """Where an alternative offers only one form, that form serves for both."""
    if len(bodies.text) == texts_before:
        bodies.text.extend(bodies.html[htmls_before:])
    elif len(bodies.html) == htmls_before:
        bodies.html.extend(bodies.text[texts_before:])


def _is_text(part: Part) -> bool:
    """Plain text, or a multipart whose parts could not be told apart: its words must be seen."""
    return part.type == TEXT or part.type.startswith("multipart/")


def _is_shown(part: Part, index: int, multipart: str) -> bool:
    if part.disposition[0] == "attachment":
        return False
    is_media = part.type.partition("/")[0] in {"image", "audio", "video"}
    if not (_is_text(part) or part.type == HTML or is_media):
        return False
    return index == 0 or (multipart != "related" and (is_media or not _declared_name(part)))


def _declared_name(part: Part) -> str:
    return part.disposition[1].get("filename") or part.content_type[1].get("name") or ""


def pictures_in(html: str) -> set[str]:
    """The content identifiers of the parts the html shows."""
    return {unquote(found) for found in SHOWN_BY_IDENTIFIER.findall(html)}


def attachment_of(part: Part, shown: set[str]) -> Attachment:
    """The part as a file; inline if its content identifier is among those `shown`."""
    name = clean_name(headers.one_line(_declared_name(part)))
    if not name and part.type == "message/rfc822":
        name = _name_by_subject(part)
    content_id = headers.one_line(part.header_text("content-id")).strip("<>")
    return Attachment(name, part.type, part.content, content_id, content_id in shown)


def _name_by_subject(part: Part) -> str:
    inner = Part(read_headers(part.content.lstrip(b"\r\n"))[0], b"")
    subject = headers.one_line(inner.header_text("subject")).replace("/", "-").replace("\\", "-")
    return clean_name((subject[: LONGEST_FILE_NAME - 4] or "message") + ".eml")


def clean_name(name: str) -> str:
    """The file name without folders and control characters, at most LONGEST_FILE_NAME long."""
    last = re.split(r"[/\\]", charsets.clean(name))[-1]
    readable = " ".join(NOT_IN_NAMES.sub("", last).split()).strip(". ")
    stem, dot, ending = readable.rpartition(".")
    if len(readable) > LONGEST_FILE_NAME and dot and len(ending) < 20:
        return stem[: LONGEST_FILE_NAME - len(ending) - 1] + dot + ending
    return readable[:LONGEST_FILE_NAME]


def uuencoded_files(part: Part) -> tuple[bytes, list[Attachment]]:
    """The content of a text part without the files uuencoded in it, and those files."""
    content = part.content
    kept: list[bytes] = []
    found: list[Attachment] = []
    at = 0
    for begin in UUENCODED.finditer(content):
        file, end = uu_block(content, begin.end()) if begin.start() >= at else (b"", -1)
        if file and end > 0:
            name = charsets.decode(begin[0].strip().split(b" ", 2)[2], part.charset)
            found.append(Attachment(clean_name(name), "application/octet-stream", file))
            kept.append(content[at : begin.start()])
            at = end
    return b"".join([*kept, content[at:]]), found
