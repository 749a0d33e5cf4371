from django.urls import path

from heed.value.views import tiers

app_name = "tiers"
urlpatterns = [
    path("value/tiers/", tiers.tiers, name="tiers"),
    path("value/tiers/new/", tiers.policy_draft, name="policy_draft"),
    path("value/tiers/<int:policy_id>/", tiers.policy, name="policy"),
    path("value/tiers/<int:policy_id>/approve/", tiers.policy_approve, name="policy_approve"),
]
