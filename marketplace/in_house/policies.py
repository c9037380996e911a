"""Who may see, lay down, decide and record what an institution decides for itself."""

from typing import Any

from marketplace.accounts import policies as accounts
from marketplace.accounts.models import Organization
from marketplace.in_house.models import ApprovalRequest
from marketplace.in_house.models.approvals import ApprovalStep


def may_view(user: Any, organization: Organization) -> bool:
    """Members, staff and auditors: approvals, prices and objections are nobody else's business."""
    return accounts.may_view(user, organization)


def may_set_chain(user: Any, organization: Organization) -> bool:
    """Owners lay down who decides."""
    return accounts.may_own(user, organization)


def may_record(user: Any, organization: Organization) -> bool:
    """Owners and managers open notices and record objections, results and evidence."""
    return accounts.may_manage(user, organization)


def may_decide(user: Any, request: ApprovalRequest) -> bool:
    """Whoever the present step names, but never the one who asked.

    In an organization with one member an administrator decides (PRODUCT §1).
    """
    step = request.step
    if step is None or not is_another(user, request):
        return False
    return is_named(user, step, request.organization) or accounts.is_administrator(user)


def is_another(user: Any, request: ApprovalRequest) -> bool:
    """Whether the person is not the one who asked, and may check what that one did."""
    return accounts.is_another(request.asked_by, user, request.organization)


def is_named(user: Any, step: ApprovalStep, organization: Organization) -> bool:
    """Whether a step names the person, by role or as a member."""
    membership = accounts.membership_of(user, organization)
    if membership is None:
        return False
    return membership.public_id in step.members or any(
        role in membership.roles for role in step.roles
    )


def may_recall(user: Any, request: ApprovalRequest) -> bool:
    """Owners and managers take back what their organization put forward."""
    return accounts.may_manage(user, request.organization)
