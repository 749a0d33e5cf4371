"""Files given as answers.

Their bytes are kept behind a few random ones, so that each file has a key of its own and can be
forgotten without asking who else holds the same.
"""

import secrets
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from heed.core import files
from heed.core.errors import DomainError
from heed.surveys.answering.file_rules import MOST_BYTES, MOST_FILES, is_accepted
from heed.surveys.format.questions import Files
from heed.surveys.models import Response, ResponseFile
from heed.surveys.operations.responses import HandedIn
from heed.surveys.queries.response_files import RANDOM_BYTES

LONGEST_NAME = 255
LONGEST_TYPE = 100


class FileRefused(DomainError):
    code = "response.file_refused"
    message = _("This file cannot be taken.")
    status = 422


class FileTooLarge(FileRefused):
    code = "response.file_too_large"
    message = _("“%(name)s” has more than %(most)s MB. Choose a smaller file.")


class FileNotAccepted(FileRefused):
    code = "response.file_not_accepted"
    message = _("“%(name)s” is of a kind that is not taken here. Taken are: %(accepted)s.")


class TooManyFiles(FileRefused):
    code = "response.too_many_files"
    message = _("At most %(most)s files can be taken. Remove one before adding another.")


@transaction.atomic
def add_file(
    *,
    response_id: int,
    question: Files,
    name: str,
    media_type: str,
    content: bytes,
    now: datetime,
) -> ResponseFile:
    """Keep a file as part of the answer to a question; where one is taken it replaces the last.

    Raises HandedIn, FileTooLarge, FileNotAccepted, TooManyFiles.
    """
    response = _locked(response_id)
    name = PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "file"
    most = min(question.most_bytes or MOST_BYTES, MOST_BYTES)
    if len(content) > most:
        raise FileTooLarge(name=name, most=number_format(most / 1_000_000, 1))
    if not is_accepted(question, name, media_type):
        raise FileNotAccepted(name=name, accepted=question.accepted)
    given = response.files.filter(question=question.name)
    if not question.is_multiple:
        _forget(list(given))
    elif given.count() >= MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    return ResponseFile.objects.create(
        response=response,
        question=question.name,
        key=files.keep(secrets.token_bytes(RANDOM_BYTES) + content),
        name=name,
        media_type=media_type[:LONGEST_TYPE],
        size=len(content),
        added_at=now,
    )


@transaction.atomic
def remove_file(*, response_id: int, question: str, key: str) -> None:
    """Forget a file that was given; that it is gone already is no fault. Raises HandedIn."""
    _forget(list(_locked(response_id).files.filter(question=question, key=key)))


def _forget(given: list[ResponseFile]) -> None:
    for file in given:
        files.forget(file.key)
        file.delete()


def _locked(response_id: int) -> Response:
    response = Response.objects.select_for_update(of=("self",)).get(pk=response_id)
    if response.submitted_at:
        raise HandedIn
    return response
