"""Reading what programs send: the token, parameters, JSON bodies. Whatever is not known by name
is refused and named (R-13), so that a misspelt field never passes for one that was left out."""

import json
from collections.abc import Iterable
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from marketplace.accounts.models import ApiToken
from marketplace.accounts.services import token_for
from marketplace.errors import N_, Refused

LONGEST_BODY = 64 * 1024

_Body = TypeVar("_Body", bound=BaseModel)


def bearer() -> ApiToken:
    """The token of this request; Refused (401) where there is none that can be used."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    token = token_for(text.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise Refused(
            "token_required",
            N_(
                "Send Authorization: Bearer with a token in use. Members make and revoke tokens "
                "under My account."
            ),
            status=401,
        )
    return token


def require_known(given: Iterable[str], known: Iterable[str], code: str) -> None:
    """Refuse (400) names that this address does not know."""
    names = sorted(set(given) - set(known))
    if names:
        raise Refused(
            code,
            N_("%(names)s is not known here. Known are: %(known)s."),
            status=400,
            field=names[0][:80],
            names=", ".join(name[:80] for name in names[:10]),
            known=", ".join(sorted(known)) or "–",
        )


def body_of(model: type[_Body]) -> tuple[_Body, Any]:
    """The JSON body, checked, and as it was sent (``{}`` where there is none).

    Refused: 400 where it is no JSON object or has a name twice or an unknown one, 415 for another
    type of content, 422 for a value that does not fit.
    """
    request.max_content_length = LONGEST_BODY
    sent = request.get_data()
    if not sent.strip():
        return model(), {}
    if not request.is_json:
        raise UnsupportedMediaType
    data = json_object(sent)
    return checked(model, data), data


def checked(model: type[_Body], data: dict[str, Any]) -> _Body:
    """The data as the shape that is asked for. Refused: 400 for an unknown name, 422 for a value that
    does not fit."""
    require_known(data, model.model_fields, "unknown_field")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise Refused(
            "invalid_field",
            N_("%(name)s does not fit: %(problem)s."),
            status=422,
            field=name,
            name=name,
            problem=first["msg"],
        ) from error


def json_object(sent: bytes) -> dict[str, Any]:
    """A JSON object without repeated names or fractions; Refused (400) for anything else."""
    try:
        data = json.loads(sent, object_pairs_hook=_without_repetition, parse_float=_no_float)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refused(
            "json_malformed",
            N_("The body is no JSON object, or names something twice. Nothing was done."),
            status=400,
        )
    return data


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_float(text: str) -> str:
    raise ValueError(f"no field takes a fraction: {text}")
