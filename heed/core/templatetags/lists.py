from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context


def _query(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def address_with(context: Context, **changes: object) -> str:
    """Return the page's query string with the changes; an empty value leaves a name out."""
    query = _query(context)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"


def sort_header(
    context: Context, key: str, text: str, kind: str = "", first: str = "up"
) -> dict[str, Any]:
    """Show a table head that sorts by `?sort=key`, or by `-key` the other way.

    `kind="num"` aligns it with figures; `first="down"` sorts the greatest first at the first click.
    """
    current = _query(context).get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    start = key if first == "up" else f"-{key}"
    other = f"-{key}" if first == "up" else key
    url = address_with(context, sort=other if current == start else start, page="", cursor="")
    return {"text": text, "url": url, "direction": direction, "kind": kind}


def pager(
    context: Context, page: Page[Any] | None = None, newer: str = "", older: str = ""
) -> dict[str, Any]:
    """Show where one is in a list: a Django page, or the cursors of the newer and older rows."""
    if page is not None:
        return {
            "page": page,
            "newer_url": address_with(context, page=page.number - 1) if page.has_previous() else "",
            "older_url": address_with(context, page=page.number + 1) if page.has_next() else "",
        }
    return {
        "page": None,
        "newer_url": address_with(context, cursor=newer) if newer else "",
        "older_url": address_with(context, cursor=older) if older else "",
    }


def empty(
    title: str, text: str = "", action: str = "", url: str = "", icon_name: str = "circle"
) -> dict[str, Any]:
    """Say what will be here and how to begin."""
    return {"title": title, "text": text, "action": action, "url": url, "icon_name": icon_name}


def crumbs(*steps: str) -> dict[str, Any]:
    """Show the way to this page: text and address by turns, the last text without address."""
    texts, urls = steps[::2], steps[1::2]
    pairs = [(text, urls[index] if index < len(urls) else "") for index, text in enumerate(texts)]
    return {"pairs": pairs}
