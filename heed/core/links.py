"""Addresses that work outside a request, in mails."""

from django.conf import settings
from django.urls import reverse


def link_to(view_name: str, *args: object) -> str:
    """The full address of a page of ours."""
    return f"{settings.BASE_URL.geturl().rstrip('/')}{reverse(view_name, args=args)}"
