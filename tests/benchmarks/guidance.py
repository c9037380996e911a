"""Does the guidance price a patent better than the median of all asked fees does?

Every sheet of a folder comes in through the site's own import into the inventory of one
organization; the comparables and the range come from the site's own query and method. One sheet
after the other is left out: its asked fees are estimated from those of the other sheets alone.
A patent that stands in several sheets belongs to the first. The column 意向价格 is read by nobody.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import mean, median

from marketplace.accounts.models import OrganizationKind
from marketplace.audit.actors import SYSTEM
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.fees.asked import visible_fees
from marketplace.fees.comparables import AskedFee
from marketplace.fees.evidence import Evidence
from marketplace.fees.inputs import GuidanceInputs
from marketplace.fees.methods.asked import asked_fees
from marketplace.fees.ranges import FeeRange
from marketplace.patents import importing, sheets
from marketplace.patents.plan import read_statements
from tests.accounts.factories import make_organization
from tests.benchmarks.relevance import DATA, _site
from tests.benchmarks.report import Part, last_line

LISTS = DATA / "lists"
PEER = "median of all asked fees of the other sheets"
PEER_WIDTH = "10-90 % range of all asked fees of the other sheets"

Sheets = Mapping[str, Sequence[AskedFee]]


@dataclass(frozen=True)
class Trial:
    """One held-out fee: what was asked, the range given, and what all other sheets say plainly."""

    fen: int
    found: FeeRange
    middle_of_all: float
    width_of_all: float

    @property
    def error(self) -> float:
        return abs(log(self.found.central / self.fen))

    @property
    def error_of_all(self) -> float:
        return abs(log(self.middle_of_all / self.fen))

    @property
    def width(self) -> float:
        return log(self.found.high / self.found.low)

    @property
    def is_inside(self) -> bool:
        return self.found.low <= self.fen <= self.found.high

    @property
    def is_on_an_end(self) -> bool:
        return self.fen in (self.found.low, self.found.high)


def run(given: argparse.Namespace) -> str:
    folder = given.list or LISTS
    with tempfile.TemporaryDirectory() as place:
        app = _site(Path(place))
        with app.app_context():
            by_sheet = read_folder(folder)
            db.session.remove()
            db.engine.dispose()
    held_out = [trial for name in by_sheet for trial in trials(name, by_sheet)]
    for line in remarks(by_sheet, held_out):
        print(line)
    return last_line("guidance", len(held_out), parts(held_out))


def read_folder(folder: Path) -> Sheets:
    """The asked fees of each sheet, imported by the site; sheets of no list are passed over."""
    organization = make_organization(kind=OrganizationKind.UNIVERSITY)
    first_in: dict[str, str] = {}
    for path in _files(folder):
        data = path.read_bytes()
        try:
            numbers = [each.number.text for each in read_statements(sheets.read(data))[1]]
            with transaction():
                importing.import_list(data, organization, SYSTEM, file_name=path.name)
        except Refused as refusal:
            print(f"{path.name}: passed over, {refusal}")
            continue
        for number in numbers:
            first_in.setdefault(number, path.name)
    found: dict[str, list[AskedFee]] = {name: [] for name in first_in.values()}
    for each in visible_fees(organization):
        found[first_in[each.number]].append(each)
    return {name: fees for name, fees in found.items() if fees}


def trials(name: str, by_sheet: Sheets) -> Iterator[Trial]:
    """Each fee of one sheet, estimated from the other sheets; none where they say too little."""
    others = [each for other, fees in by_sheet.items() if other != name for each in fees]
    plain = sorted(each.fen for each in others)
    for each in by_sheet[name]:
        inputs = GuidanceInputs(on=today(), expected_licensees=1, years=1, traits=each.traits)
        for found in asked_fees(inputs, Evidence(years=(), bands=(), asked=others)):
            if isinstance(found, FeeRange):
                low, high = (plain[_place(len(plain), tenths)] for tenths in (1, 9))
                yield Trial(each.fen, found, median(plain), log(high / low))


def parts(held_out: Sequence[Trial]) -> list[Part]:
    """The three figures; without a single trial none of them holds."""
    if not held_out:
        return [
            Part("error", 0.0, "log", "ratio < 0.98", False, PEER, None),
            Part("coverage", 0.0, "share", "≥ 0.75", False),
            Part("width", 0.0, "log", "ratio < 1", False, PEER_WIDTH, None),
        ]
    error, plain = median(t.error for t in held_out), median(t.error_of_all for t in held_out)
    inside = mean(t.is_inside for t in held_out)
    width, whole = mean(t.width for t in held_out), mean(t.width_of_all for t in held_out)
    return [
        Part("error", error, "log", "ratio < 0.98", error < 0.98 * plain, PEER, plain),
        Part("coverage", inside, "share", "≥ 0.75", inside >= 0.75),
        Part("width", width, "log", "ratio < 1", width < whole, PEER_WIDTH, whole),
    ]


def remarks(by_sheet: Sheets, held_out: Sequence[Trial]) -> Iterator[str]:
    """What stands behind the figures, and what round numbers do to them."""
    for name, fees in by_sheet.items():
        yield f"{name}: {len(fees)} asked fees"
    every = [each.fen for fees in by_sheet.values() for each in fees]
    yield f"{len(held_out)} of {len(every)} estimated; the others had too few comparables"
    if not held_out:
        return
    common = Counter(every).most_common(5)
    named = ", ".join(f"{fen / 1_000_000:g} ({times})" for fen, times in common)
    share = sum(times for _fen, times in common) / len(every)
    on_end = mean(t.is_on_an_end for t in held_out)
    within = mean(t.is_inside and not t.is_on_an_end for t in held_out)
    yield (
        f"round numbers: {len(set(every))} different amounts, the five commonest in 10,000 yuan "
        f"{named} make up {share:.0%}"
    )
    yield (
        f"coverage moves in steps: {on_end:.1%} of the held-out fees stand exactly on an end of "
        f"their range; they count as inside. Without them {within:.1%} lie inside"
    )
    yield (
        f"mean absolute log error {mean(t.error for t in held_out):.3f}, "
        f"of the median of all {mean(t.error_of_all for t in held_out):.3f}"
    )


def _files(folder: Path) -> list[Path]:
    """The workbooks of the folder itself; without any, its CSV files."""
    if not folder.is_dir():
        raise FileNotFoundError(2, "no such folder", str(folder))
    for suffix in (".xlsx", ".csv"):
        found = sorted(path for path in folder.iterdir() if path.suffix.lower() == suffix)
        if found:
            return found
    return []


def _place(size: int, tenths: int) -> int:
    """The place of the 10 % or 90 % point among so many ascending values."""
    return max(0, -(-size * tenths // 10) - 1)
