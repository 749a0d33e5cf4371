from django.urls import path

from heed.loyalty.views import departures

app_name = "loyalty"
urlpatterns = [
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
