from heed.improvement.models import Improvement
from tests.moments import NOON


def make_improvement(*, owner, opened_at=NOON, **fields) -> Improvement:
    state = {"state": Improvement.State.UNSAID} if "closed_at" in fields else {}
    return Improvement.objects.create(
        title=fields.pop("title", "Same-day delivery in town"),
        owner=owner,
        opened_by=owner,
        opened_at=opened_at,
        **state | fields,
    )
