from django.urls import path

from heed.loyalty.views import departures, leaving

app_name = "loyalty"
urlpatterns = [
    path("leaving/", leaving.leaving, name="leaving"),
    path("leaving/believed/", leaving.prior_change, name="prior_change"),
    path("leaving/<slug:of>/", leaving.leaving_rows, name="leaving_rows"),
    path(
        "customers/<int:customer_id>/departures/new/",
        departures.departure_record,
        name="departure_record",
    ),
    path(
        "departures/<int:departure_id>/correct/",
        departures.departure_correct,
        name="departure_correct",
    ),
    path(
        "departures/<int:departure_id>/withdraw/",
        departures.departure_withdraw,
        name="departure_withdraw",
    ),
]
