from django.urls import path

from heed.portal.views import (
    answers,
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
]
