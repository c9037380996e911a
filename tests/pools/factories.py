"""Pools for tests, made through the services."""

from marketplace.database import transaction
from marketplace.pools import services
from marketplace.pools.services import Act
from tests.accounts.factories import owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.kept_scenes import kept_scene

PURPOSE = "共同许可智能电网状态监测领域的专利"


def act_of(pool, organization):
    return Act(by=owner_of(organization), text_sha256=pool.text_sha256, address="127.0.0.1")


@kept_scene
def found(operator=None, notice_days=30, added=""):
    operator = operator or make_patentee()
    with transaction():
        return services.found(
            operator, "智能电网专利池", PURPOSE, notice_days, added, owner_of(operator)
        )


@kept_scene
def invited(pool, organization=None, weight=1):
    organization = organization or make_patentee()
    with transaction():
        return services.invite(pool, organization, weight, owner_of(pool.operator))


@kept_scene
def joined(pool, organization=None, weight=1, patents=None):
    member = invited(pool, organization, weight)
    patents = patents or [make_patent(member.organization)]
    act = act_of(pool, member.organization)
    with transaction():
        services.join(member, patents, act)
    return member


@kept_scene
def running(*weights, notice_days=30):
    """A pool that is open, with a member for each weight."""
    pool = found(notice_days=notice_days)
    for weight in weights or (3, 2, 2):
        joined(pool, weight=weight)
    with transaction():
        services.start(pool, owner_of(pool.operator))
    return pool


@kept_scene
def leave(member, last_day):
    act = act_of(member.pool, member.organization)
    with transaction():
        services.give_notice(member, last_day, "转为自行实施", act)
