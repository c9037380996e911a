"""Adding and ending receivers, sending again, setting aside, keeping what a comparison found."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import insert, literal, select, update

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.audit.services import record
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.feedback import keys
from marketplace.feedback.addresses import require_address
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
    host_key: str = "",
    password: str = "",
) -> Connector:
    """Take on a receiver; it gets everything that was ever told of its subjects, in order.

    ``host_key`` is the public key of an SFTP server; without ``password`` a key of ours is made
    for it. Refused: an address that does not fit its kind or leads into a private network (R-92),
    an SFTP server without its key, no subject, no basis, confidential parts or names of persons by
    mail, which anybody on the way can read.
    """
    require_address(kind, address)
    _require_entitlement(kind, subjects, basis, confidential or persons)
    connector = Connector(
        name=name,
        kind=kind,
        address=address,
        secret=_secret(kind, password),
        host_key=keys.pinned(host_key) if kind is ConnectorKind.SFTP else "",
        rhythm=rhythm,
        subjects=[each for each in BUILDERS if each in subjects],
        confidential=confidential,
        persons=persons,
        basis=basis,
        added_by=by,
        health=ConnectorHealth(),
    )
    _take_on(connector, by)
    return connector


def _take_on(connector: Connector, by: User) -> None:
    """The trail keeps what the receiver is entitled to; what was told so far waits for it."""
    db.session.add(connector)
    record("feedback_connector:add", connector, by, **_entitlement(connector))
    _add_missing(connector)


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


def change_secret(connector: Connector, until: date, by: Any) -> None:
    """Have a new secret sign beside the present one, which ends with the Shanghai day ``until``.

    Refused: another way than HTTPS, a day that is past, a change that is under way already.
    """
    _require_active(connector)
    if connector.kind is not ConnectorKind.HTTPS:
        raise Refused("feedback_no_secret", N_("Only signed requests have a secret to change."))
    if connector.is_changing_secret:
        raise Refused(
            "feedback_changing",
            N_("The secret is being changed already. End the old one first."),
            field="until",
        )
    if until < clock.today():
        raise Refused(
            "feedback_until", N_("Enter today or a day to come."), field="until", status=422
        )
    connector.previous_secret, connector.previous_until = connector.secret, until
    connector.secret = keys.new_webhook_secret()
    _ask_now(connector)
    record("feedback_connector:change_secret", connector, by, until=until.isoformat())


def end_previous_secret(connector: Connector, by: Any) -> None:
    """Sign with the new secret alone from now on: the receiver has taken it over, or the old one
    is in wrong hands."""
    if not connector.is_changing_secret:
        raise Refused("feedback_not_changing", N_("The old secret has ended already."))
    connector.previous_secret, connector.previous_until = "", None
    record("feedback_connector:end_previous_secret", connector, by)


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
                "read on the way. Choose HTTPS, SFTP or a folder."
            ),
            field="kind",
        )


def _secret(kind: ConnectorKind, password: str) -> str:
    if kind is ConnectorKind.HTTPS:
        return keys.new_webhook_secret()
    if kind is not ConnectorKind.SFTP:
        return ""
    if len(password) > keys.LONGEST_PASSWORD:
        raise Refused(
            "feedback_password",
            N_("The password has at most %(number)s characters."),
            field="password",
            number=keys.LONGEST_PASSWORD,
        )
    return keys.PASSWORD + password if password else keys.new_ssh_secret()
