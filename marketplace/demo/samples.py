"""Files that show what a deal leaves behind, and who may sign in: the contents of demo.json."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from marketplace import files
from marketplace.accounts.models import Organization, User
from marketplace.accounts.services import create_token
from marketplace.agreements.models import Agreement
from marketplace.agreements.papers import sealed
from marketplace.database import transaction
from marketplace.demo.world import PASSWORD, World
from marketplace.evidence.agreements import package as evidence
from marketplace.registration import queries

Account = dict[str, Any]

_PEOPLE = (
    ("patentee owner", "djlg", 0),
    ("patentee second person", "djlg", 1),
    ("licensee owner and signatory", "baoshan", 0),
    ("licensee finance", "baoshan", 1),
    ("service organization", "qiming", 0),
    ("natural person", "jiang", 0),
    ("newcomer, not verified", "xinmiao", 0),
)
_WITH_TOKEN = 3


def accounts(world: World) -> list[Account]:
    """Who may sign in, the owner of a verified patentee first; the first ones with API tokens."""
    found = []
    for place, (role, key, person) in enumerate(_PEOPLE):
        cast = world.casts[key]
        user = cast.people[person]
        token = _token(user, cast.organization) if place < _WITH_TOKEN else None
        found.append(_account(user, role, cast.organization, token))
    found.append(_account(world.administrator, "administrator", None, None))
    found.append(_account(world.auditor, "auditor", None, None))
    return found


def samples(world: World, folder: Path) -> dict[str, str]:
    """Write a sealed agreement, its evidence and a filing package to ``folder``; their absolute
    paths. LookupError if the demonstration holds no deal with all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    agreement, document, package = _finished(world.agreements)
    paths = {
        "agreement_pdf": folder / f"agreement-{agreement.public_id}.pdf",
        "evidence": folder / f"evidence-{agreement.public_id}.zip",
        "filing_package": folder / f"filing-{agreement.public_id}.zip",
    }
    paths["agreement_pdf"].write_bytes(files.get(document))
    paths["evidence"].write_bytes(evidence(agreement))
    paths["filing_package"].write_bytes(files.get(package))
    return {"agreement_id": agreement.public_id} | {
        name: str(path.resolve()) for name, path in paths.items()
    }


def _finished(agreements: Iterable[Agreement]) -> tuple[Agreement, str, str]:
    """An agreement in force with the files of its sealed document and of a package."""
    for agreement in agreements:
        document = sealed(agreement) if agreement.is_in_force else None
        packages = [filing.package_sha256 for filing in queries.of_agreement(agreement)]
        package = next((each for each in packages if each), None)
        if document is not None and document.seal is not None and package:
            return agreement, document.seal.sealed_sha256, package
    raise LookupError("no agreement with a sealed document and a filing package")


def _account(
    user: User, role: str, organization: Organization | None, token: str | None
) -> Account:
    return {
        "email": user.email,
        "password": PASSWORD,
        "role": role,
        "organization": organization.name if organization else None,
        "code": (organization.code or organization.public_id) if organization else None,
        "token": token,
    }


def _token(user: User, organization: Organization) -> str:
    with transaction():
        return create_token(user, organization, "demonstration")[1]
