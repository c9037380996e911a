"""Further papers for tests, made through the services."""

from marketplace.agreements.models import Side
from marketplace.agreements.services import Act
from marketplace.database import transaction
from marketplace.deeds import services, texts
from marketplace.deeds.models import Ground
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import Fixed
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import owner_of
from tests.kept_scenes import kept_scene


@kept_scene
def running(terms=None):
    """An ordinary license in effect, its fee payable within ten days."""
    return deals.accepted(deals.published(terms=terms or lump(deals.LUMP_FEN)))


def lump(fen):
    """A lump sum payable within ten days of effect."""
    terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=fen)
    return terms.model_copy(update={"lump_sum": Fixed(amount_fen=fen, due_days=10)})


@kept_scene
def amendment(agreement, terms, side=Side.LICENSOR, words="经双方协商调整许可使用费。"):
    with transaction():
        return services.propose_amendment(
            agreement, side, terms, words, owner_of(agreement.party(side))
        )


@kept_scene
def termination(agreement, ground=Ground.AGREEMENT, side=Side.LICENSOR, words="双方账款已结清。"):
    with transaction():
        return services.propose_termination(
            agreement, side, ground, words, owner_of(agreement.party(side))
        )


def act_of(deed, side):
    """The act of signing the present text."""
    user = owner_of(deed.party(side))
    return Act(by=user, text_sha256=texts.build(deed).sha256, address="127.0.0.1")


@kept_scene
def sign(deed, side):
    with transaction():
        services.sign(deed, side, act_of(deed, side))


@kept_scene
def sign_both(deed):
    for side in (deed.side, next(each for each in Side if each is not deed.side)):
        sign(deed, side)
