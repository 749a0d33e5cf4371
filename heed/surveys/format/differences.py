"""What one version of a questionnaire has that another had not."""

from dataclasses import dataclass

from heed.surveys.format.rearranging import Draft, places


@dataclass(frozen=True)
class Differences:
    """Names of questions; `is_rest_changed` is about titles, pages, order and quotas."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    is_rest_changed: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.is_rest_changed)


def differences(before: Draft, after: Draft) -> Differences:
    """What has become different from one to the other."""
    old = {question["name"]: question for _place, question in places(before)}
    new = {question["name"]: question for _place, question in places(after)}
    return Differences(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        changed=tuple(name for name in new if name in old and new[name] != old[name]),
        is_rest_changed=_frame(before, set(old) & set(new)) != _frame(after, set(old) & set(new)),
    )


def _frame(draft: Draft, shared: set[str]) -> object:
    """All but the questions themselves, which stand for themselves by their names."""
    pages = [
        {
            **page,
            "elements": [each["name"] for each in page["elements"] if each["name"] in shared],
        }
        for page in draft["pages"]
    ]
    return {**draft, "pages": pages}
