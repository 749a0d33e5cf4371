"""Path models as plain objects, as they stand in `model.json`."""

from collections.abc import Mapping, Sequence
from typing import Any

from heed.measures.pls.model import Latent, Mode, PathModel
from heed.measures.refusals import Marked, Refusal, gettext_noop

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
    >>> path_model_of(described | {"arrows": []})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    heed.measures.refusals.Refusal: Expected a model with latents, ... got the key 'arrows'.
    """
    model = _mapping(given, gettext_noop("a model"), KEYS)
    for key in ("latents", "paths"):
        if key not in model:
            raise Refusal(gettext_noop("Expected a model with %(key)s, got none."), key=key)
    scale = _scale(model.get("scale"), gettext_noop("the model"))
    latents = tuple(
        _latent(each, scale) for each in _list(model["latents"], gettext_noop("latents"))
    )
    paths = tuple(_path(each) for each in _list(model["paths"], gettext_noop("paths")))
    return PathModel(latents, paths, _text(model.get("target", ""), gettext_noop("the target")))


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
    latent = _mapping(given, gettext_noop("a latent"), LATENT_KEYS)
    name = _text(latent.get("name"), gettext_noop("the name of a latent"))
    if not name:
        raise Refusal(gettext_noop("Expected a name of each latent, got an empty one."))
    quoted = repr(name)
    whose = gettext_noop("indicators of %(name)s").of(name=quoted)
    each_one = gettext_noop("an indicator of %(name)s").of(name=quoted)
    indicators = _list(latent.get("indicators"), whose)
    mode = latent.get("mode", "A")
    if not isinstance(mode, str) or mode not in list(Mode):
        raise Refusal(
            gettext_noop("Expected the mode A or B of %(name)s, got %(mode)s."),
            name=quoted,
            mode=repr(mode),
        )
    return Latent(
        name,
        tuple(_text(each, each_one) for each in indicators),
        Mode(mode),
        _scale(latent.get("scale"), quoted) or scale,
    )


def _path(given: object) -> tuple[str, str]:
    ends = _list(given, gettext_noop("a path as [from, to]"))
    if len(ends) != 2:
        raise Refusal(
            gettext_noop("Expected a path as [from, to], got %(given)s."), given=repr(given)
        )
    return (
        _text(ends[0], gettext_noop("the start of a path")),
        _text(ends[1], gettext_noop("the end of a path")),
    )


def _scale(given: object, whose: str) -> tuple[float, float] | None:
    if given is None:
        return None
    what = gettext_noop("the scale of %(whose)s as [lowest, highest]").of(whose=whose)
    ends = _list(given, what)
    numbers = [
        float(each) for each in ends if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    if len(ends) != 2 or len(numbers) != 2:
        raise Refusal(
            gettext_noop("Expected %(what)s, got %(given)s."), what=what, given=repr(given)
        )
    return numbers[0], numbers[1]


def _mapping(given: object, what: Marked, keys: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise Refusal(
            gettext_noop("Expected %(what)s with %(keys)s, got %(given)s."),
            what=what,
            keys=", ".join(keys),
            given=repr(given),
        )
    for key in given:
        if key not in keys:
            raise Refusal(
                gettext_noop("Expected %(what)s with %(keys)s, got the key %(key)s."),
                what=what,
                keys=", ".join(keys),
                key=repr(key),
            )
    return given


def _list(given: object, what: Marked) -> list[object]:
    if not isinstance(given, list | tuple):
        raise Refusal(
            gettext_noop("Expected %(what)s as a list, got %(given)s."),
            what=what,
            given=repr(given),
        )
    return list(given)


def _text(given: object, what: Marked) -> str:
    if not isinstance(given, str):
        raise Refusal(
            gettext_noop("Expected %(what)s as text, got %(given)s."), what=what, given=repr(given)
        )
    return given
