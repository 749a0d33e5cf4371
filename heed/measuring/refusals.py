"""Why a file of answers cannot be measured, or not in the way asked."""

from django.utils.functional import Promise as LazyText
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError
from heed.measures.refusals import Marked, Refusal


class Misuse(Exception):
    """Options that do not go together; the message says what to write instead."""


class FileMissing(DomainError):
    code = "measure.file_missing"
    message = _("There is no file %(file)s. Check the path.")


class FileUnreadable(DomainError):
    code = "measure.file_unreadable"
    message = _("%(file)s cannot be read: %(problem)s")


class FileOfOtherKind(DomainError):
    code = "measure.file_of_other_kind"
    message = _("%(file)s is neither CSV, XLSX nor Parquet. Save it as CSV (UTF-8) or XLSX.")


class QuoteLeftOpen(DomainError):
    code = "measure.quote_left_open"
    message = _(
        "In %(file)s a quotation mark is opened and never closed, so that rows run together. "
        "Save the file again from the program it comes from, or close the mark."
    )


class CharactersUnknown(DomainError):
    code = "measure.characters_unknown"
    message = _("%(file)s is not written in %(encoding)s. Name another one with --encoding.")


class SheetUnknown(DomainError):
    code = "measure.sheet_unknown"
    message = _("%(file)s has no sheet %(sheet)s. It has the sheets %(sheets)s.")


class FileEmpty(DomainError):
    code = "measure.file_empty"
    message = _("%(file)s holds no line with column names. Check that it is the right file.")


class NoRows(DomainError):
    code = "measure.no_rows"
    message = _("%(file)s has no row that can be used, after column names. Set aside: %(reasons)s.")


class ColumnMissing(DomainError):
    code = "measure.column_missing"
    message = _("The file has no column %(column)s. It has the columns %(columns)s.")


class PatternMatchesNothing(DomainError):
    code = "measure.pattern_matches_nothing"
    message = _("No column of the file is like %(pattern)s. It has the columns %(columns)s.")


class ColumnTwice(DomainError):
    code = "measure.column_twice"
    message = _(
        "The file has more than one column %(column)s. Name one of them: %(columns)s, counted "
        "from the left."
    )


class SameColumnAskedTwice(DomainError):
    code = "measure.same_column_asked_twice"
    message = _("The column %(column)s is named more than once in %(asked)s. Name it once.")


class WithoutPartner(DomainError):
    code = "measure.without_partner"
    message = _(
        "These columns have no partner on the other side: %(columns)s. Name two lists that match, "
        "such as 'q*_expected' and 'q*_perceived'."
    )


class NotNumbers(DomainError):
    code = "measure.not_numbers"
    message = _(
        "The column %(column)s does not hold numbers: %(many)s of %(filled)s cells cannot be read, "
        "such as %(examples)s. Name another column, or say with --missing which of these mean that "
        "there is no answer."
    )


class NotDates(DomainError):
    code = "measure.not_dates"
    message = _(
        "The column %(column)s does not hold dates that can be read: %(examples)s. Name another "
        "column, or say with --date-order in which order day, month and year stand."
    )


class OffTheScale(DomainError):
    code = "measure.off_the_scale"
    message = _(
        "Most answers of the column %(column)s lie off the scale from %(lowest)s to %(highest)s, "
        "such as %(examples)s. Check --lowest and --highest."
    )


class NoAnswers(DomainError):
    code = "measure.no_answers"
    message = _("The column %(column)s holds no answer at all. Name another column.")


class NotMeasurable(DomainError):
    code = "measure.refused"
    message = _("This cannot be measured: %(why)s")


class ChartUnwritable(DomainError):
    code = "measure.chart_unwritable"
    message = _("The chart cannot be written to %(file)s: %(problem)s")


def why_of(problem: ValueError) -> str | LazyText:
    """What a measure says, in the language of whoever reads it; English where it is a mistake."""
    if isinstance(problem, Refusal):
        return lazy(_said, str)(problem.said)
    return str(problem)


def _said(text: Marked) -> str:
    values = {
        place: _said(value) if isinstance(value, Marked) else value
        for place, value in text.values.items()
    }
    said = gettext(text.template)
    return said % values if values else said
