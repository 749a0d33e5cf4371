from django.urls import path

from heed.customers import views

app_name = "customers"
urlpatterns = [
    path("customers/new/", views.customer_create, name="create"),
    path("customers/<int:customer_id>/change/", views.customer_change, name="change"),
    path("customers/<int:customer_id>/link/", views.personal_link, name="personal_link"),
    path("customers/<int:customer_id>/duplicates/", views.customer_same, name="same"),
    path("merges/<int:merge_id>/undo/", views.merge_undo, name="merge_undo"),
    path("customers/<int:customer_id>/erase/", views.customer_erase, name="erase"),
    path("customers/<int:customer_id>/contact-points/", views.contact_point_add, name="point_add"),
    path("numbers/<int:point_id>/mark/", views.phone_number_mark, name="number_mark"),
    path("customers/<int:customer_id>/facts/", views.fact_note, name="fact_note"),
    path("facts/<int:fact_id>/forget/", views.fact_forget, name="fact_forget"),
]
