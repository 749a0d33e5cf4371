"""Path models as plain objects, as they stand in `model.json`."""

from collections.abc import Mapping, Sequence
from typing import Any

from heed.measures.pls.model import Latent, Mode, PathModel

KEYS = ("latents", "paths", "scale", "target")
LATENT_KEYS = ("name", "indicators", "mode", "scale")


def path_model_of(given: object) -> PathModel:
    """Return the path model that a plain object describes.

    Parameters
    ----------
    given : object
        As JSON is read: a mapping with

        - ``latents``: a list of mappings with ``name``, ``indicators`` (a list of column names)
          and, if wanted, ``mode`` ("A", the default, or "B") and ``scale``;
        - ``paths``: a list of pairs ``[from, to]`` of latents' names;
        - ``scale``, if wanted: ``[lowest, highest]`` answer of all latents that have none of their
          own;
        - ``target``, if wanted: the latent to be improved.

    Returns
    -------
    PathModel
        The model.

    Raises
    ------
    ValueError
        If a key is unknown or missing, a value is not of its kind, or the model is none (see
        `PathModel`); the message names what is wrong.

    Notes
    -----
    An unknown key is refused rather than passed over: a misspelt ``mode`` would change results
    silently.

    Examples
    --------
    >>> quality = {"name": "Quality", "indicators": ["q1", "q2"]}
    >>> value = {"name": "Value", "indicators": ["v1"], "mode": "B", "scale": [0, 1]}
    >>> described = {"latents": [quality, value], "paths": [["Quality", "Value"]], "scale": [1, 10]}
    >>> [latent.scale for latent in path_model_of(described).latents]
    [(1.0, 10.0), (0.0, 1.0)]
    >>> path_model_of(described | {"arrows": []})
    Traceback (most recent call last):
    ValueError: Expected a model with latents, paths, scale, target, got the key 'arrows'.
    """
    model = _mapping(given, "a model", KEYS)
    for key in ("latents", "paths"):
        if key not in model:
            raise ValueError(f"Expected a model with {key}, got none.")
    scale = _scale(model.get("scale"), "the model")
    latents = tuple(_latent(each, scale) for each in _list(model["latents"], "latents"))
    paths = tuple(_path(each) for each in _list(model["paths"], "paths"))
    return PathModel(latents, paths, _text(model.get("target", ""), "the target"))


def as_object(model: PathModel) -> dict[str, Any]:
    """Return the plain object that `path_model_of` reads back.

    Parameters
    ----------
    model : PathModel
        Any model.

    Returns
    -------
    dict
        Ready for JSON.

    Examples
    --------
    >>> model = PathModel((Latent("a", ("x",)), Latent("b", ("y",))), (("a", "b"),))
    >>> path_model_of(as_object(model)) == model
    True
    """
    found: dict[str, Any] = {
        "latents": [
            {"name": each.name, "indicators": list(each.indicators), "mode": each.mode.value}
            | ({"scale": list(each.scale)} if each.scale else {})
            for each in model.latents
        ],
        "paths": [list(path) for path in model.paths],
    }
    return found | ({"target": model.target} if model.target else {})


def _latent(given: object, scale: tuple[float, float] | None) -> Latent:
    latent = _mapping(given, "a latent", LATENT_KEYS)
    name = _text(latent.get("name"), "the name of a latent")
    if not name:
        raise ValueError("Expected a name of each latent, got an empty one.")
    indicators = _list(latent.get("indicators"), f"indicators of {name!r}")
    mode = latent.get("mode", "A")
    if not isinstance(mode, str) or mode not in list(Mode):
        raise ValueError(f"Expected the mode A or B of {name!r}, got {mode!r}.")
    return Latent(
        name,
        tuple(_text(each, f"an indicator of {name!r}") for each in indicators),
        Mode(mode),
        _scale(latent.get("scale"), repr(name)) or scale,
    )


def _path(given: object) -> tuple[str, str]:
    ends = _list(given, "a path as [from, to]")
    if len(ends) != 2:
        raise ValueError(f"Expected a path as [from, to], got {given!r}.")
    return _text(ends[0], "the start of a path"), _text(ends[1], "the end of a path")


def _scale(given: object, whose: str) -> tuple[float, float] | None:
    if given is None:
        return None
    ends = _list(given, f"the scale of {whose} as [lowest, highest]")
    numbers = [
        float(each) for each in ends if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    if len(ends) != 2 or len(numbers) != 2:
        raise ValueError(f"Expected the scale of {whose} as [lowest, highest], got {given!r}.")
    return numbers[0], numbers[1]


def _mapping(given: object, what: str, keys: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise ValueError(f"Expected {what} with {', '.join(keys)}, got {given!r}.")  # noqa: TRY004
    for key in given:
        if key not in keys:
            raise ValueError(f"Expected {what} with {', '.join(keys)}, got the key {key!r}.")
    return given


def _list(given: object, what: str) -> list[object]:
    if not isinstance(given, list | tuple):
        raise ValueError(f"Expected {what} as a list, got {given!r}.")  # noqa: TRY004
    return list(given)


def _text(given: object, what: str) -> str:
    if not isinstance(given, str):
        raise ValueError(f"Expected {what} as text, got {given!r}.")  # noqa: TRY004
    return given
