import pytest

from heed.measures.kano import kano_of_counts
from tests.measures.kiosk import KIOSK, needs_kiosk
from tests.measures.kiosk_kano import kano_reference
from tests.measuring.readings import said, table_of

SIDES = ("--functional", "*_1", "--dysfunctional", "*_2")
HEAD = "who,lock_1,lock_2,music_1,music_2"
ANSWERS = (HEAD, *(f"{who},2,5,1,3" for who in "abc"), "d,1,5,3,3", "e,1,1,5,5")


@needs_kiosk
def test_the_kiosk_gives_what_r_gives(measure):
    found = measure.json(
        "kano",
        KIOSK / "kiosk_clean_194.csv",
        *("--functional", "kano*_1", "--dysfunctional", "kano*_2", "--table", "berger"),
    )

    features, reference = found["result"]["features"], kano_reference()
    assert [(each["name"], each["mode"]) for each in features] == [
        (f"kano{row['attr']}", row["mode"]) for row in reference
    ]
    assert features[0]["counts"] == {"M": 87, "O": 51, "A": 39, "I": 16, "R": 0, "Q": 1}
    assert [each["better"]["value"] for each in features] == pytest.approx(
        [float(row["better"]) for row in reference], rel=1e-9
    )
    assert [each["fong"]["is_significant"] for each in features] == [
        row["fong_sig"] == "TRUE" for row in reference
    ]


def test_features_have_the_names_that_the_star_leaves(measure, written):
    found = measure.json("kano", written(*ANSWERS), *SIDES)["result"]

    assert [(each["name"], each["category"], each["n"]) for each in found["features"]] == [
        ("lock", "M", 5),
        ("music", "A", 5),
    ]
    expected = kano_of_counts({"M": 3, "O": 1, "Q": 1})
    assert found["features"][0]["worse"]["lower"] == pytest.approx(expected.worse.lower)
    assert found["curves"]["lock"]["shape"] == "flattening"
    assert [each["quadrant"] for each in found["continuous"]] == ["O", "A"]


def test_an_answer_that_the_form_does_not_offer_is_refused_with_its_row(measure, written):
    found = measure.json("kano", written(*ANSWERS, "f,6,5,1,3"), *SIDES)

    assert found["strange"] == [
        {"column": "lock_1", "row": 7, "value": "6", "reason": "off_the_scale"}
    ]
    assert [each["n"] for each in found["result"]["features"]] == [5, 6]


@pytest.mark.parametrize(
    ("table", "category"), [(["berger"], "I"), (["pouliot"], "Q"), (["AAO", "IIM", "IIM"], "I")]
)
def test_the_table_is_taken_by_name_or_as_rows(measure, written, table, category):
    found = measure.json("kano", written("a_1,a_2", "2,2", "2,2"), *SIDES, "--table", *table)

    assert found["result"]["features"][0]["category"] == category


def test_an_unknown_table_is_refused_with_those_known(measure, written):
    code, out, _err = measure("kano", written(*ANSWERS), *SIDES, "--table", "kano", "--json")

    assert code == 1
    assert "Expected berger, pouliot, three-level or rows of a table, got 'kano'." in out


def test_a_form_that_counts_backwards_is_turned_round(measure, written):
    turned = written("a_1,a_2", "4,1", "4,1", "5,1")

    found = measure.json("kano", turned, *SIDES, "--backwards")["result"]

    assert found["features"][0]["counts"] == {"M": 2, "O": 1, "A": 0, "I": 0, "R": 0, "Q": 0}


def test_scores_are_of_the_form_of_five_answers_alone(measure, written):
    short = written("a_1,a_2", "1,3", "2,3")

    found = measure.json("kano", short, *SIDES, "--table", "three-level")["result"]

    assert found["continuous"] == []


def test_importance_weighs_the_scores(measure, written):
    answers = written("a_1,a_2,a_3", "1,5,9", "3,3,3")

    found = measure.json("kano", answers, *SIDES, "--importance", "*_3")["result"]

    assert found["continuous"][0]["functional"]["value"] == 3


def test_weights_count_as_so_many_people(measure, written):
    answers = written("a_1,a_2,w", "2,5,3", "1,5,1")

    found = measure.json("kano", answers, *SIDES, "--weight", "w")["result"]["features"][0]

    assert (found["counts"]["M"], found["n"], found["effective_n"]) == (3, 2, 1.6)


def test_need_levels_follow_from_what_the_company_knows(measure, written):
    found = measure.json(
        "kano", written(*ANSWERS), *SIDES, "--stops-purchase", "lock", "--voiced", "music"
    )["result"]

    assert found["levels"] == [
        {"name": "lock", "level": "basic", "advice": "deliver"},
        {"name": "music", "level": "desired", "advice": "deliver"},
    ]


def test_a_feature_that_is_not_there_is_misuse(measure, written):
    code, _out, err = measure("kano", written(*ANSWERS), *SIDES, "--voiced", "lamp")

    assert code == 2
    assert "There is no feature lamp. The features are lock, music." in err


def test_persons_who_contradict_themselves_are_listed(measure, written):
    found = measure.json("kano", written(*ANSWERS), *SIDES, "--case", "who")["result"]

    assert found["careless"] == [{"case": "e", "questionable": 2, "answered": 2}]


def test_people_read_a_table_and_sentences(measure, written):
    code, out, _err = measure("kano", written(*ANSWERS), *SIDES, "--stops-purchase", "lock")

    assert code == 0
    assert "must-be" in out
    assert "few cases, undecided" in out
    assert "Near ties" not in out.splitlines()[0]
    assert "basic" in out


def test_the_chart_shows_better_against_worse(measure, written, tmp_path):
    chart = tmp_path / "kano.svg"

    code, _out, _err = measure("kano", written(*ANSWERS), *SIDES, "--chart", str(chart))

    assert code == 0
    assert "lacking it hurts" in chart.read_text()


def test_features_are_named_by_what_they_do():
    table = table_of(
        "fa,da,fb,db,fc,dc,fd,dd",
        [("2,5,1,5,1,3,3,3", 20), ("3,5,1,5,1,3,1,5", 16), ("3,3,3,3,3,3,3,3", 4)],
    )

    sentences = said(table, "kano --functional fa fb fc fd --dysfunctional da db dc dd")

    assert sentences == [
        "40 people judged these features, there and missing.",
        "Must be there, missing it displeases and having it hardly pleases: fa.",
        "The more the better, missing it displeases and having it pleases: fb.",
        "A delight, having it pleases and missing it hardly displeases: fc.",
        "Makes no difference to most: fd.",
    ]
