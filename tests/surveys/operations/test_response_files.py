import pytest

from heed.core import files
from heed.surveys.format.questions import Files
from heed.surveys.models import ResponseFile
from heed.surveys.operations import response_files
from heed.surveys.operations.responses import HandedIn
from heed.surveys.queries.response_files import content_of, files_given
from tests.moments import MINUTE, NOON
from tests.surveys.factories import make_response, make_survey

PHOTO = Files(name="photo", accepted=".png, image/*", most_bytes=10)
SEVERAL = Files(name="papers", is_multiple=True)


@pytest.fixture
def response(manager):
    return make_response(survey=make_survey(actor=manager))


def add(response, *, question=SEVERAL, name="a.png", media_type="image/png", content=b"1", **how):
    return response_files.add_file(
        response_id=response.pk,
        question=question,
        name=name,
        media_type=media_type,
        content=content,
        **{"now": NOON} | how,
    )


def test_equal_files_are_kept_apart(response):
    first, second = add(response), add(response, now=NOON + MINUTE)

    response_files.remove_file(response_id=response.pk, question="papers", key=first.key)
    response_files.remove_file(response_id=response.pk, question="papers", key=first.key)

    assert first.key != second.key
    assert content_of(second) == b"1"
    assert not files.path_of(first.key).exists()
    assert files_given(response, "papers") == [
        {"key": second.key, "name": "a.png", "type": "image/png", "size": 1}
    ]


def test_where_one_file_is_taken_it_replaces_the_last(response):
    first = add(response, question=PHOTO)

    second = add(response, question=PHOTO, name="b.png")

    assert list(ResponseFile.objects.all()) == [second]
    assert not files.path_of(first.key).exists()


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        pytest.param({"content": b"x" * 11}, response_files.FileTooLarge, id="size"),
        pytest.param(
            {"name": "a.html", "media_type": "text/html"},
            response_files.FileNotAccepted,
            id="kind",
        ),
    ],
)
def test_what_the_question_does_not_take_is_refused(response, how, refusal):
    with pytest.raises(refusal):
        add(response, question=PHOTO, **how)

    assert ResponseFile.objects.count() == 0


def test_twenty_files_are_enough(response):
    for _number in range(20):
        add(response)

    with pytest.raises(response_files.TooManyFiles):
        add(response)

    assert ResponseFile.objects.count() == 20


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("..\\..\\boot.ini", "boot.ini", id="another system's folder"),
        pytest.param("../../etc/passwd", "passwd", id="folder"),
        pytest.param("", "file", id="nothing"),
        pytest.param("x" * 300 + ".png", "x" * 251 + ".png", id="long"),
    ],
)
def test_a_name_is_a_name_and_no_way(response, given, kept):
    assert add(response, name=given).name == kept


def test_what_was_handed_in_keeps_its_files(response):
    file = add(response)
    response.submitted_at = NOON
    response.save()

    with pytest.raises(HandedIn):
        add(response)
    with pytest.raises(HandedIn):
        response_files.remove_file(response_id=response.pk, question="papers", key=file.key)

    assert list(ResponseFile.objects.all()) == [file]
