"""Why a file of purchases cannot be imported at all."""

from django.utils.translation import gettext_lazy as _

from heed.core.errors import DomainError


class FileUnreadable(DomainError):
    code = "purchases.file_unreadable"
    message = _("%(file)s cannot be read: %(problem)s")


class FileMissing(DomainError):
    code = "purchases.file_missing"
    message = _("There is no file %(file)s. Check the path.")


class FileOfOtherKind(DomainError):
    code = "purchases.file_of_other_kind"
    message = _(
        "%(file)s is neither CSV, XLSX nor Parquet. Save it as XLSX or CSV (UTF-8) and import that."
    )


class SheetUnknown(DomainError):
    code = "purchases.sheet_unknown"
    message = _(
        "%(file)s has no sheet %(sheet)s. It has %(sheets)s. Name one of them with --sheet."
    )


class SheetTooLarge(DomainError):
    code = "purchases.sheet_too_large"
    message = _(
        "Unpacked, %(file)s would take %(gigabytes)s GB. Save it as CSV (UTF-8) in parts and "
        "import these."
    )


class FolderEmpty(DomainError):
    code = "purchases.folder_empty"
    message = _(
        "The folder %(folder)s holds no file ending in %(endings)s. Name the files themselves."
    )


class FileEmpty(DomainError):
    code = "purchases.file_empty"
    message = _("%(file)s holds no line with column names. Check that it is the right file.")


class FileChanged(DomainError):
    code = "purchases.file_changed"
    message = _("%(file)s changed while it was read. Import it again when it is complete.")


class CharactersUnknown(DomainError):
    code = "purchases.characters_unknown"
    message = _("%(file)s is not written in %(encoding)s. Name another one with --encoding.")


class ColumnsMissing(DomainError):
    code = "purchases.columns_missing"
    message = _(
        "No column was recognised for %(fields)s. The file has the columns %(columns)s. "
        "Say which one it is, for example --map %(field)s=COLUMN."
    )


class ColumnsUnclear(DomainError):
    code = "purchases.columns_unclear"
    message = _(
        "Several columns could be %(field)s: %(columns)s. Say which one it is, for example "
        "--map %(field)s=%(example)s."
    )


class ColumnUnknown(DomainError):
    code = "purchases.column_unknown"
    message = _(
        "The file has no column %(column)s. It has the columns %(columns)s. "
        "Change --map %(field)s=%(column)s."
    )


class FieldUnknown(DomainError):
    code = "purchases.field_unknown"
    message = _("There is no field %(field)s. Fields that can be mapped: %(fields)s.")


class CurrencyUnknown(DomainError):
    code = "purchases.currency_unknown"
    message = _("There is no currency %(currency)s. Use an ISO 4217 code such as EUR or CNY.")


class TimeZoneUnknown(DomainError):
    code = "purchases.time_zone_unknown"
    message = _("There is no time zone %(time_zone)s. Use a name such as Europe/London.")


class SourceUnusable(DomainError):
    code = "purchases.source_unusable"
    message = _("The source needs a name of at most 100 characters, such as --source shop.")


class DecimalMarkUnclear(DomainError):
    code = "purchases.decimal_mark_unclear"
    message = _(
        "%(example)s can be read with thousands or with decimals. Say which mark stands before "
        "the decimals with --decimal-mark . or --decimal-mark ,"
    )


class DecimalMarksMixed(DomainError):
    code = "purchases.decimal_marks_mixed"
    message = _(
        "Some figures have a decimal point and others a decimal comma. Say which is right with "
        "--decimal-mark . or --decimal-mark , and the other rows are rejected."
    )
