"""Adding and ending receivers, sending again, setting aside, keeping what a comparison found."""

import base64
import re
import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, literal, select, update

from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.feedback.contents import BUILDERS
from marketplace.feedback.models import (
    Connector,
    ConnectorHealth,
    ConnectorKind,
    DeliveryStatus,
    FeedbackDelivery,
    Message,
    Reconciliation,
    Rhythm,
)
from marketplace.feedback.reconciling import Comparison
from marketplace.witnesses.addresses import require_public

_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_FOLDER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$")
_SECRET_BYTES = 32
_SHOWN = 200


def add(
    name: str,
    kind: ConnectorKind,
    address: str,
    by: User,
    *,
    subjects: Collection[str],
    basis: str,
    rhythm: Rhythm = Rhythm.EVENT,
    confidential: bool = False,
    persons: bool = False,
) -> Connector:
    """Take on a receiver; it gets everything that was ever told of its subjects, in order.

    Refused: an address that does not fit its kind (HTTPS addresses lead into the public network,
    R-92), no subject, no basis, confidential parts or names of persons by mail, which anybody on
    the way can read.
    """
    _require_address(kind, address)
    _require_entitlement(kind, subjects, basis, confidential or persons)
    connector = Connector(
        name=name,
        kind=kind,
        address=address,
        secret=_new_secret() if kind is ConnectorKind.HTTPS else "",
        rhythm=rhythm,
        subjects=[each for each in BUILDERS if each in subjects],
        confidential=confidential,
        persons=persons,
        basis=basis,
        added_by=by,
        health=ConnectorHealth(),
    )
    db.session.add(connector)
    record("feedback_connector:add", connector, by, **_entitlement(connector))
    _add_missing(connector)
    return connector


def _entitlement(connector: Connector) -> dict[str, Any]:
    """Who the receiver is and what it gets, as the trail keeps it."""
    return {
        "name": connector.name,
        "kind": connector.kind.value,
        "subjects": connector.subjects,
        "confidential": connector.confidential,
        "persons": connector.persons,
        "basis": connector.basis,
    }


def end(connector: Connector, by: User) -> None:
    """Stop sending; TransitionNotAllowed if that was done before."""
    connector.end()
    record("feedback_connector:end", connector, by)


def replay(connector: Connector, by: Any) -> int:
    """Send everything once more, from the first message on, under the same ids; returns how many
    messages wait now. For a receiver that has lost what it had."""
    _require_active(connector)
    db.session.execute(
        update(FeedbackDelivery)
        .where(
            FeedbackDelivery.connector_id == connector.id,
            FeedbackDelivery.status != DeliveryStatus.SET_ASIDE,
        )
        .values(status=DeliveryStatus.WAITING, attempts=0, next_attempt_at=None, last_error=None)
    )
    _add_missing(connector)
    _ask_now(connector)
    waiting = select(db.func.count(FeedbackDelivery.id)).where(
        FeedbackDelivery.connector_id == connector.id,
        FeedbackDelivery.status == DeliveryStatus.WAITING,
    )
    count = db.session.scalar(waiting) or 0
    record("feedback_connector:replay", connector, by, messages=count)
    return count


def send_again(delivery: FeedbackDelivery, by: User) -> None:
    """Have one message that is no longer tried go once more."""
    _require_active(delivery.connector)
    delivery.move("send_again")
    delivery.attempts = 0
    delivery.next_attempt_at = None
    delivery.reason = ""
    _ask_now(delivery.connector)
    record(
        "feedback_connector:send_again", delivery.connector, by, message=delivery.message.message_id
    )


def set_aside(delivery: FeedbackDelivery, reason: str, by: User) -> None:
    """Decide that a message that the receiver does not take stays unsent, and why."""
    if not reason.strip():
        raise Refused(
            "feedback_reason", N_("Enter why this message is not sent."), field="reason", status=422
        )
    delivery.move("set_aside")
    delivery.reason = reason.strip()
    record(
        "feedback_connector:set_aside",
        delivery.connector,
        by,
        message=delivery.message.message_id,
        reason=delivery.reason,
    )


def keep(connector: Connector, found: Comparison, by: Any) -> Reconciliation:
    """Keep what a comparison with the receiver found."""
    row = Reconciliation(
        connector=connector,
        ours=found.ours,
        theirs=found.theirs,
        under_way=found.under_way,
        differing=len(found.lines),
        lines=[each.as_json() for each in found.lines[:_SHOWN]],
    )
    db.session.add(row)
    record(
        "feedback_connector:reconcile",
        connector,
        by,
        ours=found.ours,
        theirs=found.theirs,
        differing=len(found.lines),
    )
    return row


def _add_missing(connector: Connector) -> None:
    """A delivery for every message of its subjects that has none, in one statement."""
    db.session.flush()
    known = select(FeedbackDelivery.message_id).where(FeedbackDelivery.connector_id == connector.id)
    columns = ["connector_id", "message_id", "subject", "status", "attempts", "reason"]
    db.session.execute(
        insert(FeedbackDelivery).from_select(
            columns,
            select(
                literal(connector.id),
                Message.id,
                Message.subject_kind + ":" + Message.subject_id,
                literal(DeliveryStatus.WAITING.value),
                literal(0),
                literal(""),
            )
            .where(Message.subject_kind.in_(connector.subjects), Message.id.not_in(known))
            .order_by(Message.id),
        )
    )


def _ask_now(connector: Connector) -> None:
    connector.health.next_attempt_at = None


def _require_active(connector: Connector) -> None:
    if not connector.is_active:
        raise Refused("feedback_ended", N_("This receiver has ended; add it anew to send to it."))


def _require_address(kind: ConnectorKind, address: str) -> None:
    if kind is ConnectorKind.HTTPS:
        require_public(address)
    if kind is ConnectorKind.MAIL and not _MAIL.match(address):
        raise Refused(
            "feedback_mail", N_("Enter the mail address that the messages go to."), field="address"
        )
    if kind is ConnectorKind.FOLDER and not _FOLDER.match(address):
        raise Refused(
            "feedback_folder",
            N_("Enter the name of a folder: letters, digits, hyphens and underscores."),
            field="address",
        )


def _require_entitlement(
    kind: ConnectorKind, subjects: Collection[str], basis: str, more: bool
) -> None:
    if not set(subjects) & BUILDERS.keys():
        raise Refused(
            "feedback_subjects", N_("Choose what the receiver gets."), field="subjects_taken"
        )
    if not basis.strip():
        raise Refused(
            "feedback_basis",
            N_("Enter by what right it gets the data: the article, the order or the agreement."),
            field="basis",
        )
    if more and kind is ConnectorKind.MAIL:
        raise Refused(
            "feedback_open_mail",
            N_(
                "Negotiated prices, volumes and names of persons do not go by mail, which can be "
                "read on the way. Choose HTTPS or a folder."
            ),
            field="kind",
        )


def _new_secret() -> str:
    """A signing secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
