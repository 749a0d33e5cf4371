import pytest

from heed.core.plots.lettering import shortened, text_width, wrapped


def test_chinese_letters_are_as_wide_as_they_are_high():
    assert text_width("安装时间", 12) == 48


def test_lines_are_of_about_equal_length():
    assert wrapped("Time to the first reply", 100) == ["Time to the", "first reply"]


def test_chinese_breaks_between_letters_but_not_before_a_comma():
    assert wrapped("安装师傅按时，很满意", 72) == ["安装师傅按", "时，很满意"]
    assert all(not line.startswith("，") for line in wrapped("按时很好，很满意", 48))


def test_what_exceeds_the_lines_is_cut_off():
    lines = wrapped("one two three four five six seven eight nine ten", 60, most=2)

    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_a_word_wider_than_a_line_is_cut_rather_than_let_out():
    lines = wrapped("Geschwindigkeitsbegrenzung", 70, most=9)

    assert all(text_width(line) <= 70 for line in lines)
    assert "".join(lines) == "Geschwindigkeitsbegrenzung"


@pytest.mark.parametrize("text", ["", "a", "安"])
def test_what_fits_stays_as_it_is(text):
    assert wrapped(text, 100) == [text]
    assert shortened(text, 100) == text
