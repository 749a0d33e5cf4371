from collections.abc import Mapping
from datetime import datetime
from math import isfinite

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from heed.accounts.models import User
from heed.core import access, events
from heed.core.errors import DomainError
from heed.loyalty.events import PriorSet
from heed.loyalty.models import Prior
from heed.loyalty.rules.priors import LEAST_CASES, MOST_CASES, READY

CLOSE = 0.05


class SharesNotWhole(DomainError):
    code = "prior.shares_not_whole"
    message = _("The shares add up to %(sum)s percent. Each is above 0, and together they are 100.")


class CasesOutOfRange(DomainError):
    code = "prior.cases_out_of_range"
    message = _("A belief is worth %(least)s to %(most)s own cases; %(cases)s is not possible.")


class SourceMissing(DomainError):
    code = "prior.source_missing"
    message = _("Say where the shares come from, such as “survey of our branch, 2025”.")


@transaction.atomic
def set_prior(
    *,
    name: str,
    values: Mapping[str, float],
    cases: float,
    source: str,
    actor: User,
    now: datetime,
) -> Prior:
    """Write down what is believed from now on; what was believed before stays on record.

    `values` are percent of each category. Publishes PriorSet. Raises SharesNotWhole,
    CasesOutOfRange, SourceMissing.
    """
    access.require(actor, "priors.change")
    wanted = READY[name].values
    shares = {key: float(values.get(key, 0.0)) for key in wanted}
    whole = sum(shares.values())
    is_whole = isfinite(whole) and abs(whole - 100) <= CLOSE
    if not is_whole or min(shares.values()) <= 0:
        raise SharesNotWhole(sum=f"{whole:g}")
    if not LEAST_CASES <= cases <= MOST_CASES:
        raise CasesOutOfRange(least=LEAST_CASES, most=MOST_CASES, cases=f"{cases:g}")
    if not source.strip():
        raise SourceMissing
    prior = Prior.objects.create(
        name=name, values=shares, cases=cases, source=source.strip(), set_by=actor, set_at=now
    )
    events.publish(PriorSet(prior_id=prior.pk, name=name), actor=actor, at=now)
    return prior
