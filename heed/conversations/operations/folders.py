"""How far each folder of a mail server has been read."""

from heed.conversations.models import MailFolder


def mark_of(name: str, uid_validity: int, next_uid: int) -> MailFolder:
    """Where reading goes on. In a folder seen first, or numbered anew, that is its end.

    What lies before the mark is read only if nobody has seen it.
    """
    mark, _is_new = MailFolder.objects.get_or_create(
        name=name[:500], defaults={"uid_validity": uid_validity, "next_uid": next_uid}
    )
    if mark.uid_validity != uid_validity:
        mark.uid_validity, mark.next_uid = uid_validity, next_uid
        mark.save(update_fields=["uid_validity", "next_uid"])
    return mark


def move_mark(mark: MailFolder, *, past: int) -> MailFolder:
    """Note that everything up to this number has been stored."""
    if past >= mark.next_uid:
        mark.next_uid = past + 1
        mark.save(update_fields=["next_uid"])
    return mark
