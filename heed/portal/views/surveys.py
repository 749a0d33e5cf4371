from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heed.accounts.queries import organisation
from heed.core.errors import DomainError
from heed.portal.views.survey_pages import page_to_show, render_end, render_page
from heed.portal.views.survey_steps import take
from heed.portal.views.survey_visits import Visit, frame_language, visit_of, visit_under
from heed.surveys.models import Response
from heed.surveys.operations.responses import AnswersTooLarge, HandedIn
from heed.surveys.operations.surveys import SurveyClosedAlready, require_open
from heed.surveys.queries.sittings import thanks_of


# Nobody is signed in here: who has the link may answer, and has to be stopped by its length
# before the answers are read, which looking for a token would do.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, token: str, key: UUID | None = None) -> HttpResponse:
    """A survey by a personal or an open link; reading it changes nothing."""
    visit = visit_of(request, token, key)
    if visit is None or (key and visit.response is None):
        answer = render_end(request, visit, "unknown", status=404)
    else:
        with translation.override(frame_language(visit.language)):
            answer = _answer(request, visit)
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        if request.method == "POST":
            visit = _sent(request, visit)
            return _ended(request, visit) or take(request, visit, now=timezone.now())
    except (AnswersTooLarge, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return render_end(request, visit, "too_large", status=413)
    except MultiPartParserError:
        return render_end(request, visit, "cut_off", status=400)
    except (HandedIn, SurveyClosedAlready):  # meanwhile, by another tab or by the clock
        visit = visit_of(request, visit.token, None if visit.invitation else visit.key) or visit
    except DomainError as refusal:  # a customer is told in a letter, not on a page of the desk
        return render_end(request, visit, "refused", status=refusal.status, refusal=refusal)
    return _ended(request, visit) or _asked(request, visit)


def _sent(request: HttpRequest, visit: Visit) -> Visit:
    """The visit sent; an open link’s first page carries the key of the response it may begin."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > visit.most_bytes:
        raise AnswersTooLarge
    if visit.response or visit.invitation:
        return visit
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        return visit
    return visit_under(visit, key)


def _asked(request: HttpRequest, visit: Visit) -> HttpResponse:
    page = page_to_show(visit, request.GET.get("page", ""))
    if page is None:
        return render_end(request, visit, "unknown", status=404)
    return render_page(request, visit, page)


def _ended(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """The page of a survey that asks nothing any more, None while it may be answered."""
    now, response, invitation = timezone.now(), visit.response, visit.invitation
    is_retired = visit.kiosk and visit.kiosk.retired_at and not response
    if response and response.submitted_at:
        return _done(request, visit, response)
    if invitation and invitation.expires_at and invitation.expires_at <= now:
        zone = ZoneInfo(invitation.customer.time_zone or organisation().time_zone)
        until = timezone.localtime(invitation.expires_at, zone)
        return render_end(request, visit, "expired", status=410, until=until.date())
    if is_retired:
        return render_end(request, visit, "closed", status=410)
    try:
        require_open(visit.survey, now=now)
    except SurveyClosedAlready:
        return render_end(request, visit, "closed", status=410)
    return None


def _done(request: HttpRequest, visit: Visit, response: Response) -> HttpResponse:
    if response.ending == Response.Ending.QUOTA_FULL:
        return render_end(request, visit, "quota_full")
    is_new = request.method == "POST" or "thanks" in request.GET
    return render_end(
        request, visit, "thanks" if is_new else "answered", thanks=thanks_of(response)
    )
