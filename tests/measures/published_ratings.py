"""Ratings printed in the papers that made the coefficients of agreement."""

import numpy as np

# Fleiss (1971), table 1: 30 patients, 6 psychiatrists each, 5 diagnoses. How many chose each.
DIAGNOSES = """
    00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
    00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
# Shrout and Fleiss (1979), table 2: 6 cases, 4 judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Krippendorff (2011), section D: 4 observers, 12 units; a dot is a rating that is missing.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# SAS, FREQ procedure: 19 cases, categories of the first rater by those of the second.
TWO_RATERS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
# R irr, anxiety: 20 cases by three raters.
ANXIETY = ("33345523522615221243", "36462424332333221334", "21443216111233113322")


def diagnoses() -> np.ndarray:
    """Return the diagnoses of each patient by six psychiatrists, in no order, shape (30, 6)."""
    return np.array(
        [np.repeat(np.arange(5), [int(n) for n in counts]) for counts in DIAGNOSES.split()]
    )


def anxiety() -> np.ndarray:
    return np.array([[int(mark) for mark in marks] for marks in ANXIETY]).T


def observers() -> np.ndarray:
    return np.array(
        [[None if mark == "." else int(mark) for mark in marks] for marks in OBSERVERS],
        dtype=object,
    ).T


def two_raters(table: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the two ratings of each case counted in a table."""
    counts = np.array(table)
    first, second = np.indices(counts.shape)
    return tuple(np.repeat(each.ravel(), counts.ravel()) for each in (first, second))
