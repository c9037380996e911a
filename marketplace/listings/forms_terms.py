"""The terms form: for each fee mode the parts that make it, built into a `Terms` record.

Form, interface and import all build the same record; the form's fields are named by the
record's own paths, so every finding stands at its field (`place_findings`).
"""

from collections.abc import Hashable, Iterable
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, RadioField, TextAreaField
from wtforms.validators import Optional

from marketplace.errors import N_
from marketplace.listings.fields import CountField, PercentField, TextField
from marketplace.listings.parts_forms import (
    EMPTY,
    DeferralForm,
    EffectForm,
    FixedForm,
    FreeWindowForm,
    InstalmentForm,
    PartForm,
    PeriodForm,
    QuotaForm,
    RoyaltyForm,
    ScopeForm,
    TransferForm,
    TrialForm,
    choices,
    filled,
    value_of,
)
from marketplace.terms.enums import FeeMode, Forum, Improvements, Route, Tax
from marketplace.terms.findings import Finding, TermsError
from marketplace.terms.presets import USUAL_MONTHS
from marketplace.terms.record import Terms, load
from marketplace.terms.routes import ROUTES

FEES: Final = ("lump_sum", "entry_fee", "instalments", "royalty")

PARTS_OF_MODE: Final[dict[FeeMode, tuple[str, ...]]] = {
    FeeMode.FREE: (),
    FeeMode.LUMP_SUM: ("lump_sum",),
    FeeMode.INSTALMENTS: ("instalments",),
    FeeMode.ROYALTY: ("royalty",),
    FeeMode.ENTRY_ROYALTY: ("entry_fee", "royalty"),
    FeeMode.LIMITED_FREE: ("free_window", *FEES),
    FeeMode.PAY_LATER: ("deferral", *FEES),
    FeeMode.TRIAL_THEN_CONVERT: ("trial", *FEES),
    FeeMode.MIXED: ("free_window", "deferral", "trial", *FEES, "quota"),
    FeeMode.PRICE: ("transfer", "instalments"),
    FeeMode.SHARES: ("transfer",),
    FeeMode.NEGOTIABLE: (),
}
"""What a person fills in for each mode; on a route only the parts that it admits are shown."""

NEEDED: Final[dict[FeeMode, tuple[str, ...]]] = {
    FeeMode.LUMP_SUM: ("lump_sum.amount_fen",),
    FeeMode.INSTALMENTS: ("instalments.0.amount_fen",),
    FeeMode.ROYALTY: ("royalty.tiers.0.rate_ppm",),
    FeeMode.ENTRY_ROYALTY: ("entry_fee.amount_fen", "royalty.tiers.0.rate_ppm"),
    FeeMode.LIMITED_FREE: ("free_window.through",),
    FeeMode.PAY_LATER: ("deferral.months_after_effect",),
    FeeMode.TRIAL_THEN_CONVERT: ("trial.months",),
    FeeMode.PRICE: ("transfer.price_fen",),
    FeeMode.SHARES: ("transfer.shares_ppm",),
}
"""By mode, the field of each part that must not stay empty, for the message."""


class DisputeForm(PartForm):
    KEYS = ("body", "forum")
    forum = RadioField(
        _l("Disputes go to"), choices=choices(Forum), default=Forum.COURT, validators=[Optional()]
    )
    body = TextField(_l("Place of the court, or arbitration commission"))


class TermsForm(FlaskForm):
    """What every mode shares; the parts of the mode are added by `form_class`."""

    part_names: tuple[str, ...] = ()
    fee_mode: FeeMode
    route: Route
    filled_from: tuple[Route, FeeMode, Terms | None] | None = None

    late_interest_ppm = PercentField(_l("Interest on late payment, percent per day"))
    tax = RadioField(
        _l("The amounts"), choices=choices(Tax), default=Tax.INCLUDED, validators=[Optional()]
    )
    materials = TextAreaField(
        _l("Materials handed over"), filters=[lambda text: (text or "").strip() or None]
    )
    handover_days = CountField(_l("Handed over within days of effect"))
    secrecy_months = CountField(_l("Secrecy after the license, months"))
    improvements = RadioField(
        _l("Later improvements"),
        choices=choices(Improvements),
        default=Improvements.EACH_OWN,
        validators=[Optional()],
    )
    dispute = FormField(DisputeForm, label=_l("Disputes"))

    @property
    def untouched(self) -> Hashable:
        """What all fields follow from while nothing was typed and nothing is wrong; else None."""
        return None if self.is_submitted() or self.errors else ("terms_form", self.filled_from)

    def terms(self) -> Terms:
        """The record that was typed, its fee mode the one that the parts make.

        TermsError with findings; `place_findings` puts them at the fields.
        """
        self._require_parts()
        data = {field.short_name: value_of(field) for field in self if _belongs(field)}
        data = {name: value for name, value in data.items() if value not in EMPTY}
        if self.fee_mode in _SALES:
            data.setdefault("transfer", {})
        data |= {"schema_version": "terms/1", "route": self.route}
        try:
            return load(data | {"fee_mode": self.fee_mode})
        except TermsError as error:
            made = next((f.params["mode"] for f in error.findings if f.code == "fee_mode"), None)
            if made is None:
                raise
            return load(data | {"fee_mode": made})

    def place_findings(self, findings: Iterable[Finding]) -> list[str]:
        """Put each finding's text at its field; returns the texts that belong to no field."""
        elsewhere = []
        for finding in findings:
            text = _(finding.message)
            text = text % finding.params if finding.params else text
            field = _field_at(self, finding.path.split(".")) if finding.path else None
            if field is None:
                elsewhere.append(text)
            else:
                field.errors = [*field.errors, text]
        _gather(self)
        return elsewhere

    def _require_parts(self) -> None:
        missing = []
        for path in NEEDED.get(self.fee_mode, ()):
            name = path.split(".")[0]
            if value_of(self[name]) in EMPTY:
                missing.append(Finding("part_missing", _MISSING, path))
        if missing:
            raise TermsError(missing)


