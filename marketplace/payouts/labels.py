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
    EntitledKind.INSTITUTION: _l("Kept by the institution"),
    EntitledKind.CO_OWNER: _l("Co-owner"),
    EntitledKind.INVENTOR: _l("Inventor"),
    EntitledKind.AGENCY: _l("Agency"),
    EntitledKind.POOL_MEMBER: _l("Pool member"),
}
EVENTS = {
    "reward_rule:set": _l("Reward rule set"),
    "share_plan:set": _l("Shares of a license set"),
    "entitled:name": _l("Entitled person named"),
    "entitled:change": _l("Entitled person changed"),
    "entitled:close": _l("Entitled person closed"),
    "distribution:propose": _l("Division proposed"),
    "distribution:show": _l("Division shown in the house"),
    "distribution:pass": _l("In-house notice of the division passed"),
    "distribution:return": _l("Division returned after objections"),
    "distribution:state_taxes": _l("Withheld taxes entered"),
    "distribution:confirm": _l("Division confirmed"),
    "distribution:pay": _l("Division paid out"),
    "distribution:drop": _l("Division dropped"),
    "distribution:take_back": _l("Division taken back with its payment"),
}
