from django.urls import path

from heed.portal.views import answers, offers, promises, rankings, times

app_name = "portal"
urlpatterns = [
    path("answer/<str:token>/", answers.answer, name="answer"),
    path("your-promises/<str:token>/", promises.promises, name="promises"),
    path("another-time/<str:token>/", times.proposed_time, name="proposed_time"),
    path("guarantees/", promises.guarantees, name="guarantees"),
    path("offer/<str:token>/", offers.offer, name="offer"),
    path("ranking/<str:token>/", rankings.ranking, name="ranking"),
]
