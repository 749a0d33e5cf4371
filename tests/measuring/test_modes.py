import pytest

from tests.measuring.readings import said, table_of

ROWS = [
    ("5,link,low", 30), ("3,link,low", 30), ("6,link,high", 10), ("4,link,high", 10),
    ("5,phone,low", 10), ("3,phone,low", 10), ("6,phone,high", 30), ("4,phone,high", 30),
]  # fmt: skip
COMMAND = "modes --answers s --mode way"


def written_of(rows):
    return ["s,way,tier", *(row for row, many in rows for _time in range(many))]


def test_a_difference_that_is_one_of_people_is_gone_with_the_same_mix(measure, written):
    options = ("--answers", "s", "--mode", "way", "--standardise", "tier")

    found = measure.json("modes", written(*written_of(ROWS)), *options)["result"]

    (item,) = found["means"]
    (difference,) = item["differences"]
    assert [each["raw"]["value"] for each in item["figures"]] == [4.25, 4.75]
    assert [each["standardised"]["value"] for each in item["figures"]] == [4.5, 4.5]
    assert (difference["one"], difference["other"]) == ("link", "phone")
    assert difference["raw"]["difference"]["value"] == -0.5
    assert difference["raw"]["p"] == pytest.approx(0.0044785, abs=5e-8)
    assert difference["standardised"]["difference"]["value"] == 0
    assert (found["top_boxes"], found["counted_from"], item["covered"]) == ([], None, 1)


def test_with_the_end_of_the_scale_shares_are_compared_too(measure, written):
    options = ("--answers", "s", "--mode", "way", "--highest", "6")

    found = measure.json("modes", written(*written_of(ROWS)), *options)["result"]

    (item,) = found["top_boxes"]
    assert found["counted_from"] == 5
    assert [each["raw"]["value"] for each in item["figures"]] == [0.5, 0.5]
    assert item["differences"][0]["standardised"] is None


def test_people_get_means_differences_and_what_the_p_means(measure, written):
    options = ("--answers", "s", "--mode", "way", "--standardise", "tier", "--highest", "6")

    code, out, err = measure("modes", written(*written_of(ROWS)), *options)

    assert (code, err) == (0, "")
    assert "s                    link  4.25  4.01 to 4.49          4.50  4.22 to 4.78  80" in out
    assert "link less phone   -0.50" in out
    assert "Answers from 5 on count." in out
    assert "looked at together (Holm)" in out
    assert "compared: s 100%." in out


def test_a_difference_is_said_with_its_size_and_that_nobody_drew_lots():
    assert said(table_of("s,way,tier", ROWS), COMMAND) == [
        "“s”: answers by phone stand 0.50 points above those by link (plausibly between 0.16 and "
        "0.84; n = 160).",
        "Who answers which way is not drawn by lot: differences may come from the people and not "
        "from the way of asking.",
    ]


def test_without_a_difference_none_is_said():
    assert said(table_of("s,way,tier", ROWS), f"{COMMAND} --standardise tier") == [
        "No difference between ways of asking can be told from these answers.",
        "Differences are those of the same mix of “tier”.",
        "Who answers which way is not drawn by lot: differences may come from the people and not "
        "from the way of asking.",
    ]


def test_answers_without_a_counterpart_and_few_answers_are_said():
    rows = [*ROWS, ("5,phone,none", 5), ("4,,low", 2)]

    sentences = said(table_of("s,way,tier", rows), f"{COMMAND} --standardise tier")

    assert "Part of the answers has no counterpart in every way of asking: s." in sentences
    assert said(table_of("s,way", [("5,a", 3), ("4,b", 40)]), COMMAND)[-1] == (
        "These are few answers (3): take this as an indication, not as a finding."
    )


def test_one_way_alone_is_refused(measure, written):
    code, out, err = measure("modes", written("s,way", "5,a", "4,a"), *COMMAND.split()[1:])

    assert (code, out) == (1, "")
    assert "two ways of asking, got a" in err


def test_the_chart_shows_each_question_by_way(measure, written, tmp_path):
    chart = tmp_path / "modes.svg"

    code, _out, _err = measure(
        "modes", written(*written_of(ROWS)), *COMMAND.split()[1:], "--chart", str(chart)
    )

    assert code == 0
    assert "s – phone" in chart.read_text()
