"""Short texts as sparse rows of hashed features: words, Chinese characters, and runs of them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from heed.measures.texts.simplified import to_simplified

MOST_CHARACTERS = 5000
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\W\d_a-z]|[^\w\s]")
_LATIN = re.compile(r"[a-z]{4,}")
_REPEATED = re.compile(r"(.)\1{3,}")
_DIGITS = re.compile(r"\d+")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ROUND = np.uint64(0xBF58476D1CE4E5B9)
_SUBWORD_SALT = 0x5B


@dataclass(frozen=True)
class FeaturePlan:
    """Which features are taken of a text.

    Parameters
    ----------
    bits : int
        The features are hashed into 2 to the power of `bits` columns; 10 to 22.
    longest_run : int
        Runs of 1 to this many neighbouring tokens are features; 1 to 5.
    subwords : bool
        Whether pieces of 3 to 5 letters of each Latin word count too: they bear typing errors
        and endings.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> FeaturePlan().columns
    262144
    """

    bits: int = 18
    longest_run: int = 3
    subwords: bool = True

    def __post_init__(self) -> None:
        if not (10 <= self.bits <= 22 and 1 <= self.longest_run <= 5):
            raise ValueError(
                "Expected 10 <= bits <= 22 and 1 <= longest_run <= 5, "
                f"got {self.bits!r} and {self.longest_run!r}."
            )

    @property
    def columns(self) -> int:
        return 1 << self.bits


@dataclass(frozen=True)
class SparseRows:
    """Rows of a sparse matrix: row i has `values[starts[i]:starts[i + 1]]` at those `columns`."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, row: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns and values of one row."""
        part = slice(self.starts[row], self.starts[row + 1])
        return self.columns[part], self.values[part]

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What values, one for each stored value, add up to in each row."""
        owners = np.repeat(np.arange(len(self)), np.diff(self.starts))
        return np.bincount(owners, values, minlength=len(self)).astype(np.float64)

    def chosen(self, rows: NDArray[np.int64]) -> "SparseRows":
        """The rows of these numbers, in their order."""
        lengths = np.diff(self.starts)[rows]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        return SparseRows(starts, self.columns[places], self.values[places])


def normalised(text: str) -> str:
    """Return a text as its features see it.

    Parameters
    ----------
    text : str
        Any text; what follows the first 5,000 characters is not read.

    Returns
    -------
    str
        Compatibility forms joined (NFKC), lower case, the commonest traditional characters
        simplified, each number as 0, a character repeated more than three times thrice.

    Notes
    -----
    Numbers tell one order from another, not one feeling or topic from another. Simplifying goes
    character by character, which is enough to compare texts, not to print them.

    Examples
    --------
    >>> normalised("物流很慢！！！！！！  ＡＢＣ 等了 12 天，東西壞了")
    '物流很慢!!! abc 等了 0 天,东西坏了'
    """
    text = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).lower()
    text = to_simplified(text.replace("’", "'"))
    text = _REPEATED.sub(r"\1\1\1", _DIGITS.sub("0", text))
    return " ".join(text.split())


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the tokens of a normalised text stand.

    Parameters
    ----------
    text : str
        A normalised text.

    Returns
    -------
    list of (int, int)
        Start and end of each token: a Latin word or number, one Chinese character, one mark.

    Examples
    --------
    >>> spans("不好 isn't ok!")
    [(0, 1), (1, 2), (3, 8), (9, 11), (11, 12)]
    """
    return [match.span() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=65536)
def _token_hash(token: str) -> int:
    return crc32(token.encode("utf-8", "surrogatepass")) + 1


@lru_cache(maxsize=65536)
def _subword_hashes(token: str) -> tuple[int, ...]:
    if not _LATIN.fullmatch(token):
        return ()
    whole = f"<{token}>"
    pieces = {whole[at : at + size] for size in (3, 4, 5) for at in range(len(whole) - size + 1)}
    return tuple(_token_hash(f"#{piece}") for piece in sorted(pieces))


def _mixed(hashes: NDArray[np.uint64], salt: int) -> NDArray[np.uint64]:
    """Spread hashes over all 64 bits; the same on every machine."""
    found = (hashes + np.uint64(salt)) * _MIX
    found ^= found >> np.uint64(29)
    found *= _ROUND
    found ^= found >> np.uint64(32)
    return np.asarray(found * _MIX)


