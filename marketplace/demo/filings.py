"""How filings go: prepared by the filer, sealed, handed in, answered by the authority."""

from typing import Final

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.agreements.papers import sealed
from marketplace.demo.deal import Deal, Script, beside
from marketplace.demo.timeline import Story
from marketplace.demo.world import World, paper
from marketplace.registration import facts, queries, services
from marketplace.registration.models import Filing
from marketplace.registration.tables import fill, missing, table_for
from marketplace.terms.routes import ROUTES, Duty

_ANSWERS: Final = {
    "handler_name": "演示经办人",
    "handler_phone": "000-88000000",
    "project_source": "其他",
    "socioeconomic_aim": "促进工商业发展",
    "related_party": "否",
    "production_since": "试产中",
}
_NUMBERS: Final = {
    Duty.RECORDAL: "YS{year}99{id:06d}",
    Duty.CONTRACT_REGISTRATION: "{year}990000{id:06d}",
    Duty.FEEDBACK: "HZ{year}99{id:06d}",
    Duty.ASSIGNMENT_REGISTRATION: "ZR{year}99{id:06d}",
}
_CHAIN: Final = (Duty.RECORDAL, Duty.CONTRACT_REGISTRATION, Duty.FEEDBACK)


def recorded(script: Script) -> Script:
    """The whole chain of the deal comes back with receipts."""

    def steps(deal: Deal) -> Story:
        duties = {each.duty for each in ROUTES[deal.agreement.route].duties}
        for duty in _CHAIN:
            filing = queries.one(deal.agreement, duty)
            if duty in duties and filing is not None and filing.is_open:
                yield from _done(deal, filing)
                yield 3

    return _beside(script, steps)


def recordal_only(script: Script) -> Script:
    """Recorded at the office; what follows from the receipt is still to be done."""
    return _beside(script, lambda deal: _done(deal, _recordal(deal)))


def prepared(script: Script) -> Script:
    return _beside(script, lambda deal: _prepare(deal, _recordal(deal)))


def sealing(script: Script) -> Script:
    return _beside(script, lambda deal: _await_seal(deal, _recordal(deal)))


def submitted(script: Script) -> Script:
    return _beside(script, lambda deal: _submit(deal, _recordal(deal)))


def accepted(script: Script) -> Script:
    return _beside(script, lambda deal: _accept(deal, _recordal(deal)))


def corrected(script: Script) -> Script:
    """The office asks for a correction; the corrected papers have not gone back yet."""

    def steps(deal: Deal) -> Story:
        filing = _recordal(deal)
        yield from _accept(deal, filing)
        yield 6
        services.require_correction(
            filing,
            clock.today(),
            "请补充被许可人主体资格证明的清晰扫描件。",
            _filer(deal.world, filing),
            paper("补正通知书", filing.public_id),
        )

    return _beside(script, steps)


def refused(script: Script) -> Script:
    def steps(deal: Deal) -> Story:
        filing = _recordal(deal)
        yield from _accept(deal, filing)
        yield 9
        services.refuse(
            filing,
            "BA-07",
            clock.today(),
            "合同期限记载与声明不一致。",
            _filer(deal.world, filing),
            paper("不予备案通知书", filing.public_id),
        )

    return _beside(script, steps)


def changed(script: Script) -> Script:
    def steps(deal: Deal) -> Story:
        filing = _recordal(deal)
        yield from _done(deal, filing)
        yield 30
        by = _filer(deal.world, filing)
        services.change(filing, clock.today(), paper("备案变更证明", filing.public_id), by)

    return _beside(script, steps)


def cancelled(script: Script) -> Script:
    def steps(deal: Deal) -> Story:
        filing = _recordal(deal)
        yield from _done(deal, filing)
        yield 30
        by = _filer(deal.world, filing)
        services.cancel(filing, clock.today(), paper("备案注销证明", filing.public_id), by)

    return _beside(script, steps)


def _beside(script: Script, steps: Script) -> Script:
    """The filings go their way beside the deal, from the day after its effect."""

    def filed(deal: Deal) -> Story:
        document = sealed(deal.agreement)
        if document is not None:
            deal.world.to_seal.append(document.id)
        yield 1
        yield from steps(deal)

    return beside(script, filed)


def _recordal(deal: Deal) -> Filing:
    filing = queries.one(deal.agreement, Duty.RECORDAL)
    if filing is None:
        raise LookupError("an effective license has its recordal")
    return filing


def _prepare(deal: Deal, filing: Filing) -> Story:
    by = _filer(deal.world, filing)
    empty = missing(fill(table_for(filing), facts.gather(filing)))
    if empty:
        answers = {field.key: _ANSWERS.get(field.key, "演示填写") for field in empty}
        services.answer(filing, answers, by)
    package = services.prepare(filing, by)
    deal.world.to_seal += [each.id for each in package.documents if not each.is_sealed]
    yield 1


def _await_seal(deal: Deal, filing: Filing) -> Story:
    yield from _prepare(deal, filing)
    while services.is_overtaken(filing):  # something was paid or changed on that day
        yield from _prepare(deal, filing)
    services.mark_awaiting_seal(filing, _filer(deal.world, filing))


def _submit(deal: Deal, filing: Filing) -> Story:
    yield from _await_seal(deal, filing)
    yield 2
    services.mark_submitted(filing, clock.today(), _filer(deal.world, filing))


def _accept(deal: Deal, filing: Filing) -> Story:
    yield from _submit(deal, filing)
    yield 3
    services.accept(
        filing,
        clock.today(),
        _filer(deal.world, filing),
        f"SL{filing.id:08d}",
        paper("受理通知书", filing.public_id),
    )


def _done(deal: Deal, filing: Filing) -> Story:
    yield from _accept(deal, filing)
    yield 12
    today = clock.today()
    number = _NUMBERS[filing.kind].format(year=today.year, id=filing.id)
    receipt = paper("办结证明", number)
    services.complete(filing, number, today, receipt, _filer(deal.world, filing))


def _filer(world: World, filing: Filing) -> User:
    """The owner of whoever files."""
    return next(
        cast.owner for cast in world.casts.values() if cast.organization.id == filing.filer_id
    )
