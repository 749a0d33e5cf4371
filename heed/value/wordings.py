"""The reasons for which rows are rejected, said to people."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.value.rules.people import PeopleReason
from heed.value.rules.reasons import Reason
from heed.value.scoring.sentences import Wordings

REJECTIONS = {
    Reason.WRONG_WIDTH: _("The row has more or fewer fields than there are columns."),
    Reason.NO_CUSTOMER: _("There is no customer number."),
    Reason.NO_DATE: _("There is no date of purchase."),
    Reason.NOT_A_DATE: _("The date of purchase is no date that exists, or of an unknown form."),
    Reason.DATE_IN_FUTURE: _("The date of purchase lies in the future."),
    Reason.NO_AMOUNT: _("There is no amount, nor a quantity and a unit price."),
    Reason.NOT_A_NUMBER: _("Amount, quantity, unit price or discount is not a number."),
    Reason.OTHER_SIGN: _("The amount bears the sign of another currency."),
    Reason.TOO_LARGE: _("Amount or quantity is too large to be true."),
    Reason.UNKNOWN_CURRENCY: _("There is no such currency."),
    Reason.OPPOSITE_SIGNS: _("Quantity and amount have opposite signs."),
    Reason.TOO_LONG: _("Customer, order or line number is longer than 100 characters."),
}

PEOPLE_REJECTIONS = {
    PeopleReason.WRONG_WIDTH: REJECTIONS[Reason.WRONG_WIDTH],
    PeopleReason.NOBODY: _("There is no customer number, mail address or phone number."),
    PeopleReason.TOO_LONG: _("The customer number is longer than 100 characters."),
    PeopleReason.NO_ADDRESS: _("A mail address is none that mail could be sent to."),
    PeopleReason.NO_PHONE: _("A phone number has fewer than 3 or more than 20 digits."),
    PeopleReason.NO_TIME_ZONE: _("There is no such time zone; write it as Europe/London."),
    PeopleReason.NO_CONSENT: _("Consent to surveys is neither yes nor no."),
    PeopleReason.ADDRESS_OF_OTHER: _("The mail address belongs to another customer."),
    PeopleReason.ADDRESS_OF_OTHER_NUMBER: _(
        "The mail address belongs to a customer with another number."
    ),
    PeopleReason.DIFFERENT_CUSTOMERS: _(
        "The mail addresses or phone numbers belong to different customers."
    ),
}


def score_wordings() -> Wordings:
    """The sentences of the file of scores, in the language that is on."""
    return Wordings(
        tiers={
            "high": gettext(
                "High: spent %(spent)s in the twelve months to %(day)s; high begins at %(high)s "
                "(80th percentile of %(count)s customers)."
            ),
            "medium": gettext(
                "Medium: spent %(spent)s in the twelve months to %(day)s; medium begins at "
                "%(medium)s and high at %(high)s (50th and 80th percentile of %(count)s "
                "customers)."
            ),
            "low": gettext(
                "Low: spent %(spent)s in the twelve months to %(day)s; medium begins at %(medium)s "
                "(50th percentile of %(count)s customers)."
            ),
            "": gettext(
                "No tier: nothing bought in %(currency)s; other currencies are not added up."
            ),
        },
        expected=gettext(
            "In the next %(months)s months %(purchases)s purchases are expected (95 %% of "
            "customers like this: %(lower)s to %(upper)s)."
        ),
        nothing_expected=gettext("Nothing is predicted."),
        both=gettext("%(placed)s %(ahead)s"),
    )
