"""The words for states and steps of a pool."""

from flask_babel import lazy_gettext as _l

from marketplace.pools.models import ChangeStatus, MemberStatus, PoolStatus

POOLS = {
    PoolStatus.FORMING: _l("Forming"),
    PoolStatus.RUNNING: _l("Pool open for licenses"),
    PoolStatus.CLOSED: _l("Closed to new licenses"),
}
MEMBERS = {
    MemberStatus.INVITED: _l("Invited"),
    MemberStatus.JOINED: _l("Member"),
    MemberStatus.LEAVING: _l("Notice given"),
    MemberStatus.DECLINED: _l("Declined"),
}
CHANGES = {
    ChangeStatus.PROPOSED: _l("Waits for the members"),
    ChangeStatus.ADOPTED: _l("Adopted"),
    ChangeStatus.DROPPED: _l("Proposal taken back"),
}
REASONS = {
    "join": _l("Joined"),
    "leave": _l("Left"),
    "change": _l("Changed with the consent of all"),
}
EVENTS = {
    "pool:found": _l("Pool laid down"),
    "pool:invite": _l("Member invited"),
    "pool:join": _l("Member signed and joined"),
    "pool:add_patents": _l("Patents brought in"),
    "pool:decline": _l("Invitation declined"),
    "pool:give_notice": _l("Member gave notice"),
    "pool:start": _l("Opened for licenses"),
    "pool:close": _l("Closed to new licenses"),
    "pool:propose_shares": _l("New shares proposed"),
    "pool:consent_shares": _l("Member agreed to new shares"),
    "pool:adopt_shares": _l("New shares adopted"),
    "pool:drop_change": _l("Proposal taken back"),
    "listing:draft": _l("Pool listing begun"),
    "payment:divide": _l("Receipt divided among the members of the pool"),
}
