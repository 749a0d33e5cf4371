from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, needs, once
from heed.improvement.forms import CountsForm, InForceForm, NoteForm
from heed.improvement.models import Improvement
from heed.improvement.operations import measuring, moving
from heed.improvement.operations.improvements import note_on_improvement
from heed.improvement.queries.improvements import improvements
from heed.improvement.views.improvements import detail
from heed.improvement.views.parts import after


@needs("improvements.change")
@require_POST
def improvement_move(
    request: SignedInRequest, improvement_id: int, was: str, state: str
) -> HttpResponse:
    """Put an improvement into another column; the notice takes it back."""
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    if state not in moving.STEPS or was not in moving.STEPS:
        raise Http404
    form = InForceForm(request.POST)
    moved = moving.move_improvement(
        improvement_id=chosen.pk,
        state=state,
        was=was,
        effective_on=form.cleaned_data["effective_on"] if form.is_valid() else None,
        actor=request.user,
        now=timezone.now(),
    )
    undo = reverse("improvement:improvement_move", args=[chosen.pk, state, was])
    said = _("Moved to “%(state)s”.") % {"state": moved.get_state_display()}
    return after(request, said, undo)


@needs("improvements.change")
@require_POST
def improvement_reopen(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    now = timezone.now()
    moving.reopen_improvement(improvement_id=chosen.pk, actor=request.user, now=now)
    return after(request, _("The improvement is open again."))


@needs("improvements.change")
@require_POST
def improvement_measure(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    """Read the figure now, besides the reviews."""
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    measured = measuring.measure_improvement(
        improvement_id=chosen.pk, actor=request.user, now=timezone.now()
    )
    verdict = Improvement.State(measured.verdict).label
    return after(request, _("Measured: %(verdict)s.") % {"verdict": verdict})


@needs("improvements.change")
@require_POST
@once
def improvement_count(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    """Keep a share counted by hand."""
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    form = CountsForm(request.POST)
    if not form.is_valid():
        return detail(request, chosen, counts_form=form)
    given = form.cleaned_data
    measuring.count_by_hand(
        improvement_id=chosen.pk,
        before=(given["before_some"], given["before_n"]),
        after=(given["after_some"], given["after_n"]),
        actor=request.user,
        now=timezone.now(),
    )
    return after(request, _("The counts are kept."))


@needs("improvements.propose")
@require_POST
@once
def improvement_note(request: SignedInRequest, improvement_id: int) -> HttpResponse:
    chosen = get_object_or_404(improvements(request.user), pk=improvement_id)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return detail(request, chosen, note_form=form)
    note_on_improvement(
        improvement_id=chosen.pk,
        text=form.cleaned_data["text"],
        actor=request.user,
        now=timezone.now(),
    )
    return after(request, _("The note is written."))
