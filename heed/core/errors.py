"""What the business refuses to do, said so that a person knows what to do next."""

from django.utils.functional import Promise as LazyText


class DomainError(Exception):
    """A refusal of an operation.

    Subclasses give a `code` for programs and a translated `message` whose placeholders are
    filled from the keyword arguments. `status` is the answer over HTTP.
    """

    code = "refused"
    message: str | LazyText = ""
    status = 409

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(values)

    def __str__(self) -> str:
        return str(self.message) % self.values
