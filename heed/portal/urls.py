from django.urls import path

from heed.portal.views import (
    answers,
    kiosks,
    offers,
    promises,
    rankings,
    survey_declining,
    surveys,
    times,
)

app_name = "portal"
urlpatterns = [
    path("answer/<str:token>/", answers.answer, name="answer"),
    path("your-promises/<str:token>/", promises.promises, name="promises"),
    path("another-time/<str:token>/", times.proposed_time, name="proposed_time"),
    path("guarantees/", promises.guarantees, name="guarantees"),
    path("offer/<str:token>/", offers.offer, name="offer"),
    path("ranking/<str:token>/", rankings.ranking, name="ranking"),
    path("survey/<str:token>/", surveys.survey, name="survey"),
    path("survey/<str:token>/<uuid:key>/", surveys.survey, name="survey_response"),
    path("survey/<str:token>/no-more/", survey_declining.decline_surveys, name="decline_surveys"),
    path("kiosk/worker.js", kiosks.kiosk_worker, name="kiosk_worker"),
    path("kiosk/<str:token>/", kiosks.kiosk, name="kiosk"),
    path(
        "kiosk/<str:token>/questionnaire/<str:language>/",
        kiosks.kiosk_questionnaire,
        name="kiosk_questionnaire",
    ),
    path("kiosk/<str:token>/parts/", kiosks.kiosk_parts, name="kiosk_parts"),
    path("kiosk/<str:token>/manifest.webmanifest", kiosks.kiosk_manifest, name="kiosk_manifest"),
    path("kiosk/<str:token>/answers/", kiosks.kiosk_answers, name="kiosk_answers"),
]
