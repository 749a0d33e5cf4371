"""What is wrong with an expression that was written."""

from django.utils.functional import Promise as LazyText


class ExpressionError(ValueError):
    """An expression that cannot be read. `position` counts characters from 0."""

    def __init__(self, message: str | LazyText, *, position: int, **values: object) -> None:
        self.message = message
        self.position = position
        self.values = {"position": position + 1, **values}
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message) % self.values
