"""Changing the JSON of a questionnaire part by part. What is given is never changed."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Draft = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a question stands: the number of its page and its number there, both from 0."""

    page: int
    number: int

    def __str__(self) -> str:
        return f"{self.page}.{self.number}"


def places(draft: Draft) -> Iterator[tuple[Place, Draft]]:
    """All questions in order with their places."""
    for page, each in enumerate(draft["pages"]):
        for number, question in enumerate(each["elements"]):
            yield Place(page, number), question


def place_of(draft: Draft, name: str, at: str = "") -> Place | None:
    """Where the question of a name stands: at the place said, if it is still there, or anywhere."""
    found = [place for place, question in places(draft) if question["name"] == name]
    return next((place for place in found if str(place) == at), found[0] if found else None)


def question_at(draft: Draft, place: Place) -> Draft:
    question: Draft = draft["pages"][place.page]["elements"][place.number]
    return question


def replaced(draft: Draft, place: Place, question: Draft) -> Draft:
    changed = deepcopy(draft)
    changed["pages"][place.page]["elements"][place.number] = question
    return changed


def inserted(draft: Draft, place: Place, question: Draft) -> Draft:
    """The question put before what stands at a place; beyond the last page, on a new one."""
    changed = deepcopy(draft)
    pages = changed["pages"]
    if not pages:
        pages.append({"name": free_page_name(draft), "elements": []})
    page = pages[min(place.page, len(pages) - 1)]
    page["elements"].insert(place.number, question)
    return changed


def without(draft: Draft, place: Place) -> Draft:
    changed = deepcopy(draft)
    del changed["pages"][place.page]["elements"][place.number]
    return changed


def moved(draft: Draft, place: Place, step: int) -> Draft:
    """The question one up (-1) or down (1), over the edge of a page too."""
    page, number = place.page, place.number + step
    if not 0 <= number < len(draft["pages"][page]["elements"]):
        page += step
        if not 0 <= page < len(draft["pages"]):
            return draft
        number = len(draft["pages"][page]["elements"]) if step < 0 else 0
    return inserted(without(draft, place), Place(page, number), question_at(draft, place))


def doubled(draft: Draft, place: Place) -> Draft:
    """The question once more below itself, under a name of its own."""
    question = deepcopy(question_at(draft, place))
    question["name"] = free_name(draft, question["name"])
    return inserted(draft, Place(place.page, place.number + 1), question)


def broken(draft: Draft, place: Place) -> Draft:
    """A new page begins with this question."""
    changed = deepcopy(draft)
    page = changed["pages"][place.page]
    rest = {"name": free_page_name(draft), "elements": page["elements"][place.number :]}
    page["elements"] = page["elements"][: place.number]
    changed["pages"].insert(place.page + 1, rest)
    return changed


def joined(draft: Draft, page: int) -> Draft:
    """The page's questions stand on the page before it, and the page is gone."""
    changed = deepcopy(draft)
    if 0 < page < len(changed["pages"]):
        gone = changed["pages"].pop(page)
        changed["pages"][page - 1]["elements"] += gone["elements"]
    return changed


def page_moved(draft: Draft, page: int, step: int) -> Draft:
    changed = deepcopy(draft)
    if 0 <= page < len(changed["pages"]) and 0 <= page + step < len(changed["pages"]):
        changed["pages"].insert(page + step, changed["pages"].pop(page))
    return changed


def page_added(draft: Draft) -> Draft:
    changed = deepcopy(draft)
    changed["pages"].append({"name": free_page_name(draft), "elements": []})
    return changed


def page_changed(draft: Draft, page: int, values: Draft) -> Draft:
    """The page with these values; those that are empty are left out."""
    changed = deepcopy(draft)
    merged = {**changed["pages"][page], **values}
    changed["pages"][page] = {key: each for key, each in merged.items() if each not in ("", None)}
    return changed


def free_name(draft: Draft, stem: str) -> str:
    """A name no question has: the stem itself, or with the first number that is free."""
    return _free(stem, {question["name"] for _place, question in places(draft)})


def free_page_name(draft: Draft) -> str:
    return _free("page", {page["name"] for page in draft["pages"]})


def _free(stem: str, taken: set[str]) -> str:
    if stem not in taken:
        return stem
    root = stem.rstrip("0123456789") or stem
    return next(name for n in range(2, len(taken) + 3) if (name := f"{root}{n}") not in taken)
