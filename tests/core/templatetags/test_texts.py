from heed.core.templatetags.texts import MOST, SHOWN, letter_text


def test_a_short_letter_is_shown_whole():
    shown = letter_text("Dear all,\n\nhello.")

    assert shown == {"shown": "Dear all,\n\nhello.", "rest": "", "left_out": 0}


def test_a_long_letter_breaks_at_the_end_of_a_line():
    line = "a" * 99 + "\n"

    shown = letter_text(line * 100)

    assert shown["shown"] == (line * 60).rstrip("\n")
    assert shown["rest"] == line * 40


def test_a_letter_without_lines_is_cut_after_the_characters_shown():
    shown = letter_text("长" * (SHOWN + 5))

    assert (len(shown["shown"]), len(shown["rest"])) == (SHOWN, 5)


def test_what_is_past_the_most_is_counted_and_not_sent():
    shown = letter_text("x" * (SHOWN + MOST + 7))

    assert len(shown["rest"]) == MOST
    assert shown["left_out"] == 7
