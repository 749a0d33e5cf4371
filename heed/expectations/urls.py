from django.urls import path

from heed.expectations.views import promises, records

app_name = "expectations"
urlpatterns = [
    path(
        "customers/<int:customer_id>/expectations/new/",
        records.expectation_record,
        name="expectation_record",
    ),
    path(
        "customers/<int:customer_id>/promises/new/", records.promise_record, name="promise_record"
    ),
    path("conversations/<int:conversation_id>/answer/", records.answer_send, name="answer_send"),
    path("promises/<int:promise_id>/", promises.promise, name="promise"),
    path("promises/<int:promise_id>/fulfil/", promises.promise_fulfil, name="promise_fulfil"),
    path(
        "promises/<int:promise_id>/renegotiate/",
        promises.promise_renegotiate,
        name="promise_renegotiate",
    ),
    path("promises/<int:promise_id>/waive/", promises.promise_waive, name="promise_waive"),
    path(
        "promises/<int:promise_id>/hand-over/", promises.promise_hand_over, name="promise_hand_over"
    ),
]