_MISSING: Final = N_("Fill in this field; this way of paying needs it.")
_SALES: Final = frozenset({FeeMode.PRICE, FeeMode.SHARES, FeeMode.NEGOTIABLE})

_PART_FIELDS: Final[dict[str, Any]] = {
    "scope": lambda: FormField(ScopeForm, label=_l("What the license covers")),
    "period": lambda: FormField(PeriodForm, label=_l("License period")),
    "effect": lambda: FormField(EffectForm, label=_l("Effect")),
    "entry_fee": lambda: FormField(FixedForm, label=_l("Entry fee")),
    "lump_sum": lambda: FormField(FixedForm, label=_l("Lump sum")),
    "instalments": lambda: FieldList(
        FormField(InstalmentForm), label=_l("Instalments"), min_entries=6, max_entries=60
    ),
    "royalty": lambda: FormField(RoyaltyForm, label=_l("Royalty")),
    "free_window": lambda: FormField(FreeWindowForm, label=_l("Free time")),
    "deferral": lambda: FormField(DeferralForm, label=_l("Use first, pay later")),
    "trial": lambda: FormField(TrialForm, label=_l("Trial")),
    "transfer": lambda: FormField(TransferForm, label=_l("Sale")),
    "quota": lambda: FormField(QuotaForm, label=_l("First licensees")),
}


def form_class(route: Route, fee_mode: FeeMode) -> type[TermsForm]:
    """The form for a fee mode on a route, with the parts that the route admits."""
    rules = ROUTES[route]
    names = [name for name in PARTS_OF_MODE[fee_mode] if name in rules.parts]
    if rules.needs_period:
        names.append("period")
    if not rules.scope_is_fixed:
        names.append("scope")
    if "effect" in rules.parts:
        names.append("effect")
    fields = {name: _PART_FIELDS[name]() for name in names}
    shared = {"part_names": tuple(names), "fee_mode": fee_mode, "route": route}
    return type("TermsFormOfMode", (TermsForm,), {**shared, **fields})


def terms_form(route: Route, fee_mode: FeeMode, terms: Terms | None = None, **kwargs: Any) -> Any:
    """A form for the mode, filled from `terms`, or with what is usual, where nothing was typed."""
    data = terms.model_dump(mode="python") if terms else _usual(route, fee_mode)
    form = form_class(route, fee_mode)(data=data, **kwargs)
    if "deferral" in form:
        form.deferral.form.kind.choices = choices(ROUTES[route].deferral_parts)
    form.filled_from = (route, fee_mode, terms)
    return form


def _usual(route: Route, fee_mode: FeeMode) -> dict[str, Any]:
    """What stands in a blank form: the usual periods, never an amount."""
    usual: dict[str, Any] = {"period": {"months": USUAL_MONTHS}}
    if fee_mode is FeeMode.PAY_LATER:
        kind = next(iter(ROUTES[route].deferral_parts))
        usual["deferral"] = {"kind": kind, "months_after_effect": 12}
    if fee_mode is FeeMode.LIMITED_FREE:
        usual["free_window"] = {"months": 12}
    if fee_mode is FeeMode.TRIAL_THEN_CONVERT:
        usual["trial"] = {"months": 6}
    return usual


def _belongs(field: Any) -> bool:
    return field.short_name in Terms.model_fields


def _field_at(form: Any, path: list[str]) -> Any:
    """The field that a path of the record names, or None; list places skip blank rows."""
    field: Any = form
    for step in path:
        if isinstance(field, FieldList):
            rows = filled(field) or field.entries
            field = rows[int(step)] if step.isdecimal() and int(step) < len(rows) else None
        else:
            inner = field.form if isinstance(field, FormField) else field
            field = inner[step] if step in getattr(inner, "_fields", {}) else None
        if field is None:
            return None
    return _first_input(field)


def _gather(form: Any) -> None:
    """Let every list know the errors of its rows, innermost first, for the summary."""
    for field in form:
        if isinstance(field, FormField):
            _gather(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                _gather(entry.form)
            field.errors = [entry.errors for entry in field.entries if entry.errors]


def _first_input(field: Any) -> Any:
    """Where a finding about a whole part stands: the part's first input."""
    while isinstance(field, FormField | FieldList):
        field = next(iter(field.form)) if isinstance(field, FormField) else field.entries[0]
    return field
