from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from heed.conversations.mime.mail import Attachment

MOST_FILE_BYTES = 20 * 1024 * 1024


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each within what mail servers take."""

    widget = ManyFiles(attrs={"multiple": True})

    def clean(self, data: object, initial: object = None) -> list[object]:
        files = data if isinstance(data, list) else [data]
        kept = [super(FilesField, self).clean(each, initial) for each in files if each]
        for file in kept:
            if file.size > MOST_FILE_BYTES:
                raise forms.ValidationError(
                    _(
                        "%(name)s has %(size)s MB; mail carries 20 MB at most. "
                        "Make it smaller or send a link."
                    ),
                    params={"name": file.name, "size": round(file.size / 1024 / 1024)},
                )
        return kept


def as_attachment(file: "UploadedFile[bytes]") -> Attachment:
    """A file from a form, as a mail carries it."""
    return Attachment(
        name=file.name or "file",
        type=file.content_type or "application/octet-stream",
        content=file.read(),
    )


def new_token() -> str:
    """A mark by which the same form sent twice is known."""
    return get_random_string(20)


class AnswerForm(forms.Form):
    """What we write: a letter to the customer, or a note among ourselves."""

    text = forms.CharField(label=_("Reply"), widget=forms.Textarea(attrs={"rows": 4}))
    attachments = FilesField(label=_("Attach"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial=new_token, max_length=40)


class AssignForm(forms.Form):
    assignee = forms.IntegerField(label=_("Assigned to"), required=False)


class MendForm(forms.Form):
    """What a parked mail does not say, entered by an agent."""

    sender_name = forms.CharField(label=_("Sender’s name"), required=False, max_length=200)
    sender_address = forms.EmailField(label=_("Sender’s address"), required=False)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=998)
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
