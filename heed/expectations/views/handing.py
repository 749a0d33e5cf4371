from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, once
from heed.accounts.queries import colleagues_of
from heed.expectations.forms.promises import HandOverForm
from heed.expectations.operations import handing
from heed.expectations.queries.promises import open_promises, promises_visible_to

SALT = "heed.expectations.hand_over"
MOST_SELECTED = 200


def _selected(request: SignedInRequest) -> list[int]:
    asked = [text for text in request.POST.getlist("promise") if text.isascii() and text.isdigit()]
    ids = [int(text) for text in asked[:MOST_SELECTED] if len(text) < 19]
    visible = open_promises(request.user).filter(pk__in=ids)
    return list(visible.values_list("pk", flat=True))


@needs("promises.record")
@require_POST
@once
def promises_hand_over(request: SignedInRequest) -> HttpResponse:
    """Hand the selected promises over; the notice offers to take it back."""
    form = HandOverForm(request.POST)
    back = back_to(request, reverse("workspace:promises"))
    if not form.is_valid():
        messages.error(request, _("Choose who is to see to the selected promises."))
        return redirect(back)
    owner = get_object_or_404(colleagues_of(request.user), pk=form.cleaned_data["owner"])
    changes = handing.hand_over_promises(
        promise_ids=_selected(request), owner=owner, actor=request.user, now=timezone.now()
    )
    rows = [[each.promise_id, each.from_id, each.owner_id] for each in changes]
    undo = reverse(
        "expectations:hand_over_undo", args=[signing.dumps(rows, salt=SALT, compress=True)]
    )
    sentence = ngettext(
        "%(name)s sees to %(count)d promise now.",
        "%(name)s sees to %(count)d promises now.",
        len(changes),
    )
    values = {"name": owner.name, "count": len(changes)}
    messages.success(request, sentence % values, extra_tags=undo)
    return redirect(back)


@needs("promises.record")
@require_POST
def hand_over_undo(request: SignedInRequest, token: str) -> HttpResponse:
    try:
        rows = signing.loads(token, salt=SALT, max_age=86400)
    except signing.BadSignature as problem:
        raise Http404 from problem
    visible = promises_visible_to(request.user).filter(pk__in=[row[0] for row in rows])
    seen = set(visible.values_list("pk", flat=True))
    changes = [handing.HandOver(*row) for row in rows if row[0] in seen]
    count = handing.take_back_hand_over(changes=changes, actor=request.user, now=timezone.now())
    sentence = ngettext("%(count)d promise given back.", "%(count)d promises given back.", count)
    messages.success(request, sentence % {"count": count})
    return redirect(back_to(request, reverse("workspace:promises")))
