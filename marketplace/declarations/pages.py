"""The steps of a declaration as forms on its page: one row of a table for each verb."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace import files
from marketplace.accounts.models import User
from marketplace.declarations import forms, policies, services
from marketplace.declarations.material_models import FileKind
from marketplace.declarations.models import Declaration

Act = Callable[[Declaration, Any, User], None]


@dataclass(frozen=True)
class Step:
    """One verb: its address, form and words. `action` is the life cycle's name for it.

    `allowed` is the policy; `tone` the look of its button.
    """

    slug: str
    action: str
    form: type[forms.StepForm]
    title: Any
    submit: Any
    act: Act
    help: Any = ""
    allowed: Callable[[Any, Declaration], bool] = policies.may_manage
    shown: Callable[[Declaration], bool] = lambda _: True
    tone: str = "primary"


def steps_for(user: Any, declaration: Declaration) -> Iterator[Step]:
    """The steps that the life cycle allows now and this user may take."""
    possible = set(declaration.actions)
    for step in STEPS.values():
        if step.action in possible and step.shown(declaration) and step.allowed(user, declaration):
            yield step


def _evidence(form: Any) -> str:
    return files.put(form.evidence.data.read())


def _enter(declaration: Declaration, form: Any, by: User) -> None:
    services.enter_announcement(
        declaration,
        form.number.data,
        form.announced_on.data,
        form.gazette_issue.data,
        _evidence(form),
        by,
    )


def _withdrawn(declaration: Declaration, form: Any, by: User) -> None:
    services.announce_withdrawal(
        declaration, by, form.withdrawn_on.data, form.gazette_issue.data, _evidence(form)
    )


def _withdrawal_papers(declaration: Declaration, form: Any, by: User) -> None:
    upload = form.evidence.data
    services.prepare_withdrawal(
        declaration, by, form.reason.data, files.put(upload.read()), upload.filename
    )


def _correction(declaration: Declaration, form: Any, by: User) -> None:
    services.require_correction(declaration, by, form.day.data, form.note.data, form.due_on.data)
    if form.evidence.data:
        upload = form.evidence.data
        digest = files.put(upload.read())
        services.add_file(declaration, FileKind.OFFICE_NOTICE, digest, upload.filename, by)


def _open_in_house(declaration: Declaration, form: Any, by: User) -> None:
    services.open_in_house_notice(
        declaration,
        by,
        opened_on=form.opened_on.data,
        days=form.days.data,
        place=form.place.data,
        rules=form.rules.data or "",
        related_party=form.related_party.data or "",
        evidence=files.put(form.evidence.data.read()) if form.evidence.data else None,
    )


_ALL = (
    Step(
        "approval-request",
        "submit_for_approval",
        forms.ActForm,
        _l("Put the papers forward"),
        _l("Ask for approval"),
        lambda d, f, by: services.submit_for_approval(d, by),
        _l("Another person of your organization then approves or returns them."),
    ),
    Step(
        "approval",
        "approve",
        forms.NoteForm,
        _l("Approve the papers"),
        _l("Approve"),
        lambda d, f, by: services.approve(d, by, f.note.data or ""),
        allowed=policies.may_approve,
    ),
    Step(
        "in-house-notice",
        "open_in_house_notice",
        forms.InHouseForm,
        _l("Open the in-house notice"),
        _l("Put up the notice"),
        _open_in_house,
        _l(
            "A state institution shows name and price inside the house before it files. If only "
            "your own approval is missing, it is given with this."
        ),
        allowed=policies.may_open_notice,
        shown=lambda d: d.needs_in_house_notice,
        tone="secondary",
    ),
    Step(
        "return",
        "return",
        forms.ReasonForm,
        _l("Return the papers"),
        _l("Return"),
        lambda d, f, by: services.return_(d, by, f.reason.data),
        allowed=policies.may_return,
        tone="secondary",
    ),
    Step(
        "submission",
        "mark_submitted",
        forms.DayForm,
        _l("Filed at the office"),
        _l("Enter the day"),
        lambda d, f, by: services.mark_submitted(d, by, f.day.data),
        _l("You or your agency file; the site only keeps the day."),
    ),
    Step(
        "announcement",
        "announce",
        forms.AnnouncementForm,
        _l("Announced by the office"),
        _l("Enter the announcement"),
        _enter,
        _l("Another person compares the entry with the evidence; only then it counts."),
        shown=lambda d: not d.awaits_check,
    ),
    Step(
        "announcement-check",
        "announce",
        forms.ActForm,
        _l("Check the announcement"),
        _l("The entry agrees with the evidence"),
        lambda d, f, by: services.check_announcement(d, by),
        _l("From then on the patent takes notices."),
        allowed=policies.may_check,
        shown=lambda d: d.awaits_check,
    ),
    Step(
        "announcement-rejection",
        "announce",
        forms.ReasonForm,
        _l("The entry is wrong"),
        _l("Reject the entry"),
        lambda d, f, by: services.reject_announcement(d, by, f.reason.data),
        allowed=policies.may_check,
        shown=lambda d: d.awaits_check,
        tone="secondary",
    ),
    Step(
        "correction",
        "require_correction",
        forms.CorrectionForm,
        _l("The office asks for a correction"),
        _l("Enter the request"),
        _correction,
        tone="secondary",
    ),
    Step(
        "resubmission",
        "resubmit",
        forms.DayForm,
        _l("Corrected papers filed"),
        _l("Enter the day"),
        lambda d, f, by: services.resubmit(d, by, f.day.data),
    ),
    Step(
        "refusal",
        "refuse",
        forms.DayReasonForm,
        _l("Not announced by the office"),
        _l("Enter the decision"),
        lambda d, f, by: services.refuse(d, by, f.day.data, f.reason.data),
        tone="secondary",
    ),
    Step(
        "withdrawal-papers",
        "request_withdrawal",
        forms.WithdrawalPapersForm,
        _l("Prepare a withdrawal"),
        _l("Keep reason and proof"),
        _withdrawal_papers,
        _l(
            "Nothing is withdrawn by this. The request needs its reason, the proof of it, and the "
            "statement of all patentees; it knows no conditions."
        ),
        tone="secondary",
    ),
    Step(
        "withdrawal",
        "request_withdrawal",
        forms.DayForm,
        _l("Withdrawal filed at the office"),
        _l("Enter the day"),
        lambda d, f, by: services.request_withdrawal(d, by, f.day.data),
        _l("Until the office announces the withdrawal, notice and payment still make licenses."),
        shown=lambda d: bool(d.withdrawal_reason),
        tone="secondary",
    ),
    Step(
        "withdrawal-announcement",
        "announce_withdrawal",
        forms.WithdrawalForm,
        _l("Withdrawal announced by the office"),
        _l("Enter the announcement"),
        _withdrawn,
    ),
    Step(
        "withdrawal-refusal",
        "refuse_withdrawal",
        forms.DayReasonForm,
        _l("Withdrawal refused by the office"),
        _l("Enter the decision"),
        lambda d, f, by: services.refuse_withdrawal(d, by, f.day.data, f.reason.data),
        tone="secondary",
    ),
    Step(
        "ending",
        "end",
        forms.DecisionForm,
        _l("Ended by the office"),
        _l("Enter the decision"),
        lambda d, f, by: services.end(d, by, f.day.data, _evidence(f)),
        tone="secondary",
    ),
    Step(
        "revocation",
        "revoke",
        forms.DecisionForm,
        _l("Revoked by the office"),
        _l("Enter the decision"),
        lambda d, f, by: services.revoke(d, by, f.day.data, _evidence(f)),
        tone="secondary",
    ),
)

STEPS: dict[str, Step] = {step.slug: step for step in _ALL}
