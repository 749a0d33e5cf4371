"""Going from page to page."""

from collections.abc import Mapping, Sequence

from heed.surveys.answering.asked import AskedPage
from heed.surveys.answering.pages import pages_of
from heed.surveys.answering.sitting import Sitting


def page_after(
    sitting: Sitting, answers: Mapping[str, object], name: str | None
) -> AskedPage | None:
    """The page after that of a name, the first for None; None when the questionnaire is done."""
    return next(iter(_after(sitting, pages_of(sitting, answers), name)), None)


def page_before(sitting: Sitting, answers: Mapping[str, object], name: str) -> AskedPage | None:
    """The page before that of a name, None at the beginning."""
    order = _order(sitting)
    place = order.get(name, 0)
    before = [page for page in pages_of(sitting, answers) if order[page.name] < place]
    return before[-1] if before else None


def progress(pages: Sequence[AskedPage], name: str) -> float:
    """The share of the questions that stand on pages before that of a name."""
    total = sum(len(page.questions) for page in pages)
    before = 0
    for page in pages:
        if page.name == name:
            break
        before += len(page.questions)
    return before / total if total else 1.0


def _after(sitting: Sitting, pages: Sequence[AskedPage], name: str | None) -> Sequence[AskedPage]:
    if name is None:
        return pages
    order = _order(sitting)
    place = order.get(name, -1)
    return [page for page in pages if order[page.name] > place]


def _order(sitting: Sitting) -> dict[str, int]:
    """The places of all pages as written: one that is no longer shown still has its place."""
    return {page.name: place for place, page in enumerate(sitting.questionnaire.pages)}
