"""Where a page that was sent leads: shown again, on to the next, or to the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from heed.surveys.answering.asked import AskedPage
from heed.surveys.answering.checking import check_page
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting
from heed.surveys.answering.steps import page_after

Problems = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Onward:
    """`page` is the one to show, None where all is asked.

    With `problems` it is the page that was sent. `place` is the first question on it, counted from
    1, that the answers have only now brought up; 0 where there is none.
    """

    page: AskedPage | None
    problems: Problems = field(default_factory=dict)
    place: int = 0


def onward(
    sitting: Sitting,
    answers: Mapping[str, object],
    sent: AskedPage,
    also: Problems | None = None,
) -> Onward:
    """The way on from a page as it was shown, with all answers; `also` are problems found before.

    What was not shown yet cannot be faulty: questions that appeared with an answer on the same
    page are shown first.
    """
    pages = pages_of(sitting, answers)
    again = next((each for each in pages if each.name == sent.name), sent)
    seen = {each.name for each in sent.questions}
    found = check_page(again, answers)
    problems = {name: found[name] for name in found if name in seen} | dict(also or {})
    if problems:
        return Onward(again, problems)
    for place, each in enumerate(again.questions, start=1):
        if each.name not in seen:
            return Onward(again, place=place)
    return Onward(page_after(sitting, answers, sent.name))
