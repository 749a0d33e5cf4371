"""Refusals of the API, all in one form."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema

from heed.core.errors import DomainError


class FieldProblem(Schema):
    """What is wrong with one value of a request."""

    field: str = Field(description="Where the value stands, such as `body.due_at`.")
    code: str
    message: str


class Problem(Schema):
    """Why a request was refused, and what to do next."""

    code: str = Field(description="A word for programs, such as `promise.already_closed`.")
    message: str = Field(description="A sentence for people, in the language asked for.")
    errors: list[FieldProblem] | None = Field(None, description="Field by field, where known.")


class NotFound(DomainError):
    code = "not_found"
    message = _("There is no %(field)s %(value)s among what you may see. Check the number.")
    status = HTTPStatus.NOT_FOUND


class NotJson(DomainError):
    code = "request.not_json"
    message = _("The request says its body is %(type)s. Send JSON as application/json.")
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class BodyBroken(DomainError):
    code = "request.body_broken"
    message = _("The body of the request is not JSON that can be read: %(reason)s.")
    status = HTTPStatus.BAD_REQUEST


class BodyTooLarge(DomainError):
    code = "request.body_too_large"
    message = _("The body of the request is too large. Send at most %(megabytes)s MB.")
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class FieldsRefused(DomainError):
    """Values that are wrong by themselves, whoever sends them."""

    code = "request.invalid"
    message = _("Some values cannot be used. See the list of errors.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, *errors: FieldProblem) -> None:
        self.errors = list(errors)
        super().__init__()
