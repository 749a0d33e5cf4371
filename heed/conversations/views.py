from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heed.accounts.http import SignedInRequest, back_to, needs, posted
from heed.accounts.queries import colleagues_of
from heed.conversations.forms import AnswerForm, AssignForm, MendForm
from heed.conversations.mime.mail import MailUnreadable, ParsedMail
from heed.conversations.mime.parsing import parse_mail
from heed.conversations.models import Attachment as KeptAttachment
from heed.conversations.models import Conversation, RawMail
from heed.conversations.operations import answering, handling, intake, storing
from heed.conversations.queries import (
    conversations_visible_to,
    parked_mail,
    raw_mail_visible_to,
)
from heed.core import files

SHOWN_BYTES = 40_000


def _chosen(request: SignedInRequest, conversation_id: int) -> Conversation:
    return get_object_or_404(conversations_visible_to(request.user), pk=conversation_id)


def _page_of(conversation: Conversation) -> str:
    return reverse("workspace:conversation", args=[conversation.pk])


@needs("conversations.change")
@require_POST
def note_write(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    conversation = _chosen(request, conversation_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        answering.write_note(
            conversation=conversation,
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The note is saved. Only colleagues see it."))
    else:
        messages.error(request, _("There is no text yet. Write the note, then save it."))
    return redirect("workspace:conversation", conversation_id)


@needs("conversations.change")
@require_POST
def conversation_close(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    conversation = _chosen(request, conversation_id)
    handling.close_conversation(conversation=conversation, actor=request.user, now=timezone.now())
    messages.success(
        request,
        _("The conversation is closed. An answer of the customer opens it."),
        extra_tags=reverse("conversations:reopen", args=[conversation.pk]),
    )
    return redirect(back_to(request, _page_of(conversation)))


@needs("conversations.change")
@require_POST
def conversation_reopen(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    conversation = _chosen(request, conversation_id)
    handling.reopen(conversation=conversation, actor=request.user, now=timezone.now())
    return redirect(back_to(request, _page_of(conversation)))


@needs("conversations.change")
@require_POST
def conversation_assign(request: SignedInRequest, conversation_id: int) -> HttpResponse:
    conversation = _chosen(request, conversation_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        raise Http404
    wanted = form.cleaned_data["assignee"]
    assignee = get_object_or_404(colleagues_of(request.user), pk=wanted) if wanted else None
    handling.assign(
        conversation=conversation,
        assignee=assignee,
        team=conversation.team,
        actor=request.user,
        now=timezone.now(),
    )
    return redirect(back_to(request, _page_of(conversation)))


@needs("conversations.view")
def attachment(request: SignedInRequest, attachment_id: int) -> HttpResponse:
    """A file of a message, always to be saved, never shown: it comes from outside."""
    visible = conversations_visible_to(request.user).order_by().values("pk")
    kept = get_object_or_404(
        KeptAttachment.objects.filter(message__conversation__in=visible), pk=attachment_id
    )
    return _saved(kept.digest, kept.name)


def _saved(digest: str, name: str) -> HttpResponse:
    stream = FileResponse(
        files.path_of(digest).open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
    return cast(HttpResponse, stream)


@needs("mail.mend")
def parked(request: SignedInRequest) -> HttpResponse:
    context = {"now": timezone.now(), "mails": list(parked_mail()[:100])}
    return render(request, "conversations/parked.html", context)


@needs("mail.mend")
def parked_one(request: SignedInRequest, raw_id: int) -> HttpResponse:
    """A parked mail: read it, mend it, take it in again, or set it aside."""
    raw = get_object_or_404(RawMail, pk=raw_id, state=RawMail.State.PARKED)
    letter, source = _readable(raw)
    form = MendForm(posted(request), initial=_known(letter) | raw.corrections)
    if request.method == "POST" and form.is_valid():
        return _mend(request, raw, form)
    context = {"now": timezone.now(), "raw": raw, "letter": letter, "source": source, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/parked_one.html", context, status=status)


def _readable(raw: RawMail) -> tuple[ParsedMail | None, str]:
    """What is understood of the mail, and the beginning of it as it came."""
    content = files.read(raw.digest)
    try:
        letter = parse_mail(content)
    except MailUnreadable:
        letter = None
    return letter, content[:SHOWN_BYTES].decode("utf-8", errors="replace")


def _known(letter: ParsedMail | None) -> dict[str, str]:
    sender = letter.sender if letter else None
    return {
        "sender_name": sender.name if sender else "",
        "sender_address": sender.address if sender else "",
        "subject": letter.subject if letter else "",
        "text": letter.text if letter else "",
    }


def _mend(request: SignedInRequest, raw: RawMail, form: MendForm) -> HttpResponse:
    corrections = {name: form.cleaned_data[name] for name in form.changed_data}
    taken = intake.mend_raw(
        raw=raw, corrections=corrections, actor=request.user, now=timezone.now()
    )
    if taken.state == "parked":
        messages.warning(request, _("It could still not be taken in; see the reason on this page."))
        return redirect("conversations:parked_one", raw.pk)
    messages.success(request, _("The mail was taken in."))
    if taken.conversation_id is None:
        return redirect("conversations:parked")
    return redirect("workspace:conversation", taken.conversation_id)


@needs("mail.mend")
@require_POST
def parked_dismiss(request: SignedInRequest, raw_id: int) -> HttpResponse:
    raw = get_object_or_404(RawMail, pk=raw_id)
    storing.dismiss_raw(raw=raw, actor=request.user, now=timezone.now())
    messages.success(request, _("The mail is set aside. It stays kept."))
    return redirect("conversations:parked")


@needs("mail.mend")
def raw_download(request: SignedInRequest, raw_id: int) -> HttpResponse:
    """A mail as it came in."""
    raw = get_object_or_404(raw_mail_visible_to(request.user), pk=raw_id)
    return _saved(raw.digest, f"mail-{raw.pk}.eml")
