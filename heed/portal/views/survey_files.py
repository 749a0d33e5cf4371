from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from heed.surveys.answering.asked import AskedPage
from heed.surveys.format.questions import Files
from heed.surveys.models import Response
from heed.surveys.operations.response_files import FileRefused, add_file, remove_file
from heed.surveys.queries.response_files import files_given


def asks_for_files(page: AskedPage) -> bool:
    return any(isinstance(asked.question, Files) for asked in page.questions)


def take_files(
    request: HttpRequest, response: Response, page: AskedPage, *, now: datetime
) -> tuple[dict[str, object], dict[str, tuple[str, ...]]]:
    """Keep and remove files as the form says; the answers, and what could not be taken."""
    answers: dict[str, object] = {}
    problems: dict[str, tuple[str, ...]] = {}
    for asked in page.questions:
        if not isinstance(asked.question, Files):
            continue
        for key in request.POST.getlist(f"{asked.name}-remove"):
            remove_file(response_id=response.pk, question=asked.name, key=key)
        refused = [
            refusal
            for file in request.FILES.getlist(asked.name)
            if (refusal := _add(response, asked.question, file, now))
        ]
        if refused:
            problems[asked.name] = tuple(refused)
        answers[asked.name] = files_given(response, asked.name) or None
    return answers, problems


def _add(response: Response, question: Files, file: "UploadedFile[bytes]", now: datetime) -> str:
    """Keep one file, or say why it is not taken."""
    try:
        add_file(
            response_id=response.pk,
            question=question,
            name=file.name or "",
            media_type=file.content_type or "",
            content=file.read(),
            now=now,
        )
    except FileRefused as refusal:
        return str(refusal)
    return ""
