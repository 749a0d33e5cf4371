"""Trees that bend the curve of all cases towards what a covariate shows.

A tree asks for covariates and ends in a few figures: by how much the hazard of finishing, on the
logit scale, differs from that of all cases early, later and in the tail.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heed.measures.advisor.encoding import Codes
from heed.measures.advisor.survival import Floats, Spells

Matrix = NDArray[np.float32]
Rows = NDArray[np.intp]
KNOTS = 5
TREES = 20
DEPTH = 3
RATE = 0.25
PENALTY = 8.0
LEAST_GAIN = 6.0
LEAST_WEIGHT = 25.0


@dataclass(frozen=True)
class Node:
    """A question (covariate and the codes that go left) or, where it has none, figures."""

    covariate: int = -1
    left_codes: frozenset[int] = frozenset()
    left: int = -1
    right: int = -1
    values: tuple[float, ...] = ()

    def as_plain(self) -> list[Any]:
        if self.covariate < 0:
            return [round(value, 5) for value in self.values]
        return [self.covariate, sorted(self.left_codes), self.left, self.right]

    @staticmethod
    def from_plain(plain: list[Any]) -> "Node":
        if len(plain) == KNOTS:
            return Node(values=tuple(plain))
        return Node(plain[0], frozenset(plain[1]), plain[2], plain[3])


Tree = list[Node]


def knot_weights(steps: int) -> Matrix:
    """Return how much each knot counts in each step of the grid.

    Parameters
    ----------
    steps : int
        Steps of the grid; at least 1.

    Returns
    -------
    ndarray of float32, shape (steps, 5)
        Rows add up to 1; linear between neighbouring knots.

    Raises
    ------
    ValueError
        If there is no step.

    Notes
    -----
    Five figures per leaf rather than one per step: less to learn from few cases.

    References
    ----------
    Hastie, T., Tibshirani, R., & Friedman, J. (2009). The elements of statistical learning
    (2nd ed.), chapter 5. Springer.

    Examples
    --------
    >>> knot_weights(3)[1]
    array([0., 0., 1., 0., 0.], dtype=float32)
    """
    if steps < 1:
        raise ValueError(f"Expected at least one step, got {steps}.")
    places = np.linspace(0, max(steps - 1, 1), KNOTS)
    rows = [np.interp(np.arange(steps), places, each) for each in np.eye(KNOTS)]
    return np.stack(rows, axis=1).astype(np.float32)


class Grower:
    """Grows trees one after the other, each on what the ones before it leave unexplained.

    Examples
    --------
    >>> Grower.__name__
    'Grower'
    """

    def __init__(
        self, spells: Spells, weights: Floats, codes: Codes, sizes: list[int], is_named: list[bool]
    ) -> None:
        self._codes, self._sizes, self._is_named = codes, sizes, is_named
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self._hot = np.zeros((len(codes), int(self._starts[-1])), np.float32)
        rows = np.arange(len(codes))
        for column in range(codes.shape[1]):
            self._hot[rows, self._starts[column] + codes[:, column]] = 1
        self._weights = weights.astype(np.float32)
        self._at_risk = spells.at_risk * self._weights[:, None]
        self._finished = spells.finished * self._weights[:, None]
        gone, risk = self._finished.sum(axis=0), self._at_risk.sum(axis=0)
        hazard = (gone + 0.05) / (risk + 0.2)
        self.base: Floats = np.log(hazard / (1 - hazard)).astype(float)
        self._knots = knot_weights(len(self.base))
        self._shift = np.zeros((len(codes), KNOTS), np.float32)

    def grow(self) -> list[Tree]:
        trees: list[Tree] = []
        for _ in range(TREES):
            tree = self._tree()
            trees.append(tree)
            if len(tree) == 1:
                break
        return trees

    def _tree(self) -> Tree:
        logit = self.base.astype(np.float32) + self._shift @ self._knots.T
        hazard = 1 / (1 + np.exp(-logit))
        expected = self._at_risk * hazard
        pull = (self._finished - expected) @ self._knots
        mass = (expected * (1 - hazard)) @ self._knots
        sums = np.concatenate([pull, mass, self._weights[:, None]], axis=1)
        tree: Tree = [Node()]
        everyone = np.arange(len(sums))
        waiting = [(everyone, self._hot.T @ sums, 0, 0)]
        while waiting:
            rows, by_code, depth, place = waiting.pop()
            total = sums[rows].sum(axis=0)
            split = self._best_split(by_code, total) if depth < DEPTH else None
            if split is None:
                values = RATE * total[:KNOTS] / (total[KNOTS:-1] + PENALTY)
                self._shift[rows] += values
                tree[place] = Node(values=tuple(float(value) for value in values))
                continue
            covariate, codes = split
            goes_left = np.zeros(self._sizes[covariate], bool)
            goes_left[codes] = True
            is_left = goes_left[self._codes[rows, covariate]]
            left = len(tree)
            tree[place] = Node(covariate, frozenset(codes.tolist()), left, left + 1)
            tree += [Node(), Node()]
            parts = (rows[is_left], rows[~is_left])
            of_parts = self._by_code(parts, by_code, sums, is_leaf=depth + 1 == DEPTH)
            for at, (part, of_part) in enumerate(zip(parts, of_parts, strict=True)):
                waiting.append((part, of_part, depth + 1, left + at))
        return tree

    def _by_code(
        self, parts: tuple[Rows, Rows], whole: Matrix, sums: Matrix, *, is_leaf: bool
    ) -> tuple[Matrix, Matrix]:
        """The sums per code of both parts: those of the smaller one added up, the rest taken."""
        if is_leaf:
            return whole, whole
        left, right = parts
        smaller = left if len(left) <= len(right) else right
        found = self._hot[smaller].T @ sums[smaller]
        return (found, whole - found) if smaller is left else (whole - found, found)

    def _best_split(self, by_code: Matrix, total: Matrix) -> tuple[int, Rows] | None:
        if total[-1] < 2 * LEAST_WEIGHT:
            return None
        best_gain, best = LEAST_GAIN + _gain(total[None])[0], None
        for covariate, is_named in enumerate(self._is_named):
            part = by_code[self._starts[covariate] : self._starts[covariate + 1]]
            order = _order(part) if is_named else np.arange(len(part))
            left = np.cumsum(part[order], axis=0)[:-1]
            right = total - left
            gain = _gain(left) + _gain(right)
            gain[(left[:, -1] < LEAST_WEIGHT) | (right[:, -1] < LEAST_WEIGHT)] = -np.inf
            if len(gain) and gain.max() > best_gain:
                best_gain, best = gain.max(), (covariate, order[: int(gain.argmax()) + 1])
        return best


def _gain(sums: Matrix) -> Matrix:
    pull, mass = sums[:, :KNOTS], sums[:, KNOTS:-1]
    gain: Matrix = (pull**2 / (mass + PENALTY)).sum(axis=1)
    return gain


def _order(part: Matrix) -> Rows:
    """Names from the slowest to the fastest, so that one cut parts them best (Fisher 1958)."""
    speed = part[:, :KNOTS].sum(axis=1) / (part[:, KNOTS:-1].sum(axis=1) + PENALTY)
    return np.argsort(speed, kind="stable")


def shifts_of(trees: list[Tree], codes: Codes) -> Floats:
    """Return what the trees say of many cases.

    Parameters
    ----------
    trees : list of list of Node
        As grown.
    codes : ndarray of int, shape (n, covariates)
        As encoded.

    Returns
    -------
    ndarray of float, shape (n, 5)
        The shift of the logit hazard at each knot.

    Raises
    ------
    IndexError
        If there are fewer covariates than the trees ask for.

    Notes
    -----
    A case goes through each tree to one leaf; the leaves' figures are added.

    References
    ----------
    Friedman, J. H. (2001). Greedy function approximation: a gradient boosting machine. The Annals
    of Statistics, 29(5), 1189-1232.

    Examples
    --------
    >>> shifts_of([[Node(values=(0.5, 0, 0, 0, 0))]], np.zeros((1, 1), np.int32))
    array([[0.5, 0. , 0. , 0. , 0. ]])
    """
    shift = np.zeros((len(codes), KNOTS))
    if len(codes) == 1:
        shift[0] = _shift_of_one(trees, codes[0].tolist())
        return shift
    for tree in trees:
        waiting = [(np.arange(len(codes)), 0)]
        while waiting:
            rows, place = waiting.pop()
            node = tree[place]
            if node.covariate < 0:
                shift[rows] += node.values
                continue
            goes_left = np.zeros(codes.max(initial=0) + 1, bool)
            goes_left[[code for code in node.left_codes if code < len(goes_left)]] = True
            is_left = goes_left[codes[rows, node.covariate]]
            waiting.append((rows[is_left], node.left))
            waiting.append((rows[~is_left], node.right))
    return shift


def _shift_of_one(trees: list[Tree], codes: list[int]) -> Floats:
    shift = np.zeros(KNOTS)
    for tree in trees:
        node = tree[0]
        while node.covariate >= 0:
            is_left = codes[node.covariate] in node.left_codes
            node = tree[node.left if is_left else node.right]
        shift += node.values
    return shift
