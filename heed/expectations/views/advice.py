"""What the advisor says while a promise is written, and the automatic reply as it would go out."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from heed.accounts.http import SignedInRequest, needs
from heed.accounts.queries import organisation
from heed.core.calendars import business_hours
from heed.customers.queries import customers_visible_to
from heed.expectations.operations.automatic_replies import automatic_text
from heed.expectations.queries.advice import (
    Asked,
    Suggested,
    Unknown,
    advisor_on_first_answer,
    hours_of,
)
from heed.expectations.queries.due_advice import advisor_about, coverage_from, due_advice
from heed.expectations.views.records import named_conversation, topic_in

FORMS = {
    "chips": "expectations/due_choices.html",
    "buttons": "expectations/due_buttons.html",
}


@needs("promises.record")
def due_times(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """The due times to choose from, for a topic and a share to be kept: part of a form."""
    visible = customers_visible_to(request.user).select_related("team")
    customer = get_object_or_404(visible, pk=customer_id)
    conversation, topic = named_conversation(request, customer), topic_in(request)
    team = conversation.team if conversation and conversation.team else customer.team
    advisor = advisor_about(customer, conversation, topic, hours=hours_of(team), now=timezone.now())
    coverage = coverage_from(request.GET.get("coverage", ""))
    form = FORMS.get(request.GET.get("form", ""), FORMS["chips"])
    context = {
        "advice": due_advice(advisor, coverage=coverage),
        "topic_chosen": topic,
        "prefix": "composer",
    }
    return render(request, form, context)


@needs("settings.change")
def automatic_reply(request: SignedInRequest) -> HttpResponse:
    """The automatic reply as a customer would get it now, in each language."""
    company, now = organisation(), timezone.now()
    asked = Asked(team_id=None, tier="", channel="email", hours=business_hours(), now=now)
    said = advisor_on_first_answer(asked).promise_by()
    due_at = said.due_at if isinstance(said, Suggested) else None
    letters = [
        (code, name, automatic_text(company=company, customer=None, language=code, due_at=due_at))
        for code, name in settings.LANGUAGES
    ]
    context = {
        "letters": letters,
        "is_on": company.announces_answer_time,
        "suggested": said if isinstance(said, Suggested) else None,
        "unknown": said if isinstance(said, Unknown) else None,
        "of_hundred": round(100 * said.coverage),
        "now": now,
    }
    return render(request, "expectations/automatic_reply.html", context)
