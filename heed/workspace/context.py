from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from heed.accounts.models import User

# permission, view, icon, key after g
PAGES = (
    ("customers.view", "workspace:today", "today", "t"),
    ("conversations.view", "workspace:conversations", "inbox", "i"),
    ("customers.view", "workspace:customers", "customers", "c"),
    ("ledger.view", "workspace:ledger", "ledger", "l"),
    ("value.view", "workspace:value", "value", "v"),
    ("outbox.view", "workspace:mail", "mail", "m"),
    ("customers.view", "accounts:settings", "settings", "s"),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """What the frame around every page shows."""
    user = getattr(request, "user", None)
    context: dict[str, object] = {"organisation": getattr(request, "organisation", None)}
    if isinstance(user, User):
        context["signed_in"] = user
        context["nav"] = _nav(request, user)
        context["sign_out_url"] = reverse("accounts:sign_out")
        context["search_url"] = reverse("workspace:search")
        context["search_text"] = request.GET.get("q", "")
    return context


def _nav(request: HttpRequest, user: User) -> list[dict[str, object]]:
    labels = {
        "workspace:today": _("Today"),
        "workspace:conversations": _("Inbox"),
        "workspace:customers": _("Customers"),
        "workspace:ledger": _("Ledger"),
        "workspace:value": _("Value"),
        "workspace:mail": _("Mail"),
        "accounts:settings": _("Settings"),
    }
    here = request.path
    addresses = {view: reverse(view) for _permission, view, _icon, _key in PAGES}
    return [
        {
            "url": addresses[view],
            "label": labels[view],
            "icon": icon,
            "key": key,
            "is_current": here == "/"
            if addresses[view] == "/"
            else here.startswith(addresses[view]),
        }
        for permission, view, icon, key in PAGES
        if user.may(permission)
    ]
