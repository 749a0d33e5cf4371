import polib
import pytest
from django.utils import translation

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.reliability import scale_reliability
from heed.measures.sample_size import answers_for_share
from heed.measuring.catalogue import method_named
from heed.measuring.parsers import options_of
from heed.measuring.refusals import NotMeasurable, why_of
from heed.measuring.report import measured
from tests.measuring.readings import table_of

STILL = "Expected items that vary, got %(item)s, which never does."
BETWEEN = "Expected a %(name)s strictly between %(least)s and %(most)s, got %(given)s."


@pytest.fixture
def translated(settings, tmp_path):
    """Puts these Chinese texts in the place of the catalogue."""

    def put(**chinese: str) -> None:
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "zh_Hans"}
        catalogue.extend(polib.POEntry(msgid=each, msgstr=said) for each, said in chinese.items())
        folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue.save_as_mofile(str(folder / "django.mo"))
        settings.LOCALE_PATHS = [str(tmp_path)]

    return put


def refusal_of(asked: str) -> NotMeasurable:
    table = table_of("a,b,c", [("1,3,2", 20), ("2,3,4", 20), ("5,3,1", 20)])
    method = method_named("reliability")
    with pytest.raises(NotMeasurable) as refused:
        measured("reliability", method, table, options_of("reliability", method, asked.split()))
    return refused.value


def test_what_a_measure_cannot_take_is_said_in_the_language_of_the_reader(translated):
    translated(**{
        STILL: "各题的答案须有差别，而 %(item)s 的答案全都一样。",
        "This cannot be measured: %(why)s": "无法计算：%(why)s",
    })  # fmt: skip

    refusal = refusal_of("--items a b c")

    assert str(refusal) == (
        "This cannot be measured: Expected items that vary, got 'b', which never does."
    )
    # The same refusal, read by somebody else.
    with translation.override("zh-hans"):
        assert str(refusal) == "无法计算：各题的答案须有差别，而 'b' 的答案全都一样。"


def test_words_within_a_refusal_are_translated_too(translated):
    translated(**{BETWEEN: "%(name)s须严格介于 %(least)s 与 %(most)s 之间，而给出的是 %(given)s。",
                  "half width": "半宽"})  # fmt: skip
    with pytest.raises(Refusal) as refused:
        answers_for_share(0)

    with translation.override("zh-hans"):
        said = str(why_of(refused.value))

    assert said == "半宽须严格介于 0 与 inf 之间，而给出的是 0。"


def test_in_a_notebook_a_refusal_is_a_plain_value_error():
    with pytest.raises(ValueError, match="Expected items that vary, got 'b'"):
        scale_reliability([[1, 2], [2, 2], [4, 2]], names=["a", "b"])


def test_a_mistake_of_who_programs_stays_as_it_is():
    assert why_of(ValueError("Expected 2 names, got 3.")) == "Expected 2 names, got 3."


def test_places_of_a_marked_text_are_filled_once():
    filled = gettext_noop("indicators of %(name)s").of(name="100%")

    assert (filled, filled.template) == ("indicators of 100%", "indicators of %(name)s")
