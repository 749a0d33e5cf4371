from django.urls import path

from heed.portal import views

app_name = "portal"
urlpatterns = [path("answer/<str:token>/", views.answer, name="answer")]
