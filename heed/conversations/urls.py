from django.urls import path

from heed.conversations import views

app_name = "conversations"
urlpatterns = [
    path("conversations/<int:conversation_id>/note/", views.note_write, name="note_write"),
    path("conversations/<int:conversation_id>/close/", views.conversation_close, name="close"),
    path("conversations/<int:conversation_id>/reopen/", views.conversation_reopen, name="reopen"),
    path("conversations/<int:conversation_id>/assign/", views.conversation_assign, name="assign"),
    path("attachments/<int:attachment_id>/", views.attachment, name="attachment"),
    path("mail/parked/", views.parked, name="parked"),
    path("mail/parked/<int:raw_id>/", views.parked_one, name="parked_one"),
    path("mail/parked/<int:raw_id>/dismiss/", views.parked_dismiss, name="parked_dismiss"),
    path("mail/parked/<int:raw_id>/source/", views.raw_download, name="raw_download"),
]
