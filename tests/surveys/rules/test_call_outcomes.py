import pytest

from heed.measures.outcome_rates import Outcome as Rated
from heed.surveys.models import CallAttempt, Interview
from heed.surveys.rules.call_outcomes import (
    ENDINGS,
    SPOKEN,
    UNREACHED,
    Ending,
    Outcome,
    disposition,
    ending_after,
)


def test_outcomes_and_endings_are_those_of_the_tables():
    assert {each.value for each in Outcome} == set(CallAttempt.Outcome.values)
    assert {each.value for each in Ending} == set(Interview.Ending.values)
    assert not UNREACHED & SPOKEN
    assert not UNREACHED & set(ENDINGS)


@pytest.mark.parametrize(
    ("outcome", "ending"),
    [
        pytest.param("refused", "refused", id="refused"),
        pytest.param("no_answer", "not_reached", id="in vain"),
        pytest.param("wrong_number", "not_askable", id="somebody else"),
    ],
)
def test_the_last_outcome_says_how_a_line_ends(outcome, ending):
    assert ending_after(outcome) == ending


@pytest.mark.parametrize(
    ("outcomes", "more", "expected"),
    [
        pytest.param([], {}, "unknown", id="never called"),
        pytest.param(["no_answer", "busy"], {}, "non_contact", id="never reached"),
        pytest.param(["no_answer", "call_back"], {}, "other", id="a later call agreed"),
        pytest.param(["call_back", "no_answer"], {}, "other", id="spoken to once is reached"),
        pytest.param(["wrong_number"], {}, "unknown", id="a wrong number"),
        pytest.param(["refused_softly"], {}, "refusal", id="refused softly, and not yet again"),
        pytest.param(["refused_softly", "complete"], {}, "complete", id="asked again and agreed"),
        pytest.param(["refused_softly", "no_answer"], {}, "refusal", id="not reached again"),
        pytest.param(["no_answer", "refused"], {}, "refusal", id="refused"),
        pytest.param([], {"ending": "refused"}, "refusal", id="refused by another way"),
        pytest.param(["broken_off"], {"answered_share": 0.49}, "refusal", id="broken off early"),
        pytest.param(["broken_off"], {"answered_share": 0.5}, "partial", id="broken off late"),
        pytest.param(["broken_off", "complete"], {}, "complete", id="gone on with"),
        pytest.param([], {"ending": "complete"}, "complete", id="answered by another way"),
        pytest.param(["complete"], {"is_extra": True}, "not_eligible", id="above the quota"),
        pytest.param(["unable"], {}, "other", id="cannot take part"),
    ],
)
def test_what_became_of_a_customer_is_said_as_aapor_does(outcomes, more, expected):
    assert disposition(outcomes, **more) == expected
    assert expected in {each.value for each in Rated}
