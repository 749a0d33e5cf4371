"""Addresses of advice and of promises found in what we write; part of the room's addresses."""

from django.urls import path

from heed.expectations.views import advice, proposals

urlpatterns = [
    path("customers/<int:customer_id>/due-times/", advice.due_times, name="due_times"),
    path("settings/automatic-reply/", advice.automatic_reply, name="automatic_reply"),
    path(
        "conversations/<int:conversation_id>/promises-found/",
        proposals.promises_found,
        name="promises_found",
    ),
    path("promises/found/", proposals.proposals, name="proposals"),
    path("promises/found/<int:proposal_id>/", proposals.proposal_take, name="proposal_take"),
    path(
        "promises/found/<int:proposal_id>/dismiss/",
        proposals.proposal_dismiss,
        name="proposal_dismiss",
    ),
    path(
        "promises/found/<int:proposal_id>/reopen/",
        proposals.proposal_reopen,
        name="proposal_reopen",
    ),
]
