"""Batches for tests, made through the services and committed."""

from marketplace.batches import services
from marketplace.batches.models import BatchStatus
from marketplace.batches.services.offering import joint_offer
from marketplace.database import transaction
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests.declarations.factories import make_patent, make_patentee, owner_of
from tests.listings.factories import give_account, reviewer

OPEN = preset(FeeMode.LUMP_SUM, amount_fen=3_000_000)
ORDINARY = preset(FeeMode.LUMP_SUM, amount_fen=3_000_000, route=Route.ORDINARY)
S = BatchStatus


def make_batch(status=S.DRAFT, *, terms=ORDINARY, patents=None, count=3, **options):
    """A batch that has come as far as `status`; `patents` must have one claimant."""
    organization = patents[0].claimant if patents else make_patentee()
    patents = patents or [make_patent(organization) for _ in range(count)]
    give_account(organization)
    with transaction():
        batch = services.draft(organization, patents, owner_of(organization), name="2026 年第一批")
        services.set_preset(batch, terms, owner_of(organization), **options)
    for step in PATHS[status]:
        STEPS[step](batch)
    return batch


def work(step):
    """Slices until the work has finished."""
    while True:
        with transaction():
            progress = step()
        if progress.finished:
            return progress


def prepare(batch):
    return work(lambda: services.prepare_some(batch, owner_of(batch.organization)))


def sign(batch):
    with transaction():
        return services.sign_offers(
            batch, owner_of(batch.organization), shown_sha256=joint_offer(batch).sha256
        )


def submit(batch):
    return work(lambda: services.submit_some(batch, owner_of(batch.organization)))


def _once(service):
    def step(batch):
        with transaction():
            service(batch, owner_of(batch.organization))

    return step


STEPS = {
    "prepare": prepare,
    "sign": sign,
    "submit": submit,
    "return": lambda each: work(lambda: services.return_some(each, reviewer(), "请补充用途")),
    "publish": lambda each: work(lambda: services.publish_some(each, reviewer())),
    "drop": _once(services.drop),
}
PATHS = {
    S.DRAFT: (),
    S.PREPARED: ("prepare", "sign"),
    S.SUBMITTED: ("prepare", "sign", "submit"),
    S.RETURNED: ("prepare", "sign", "submit", "return"),
    S.FINISHED: ("prepare", "sign", "submit", "publish"),
    S.DROPPED: ("drop",),
}
