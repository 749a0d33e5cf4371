import pytest

from heed.customers.duplicates.names import fold, is_swapped, name_of, seen_as, split_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            {"full": "张伟"}, {"given": "伟", "surname": "张"}, id="Chinese, whole or apart"
        ),
        pytest.param({"full": "Hall, Isla"}, {"full": "isla HALL"}, id="Western, order and case"),
        pytest.param({"full": "Dr. José Núñez"}, {"full": "Jose Nunez"}, id="title and accents"),
        pytest.param({"full": "Ｌｉｓａ　Ｗｕ"}, {"full": "Lisa Wu"}, id="full width"),
        pytest.param(
            {"full": "欧阳娜娜 女士"}, {"given": "娜娜", "surname": "欧阳"}, id="two characters"
        ),
    ],
)
def test_the_same_name_written_otherwise_is_the_same(one, other):
    assert name_of(**one) == name_of(**other)


@pytest.mark.parametrize(
    ("chinese", "latin"),
    [
        pytest.param(
            "单晓明", {"given": "Xiaoming", "surname": "Shan"}, id="read otherwise as surname"
        ),
        pytest.param("吕静", {"given": "Jing", "surname": "Lv"}, id="v for ü, as passports had it"),
        pytest.param("張偉", {"given": "Wei", "surname": "Zhang"}, id="traditional characters"),
    ],
)
def test_chinese_names_sound_like_their_pinyin(chinese, latin):
    han, pinyin = name_of(full=chinese), name_of(**latin)

    assert (han.given_key, han.surname_key) == (pinyin.given_key, pinyin.surname_key)


def test_short_names_have_the_key_of_the_long_one():
    assert name_of(given="Bob", surname="Hall").given_key == "robert"


@pytest.mark.parametrize("nothing", ["", "N/A", "null", "未知", " - "])
def test_what_says_that_nothing_is_known_is_nothing(nothing):
    assert fold(nothing) == ""


def test_a_title_after_a_comma_is_no_given_name():
    assert split_name("Isla Hall, PhD") == ("isla", "hall")


def test_names_the_wrong_way_round_are_found_by_how_others_are_called():
    as_given, as_surname = seen_as([("isla", "hall"), ("isla", "kelly"), ("grace", "hall")])

    assert is_swapped("hall", "isla", as_given=as_given, as_surname=as_surname)
    assert not is_swapped("isla", "hall", as_given=as_given, as_surname=as_surname)
