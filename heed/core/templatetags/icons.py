from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Show an icon of the sprite; without a label it is decoration. `size`: small, large."""
    classes = f"icon icon--{size}" if size else "icon"
    link = f"{static('heed/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>',
            classes,
            label,
            link,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, link
    )
