"""Pages about Heed itself rather than about any room."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs
from heed.core import jobs
from heed.core.showcase import showcase_context


@needs("deliveries.retry")
@require_POST
def task_retry(request: SignedInRequest, delivery_id: int) -> HttpResponse:
    """Give a parked task all its tries again."""
    if jobs.retry_parked(delivery_id=delivery_id, now=timezone.now()):
        messages.success(request, _("The task is tried again now."))
    else:
        messages.info(request, _("The task is no longer parked."))
    return redirect("workspace:parked_tasks")


@needs("customers.view")
def components(request: SignedInRequest) -> HttpResponse:
    """All components of the interface on one page."""
    return render(request, "heed/components_page.html", showcase_context(timezone.now()))


def alive(_request: HttpRequest) -> HttpResponse:
    """Answer that the web process runs; for load balancers."""
    return HttpResponse("ok", content_type="text/plain")
