"""The decision file of a declaration: for members and administrators, never for others."""

from marketplace.declarations.labels import EVENTS
from marketplace.declarations.services import subject_of
from marketplace.declarations.views import blueprint, viewed
from marketplace.errors import NotAllowed
from marketplace.in_house.diligence import Matter
from marketplace.in_house.pages import add_decision_file, may_read_names


def _matter(public_id: str) -> Matter:
    declaration = viewed(public_id)
    if not may_read_names(declaration.organization):
        raise NotAllowed()
    subject = subject_of(declaration)
    return Matter(
        record=declaration,
        organization=declaration.organization,
        name=subject.name,
        patents=[declaration.patent],
        facts=[
            ("声明价格", subject.price),
            ("简要说明", declaration.fee_statement),
            ("声明编号", declaration.number or "尚未公告"),
            ("条款 SHA-256", declaration.terms_sha256),
        ],
        event_texts=EVENTS,
    )


add_decision_file(blueprint, "/declarations/<public_id>", ".show", _matter)
