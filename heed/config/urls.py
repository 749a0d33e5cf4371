from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("heed.workspace.urls")),
    path("", include("heed.accounts.urls")),
    path("language/", set_language, name="set_language"),
]
