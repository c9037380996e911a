"""The terms record: the one description of what a license costs and allows, schema "terms/1".

It is what is hashed, signed, stored and shown; every number that is billed, printed, filed or
reported is computed from it. Its canonical JSON (RFC 8785) leaves out what is not agreed, so a
part that a later reader learns to know does not change the bytes of an older record.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

import rfc8785
from pydantic import ValidationError

from marketplace.errors import N_
from marketplace.terms.coherence import faults, mode_of
from marketplace.terms.enums import FeeMode, Improvements, Route, Tax
from marketplace.terms.findings import Finding, TermsError, findings_of
from marketplace.terms.parts import (
    Bundle,
    Deferral,
    Dispute,
    Effect,
    Fixed,
    FreeWindow,
    Instalment,
    Period,
    Pool,
    PublicText,
    Quota,
    Royalty,
    Scope,
    Signing,
    Transfer,
    Trial,
)
from marketplace.terms.values import Days, Months, Part, Ppm, Text

KEPT: Final = 2_000
"""Records whose reading is kept; a few kilobytes each."""


class Terms(Part):
    """Everything agreed about one license, or about one sale on the route "transfer".

    ``late_interest_ppm`` is charged per day of delay; ``handover_days`` count from effect;
    ``secrecy_months`` from the end of the license. A record that a listing shows has no
    ``signing``; the signed one has it.
    """

    schema_version: Literal["terms/1"] = "terms/1"
    currency: Literal["CNY"] = "CNY"
    route: Route
    fee_mode: FeeMode
    scope: Scope = Scope()
    period: Period | None = None
    effect: Effect | None = None
    entry_fee: Fixed | None = None
    lump_sum: Fixed | None = None
    instalments: tuple[Instalment, ...] = ()
    royalty: Royalty | None = None
    free_window: FreeWindow | None = None
    deferral: Deferral | None = None
    trial: Trial | None = None
    transfer: Transfer | None = None
    quota: Quota | None = None
    bundle: Bundle | None = None
    pool: Pool | None = None
    public_text: PublicText | None = None
    late_interest_ppm: Ppm | None = None
    tax: Tax = Tax.INCLUDED
    materials: Text | None = None
    handover_days: Days | None = None
    secrecy_months: Months | None = None
    improvements: Improvements = Improvements.EACH_OWN
    dispute: Dispute = Dispute()
    signing: Signing | None = None

    def _faults(self) -> Iterator[Finding]:
        return faults(self)

    @classmethod
    def of(cls, route: Route, **parts: Any) -> "Terms":
        """The record of these parts, with the fee mode that they make."""
        return cls(route=route, fee_mode=mode_of(parts), **parts)

    def carrying(self, present: "Terms") -> "Terms":
        """These terms with the parts that no form holds (pool, bundle) as ``present`` has them."""
        kept = {name: getattr(self, name) or getattr(present, name) for name in ("pool", "bundle")}
        parts = {name: each for name, each in (dict(self) | kept).items() if name != "fee_mode"}
        return Terms.of(parts.pop("route"), **parts)

    def signed(self, **decided: Any) -> "Terms":
        """These terms with what is decided at signing written in (fields of ``Signing``)."""
        return Terms.model_validate(dict(self) | {"signing": Signing(**decided)})


def canonical(terms: Terms) -> bytes:
    """The RFC 8785 bytes that are hashed, signed and stored."""
    return rfc8785.dumps(as_data(terms))


def digest(terms: Terms) -> str:
    """SHA-256 of the canonical bytes, in lower-case hex."""
    return hashlib.sha256(canonical(terms)).hexdigest()


def as_data(terms: Terms) -> dict[str, Any]:
    """The record as plain JSON data, ready for a ``CanonicalJSON`` column."""
    return terms.model_dump(mode="json", exclude_none=True)


def load(source: str | bytes | Mapping[str, Any]) -> Terms:
    """Read a record of any schema version from JSON text or from plain JSON data.

    Raises TermsError, whose findings name each field that is wrong.
    """
    try:
        data = json.loads(source) if isinstance(source, str | bytes) else dict(source)
    except ValueError as error:
        raise TermsError([Finding("json_invalid", N_("Send the terms as JSON text."))]) from error
    version = data.get("schema_version") if isinstance(data, dict) else None
    if version not in READERS:
        message = N_("Name the schema version of the terms, for example terms/1.")
        raise TermsError([Finding("unknown_schema", message, "schema_version")])
    try:
        return _kept(version, json.dumps(data, sort_keys=True))
    except TypeError:
        return READERS[version](data)


@lru_cache(maxsize=KEPT)
def _kept(version: str, text: str) -> Terms:
    """A page reads the same record many times; records never change, so one reading serves all."""
    return READERS[version](json.loads(text))


def _read_1(data: dict[str, Any]) -> Terms:
    try:
        return Terms.model_validate(data)
    except ValidationError as error:
        raise TermsError(findings_of(error)) from error


READERS: Final[dict[str, Callable[[dict[str, Any]], Terms]]] = {"terms/1": _read_1}
