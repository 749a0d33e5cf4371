from django.urls import path

from heed.improvement.views import improvements as views

app_name = "improvement"
urlpatterns = [
    path("improvements/new/", views.improvement_open, name="improvement_open"),
    path("improvements/<int:improvement_id>/", views.improvement, name="improvement"),
    path(
        "improvements/<int:improvement_id>/reopen/",
        views.improvement_reopen,
        name="improvement_reopen",
    ),
]
