"""The half that scores: written before the rules by somebody who never saw them.

Who works on the rules does not read it; it says how sentences nobody has mended for are read.
"""

from pathlib import Path

import pytest

from tests.expectations.finding.scoring import by, read_labelled, score

HALF = Path(__file__).with_name("scoring_half.jsonl")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_the_rules_were_not_made_for_are_read_well_enough(language):
    found = by("language", read_labelled(HALF))[language]

    assert found.sentences == 200
    assert (found.labelled, found.timed) >= (117, 90)
    assert found.precision >= 0.95
    assert found.recall >= 0.90
    assert found.due_share >= 0.95


def test_both_languages_together_hold_more_promises_than_not():
    found = score(read_labelled(HALF))

    assert (found.sentences, found.labelled) == (400, 241)
    assert found.vague_share >= 0.95
