"""Why customers cannot be changed, put together or taken apart."""

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError


class SameCustomer(DomainError):
    code = "customer.merge_with_itself"
    message = _("%(customer)s cannot be put together with herself. Choose two customers.")


class CustomerMerged(DomainError):
    code = "customer.merged"
    message = _("%(customer)s is already put together with %(kept)s. Go on there.")


class MergeGone(DomainError):
    code = "customer.merge_undone"
    message = _("These two customers were already taken apart.")


class MergedFurther(DomainError):
    code = "customer.merged_further"
    message = _(
        "%(customer)s was put together with %(kept)s since. Take those two apart first, then these."
    )
