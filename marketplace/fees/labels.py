"""Words for methods, inputs, units and fields, in the reader's language."""

from collections.abc import Mapping
from enum import Enum, StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from marketplace.fees.comparables import Trait
from marketplace.fees.models import PriceStage
from marketplace.fees.ranges import InputName, Method, Unit

METHODS: dict[Method, LazyString] = {
    Method.OWN_USE: _l("Own exploitation"),
    Method.EARLIER_LICENSE: _l("Earlier license of this patent"),
    Method.INDUSTRY_STATISTICS: _l("Recorded licenses of the same industry"),
    Method.ANNUAL_STATISTICS: _l("Recorded licenses of all industries"),
    Method.PUBLISHED_ROYALTY: _l("Published royalty rates"),
    Method.OWN_DEALS: _l("Contracts on this site"),
    Method.APPRAISAL: _l("Appraisal"),
    Method.ASKED_FEES: _l("Asked fees of comparable patents"),
}
INPUTS: dict[InputName, LazyString] = {
    InputName.EXPECTED_LICENSEES: _l("Expected licensees n"),
    InputName.LICENSEE_FACTOR: _l("Coefficient k(n)"),
    InputName.YEARS: _l("License period"),
    InputName.ANNUAL_PROFIT: _l("Yearly profit"),
    InputName.CONTRIBUTION: _l("Share of the patent"),
    InputName.PROFIT_MARGIN: _l("Profit margin"),
    InputName.PAST_FEE: _l("Earlier fee in all"),
    InputName.PAST_YEARS: _l("Earlier license period"),
    InputName.PAST_PATENTS: _l("Patents in the earlier license"),
    InputName.PAST_RATE: _l("Earlier royalty rate"),
    InputName.TYPE_FACTOR: _l("Factor of the license type"),
    InputName.PERIOD: _l("Year of the figures"),
    InputName.AVERAGE_FEE: _l("Average fixed fee per contract"),
    InputName.AVERAGE_YEARS: _l("Average license period"),
    InputName.PATENTS_PER_CONTRACT: _l("Patents per contract"),
    InputName.AVERAGE_RATE: _l("Average royalty rate"),
    InputName.BAND: _l("Published series"),
    InputName.FIELD: _l("Field compared with"),
    InputName.INDUSTRY: _l("Industry (GB/T 4754)"),
    InputName.LICENSORS: _l("Licensors behind it"),
    InputName.BAND_LOW: _l("Lowest rate"),
    InputName.BAND_MIDDLE: _l("Middle rate"),
    InputName.BAND_HIGH: _l("Highest rate"),
    InputName.APPRAISED_VALUE: _l("Appraised value of the license"),
    InputName.APPRAISAL_YEARS: _l("Years that it covers"),
    InputName.DISCOUNT_RATE: _l("Yearly discount rate"),
    InputName.COMPARABLES_KNOWN: _l("Comparables at hand"),
    InputName.COMPARABLES_USED: _l("Nearest comparables used"),
    InputName.COMPARABLES_INSIDE: _l("Of these, inside when left out"),
    InputName.COMMONEST_FEE: _l("Commonest asked fee"),
    InputName.COMMONEST_TIMES: _l("How often it is asked"),
}
UNITS: dict[Unit, LazyString] = {
    Unit.FEN_PER_YEAR: _l("per patent and year"),
    Unit.FEN_FOR_PERIOD: _l("per patent for the whole period"),
    Unit.PPM_OF_NET_SALES: _l("of net sales"),
}
TRAITS: dict[Trait, LazyString] = {
    Trait.TEAM: _l("An inventor in common"),
    Trait.DEPARTMENT: _l("Same department"),
    Trait.MATURITY: _l("Same technical maturity"),
    Trait.KIND: _l("Same kind of patent"),
    Trait.GRADE: _l("Same grade"),
    Trait.FIELD: _l("Same IPC subclass"),
    Trait.WAY: _l("Same willingness"),
    Trait.INDUSTRY: _l("Same industry"),
    Trait.AGE: _l("Filed within a year of it"),
}
GRADES: dict[int, LazyString] = {
    5: _l("5 stars"),
    4: _l("4 stars"),
    3: _l("3 stars"),
    2: _l("2 stars"),
    1: _l("1 star"),
}
STAGES: dict[PriceStage, LazyString] = {
    PriceStage.DECLARED: _l("Declared price"),
    PriceStage.CONTRACTED: _l("Contracted price"),
    PriceStage.RECEIVED: _l("Received price"),
}


class RoyaltyField(StrEnum):
    """The fields of the published royalty bands."""

    SOFTWARE = "software"
    PHARMACEUTICALS = "pharmaceuticals"
    MEDICAL_DEVICES = "medical_devices"
    CONSUMER_PRODUCTS = "consumer_products"
    ELECTRONICS = "electronics"
    CHEMICALS = "chemicals"
    INDUSTRIAL = "industrial"
    SEMICONDUCTORS = "semiconductors"
    ANY = "any"


FIELDS: dict[RoyaltyField, LazyString] = {
    RoyaltyField.SOFTWARE: _l("Software"),
    RoyaltyField.PHARMACEUTICALS: _l("Pharmaceuticals and biotechnology"),
    RoyaltyField.MEDICAL_DEVICES: _l("Medical devices"),
    RoyaltyField.CONSUMER_PRODUCTS: _l("Consumer products"),
    RoyaltyField.ELECTRONICS: _l("Electronics and hardware"),
    RoyaltyField.CHEMICALS: _l("Chemicals and materials"),
    RoyaltyField.INDUSTRIAL: _l("Automotive and industrial"),
    RoyaltyField.SEMICONDUCTORS: _l("Semiconductors"),
    RoyaltyField.ANY: _l("All fields"),
}

ALL: tuple[Mapping[Enum, LazyString], ...] = (  # type: ignore[assignment]
    METHODS,
    INPUTS,
    UNITS,
    STAGES,
    FIELDS,
    TRAITS,
)
