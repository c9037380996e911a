"""The page of a decision file, for the rooms that own what it is about."""

from flask import render_template

from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.in_house.diligence import Matter, compose


def decision_page(matter: Matter, *, back: str, make_url: str, pdf_url: str) -> str:
    """The file as it stands now, with the way to its PDF."""
    made = compose(matter)
    return render_template(
        "in_house/decision_file.html",
        file=made,
        rows=[(row["label"], row["value"]) for row in made["facts"]],
        name=matter.name,
        document=current(matter.record, DocumentKind.REPORT),
        back=back,
        make_url=make_url,
        pdf_url=pdf_url,
    )
