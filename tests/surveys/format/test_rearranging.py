from heed.surveys.format.differences import Differences, differences
from heed.surveys.format.rearranging import (
    Place,
    broken,
    doubled,
    free_name,
    inserted,
    joined,
    moved,
    page_moved,
    place_of,
    without,
)


def draft(*pages):
    return {
        "pages": [
            {"name": f"p{number}", "elements": [{"type": "comment", "name": each} for each in page]}
            for number, page in enumerate(pages)
        ]
    }


def names(changed):
    return [[each["name"] for each in page["elements"]] for page in changed["pages"]]


def test_a_question_goes_over_the_edge_of_its_page_and_no_further():
    given = draft(["a", "b"], ["c"])

    assert names(moved(given, Place(0, 1), 1)) == [["a"], ["b", "c"]]
    assert names(moved(given, Place(1, 0), -1)) == [["a", "b", "c"], []]
    assert moved(given, Place(0, 0), -1) == given
    assert moved(given, Place(1, 0), 1) == given
    assert names(given) == [["a", "b"], ["c"]]


def test_pages_are_parted_joined_and_moved():
    given = draft(["a", "b", "c"])

    parted = broken(given, Place(0, 1))

    assert names(parted) == [["a"], ["b", "c"]]
    assert parted["pages"][1]["name"] == "page"
    assert names(joined(parted, 1)) == [["a", "b", "c"]]
    assert names(page_moved(parted, 1, -1)) == [["b", "c"], ["a"]]
    assert joined(given, 0) == page_moved(given, 0, -1) == given


def test_a_double_has_a_name_of_its_own():
    given = draft(["q9", "q2"])

    assert names(doubled(given, Place(0, 0))) == [["q9", "q3", "q2"]]
    assert free_name(given, "new") == "new"


def test_a_question_is_found_where_it_was_or_where_it_has_gone():
    given = draft(["a", "b"], ["a"])

    assert place_of(given, "a", "1.0") == Place(1, 0)
    assert place_of(given, "b", "9.9") == Place(0, 1)
    assert place_of(given, "c", "0.0") is None


def test_what_was_taken_out_goes_back_even_where_its_page_is_gone():
    given = draft(["a"], ["b"])
    question = {"type": "comment", "name": "b"}

    assert names(inserted(joined(without(given, Place(1, 0)), 1), Place(1, 0), question)) == [
        ["b", "a"]
    ]
    assert names(inserted({"pages": []}, Place(0, 0), question)) == [["b"]]


def test_differences_name_what_came_went_and_changed():
    before = draft(["a", "b"], ["c"])
    after = draft(["a", "d"], ["c"])
    after["pages"][1]["elements"][0]["title"] = "New"

    assert differences(before, after) == Differences(
        added=("d",), removed=("b",), changed=("c",), is_rest_changed=False
    )
    assert differences(before, draft(["b", "a"], ["c"])).is_rest_changed
    assert not differences(before, before)
