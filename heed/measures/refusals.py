"""Refusals of what cannot be measured: plain English here, and ready to be said in a language."""

from collections.abc import Mapping


class Marked(str):
    """A text that whoever shows it to people may translate; it says what it says.

    Parameters
    ----------
    template : str
        With named places.
    **values : object
        For each place; a `Marked` text among them may be translated too.

    Examples
    --------
    >>> found = gettext_noop("indicators of %(name)s").of(name="image")
    >>> found, found.template, found.values
    ('indicators of image', 'indicators of %(name)s', {'name': 'image'})
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> "Marked":
        """Fill the places of the template."""
        made = super().__new__(cls, template % values if values else template)
        made.template, made.values = template, values
        return made

    def of(self, **values: object) -> "Marked":
        """The same template, filled."""
        return Marked(self.template, **values)


def gettext_noop(text: str) -> Marked:
    """Mark a text for the collecting of translations; nothing is translated here.

    Parameters
    ----------
    text : str
        In English, written out where it is marked: what collects texts reads the source, and
        knows this name from GNU gettext.

    Returns
    -------
    Marked
        The text.

    Examples
    --------
    >>> gettext_noop("share")
    'share'
    """
    return Marked(text)


class Refusal(ValueError):
    """What was given cannot be measured: no mistake of who programs, but a trait of the data.

    Parameters
    ----------
    template : Marked
        One sentence with named places, or two: what was expected, what came, what to do.
    **values : object
        For each place.

    Examples
    --------
    >>> found = Refusal(gettext_noop("Expected at least 3 cases, got %(n)s."), n=2)
    >>> str(found), found.said.values
    ('Expected at least 3 cases, got 2.', {'n': 2})
    """

    def __init__(self, template: Marked, **values: object) -> None:
        self.said = template.of(**values)
        super().__init__(self.said)
