from django.urls import path

from heed.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/company/", views.company, name="company"),
    path("settings/absences/", views.absences, name="absences"),
    path("settings/absences/<int:absence_id>/cancel/", views.absence_cancel, name="absence_cancel"),
    path("settings/tokens/", views.tokens, name="tokens"),
    path("settings/tokens/<int:token_id>/revoke/", views.token_revoke, name="token_revoke"),
    path("notices/read/", views.notices_read, name="notices_read"),
]
