"""The words for feedback of transaction data."""

from flask_babel import lazy_gettext as _l

from marketplace.feedback.models import (
    Change,
    ConnectorKind,
    ConnectorStatus,
    DeliveryStatus,
    Rhythm,
)

KINDS = {
    ConnectorKind.HTTPS: _l("Signed requests (HTTPS)"),
    ConnectorKind.FOLDER: _l("Files in a folder"),
    ConnectorKind.SFTP: _l("Files on its SFTP server"),
    ConnectorKind.MAIL: _l("By mail"),
}
RHYTHMS = {
    Rhythm.EVENT: _l("As things happen"),
    Rhythm.DAILY: _l("Each day, what happened before midnight"),
}
STATUS = {ConnectorStatus.ACTIVE: _l("Gets messages"), ConnectorStatus.ENDED: _l("Ended")}
DELIVERIES = {
    DeliveryStatus.WAITING: _l("Waiting"),
    DeliveryStatus.HANDED_OVER: _l("Handed over, not acknowledged"),
    DeliveryStatus.ACKNOWLEDGED: _l("Acknowledged"),
    DeliveryStatus.PARKED: _l("Not taken"),
    DeliveryStatus.SET_ASIDE: _l("Set aside"),
}
CHANGES = {
    Change.NEW: _l("First message"),
    Change.CHANGED: _l("Change"),
    Change.CORRECTED: _l("Correction"),
    Change.CANCELLED: _l("Cancellation"),
}
SUBJECTS = {
    "listing": _l("Listings"),
    "declaration": _l("Declarations"),
    "agreement": _l("Agreements"),
    "money": _l("Amounts owed and paid"),
    "use": _l("Use of the license"),
    "evaluation": _l("Results of trials"),
    "product": _l("Product filings"),
}
DIFFERENCES = {
    "missing": _l("It does not hold this"),
    "older": _l("It holds an older version"),
    "newer": _l("It holds a version that we do not have"),
    "different": _l("The same version with other content"),
    "unknown": _l("We did not send it this"),
    "parked": _l("It did not take our newest version"),
}
EVENTS = {
    "feedback_connector:add": _l("Receiver of feedback added"),
    "feedback_connector:end": _l("Receiver of feedback ended"),
    "feedback_connector:change_secret": _l("New secret for a receiver of feedback"),
    "feedback_connector:end_previous_secret": _l("Old secret of a receiver of feedback ended"),
    "feedback_connector:replay": _l("Everything sent to a receiver once more"),
    "feedback_connector:send_again": _l("Message sent again"),
    "feedback_connector:set_aside": _l("Message set aside"),
    "feedback_connector:reconcile": _l("Compared with what the receiver holds"),
}
