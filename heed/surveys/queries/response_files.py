from heed.core import files
from heed.surveys.models import Response, ResponseFile

RANDOM_BYTES = 16


def content_of(file: ResponseFile) -> bytes:
    """The bytes as they were given; FileNotFoundError where they were forgotten.

    Whoever serves them does so as a download: what is in them was written by anybody.
    """
    return files.read(file.key)[RANDOM_BYTES:]


def files_given(response: Response, question: str) -> list[dict[str, object]]:
    """The answer to a question for files: what was given so far, in order."""
    rows = response.files.filter(question=question).order_by("added_at", "pk")
    return [
        {"key": row.key, "name": row.name, "type": row.media_type, "size": row.size} for row in rows
    ]
