"""Errors in Stripe's form."""

from typing import Any


class FakeError(Exception):
    """``{"error": {"type", "code", "message", "param"}}`` with its status
    (https://docs.stripe.com/api/errors). ``kept`` tells whether an idempotency key keeps it: an
    endpoint that began its work does, failed validation does not."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        kept: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kept = kept
        self.body: dict[str, Any] = {
            "error": {"type": kind, "code": code, "message": message, "param": param}
        }


def missing(kind: str, key: str) -> FakeError:
    """404 ``resource_missing``, also for another account's object."""
    return FakeError(404, f"No such {kind}: '{key}'", code="resource_missing", param="id")


def parameter_missing(param: str) -> FakeError:
    return FakeError(
        400, f"Missing required param: {param}.", code="parameter_missing", param=param
    )


def parameter_invalid(param: str, message: str) -> FakeError:
    return FakeError(400, message, code="parameter_invalid", param=param)
