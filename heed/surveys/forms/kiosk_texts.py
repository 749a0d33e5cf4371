"""The sentences a tablet says by itself, in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def kiosk_texts() -> dict[str, str]:
    """By the names under which the scripts know them; `%(n)s` and its kind are filled in there."""
    return _frame() | _network() | _problems()


def _frame() -> dict[str, str]:
    return {
        "begin": _("Begin"),
        "next": _("Next"),
        "back": _("Back"),
        "send": _("Send my answers"),
        "stop": _("Stop"),
        "language": _("Language"),
        "way": _("Page %(number)s of %(count)s"),
        "again": _("Please look at this again"),
        "anonymous": _(
            "Your answers are kept without your name; nobody here can tell which are yours."
        ),
        "read": _("Your answers are read by the people who serve you."),
        "thank_you": _("Thank you."),
        "kept": _("Your answers are kept. They are read, and where we fell short we look for why."),
        "to_start": _("To the start"),
        "there": _("Are you still there?"),
        "put_away": _("Your answers are put away in %(seconds)s seconds."),
        "go_on": _("Go on"),
        "whole_screen": _("Whole screen"),
        "over": _("This survey has ended"),
        "over_text": _("It takes no more answers. Thank you for wanting to take part."),
        "unfit": _("This browser cannot keep answers."),
        "ordinary": _("Answer without keeping"),
    }


def _network() -> dict[str, str]:
    return {
        "waiting_one": _waiting(1),
        "waiting": _waiting(2),
        "refused_one": _refused(1),
        "refused": _refused(2),
        "no_link": _("This link is no longer good; ask for the new one."),
    }


def _waiting(n: int) -> str:
    return ngettext("%(n)s answer waits for the network", "%(n)s answers wait for the network", n)


def _refused(n: int) -> str:
    return ngettext(
        "%(n)s answer could not be handed in", "%(n)s answers could not be handed in", n
    )


def _problems() -> dict[str, str]:
    """What is wrong with an answer, as `answering.checking` says it."""
    return {
        "needed": _("Please answer this question."),
        "not_offered": _("Please choose one of the answers offered."),
        "none_with_others": _("“None” cannot be chosen together with something else."),
        "fewest": _("Please choose at least %(fewest)s."),
        "most": _("Please choose %(most)s at most."),
        "ranks": _("Please give each rank to one thing only."),
        "rank_all": _("Please rank everything."),
        "text": _("Please write a text."),
        "characters": _("Please use %(most)s characters at most."),
        "number": _("Please write a number, such as 12 or 3.5."),
        "least_number": _("Please write a number of at least %(least)s."),
        "most_number": _("Please write a number of at most %(most)s."),
        "day": _("Please write a day, such as 2026-03-02."),
        "least_day": _("Please choose a day from %(least)s on."),
        "most_day": _("Please choose a day up to %(most)s."),
        "other": _("Please say in your own words what “other” is."),
        "every_row": _("Please answer every row."),
        "all_parts": _("Please answer all parts of a row, or none."),
        "same": _("The most and the least important cannot be the same."),
        "whole_numbers": _("Please give whole numbers from 0 to %(total)s."),
        "sum": _("All numbers together must be %(total)s; now they are %(sum)s."),
        "consent": _("You can go on only if you agree."),
    }
