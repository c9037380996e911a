"""What a licensee of the demonstration makes under its licenses."""

from datetime import date
from typing import Final

from marketplace import clock
from marketplace.demo.deal import Deal
from marketplace.demo.timeline import Story
from marketplace.products import services
from marketplace.products.models import Product

_INDUSTRY: Final = "C3841"
_FIRST_YEAR_FEN: Final = 1_286_000_000
_SECOND_YEAR_FEN: Final = 2_174_500_000
_RECOGNIZED_DAYS_AGO: Final = 40


def filed(deal: Deal) -> Story:
    """A product under the license: its models, the patent in it, sales by year, its filing."""
    yield 6
    made = _entered(
        deal,
        "磷酸铁锂储能电芯",
        "BS-LFP280\nBS-LFP314",
        "负极浆料连续混合，批次一致性提高，极片面密度偏差减小",
    )
    yield 3
    _state(deal, made, 184_000_000, 21_500, 96_000_000, 11_200)
    yield 20
    _file(deal, made)


def recognized(deal: Deal) -> Story:
    """The same, and recognized as patent-intensive: the second step, months after the filing."""
    yield 10
    made = _entered(
        deal,
        "液冷储能电池包",
        "BS-PACK-52L\nBS-PACK-104L\nBS-CAB-372",
        "双层反向流道液冷板，电芯间温差控制在3℃以内",
    )
    yield 5
    _state(deal, made, _SECOND_YEAR_FEN, 9_460, _FIRST_YEAR_FEN, 5_120)
    yield 30
    _file(deal, made)
    yield deal.days_until(_RECOGNIZED_DAYS_AGO)
    today = clock.today()
    services.recognize(made, f"ZLMJ{today.year}99{made.id:05d}", today, deal.licensee.owner)


def _entered(deal: Deal, name: str, models: str, role: str) -> Product:
    owner = deal.licensee.owner
    today = clock.today()
    made = services.enter(
        deal.licensee.organization,
        name,
        owner,
        models=models,
        industry=_INDUSTRY,
        produced_since=date(today.year - 1, 3, 1),
    )
    services.add_patent(made, deal.agreement.patents[0].number, role, owner)
    return made


def _state(
    deal: Deal, made: Product, last_fen: int, last_units: int, this_fen: int, this_units: int
) -> None:
    """Net sales of the year before and of this one as far as it has come."""
    owner, year = deal.licensee.owner, clock.today().year
    services.state_sales(made, year - 1, last_fen, last_units, owner)
    services.state_sales(made, year, this_fen, this_units, owner)


def _file(deal: Deal, made: Product) -> None:
    today = clock.today()
    services.file_by(made, f"CPBA{today.year}99{made.id:05d}", today, deal.licensee.owner)
