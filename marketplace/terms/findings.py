"""Findings: what is wrong or unusual in terms, where, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from marketplace.errors import N_
from marketplace.terms.enums import Severity


class Choices(tuple[StrEnum, ...]):
    """Members of an enum inside a message; an interface shows their names in its language."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(self)


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to explain.

    ``path`` is the field in dotted form ("royalty.tiers.0.rate_ppm", "" for the whole record),
    ``message`` an English msgid with ``%(name)s`` places that ``params`` fill, ``article`` the
    source in law where there is one.
    """

    code: str
    message: str
    path: str = ""
    severity: Severity = Severity.BLOCK
    params: dict[str, int | str | Choices] = field(default_factory=dict)
    article: str | None = None

    def __str__(self) -> str:
        text = self.message % self.params
        return f"{self.path}: {text}" if self.path else text


class TermsError(ValueError):
    """Terms that cannot be read; ``findings`` say what is wrong, each with its field."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(str(finding) for finding in self.findings))


def refuse(findings: Iterable[Finding]) -> None:
    """Raise one pydantic error that carries all findings of a validator; none, no error."""
    found = tuple(findings)
    if found:
        raise PydanticCustomError("incoherent", "The parts do not agree.", {"findings": found})


def findings_of(error: ValidationError) -> tuple[Finding, ...]:
    """The findings in a pydantic error, each with the path from the root of the record."""
    return tuple(found for detail in error.errors() for found in _findings(detail))


def _findings(detail: Any) -> Iterator[Finding]:
    prefix = [str(step) for step in detail["loc"]]
    context = detail.get("ctx", {})
    if "findings" in context:
        for found in context["findings"]:
            path = ".".join([*prefix, *filter(None, [found.path])])
            yield Finding(found.code, found.message, path, found.severity, found.params)
        return
    message, names = _MESSAGES.get(detail["type"], (_OTHERWISE, ()))
    params = {name: context[name] for name in names}
    yield Finding(detail["type"], message, ".".join(prefix), params=params)


_OTHERWISE: Final = N_("Enter a value of the kind that this field asks for.")
_MESSAGES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "missing": (N_("Enter this field; it is required."), ()),
    "extra_forbidden": (N_("Remove this field; terms do not have it."), ()),
    "int_type": (N_("Enter a whole number without decimals."), ()),
    "int_parsing": (N_("Enter a whole number without decimals."), ()),
    "int_from_float": (N_("Enter a whole number without decimals."), ()),
    "greater_than_equal": (N_("Enter a number of at least %(ge)s."), ("ge",)),
    "less_than_equal": (N_("Enter a number of at most %(le)s."), ("le",)),
    "enum": (N_("Choose one of: %(expected)s."), ("expected",)),
    "literal_error": (N_("Choose one of: %(expected)s."), ("expected",)),
    "string_too_short": (N_("Enter a text, or leave the field out."), ()),
    "string_too_long": (
        N_("Shorten the text to at most %(max_length)s characters."),
        ("max_length",),
    ),
    "too_short": (N_("Give at least %(min_length)s entries."), ("min_length",)),
    "not_a_day": (N_("Enter the day as YYYY-MM-DD."), ()),
    "json_invalid": (N_("Send the terms as JSON text."), ()),
    "unknown_schema": (N_("Name the schema version of the terms, for example terms/1."), ()),
}
