"""What the page of a survey shows of the orders to invite, alone and among the rest."""

from django.utils import timezone

from heed.accounts.models import User
from heed.surveys.forms.surveys import PriorityForm
from heed.surveys.models import Survey
from heed.surveys.queries.rounds import rounds_of


def rounds_context(actor: User, survey: Survey) -> dict[str, object]:
    """The latest rounds; `is_inviting` while one goes on, and the page asks again by itself."""
    rounds = rounds_of(survey.pk)
    return {
        "now": timezone.now(),
        "survey": survey,
        "rounds": rounds,
        "is_inviting": any(not (each.stopped_at or each.finished_at) for each in rounds),
        "may_open": actor.may("surveys.open"),
        "priority_form": PriorityForm(initial={"priority": survey.priority}),
    }
