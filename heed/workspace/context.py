from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.conversations.queries import parked_mail
from heed.workspace.queries.today import pressing_count

# permission, view, icon, key after g, name
PAGES = (
    ("customers.view", "workspace:today", "today", "t", _("Today")),
    ("conversations.view", "workspace:conversations", "inbox", "i", _("Inbox")),
    ("promises.view", "workspace:promises", "promise", "p", _("Promises")),
    ("customers.view", "workspace:customers", "customers", "c", _("Customers")),
    ("ledger.view", "workspace:ledger", "ledger", "l", _("Ledger")),
    ("ledger.view", "improvement:board", "refresh", "b", _("Improve")),
    ("surveys.view", "workspace:surveys", "survey", "u", _("Surveys")),
    ("value.view", "workspace:value", "value", "v", _("Value")),
    ("leaving.view", "loyalty:leaving", "return", "x", _("Leaving")),
    ("outbox.view", "workspace:mail", "mail", "m", _("Mail")),
    ("customers.view", "accounts:settings", "settings", "s", _("Settings")),
)

# pages that stand at another address than their entry
BESIDE = {"workspace:surveys": ("/questionnaires/", "/texts/")}


def shell(request: HttpRequest) -> dict[str, object]:
    """What the frame around every page shows; queries run only where the frame is drawn."""
    user = getattr(request, "user", None)
    context: dict[str, object] = {"organisation": getattr(request, "organisation", None)}
    if isinstance(user, User):
        context["signed_in"] = user
        context["nav"] = SimpleLazyObject(lambda: _nav(request, user))
        context["sign_out_url"] = reverse("accounts:sign_out")
        context["search_url"] = reverse("workspace:search")
        context["search_text"] = request.GET.get("q", "")
    return context


def _nav(request: HttpRequest, user: User) -> list[dict[str, object]]:
    counts = _counts(user)
    items = []
    for permission, view, icon, key, label in PAGES:
        if not user.may(permission):
            continue
        url = reverse(view)
        is_current = request.path == url if url == "/" else request.path.startswith(url)
        is_current = is_current or request.path.startswith(BESIDE.get(view, "\0"))
        items.append(
            {
                "url": url,
                "label": label,
                "icon": icon,
                "key": key,
                "is_current": is_current,
                "count": counts.get(view, 0),
            }
        )
    return items


def _counts(user: User) -> dict[str, int]:
    """What waits behind a page: promises that press, mail that is parked."""
    counts = {"workspace:today": pressing_count(user, now=timezone.now())}
    if user.may("mail.mend"):
        counts["workspace:mail"] = parked_mail().count()
    return counts
