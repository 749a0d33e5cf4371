from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import organisation
from heed.core.icalendar import CONTENT_TYPE, calendar
from heed.core.links import link_to
from heed.expectations.operations import feeds as operations
from heed.expectations.queries import feeds as queries


@require_safe
def feed_read(_request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for programs that know its secret address; no sign-in."""
    feed = queries.feed_with(token)
    if feed is None:
        raise Http404
    with translation.override(feed.owner.language or organisation().language):
        content = calendar(_("Promises"), queries.entries_of(feed, now=timezone.now()))
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@needs("promises.view")
def feed(request: SignedInRequest) -> HttpResponse:
    own = queries.feed_of(request.user)
    is_open = own is not None and own.is_open
    address = link_to("expectations:feed_read", queries.token_of(own)) if own and is_open else ""
    return render(request, "expectations/feed.html", {"feed": own, "address": address})


@needs("promises.view")
@require_POST
def feed_open(request: SignedInRequest) -> HttpResponse:
    shows_names = "shows_names" in request.POST
    operations.open_feed(actor=request.user, now=timezone.now(), shows_names=shows_names)
    messages.success(request, _("Your calendar can be read at its secret address."))
    return redirect("expectations:feed")


@needs("promises.view")
@require_POST
def feed_renew(request: SignedInRequest) -> HttpResponse:
    operations.renew_feed(actor=request.user, now=timezone.now())
    messages.success(request, _("The address is a new one; the one before shows nothing now."))
    return redirect("expectations:feed")


@needs("promises.view")
@require_POST
def feed_close(request: SignedInRequest) -> HttpResponse:
    operations.close_feed(actor=request.user, now=timezone.now())
    messages.success(request, _("The address shows nothing any more."))
    return redirect("expectations:feed")
