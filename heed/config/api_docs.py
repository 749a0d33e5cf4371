"""The page that describes the API: rendered on the server, so it needs no script and no network."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

Details = dict[str, Any]
MOST_CHOICES = 20


@dataclass(frozen=True)
class Field:
    """A value to send or to receive."""

    name: str
    kind: str
    place: str
    is_needed: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One endpoint, as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    sends: list[Field]
    receives: list[Field]
    statuses: list[tuple[str, str]]


class DocsPage(DocsBase):
    """Shows every operation of the description under its subject."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        text = json.dumps(api.get_openapi_schema(path_params=kwargs))
        schema = json.loads(text.replace("`", ""))  # marks of code mean nothing on this page
        context = {
            "overview": schema["info"]["description"].strip().split("\n\n"),
            "subjects": by_subject(schema),
            "openapi_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "config/api_docs.html", context)


def by_subject(schema: Details) -> dict[str, list[Operation]]:
    """The operations under their subjects, in the order they were declared."""
    subjects: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, details in methods.items():
            operation = _operation(path, method, details, schema["components"]["schemas"])
            subjects.setdefault(details["tags"][0], []).append(operation)
    return subjects


def _operation(path: str, method: str, details: Details, schemas: Details) -> Operation:
    parameters = [_parameter(each) for each in details["parameters"]]
    body = details.get("requestBody")
    answers = details["responses"].items()
    success = next(each for status, each in answers if status.startswith("2"))
    return Operation(
        name=details["operationId"],
        method=method.upper(),
        path=path,
        summary=details["summary"],
        description=details["description"],
        sends=[*parameters, *(_fields(_json_schema(body), schemas) if body else ())],
        receives=list(_fields(_json_schema(success), schemas)),
        statuses=[(status, each["description"]) for status, each in answers],
    )


def _json_schema(content: Details) -> Details:
    found: Details = content["content"]["application/json"]["schema"]
    return found


def _parameter(details: Details) -> Field:
    return Field(
        name=details["name"],
        kind=kind_of(details["schema"]),
        place=details["in"],
        is_needed=details["required"],
        description=details.get("description", ""),
    )


def _fields(schema: Details, schemas: Details) -> Iterator[Field]:
    whole = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    for name, details in whole["properties"].items():
        yield Field(
            name=name,
            kind=kind_of(details),
            place="body",
            is_needed=name in whole.get("required", ()),
            description=details.get("description", ""),
        )


def kind_of(details: Details) -> str:
    """A word or two for the type of a value, such as `integer 1 to 7` or `list of CustomerOut`."""
    if "anyOf" in details:
        return " or ".join(dict.fromkeys(kind_of(each) for each in details["anyOf"]))
    if "$ref" in details:
        return str(details["$ref"].rpartition("/")[2])
    if len(details.get("enum", ())) > MOST_CHOICES:
        return "one of many names"
    if "enum" in details:
        return " | ".join(details["enum"])
    if details.get("type") == "array":
        return f"list of {kind_of(details['items'])}"
    return f"{details.get('format', details.get('type', ''))}{_limits(details)}"


def _limits(details: Details) -> str:
    if "maximum" in details and details["maximum"] < 1000:
        if "exclusiveMinimum" in details:
            return f" above {details['exclusiveMinimum']}, at most {details['maximum']}"
        return f" {details['minimum']} to {details['maximum']}"
    return f", at most {details['maxLength']} characters" if "maxLength" in details else ""
