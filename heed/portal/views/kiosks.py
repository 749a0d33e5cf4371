"""What a tablet opens, takes along and hands in. Nobody is signed in: the link is the key."""

import hashlib
import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from heed.accounts.queries import organisation, system_user
from heed.portal.views.kiosk_release import (
    PICTURE,
    digest_of_static_parts,
    static_parts,
    worker_script,
)
from heed.portal.views.survey_pages import languages_offered, render_end
from heed.portal.views.survey_visits import MOST_BYTES, frame_language, wished_language
from heed.surveys.format.questionnaire import Questionnaire
from heed.surveys.forms.kiosk_texts import kiosk_texts
from heed.surveys.forms.kiosks import Handing, HandingUnreadable, handing_from
from heed.surveys.forms.taken_along import taken_along
from heed.surveys.models import Kiosk
from heed.surveys.operations.kiosk_answers import hear_of_kiosk, take_from_kiosk
from heed.surveys.operations.responses import AnswersTooLarge, KeyInUse
from heed.surveys.queries.kiosks import begins_until, kiosk_with
from heed.surveys.queries.versions import asked_in


@dataclass(frozen=True)
class Standing:
    """A kiosk as a tablet meets it, in the language it begins in."""

    token: str
    kiosk: Kiosk
    questionnaire: Questionnaire
    language: str

    @property
    def address(self) -> str:
        return reverse("portal:kiosk", args=[self.token])

    @property
    def languages(self) -> list[str]:
        return [code for code, _name in languages_offered(self.questionnaire)] or [self.language]

    def questions_in(self, language: str) -> dict[str, object]:
        with translation.override(frame_language(language)):
            return taken_along(
                self.questionnaire, version=self.kiosk.survey.version.number, language=language
            )

    def page(self, *, release: str) -> dict[str, object]:
        """What the page shows at first."""
        with translation.override(frame_language(self.language)):
            texts = kiosk_texts()
        return {
            "kiosk": self.kiosk,
            "organisation": organisation(),
            "address": self.address,
            "scope": reverse("portal:kiosk_worker").rpartition("/")[0] + "/",
            "ordinary": reverse("portal:survey", args=[self.token]),
            "language": self.language,
            "languages": languages_offered(self.questionnaire),
            "title": self.questionnaire.title.in_language(self.language) or self.kiosk.survey.name,
            "introduction": self.questionnaire.description.in_language(self.language),
            "texts": texts,
            "until": begins_until(self.kiosk),
            "release": release,
        }

    @property
    def release(self) -> str:
        """Another one as soon as anything a tablet takes along has changed."""
        questions = [self.questions_in(each) for each in self.languages]
        with translation.override(frame_language(self.language)):
            page = render_to_string("portal/kiosk.html", self.page(release=""))
        text = json.dumps([page, questions], sort_keys=True, default=str)
        return hashlib.sha256(digest_of_static_parts() + text.encode()).hexdigest()[:20]


def standing_of(request: HttpRequest, token: str) -> Standing | None:
    kiosk = kiosk_with(token)
    if kiosk is None:
        return None
    questionnaire = asked_in(kiosk.survey.version)
    return Standing(token, kiosk, questionnaire, wished_language(request, questionnaire))


@require_GET
@never_cache
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """The page a tablet stays on; without scripts it leads on to the ordinary survey."""
    standing = standing_of(request, token)
    if standing is None:
        return render_end(request, None, "unknown", status=404)
    with translation.override(frame_language(standing.language)):
        answer = render(request, "portal/kiosk.html", standing.page(release=standing.release))
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
@never_cache
def kiosk_questionnaire(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """The questions in one language, with their logic and their HTML."""
    standing = standing_of(request, token)
    if standing is None or language not in standing.languages:
        return JsonResponse({}, status=404)
    return JsonResponse(standing.questions_in(language))


@require_GET
@never_cache
def kiosk_parts(request: HttpRequest, token: str) -> HttpResponse:
    """What to take along, as addresses, and the release they belong to."""
    standing = standing_of(request, token)
    if standing is None:
        return JsonResponse({}, status=404)
    questions = [
        reverse("portal:kiosk_questionnaire", args=[token, each]) for each in standing.languages
    ]
    manifest = reverse("portal:kiosk_manifest", args=[token])
    parts = [standing.address, *questions, manifest, *static_parts()]
    return JsonResponse({"release": standing.release, "parts": parts})


@require_GET
def kiosk_manifest(request: HttpRequest, token: str) -> HttpResponse:
    """Lets the tablet keep the page on its home screen and show nothing else."""
    standing = standing_of(request, token)
    if standing is None:
        return JsonResponse({}, status=404)
    described = {
        "name": organisation().name,
        "start_url": standing.address,
        "scope": standing.address,
        "display": "fullscreen",
        "icons": [{"src": static(PICTURE), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@require_GET
def kiosk_worker(_request: HttpRequest) -> HttpResponse:
    """The service worker; where it lies decides which pages it may serve."""
    answer = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


# A tablet has no session, and may hand in what it kept before the page was read anew.
@csrf_exempt
@never_cache
@require_POST
def kiosk_answers(request: HttpRequest, token: str) -> HttpResponse:
    """Take in what was kept; what became of each, by its key. With nothing it is a sign of life."""
    found = kiosk_with(token)
    if found is None:
        return JsonResponse({}, status=404)
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        return JsonResponse({"problem": str(AnswersTooLarge())}, status=413)
    try:
        handing = handing_from(request.body)
    except HandingUnreadable as refusal:
        return JsonResponse({"problem": str(refusal)}, status=refusal.status)
    now = timezone.now()
    hear_of_kiosk(kiosk_id=found.pk, now=now)
    until = begins_until(found)
    begins = until is None or until > now
    return JsonResponse({"taken": _taken(found, handing), "begins": begins})


def _taken(found: Kiosk, handing: Handing) -> dict[str, str]:
    outcomes = {}
    actor, now = system_user(), timezone.now()
    for kept in handing.kept:
        try:
            is_new = take_from_kiosk(
                kiosk_id=found.pk, kept=kept, said_now=handing.said_now, actor=actor, now=now
            )
        except (AnswersTooLarge, KeyInUse) as refusal:
            outcomes[str(kept.key)] = refusal.code
        else:
            outcomes[str(kept.key)] = "kept" if is_new else "known"
    return outcomes
