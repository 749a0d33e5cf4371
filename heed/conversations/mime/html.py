"""Html of mails: made safe to show, and turned into text."""

import re
from html import escape, unescape
from html.parser import HTMLParser

import nh3

QUOTING = {
    *("gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote"),
    *("isreplycontent", "isforwardcontent", "reply-intro", "ntes-mailmaster-quote"),
}
SIGNATURES = {"gmail_signature", "moz-signature", "ntes-pcmail-signature"}
DEEPEST_QUOTE = 10
BREAKING = {
    *("address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "pre", "section"),
    *("table", "tr", "ul"),
}
VOID = {"br", "hr", "img"}
KEPT_TAGS = BREAKING | {"br", "p", "td", "th", "span"}
SHOWN_TAGS = KEPT_TAGS | {
    *("a", "abbr", "b", "big", "caption", "code", "col", "colgroup", "del", "em", "font", "i"),
    *("img", "ins", "kbd", "mark", "q", "s", "samp", "small", "strike", "strong", "sub", "sup"),
    *("tbody", "tfoot", "thead", "tt", "u", "var", "wbr"),
}
SHOWN_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "font": {"color"},
    "ol": {"start"},
}
UNSEEN = {"script", "style", "title", "template", "noscript", "iframe", "object", "textarea"}
EMBEDDED_IMAGE = re.compile(r"cid:|data:image/(png|jpe?g|gif|webp);", re.I)
LINK = re.compile(r"https?:|mailto:|tel:", re.I)
BLANK = re.compile(r"[ \t\r\n\f]+")
TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
WHOLE_TAG = re.compile(r"""<[a-zA-Z](?:[^"'<>]++|"[^"]*+"|'[^']*+')*+""")
TAG = re.compile(r"<[^<>]*>?")
LINE_TAG = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]*>?|\n", re.I)
DATA_ADDRESS = re.compile(r"data:[^\"'<>]*")
STRAY_AMPERSAND = re.compile(r"&(?!#?[a-zA-Z0-9]{1,32};)")
NOT_NESTING = {
    *("area", "base", "br", "col", "dd", "dt", "hr", "img", "input", "li", "link", "meta"),
    *("option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr"),
}
MOST_WORDS_IN_TAG = 1_000
LONGEST_HTML = 1_000_000
DEEPEST_NESTING = 300
MANY_LINES = re.compile(r"\n{3,}")


def safe_html(html: str) -> str:
    """The html fit to show: no scripts, forms, styles or anything fetched from elsewhere."""
    bare = _without_comments(html)
    sound = _sound(bare)
    if sound is None:
        return "<br>".join(escape(line) for line in _bare_lines(bare))
    return nh3.clean(
        sound,
        tags=SHOWN_TAGS,
        clean_content_tags=UNSEEN,
        attributes=SHOWN_ATTRIBUTES,
        attribute_filter=_shown_value,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _shown_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if EMBEDDED_IMAGE.match(value) else None
    if tag == "a" and attribute == "href":
        return value if LINK.match(value) else None
    return value


def _sound(html: str) -> str | None:
    """The html fit to be cleaned; None where no mail program would write such html.

    Cleaning takes time by the square of depth, size or number of attributes: an attacker's choice.
    """
    plain = DATA_ADDRESS.sub("", html)
    stray = len(STRAY_AMPERSAND.findall(plain)) * len("amp;")
    if len(plain) + stray > LONGEST_HTML or _is_too_deep(plain) or _has_long_tag(plain):
        return None
    return STRAY_AMPERSAND.sub("&amp;", html)


def _bare_lines(html: str) -> list[str]:
    lines = (TAG.sub(" ", line) for line in LINE_TAG.sub("\n", html).split("\n"))
    return [" ".join(unescape(line).split()) for line in lines if line.strip()]


def _is_too_deep(html: str) -> bool:
    depth = 0
    for closing, name in TAG_NAME.findall(html):
        if name.lower() not in NOT_NESTING:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > DEEPEST_NESTING:
                return True
    return False


def _has_long_tag(html: str) -> bool:
    return any(len(tag.split()) > MOST_WORDS_IN_TAG for tag in WHOLE_TAG.findall(html))


def _without_comments(html: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        kept.append(html[at:start])
        end = html.find("-->", start + 2)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, html[at:]])


def html_to_text(html: str) -> str:
    """The words of the html in lines; quoted blocks are marked with "> " as in plain mails."""
    bare = _without_comments(html)
    sound = _sound(bare)
    if sound is None:
        return "\n".join(_bare_lines(bare))
    # Cleaned html is well formed, whatever was sent.
    well_formed = nh3.clean(
        sound,
        tags=KEPT_TAGS,
        clean_content_tags=UNSEEN,
        attributes={"*": {"class", "id", "type"}},
        link_rel=None,
    )
    writer = _TextWriter()
    writer.feed(well_formed)
    writer.close()
    return writer.result()


class _TextWriter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.open: list[bool] = []
        self.quote_depth = 0
        self.pre_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._end_line(always=True)
        elif tag in BREAKING or tag == "p":
            self._end_line()
        if tag == "li":
            self.line.append("- ")
        elif tag in {"td", "th"} and self.line:
            self.line.append(" ")
        if tag in VOID:
            return
        marks = _marks(dict(attrs))
        if not SIGNATURES.isdisjoint(marks) and not self.quote_depth:
            self._mark_signature()
        is_quote = tag == "blockquote" or not QUOTING.isdisjoint(marks)
        self.open.append(is_quote)
        self.quote_depth += is_quote
        self.pre_depth += tag == "pre"

    def _mark_signature(self) -> None:
        if self.lines[-1:] != ["--"]:
            self.lines.append("--")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag in BREAKING or tag == "p":
            self._end_line()
        if tag in {"p", "table", "ul", "ol", "h1", "h2", "h3"}:
            self._blank_line()
        self.quote_depth -= self.open.pop() if self.open else False
        self.pre_depth -= tag == "pre"

    def handle_data(self, data: str) -> None:
        if not self.pre_depth:
            self.line.append(BLANK.sub(" ", data))
            return
        first, *rest = data.split("\n")
        self.line.append(first)
        for each in rest:
            self._end_line(always=True)
            self.line.append(each)

    def result(self) -> str:
        self._end_line()
        return MANY_LINES.sub("\n\n", "\n".join(self.lines)).strip("\n")

    def _end_line(self, *, always: bool = False) -> None:
        text = "".join(self.line).replace("\xa0", " ")
        shown = text.rstrip() if self.pre_depth else BLANK.sub(" ", text).strip()
        self.line = []
        if shown or always:
            self.lines.append(self._prefix() + shown if shown else self._prefix().rstrip())

    def _blank_line(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._prefix().rstrip())

    def _prefix(self) -> str:
        return "> " * min(self.quote_depth, DEEPEST_QUOTE)


def _marks(attributes: dict[str, str | None]) -> set[str]:
    """The classes and the identifier of a tag, by which mail programs know their own."""
    classes = (attributes.get("class") or "").lower().split()
    return {*classes, (attributes.get("id") or "").lower()}
