from django.urls import URLPattern, URLResolver, include, path

from heed.accounts.views import set_language
from heed.config import views
from heed.config.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("heed.portal.urls")),
    path("", include("heed.customers.urls")),
    path("", include("heed.conversations.urls")),
    path("", include("heed.expectations.urls")),
    path("", include("heed.improvement.urls")),
    path("", include("heed.loyalty.urls")),
    path("", include("heed.value.tier_urls")),
    path("", include("heed.workspace.urls")),
    path("", include("heed.accounts.urls")),
    path("api/v1/", api.urls),
    path("language/", set_language, name="set_language"),
    path("mail/tasks/<int:delivery_id>/retry/", views.task_retry, name="task_retry"),
    path("components/", views.components, name="components"),
    path("alive/", views.alive, name="alive"),
]
