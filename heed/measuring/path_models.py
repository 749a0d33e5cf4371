"""Path models for `heed measure pls`: ready or from a file, with the columns they mean."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from heed.core.errors import DomainError
from heed.measures.pls.model import Latent, PathModel
from heed.measures.pls.model_object import path_model_of
from heed.measures.pls.models import READY
from heed.measuring.answers import Answers
from heed.measuring.refusals import why_of

Columns = dict[str, NDArray[np.float64]]


class ModelMissing(DomainError):
    code = "measure.model_missing"
    message = _(
        "There is no model %(name)s. Name a JSON file, or one of the ready models: %(ready)s."
    )


class ModelUnreadable(DomainError):
    code = "measure.model_unreadable"
    message = _("The model %(name)s cannot be read: %(problem)s")


class ModelRefused(DomainError):
    code = "measure.model_refused"
    message = _("The model %(name)s is not one that can be fitted. %(why)s")


def named_model(name: str) -> PathModel:
    """The ready model of that name, or the one in that file.

    Raises ModelMissing, ModelUnreadable, ModelRefused.
    """
    if name in READY:
        return READY[name]
    path = Path(name)
    if not path.is_file():
        raise ModelMissing(name=name, ready=", ".join(READY))
    try:
        given = json.loads(path.read_text("utf-8-sig"))
    except OSError as problem:
        raise ModelUnreadable(name=name, problem=problem.strerror or problem) from problem
    except ValueError as problem:  # no JSON, or not in UTF-8
        raise ModelUnreadable(name=name, problem=problem) from problem
    try:
        return path_model_of(given)
    except ValueError as problem:
        raise ModelRefused(name=name, why=why_of(problem)) from problem


def with_columns(
    model: PathModel, answers: Answers, scale: tuple[float, float] | None
) -> tuple[PathModel, Columns]:
    """The model with the columns that its patterns mean, and their answers.

    Latents without scale take the one given. Raises ValueError where a column is meant twice.
    """
    columns: Columns = {}
    latents = []
    for latent in model.latents:
        ends = latent.scale or scale
        names, values = _answers_to(latent.indicators, answers, ends)
        columns |= dict(zip(names, values.T, strict=True))
        latents.append(Latent(latent.name, names, latent.mode, ends))
    return replace(model, latents=tuple(latents)), columns


def _answers_to(
    indicators: Sequence[str], answers: Answers, ends: tuple[float, float] | None
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    lowest, highest = ends or (None, None)
    found = answers.numbers(indicators, lowest=lowest, highest=highest)
    return found.columns, found.values
