"""The curve of satisfaction over fulfilment that a feature's Kano coefficients imply."""

from dataclasses import dataclass
from enum import StrEnum
from math import e, exp

from heed.measures.kano_tables import Category


class Shape(StrEnum):
    """The function f of fulfilment x in satisfaction = slope * f(x) + intercept."""

    LINE = "line"  # f(x) = x
    RISING = "rising"  # f(x) = e to the x: the last steps delight
    FLATTENING = "flattening"  # f(x) = minus e to the -x: the first steps matter


@dataclass(frozen=True)
class SatisfactionCurve:
    """Satisfaction as a function of how far a feature is fulfilled.

    Parameters
    ----------
    shape : Shape
        Which function of fulfilment is scaled.
    slope, intercept : float
        Satisfaction = slope * f(fulfilment) + intercept.

    Examples
    --------
    >>> SatisfactionCurve(Shape.LINE, 1.0, -0.5).at(1)
    0.5
    """

    shape: Shape
    slope: float
    intercept: float

    def at(self, fulfilment: float) -> float:
        """Return satisfaction, from worse at fulfilment 0 to better at 1."""
        turned = {
            Shape.LINE: fulfilment,
            Shape.RISING: exp(fulfilment),
            Shape.FLATTENING: -exp(-fulfilment),
        }
        return self.slope * turned[self.shape] + self.intercept


def satisfaction_curve(category: Category, *, better: float, worse: float) -> SatisfactionCurve:
    """Return the curve of satisfaction over fulfilment that a feature's coefficients imply.

    Parameters
    ----------
    category : Category
        Must-be, one-dimensional or attractive.
    better : float
        Satisfaction where the feature is wholly there, in 0..1.
    worse : float
        Satisfaction where it is missing, in -1..0.

    Returns
    -------
    SatisfactionCurve
        Through `worse` at fulfilment 0 and `better` at 1.

    Raises
    ------
    ValueError
        If the category has no curve, or a coefficient is out of range.

    Notes
    -----
    The shape is assumed from the category, only the ends come from answers: the curve illustrates
    and is no forecast.

    References
    ----------
    Wang, T., & Ji, P. (2010). Understanding customer needs through quantitative analysis of
    Kano's model. International Journal of Quality & Reliability Management, 27(2), 173-184.

    Examples
    --------
    >>> curve = satisfaction_curve(Category.MUST_BE, better=0.25, worse=-0.75)
    >>> round(curve.at(0), 2), round(curve.at(0.5), 2), round(curve.at(1), 2)
    (-0.75, -0.13, 0.25)
    """
    if not (0 <= better <= 1 and -1 <= worse <= 0):
        raise ValueError(
            f"Expected better in 0..1 and worse in -1..0, got {better!r} and {worse!r}."
        )
    rise = better - worse
    curves = {
        Category.ONE_DIMENSIONAL: (Shape.LINE, rise, worse),
        Category.ATTRACTIVE: (Shape.RISING, rise / (e - 1), -(better - e * worse) / (e - 1)),
        Category.MUST_BE: (Shape.FLATTENING, e * rise / (e - 1), (e * better - worse) / (e - 1)),
    }
    if category not in curves:
        raise ValueError(
            f"Expected one of {', '.join(curves)}, which have a curve, got {category}."
        )
    return SatisfactionCurve(*curves[category])
