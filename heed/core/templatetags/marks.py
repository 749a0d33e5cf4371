from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

_TIERS = {
    "high": ("A", _("High value")),
    "medium": ("B", _("Medium value")),
    "low": ("C", _("Low value")),
    "potential": ("P", _("Potential, no purchase yet")),
    "lost": ("L", _("Lost")),
}
_LEVELS = {
    "basic": (1, _("Basic")),
    "expected": (2, _("Expected")),
    "desired": (3, _("Desired")),
    "unexpected": (0, _("Unexpected")),
}
_OUTCOMES = {
    "open": ("circle", _("Open")),
    "overdue": ("alert", _("Overdue")),
    "kept": ("check", _("Kept")),
    "late": ("clock", _("Kept late")),
    "broken": ("cross", _("Broken")),
    "waived": ("minus", _("Waived")),
    "renegotiated": ("swap", _("Renegotiated")),
}


def tier_mark(tier: str, why: str = "") -> SafeString | str:
    """Show a tier as a letter: high A, medium B, low C, potential P, lost L."""
    if tier not in _TIERS:
        return ""
    letter, name = _TIERS[tier]
    return format_html(
        '<span class="tier tier--{}" role="img" aria-label="{}" title="{}">{}</span>',
        letter.lower(), name, f"{name}: {why}" if why else name, letter,
    )  # fmt: skip


def level_mark(level: str) -> dict[str, Any]:
    """Show a need level by filled steps and its word."""
    if level not in _LEVELS:
        return {"name": ""}
    steps, name = _LEVELS[level]
    drawn = [(1 + 4 * n, 8 - 4 * n, 4 + 4 * n, steps > n) for n in range(3)]
    return {"level": level, "name": name, "steps": drawn}


def outcome_tag(outcome: str) -> dict[str, Any]:
    """Show what became of a promise by shape and word; empty means open."""
    shape, name = _OUTCOMES[outcome or "open"]
    return {"outcome": outcome or "open", "shape": shape, "name": name}


def tag(
    text: str | LazyText, kind: str = "", icon_name: str = "", loud: str = ""
) -> dict[str, Any]:
    """Show a short mark; `kind` is owed, broken, kept, info or nothing."""
    return {"text": text, "kind": kind, "icon_name": icon_name, "is_loud": bool(loud)}


def initials(name: str) -> str:
    """Return what stands in an avatar: two letters, or the last character of a Chinese name."""
    words = str(name).split()
    if not words:
        return "?"
    if "\u4e00" <= words[0][0] <= "\u9fff" and len(words[0]) <= 4:
        return words[0][-1]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def avatar(name: str, kind: str = "", size: str = "") -> dict[str, Any]:
    """Show a person's initials; `kind="ours"` for one who serves."""
    return {"initials": initials(name), "kind": kind, "size": size}
