from django.urls import path

from heed.improvement.views import board, improvements, moving

app_name = "improvement"
urlpatterns = [
    path("improvements/", board.board, name="board"),
    path("improvements/new/", improvements.improvement_open, name="improvement_open"),
    path("improvements/tried/", improvements.tried, name="tried"),
    path("improvements/figure/", improvements.figure_preview, name="figure_preview"),
    path("improvements/<int:improvement_id>/", improvements.improvement, name="improvement"),
    path(
        "improvements/<int:improvement_id>/change/",
        improvements.improvement_change,
        name="improvement_change",
    ),
    path(
        "improvements/<int:improvement_id>/move/<slug:was>/<slug:state>/",
        moving.improvement_move,
        name="improvement_move",
    ),
    path(
        "improvements/<int:improvement_id>/measure/",
        moving.improvement_measure,
        name="improvement_measure",
    ),
    path(
        "improvements/<int:improvement_id>/count/",
        moving.improvement_count,
        name="improvement_count",
    ),
    path(
        "improvements/<int:improvement_id>/notes/",
        moving.improvement_note,
        name="improvement_note",
    ),
    path(
        "improvements/<int:improvement_id>/reopen/",
        moving.improvement_reopen,
        name="improvement_reopen",
    ),
]