def _runs(
    tokens: NDArray[np.uint64], rows: NDArray[np.int64], longest: int
) -> Iterable[tuple[NDArray[np.uint64], NDArray[np.int64], int]]:
    """Hashes, first tokens and lengths of the runs that stay within one row."""
    running = _mixed(tokens, 1)
    firsts = np.arange(len(tokens))
    yield running, firsts, 1
    for length in range(2, longest + 1):
        if len(tokens) < length:
            return
        running = _mixed(running[:-1] * _ROUND + tokens[length - 1 :], length)
        is_within = rows[length - 1 :] == rows[: len(tokens) - length + 1]
        yield running[is_within], np.flatnonzero(is_within), length


def hashed_runs(text: str, plan: FeaturePlan) -> list[tuple[int, int, int]]:
    """Return the runs of tokens of one normalised text, with the column each falls in.

    Parameters
    ----------
    text : str
        A normalised text.
    plan : FeaturePlan
        Which features are taken.

    Returns
    -------
    list of (int, int, int)
        Column, start and end in the text of each run; the shortest runs first. Pieces of words
        are not among them.

    Examples
    --------
    >>> [(start, end) for _column, start, end in hashed_runs("很慢", FeaturePlan())]
    [(0, 1), (1, 2), (0, 2)]
    """
    places = spans(text)
    tokens = np.array([_token_hash(text[start:end]) for start, end in places], dtype=np.uint64)
    found: list[tuple[int, int, int]] = []
    for hashes, firsts, length in _runs(tokens, np.zeros(len(tokens), np.int64), plan.longest_run):
        for column, first in zip(_columns(hashes, plan), firsts, strict=True):
            found.append((int(column), places[first][0], places[first + length - 1][1]))
    return found


def _columns(hashes: NDArray[np.uint64], plan: FeaturePlan) -> NDArray[np.int64]:
    return (hashes >> np.uint64(64 - plan.bits)).astype(np.int64)


def rows_of(texts: Sequence[str], plan: FeaturePlan) -> SparseRows:
    """Return the features of texts as sparse rows.

    Parameters
    ----------
    texts : sequence of str, length n
        The texts as they came; they are normalised here.
    plan : FeaturePlan
        Which features are taken.

    Returns
    -------
    SparseRows
        n rows of `plan.columns` columns. A value is 1 + ln(times the feature occurs), and each
        row is scaled to length 1; a text without tokens gives an empty row.

    Notes
    -----
    Different features may share a column. With 2**18 columns and a few hundred thousand features
    this costs little, since most features are rare (Weinberger et al.).

    References
    ----------
    Weinberger, K., Dasgupta, A., Langford, J., Smola, A. and Attenberg, J. (2009). Feature
    hashing for large scale multitask learning. Proceedings of the 26th International Conference
    on Machine Learning, 1113-1120.

    Examples
    --------
    >>> rows = rows_of(["很慢", "", "很慢 很慢"], FeaturePlan())
    >>> [len(rows.of(row)[0]) for row in range(3)]
    [3, 0, 6]
    >>> bool(abs((rows.of(2)[1] ** 2).sum() - 1) < 1e-12)
    True
    """
    tokens, rows, pieces, piece_rows = _tokens_of(texts, plan)
    parts = [
        (_columns(hashes, plan), rows[firsts])
        for hashes, firsts, _length in _runs(tokens, rows, plan.longest_run)
    ]
    parts.append((_columns(_mixed(pieces, _SUBWORD_SALT), plan), piece_rows))
    columns = np.concatenate([part[0] for part in parts])
    owners = np.concatenate([part[1] for part in parts])
    keys, counts = np.unique((owners << plan.bits) | columns, return_counts=True)
    owners = keys >> plan.bits
    starts = np.searchsorted(owners, np.arange(len(texts) + 1))
    values = 1 + np.log(counts)
    lengths = np.sqrt(np.bincount(owners, values**2, minlength=len(texts)))
    return SparseRows(starts, keys & (plan.columns - 1), values / lengths[owners])


def _tokens_of(
    texts: Sequence[str], plan: FeaturePlan
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    """All tokens with the row of each, and all pieces of words with the row of each."""
    tokens: list[int] = []
    pieces: list[int] = []
    lengths, piece_lengths = [], []
    for text in texts:
        words = _TOKEN.findall(normalised(text))
        tokens.extend(map(_token_hash, words))
        before = len(pieces)
        if plan.subwords:
            for word in words:
                if len(word) > 3:
                    pieces.extend(_subword_hashes(word))
        lengths.append(len(words))
        piece_lengths.append(len(pieces) - before)
    every = np.arange(len(texts), dtype=np.int64)
    return (
        np.array(tokens, dtype=np.uint64),
        np.repeat(every, lengths),
        np.array(pieces, dtype=np.uint64),
        np.repeat(every, piece_lengths),
    )
