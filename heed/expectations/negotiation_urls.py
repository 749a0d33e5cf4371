"""Addresses of negotiations, offers and concessions; part of the room's addresses."""

from django.urls import path

from heed.expectations.views import concessions, declining, negotiations, offers

urlpatterns = [
    path(
        "customers/<int:customer_id>/negotiations/new/",
        negotiations.negotiation_open,
        name="negotiation_open",
    ),
    path("negotiations/", negotiations.negotiations, name="negotiations"),
    path("negotiations/<int:negotiation_id>/", negotiations.negotiation, name="negotiation"),
    path(
        "negotiations/<int:negotiation_id>/defer/",
        negotiations.negotiation_defer,
        name="negotiation_defer",
    ),
    path(
        "negotiations/<int:negotiation_id>/escalate/",
        negotiations.negotiation_escalate,
        name="negotiation_escalate",
    ),
    path(
        "negotiations/<int:negotiation_id>/take-up/",
        negotiations.negotiation_take_up,
        name="negotiation_take_up",
    ),
    path(
        "negotiations/<int:negotiation_id>/decline/",
        declining.negotiation_decline,
        name="negotiation_decline",
    ),
    path("negotiations/<int:negotiation_id>/offers/new/", offers.offer_make, name="offer_make"),
    path(
        "negotiations/<int:negotiation_id>/concessions/new/",
        concessions.concession_plan,
        name="concession_plan",
    ),
    path(
        "negotiations/<int:negotiation_id>/concessions/letter/",
        concessions.concessions_write,
        name="concessions_write",
    ),
    path("offers/<int:offer_id>/script/", offers.offer_script, name="offer_script"),
    path("offers/<int:offer_id>/choose/", offers.offer_choose, name="offer_choose"),
    path("offers/<int:offer_id>/counter/", offers.offer_counter, name="offer_counter"),
    path("offers/<int:offer_id>/decline/", offers.offer_decline, name="offer_decline"),
    path("offers/<int:offer_id>/withdraw/", offers.offer_withdraw, name="offer_withdraw"),
    path("concessions/<int:concession_id>/", concessions.concession, name="concession"),
    path("concessions/<int:concession_id>/ask/", concessions.concession_ask, name="concession_ask"),
    path(
        "concessions/<int:concession_id>/tell/", concessions.concession_tell, name="concession_tell"
    ),
]
