"""Who looks at a deal: the side, what that person may do, and the rows that the page shows."""

from flask_login import current_user

from marketplace.accounts.acting import acting_organization
from marketplace.accounts.policies import may_finance
from marketplace.agreements import policies
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.queries import open_question
from marketplace.agreements.services.questions import causes
from marketplace.desk.deals import deal_of
from marketplace.desk.look import Look
from marketplace.obligations import statements
from marketplace.obligations.demands import in_default
from marketplace.obligations.policies import facts_to_enter
from marketplace.payments.policies import may_confirm, may_pay
from marketplace.payments.queries import payments_of


def look_at(agreement: Agreement) -> Look:
    """The deal as the signed-in visitor sees it now."""
    deal = deal_of(agreement)
    side = side_of_visitor(agreement)
    rows = [row for row in deal.obligations if row.due_on is not None]
    payments = tuple(payments_of(agreement))
    confirmable = frozenset(each.id for each in payments if may_confirm(current_user, each))
    return Look(
        deal=deal,
        side=side,
        may_sign=side is not None and policies.may_sign_for(current_user, agreement, side),
        may_manage=side is not None and policies.may_manage_for(current_user, agreement, side),
        may_pay=side is Side.LICENSEE and may_pay(current_user, agreement),
        may_receive=bool(confirmable) or may_finance(current_user, agreement.present_licensor),
        confirmable=confirmable,
        payments=payments,
        statements=tuple(statements.statements_of(agreement)),
        open_periods=len(statements.open_periods(agreement)),
        overdue_fen=sum(row.open_fen for row in rows if row.is_overdue(deal.today)),
        default_fen=sum(row.open_fen for row in in_default(rows, deal.today)),
        due_now_fen=sum(row.open_fen for row in rows if row.due_on and row.due_on <= deal.today),
        waits_for=facts_to_enter(current_user, agreement, side),
        question=open_question(agreement),
        doubtful=bool(causes(agreement)) and policies.may_find(current_user, agreement),
    )


def side_of_visitor(agreement: Agreement) -> Side | None:
    """The side of the organization acted for; else a side on which the visitor is a member."""
    organization = acting_organization()
    side = agreement.side_of(organization) if organization is not None else None
    if side is not None:
        return side
    sides = policies.sides_of(current_user, agreement)
    return sides[0] if sides else None
