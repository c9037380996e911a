"""Words for states and capacities."""

from flask_babel import lazy_gettext as _l

from marketplace.payouts.models import DistributionStatus, EntitledKind

STATUS = {
    DistributionStatus.PROPOSED: _l("Proposed"),
    DistributionStatus.IN_NOTICE: _l("In-house notice running"),
    DistributionStatus.READY: _l("Notice passed"),
    DistributionStatus.CONFIRMED: _l("Confirmed, to be paid"),
    DistributionStatus.PAID: _l("Paid out"),
    DistributionStatus.DROPPED: _l("Dropped"),
    DistributionStatus.TAKEN_BACK: _l("Taken back"),
}
KINDS = {
    EntitledKind.INSTITUTION: _l("The institution itself"),
    EntitledKind.CO_OWNER: _l("Co-owner"),
    EntitledKind.INVENTOR: _l("Inventor"),
    EntitledKind.AGENCY: _l("Agency"),
    EntitledKind.POOL_MEMBER: _l("Pool member"),
}
