from django.urls import path

from heed.workspace.views import conversations, customers, ledger, mail, search, today, value

app_name = "workspace"
urlpatterns = [
    path("", today.today, name="today"),
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/<int:conversation_id>/", conversations.conversation, name="conversation"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:customer_id>/", customers.customer, name="customer"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<slug:topic>/<slug:figure>/", ledger.ledger_rows, name="ledger_rows"),
    path("value/", value.value, name="value"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<int:mail_id>/", mail.mail_letter, name="mail_letter"),
    path("mail/tasks/", mail.parked_tasks, name="parked_tasks"),
    path("search/", search.search, name="search"),
]
