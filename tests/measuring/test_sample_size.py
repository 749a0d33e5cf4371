import pytest

from heed.measures.sample_size import answers_for_nps, answers_for_share

ANSWERS = ("a,w", *["10,1"] * 40, *["8,1"] * 40, *["3,2"] * 20)


def one(measure, written, *options: str):
    path = written(*ANSWERS)
    (item,) = measure.json("sample-size", path, "--of", "a", *options)["result"]["items"]
    return item


def test_a_score_takes_its_shares_from_the_answers(measure, written):
    item = one(measure, written, "--nps", "--half-width", "0.05", "--response", "0.25")

    expected = answers_for_nps(0.05, promoters=0.4, detractors=0.2, response=0.25)
    assert item["value"] == pytest.approx(0.2)
    assert item["half_width_so_far"] == pytest.approx(1.959964 * (0.56 / 100) ** 0.5, abs=1e-6)
    assert item["needed"]["answers"] == expected.answers == 861
    assert item["needed"]["invitations"] == 3444
    assert item["missing_answers"] == 761


def test_weights_cost_answers(measure, written):
    item = one(measure, written, "--at-least", "8", "--half-width", "0.05", "--weight", "w")

    effect = 100 * 160 / 120**2
    assert item["design_effect"] == pytest.approx(effect)
    assert item["value"] == pytest.approx(80 / 120)
    expected = answers_for_share(0.05, share=80 / 120, design_effect=effect)
    assert item["needed"]["answers"] == expected.answers


def test_a_mean_takes_its_spread_from_the_answers(measure, written):
    item = one(measure, written, "--half-width", "0.5")

    # 40 × 10, 40 × 8, 20 × 3: mean 7.8, variance 6.56; 1.96² × 6.56 / .5² = 100.8.
    assert (item["value"], item["spread"]) == (pytest.approx(7.8), pytest.approx(6.56**0.5))
    assert (item["needed"]["answers"], item["missing_answers"]) == (101, 1)


def test_more_than_all_cannot_be_asked(measure, written):
    code, out, _err = measure(
        "sample-size",
        written(*ANSWERS),
        *("--of", "a", "--half-width", "0.1", "--population", "300", "--response", "0.1"),
    )

    assert code == 0
    assert "Even asking all customers" in out


def test_equal_answers_tell_no_spread(measure, written):
    code, _out, err = measure(
        "sample-size", written("a", "5", "5"), "--of", "a", "--half-width", "1"
    )

    assert code == 1
    assert "all known answers of a are equal" in err


def test_a_share_and_a_score_are_two_questions(measure, written):
    code, _out, err = measure(
        "sample-size",
        written(*ANSWERS),
        *("--of", "a", "--nps", "--at-least", "8", "--half-width", "0.1"),
    )

    assert code == 2
    assert "not for both" in err
