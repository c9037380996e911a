"""The steps of a filing as forms on its page: one row of a table for each verb."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from marketplace import files
from marketplace.accounts import queries as accounts
from marketplace.accounts.models import User
from marketplace.errors import N_, Refused
from marketplace.registration import forms, policies, services
from marketplace.registration.models import Filing, FilingStatus

Act = Callable[[Filing, Any, User], Any]


@dataclass(frozen=True)
class Step:
    """One verb: its address, the life cycle's name for it, form and words.

    ``own``: a step that is also taken here where the filing follows a declaration.
    """

    slug: str
    action: str
    form: type[FlaskForm]
    title: Any
    submit: Any
    act: Act
    help: Any = ""
    tone: str = "primary"
    own: bool = False


def steps_for(user: Any, filing: Filing) -> Iterator[Step]:
    """The steps that the life cycle allows now and this user may take."""
    if not policies.may_file(user, filing):
        return
    possible = set(filing.actions)
    for step in STEPS.values():
        follows = filing.declaration_id is not None and not step.own
        if step.action in possible and not follows:
            again = step.action == "prepare" and filing.status is FilingStatus.PREPARED
            yield replace(step, tone="secondary") if again else step


def assign(filing: Filing, form: Any, by: User) -> None:
    """Hand the filing to the organization with the typed code or id."""
    organization = accounts.organization_by(form.organization.data)
    if organization is None:
        raise Refused(
            "no_organization_with_code",
            N_("No organization has this credit code or id. Check it, or ask them to register."),
            status=422,
            field="organization",
        )
    services.assign(filing, organization, by)


def _receipt(form: Any) -> str | None:
    upload, kept = form.receipt.data, form["kept"].data if "kept" in form else None
    return files.put(upload.read()) if upload else (kept or None)


def members_of(filing: Filing) -> list[tuple[str, Any]]:
    """The filer's people, as choices; nobody first."""
    people = [(each.user.public_id, each.user.name) for each in filing.filer.memberships]
    return [("", _l("Nobody yet")), *people]


def member(filing: Filing, public_id: str) -> User | None:
    """The filer's member of this id; None where none was chosen."""
    found = (each.user for each in filing.filer.memberships)
    return next((each for each in found if each.public_id == public_id), None)


_ALL = (
    Step(
        "package",
        "prepare",
        forms.ActForm,
        _l("Prepare the package"),
        _l("Prepare the package"),
        lambda f, form, by: services.prepare(f, by),
        _l("What stands in the table is fixed, sealed and packed; you or your agency file it."),
        own=True,
    ),
    Step(
        "seal",
        "await_seal",
        forms.ActForm,
        _l("Have it sealed in the house"),
        _l("Given to be sealed"),
        lambda f, form, by: services.mark_awaiting_seal(f, by),
        own=True,
    ),
    Step(
        "submission",
        "submit",
        forms.DayForm,
        _l("Submitted to the authority"),
        _l("Enter the day"),
        lambda f, form, by: services.mark_submitted(f, form.day.data, by),
        _l("You or your agency submit; the site only keeps the day."),
    ),
    Step(
        "receipt",
        "complete",
        forms.CompleteForm,
        _l("Receipt has come"),
        _l("Enter the receipt"),
        lambda f, form, by: services.complete(
            f, form.number.data or "", form.day.data, _receipt(form), by
        ),
    ),
    Step(
        "acceptance",
        "accept",
        forms.AcceptForm,
        _l("Accepted for examination"),
        _l("Enter the acceptance"),
        lambda f, form, by: services.accept(f, form.day.data, by, form.number.data, _receipt(form)),
        tone="secondary",
    ),
    Step(
        "correction",
        "require_correction",
        forms.CorrectionForm,
        _l("The authority asks for a correction"),
        _l("Enter the authority's request"),
        lambda f, form, by: services.require_correction(
            f, form.day.data, form.note.data, by, _receipt(form), form.due.data
        ),
        tone="secondary",
    ),
    Step(
        "resubmission",
        "resubmit",
        forms.DayForm,
        _l("Corrected papers submitted"),
        _l("Enter the day"),
        lambda f, form, by: services.resubmit(f, form.day.data, by),
    ),
    Step(
        "refusal",
        "refuse",
        forms.RefuseForm,
        _l("Refused by the authority"),
        _l("Enter the refusal"),
        lambda f, form, by: services.refuse(
            f, form.code.data, form.day.data, form.note.data or "", by, _receipt(form)
        ),
        _l("The filing can be prepared anew afterwards."),
        tone="secondary",
    ),
    Step(
        "change",
        "change",
        forms.ReceiptForm,
        _l("Change recorded by the authority"),
        _l("Enter the change"),
        lambda f, form, by: services.change(f, form.day.data, _receipt(form), by),
        tone="secondary",
    ),
    Step(
        "cancellation",
        "cancel",
        forms.ReceiptForm,
        _l("Cancelled at the authority"),
        _l("Enter the cancellation"),
        lambda f, form, by: services.cancel(f, form.day.data, _receipt(form), by),
        tone="secondary",
    ),
    Step(
        "dispensation",
        "dispense",
        forms.ReasonForm,
        _l("Not needed"),
        _l("State as not needed"),
        lambda f, form, by: services.dispense(f, form.reason.data, by),
        _l("Refused where the law wants the filing and its ground still stands."),
        tone="secondary",
        own=True,
    ),
    Step(
        "need",
        "need",
        forms.ActForm,
        _l("Needed after all"),
        _l("Put it on the list"),
        lambda f, form, by: services.need(f, by),
        tone="secondary",
        own=True,
    ),
)

STEPS: dict[str, Step] = {step.slug: step for step in _ALL}
