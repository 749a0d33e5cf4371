from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.conversations.queries import parked_mail
from heed.core.paging import page_before
from heed.core.queries import parked_deliveries
from heed.workspace.queries.letters import letters_visible_to


@needs("outbox.view")
def mail(request: SignedInRequest) -> HttpResponse:
    """What we wrote to customers, newest first, and what is parked."""
    letters = letters_visible_to(request.user)
    page = page_before(letters, moment="written_at", before=request.GET.get("cursor", ""))
    context = {
        "now": timezone.now(),
        "page": page,
        "parked_count": parked_mail().count(),
        "tasks_count": parked_deliveries().count(),
        "may_mend": request.user.may("mail.mend"),
        "may_retry": request.user.may("deliveries.retry"),
        "uses_smtp": settings.SMTP is not None,
        "outbox_folder": settings.OUTBOX_FOLDER,
    }
    return render(request, "workspace/mail.html", context)


@needs("outbox.view")
def mail_letter(request: SignedInRequest, mail_id: int) -> HttpResponse:
    letter = get_object_or_404(letters_visible_to(request.user), pk=mail_id)
    return render(request, "workspace/mail_letter.html", {"letter": letter})


@needs("deliveries.retry")
def parked_tasks(request: SignedInRequest) -> HttpResponse:
    """Tasks of Heed that failed at every try."""
    context = {"now": timezone.now(), "tasks": list(parked_deliveries()[:100])}
    return render(request, "workspace/parked_tasks.html", context)
