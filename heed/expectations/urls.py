from django.urls import include, path

from heed.expectations.views import (
    exceeding,
    expectations,
    feeds,
    handing,
    levels,
    promises,
    rankings,
    records,
    standards,
    standing,
    steering,
    topics,
)

app_name = "expectations"
urlpatterns = [
    path("", include("heed.expectations.advice_urls")),
    path("", include("heed.expectations.negotiation_urls")),
    path(
        "customers/<int:customer_id>/expectations/new/",
        expectations.expectation_record,
        name="expectation_record",
    ),
    path(
        "expectations/<int:expectation_id>/withdraw/",
        expectations.expectation_withdraw,
        name="expectation_withdraw",
    ),
    path(
        "customers/<int:customer_id>/expectations/<int:topic_id>/",
        expectations.expectation_history_of_topic,
        name="expectation_history",
    ),
    path("customers/<int:customer_id>/rankings/new/", rankings.ranking_ask, name="ranking_ask"),
    path("customers/<int:customer_id>/rankings/", rankings.rankings, name="rankings"),
    path("rankings/<int:ranking_id>/", rankings.ranking, name="ranking"),
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
    path(
        "promises/<int:promise_id>/propose-time/",
        promises.promise_propose_time,
        name="promise_propose_time",
    ),
    path("promises/<int:promise_id>/waive/", promises.promise_waive, name="promise_waive"),
    path(
        "promises/<int:promise_id>/hand-over/", promises.promise_hand_over, name="promise_hand_over"
    ),
    path("customers/<int:customer_id>/standing/", standing.standing_record, name="standing_record"),
    path("promises/standing/<int:standing_id>/", standing.standing, name="standing"),
    path(
        "promises/standing/<int:standing_id>/come-true/",
        standing.standing_come_true,
        name="standing_come_true",
    ),
    path("promises/standing/<int:standing_id>/end/", standing.standing_end, name="standing_end"),
    path("promises/feed/", feeds.feed, name="feed"),
    path("promises/feed/open/", feeds.feed_open, name="feed_open"),
    path("promises/feed/renew/", feeds.feed_renew, name="feed_renew"),
    path("promises/feed/close/", feeds.feed_close, name="feed_close"),
    path("promises/feed/<str:token>/promises.ics", feeds.feed_read, name="feed_read"),
    path("promises/hand-over/", handing.promises_hand_over, name="promises_hand_over"),
    path("promises/hand-over/<str:token>/undo/", handing.hand_over_undo, name="hand_over_undo"),
    path("promises/guarantees/", standing.guarantees, name="guarantees"),
    path("promises/guarantees/new/", standing.guarantee_give, name="guarantee_give"),
    path(
        "customers/<int:customer_id>/guarantees/<int:standing_id>/cover/",
        standing.guarantee_cover,
        name="guarantee_cover",
    ),
    path("topics/", topics.topics, name="topics"),
    path("topics/new/", topics.topic_add, name="topic_add"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/change/", topics.topic_change, name="topic_change"),
    path("topics/<int:topic_id>/retire/", topics.topic_retire, name="topic_retire"),
    path("topics/<int:topic_id>/restore/", topics.topic_restore, name="topic_restore"),
    path("topics/<int:topic_id>/standards/new/", standards.standard_record, name="standard_record"),
    path(
        "topics/<int:topic_id>/offers/new/", standards.tier_offer_record, name="tier_offer_record"
    ),
    path("topics/<int:topic_id>/levels/new/", levels.level_set, name="level_set"),
    path("topics/levels/withdraw/", levels.levels_withdraw, name="levels_withdraw"),
    path("topics/<int:topic_id>/exclusions/new/", standards.exclusion_mark, name="exclusion_mark"),
    path(
        "topics/<int:topic_id>/exclusions/<int:exclusion_id>/lift/",
        standards.exclusion_lift,
        name="exclusion_lift",
    ),
    path(
        "standards/<int:standard_id>/withdraw/",
        standards.standard_withdraw,
        name="standard_withdraw",
    ),
    path(
        "tier-offers/<int:offer_id>/withdraw/",
        standards.tier_offer_withdraw,
        name="tier_offer_withdraw",
    ),
    path("expectations/<int:expectation_id>/norm-told/", standards.norm_told, name="norm_told"),
    path("topics/<int:topic_id>/steering/<slug:tier>/", steering.steering, name="steering"),
    path("steering/<int:steering_id>/end/", steering.steering_end, name="steering_end"),
    path(
        "customers/<int:customer_id>/exceedings/new/",
        exceeding.exceeding_record,
        name="exceeding_record",
    ),
]
