"""What the record knows about a declaration, as one tree of plain values for the field tables.

Leaves are texts, ISO days, whole numbers or lists. Every figure comes from the declared terms.
"""

from datetime import date
from typing import Any

from marketplace.accounts.models import Organization, OrganizationKind
from marketplace.declarations import subjects
from marketplace.declarations.material_models import Act, FileKind
from marketplace.declarations.models import Declaration
from marketplace.patents.enums import PatentKind
from marketplace.patents.models import Patent
from marketplace.patents.reference import region_name
from marketplace.terms import office_words
from marketplace.terms.record import Terms

_PARTY_KINDS = {
    OrganizationKind.UNIVERSITY: "高等院校",
    OrganizationKind.INSTITUTE: "科研机构",
    OrganizationKind.HOSPITAL: "医疗卫生机构",
    OrganizationKind.COMPANY: "企业",
    OrganizationKind.NATURAL_PERSON: "自然人",
    OrganizationKind.FOREIGN_PARTY: "境外主体（含港澳台）",
    OrganizationKind.ALLIANCE: "产业知识产权联盟、创新联合体",
    OrganizationKind.SERVICE: "服务机构",
    OrganizationKind.OTHER: "其他组织",
}
_PATENT_KINDS = {
    PatentKind.INVENTION: "发明",
    PatentKind.UTILITY_MODEL: "实用新型",
    PatentKind.DESIGN: "外观设计",
}
_STANCES = {
    subjects.Stance.GIVEN: "同意",
    subjects.Stance.REFUSED: "不同意",
}

Facts = dict[str, Any]


def gather(declaration: Declaration) -> Facts:
    """Everything that a field of a declaration's own sheets can point at."""
    return {
        "filer": party(declaration.organization),
        "answers": {},
        **declared(declaration),
    }


def declared(declaration: Declaration) -> Facts:
    """The declaration with its patent, terms, co-owners and agency."""
    return {
        "licensor": party(declaration.organization),
        "patents": [patent_facts(declaration.patent)],
        "declaration": declaration_facts(declaration),
        "terms": terms_facts(declaration.record),
        "co_owners": {
            act.value: [_co_owner(declaration, each, act) for each in declaration.co_owners]
            for act in Act
        },
        "agency": _agency(declaration),
    }


def declaration_facts(declaration: Declaration) -> Facts:
    """Number and day only once a second person has checked them."""
    commitment = declaration.commitment
    return {
        "id": declaration.public_id,
        "number": declaration.number if declaration.is_announced else None,
        "announced_on": iso(declaration.announced_on) if declaration.is_announced else None,
        "contact": declaration.contact or None,
        "fee_statement": declaration.fee_statement or None,
        "terms_sha256": declaration.terms_sha256,
        "commitment": commitment.text if commitment else None,
        "commitment_sha256": commitment.text_sha256 if commitment else None,
        "withdrawal_reason": declaration.withdrawal_reason or None,
        "withdrawal_proof": [each.name for each in declaration.files_of(FileKind.WITHDRAWAL_PROOF)]
        or None,
        "co_owner_agreement": "已提交" if declaration.file(FileKind.CO_OWNER_AGREEMENT) else None,
    }


def party(organization: Organization) -> Facts:
    """An organization or person as the forms ask for it."""
    region = organization.region
    return {
        "id": organization.public_id,
        "name": organization.name,
        "kind": _PARTY_KINDS[organization.kind],
        "code": organization.code or _no_code(organization),
        "address": organization.address,
        "region": region,
        "region_name": region_name(region, full=True) if region else None,
        "country": "境外" if organization.abroad else "中国",
        "representative": organization.legal_representative or _own_name(organization),
        "contact_name": organization.contact_name or _own_name(organization),
        "contact_phone": organization.contact_phone,
        "contact_email": organization.contact_email,
    }


def patent_facts(patent: Patent) -> Facts:
    """A patent as the forms ask for it."""
    return {
        "number": patent.number,
        "certificate_number": patent.certificate_number,
        "title": patent.title,
        "kind": _PATENT_KINDS[patent.kind],
        "patentees": list(patent.patentee_names),
        "inventors": list(patent.inventors),
        "ipc": next(iter(patent.ipc or patent.locarno), None),
        "filing_on": iso(patent.filing_on),
        "granted_on": iso(patent.granted_on),
        "expires_on": iso(patent.expires_on),
        "evaluation_report_number": patent.evaluation_report_number,
    }


def terms_facts(terms: Terms) -> Facts:
    """The terms in the office's words; figures are those of the record."""
    return {
        "payment_way": office_words.payment_way(terms),
        "standard": office_words.standard(terms),
        "period": office_words.period(terms),
        "acts": office_words.acts(terms),
        "territory": office_words.territory(terms),
        "currency": terms.currency,
        "clauses": office_words.fee_clauses(terms),
    }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _co_owner(declaration: Declaration, co_owner: Any, act: Act) -> Facts:
    subject = subjects.subject_sha256(declaration, act)
    statement = co_owner.statement(act)
    stance = co_owner.stance(act, subject)
    made = statement if stance in _STANCES else None
    return {
        "name": co_owner.name,
        "stance": _STANCES.get(stance, "尚未表示同意"),
        "signer": f"{made.signer_name} {made.signer_position}".strip() if made else "—",
        "stated_on": iso(made.stated_on) if made else "—",
        "text_sha256": made.text_sha256 if made else "—",
    }


def _agency(declaration: Declaration) -> Facts | None:
    mandate = declaration.mandate
    if mandate is None:
        return None
    return {
        "name": mandate.name,
        "code": mandate.code,
        "agent": mandate.agent,
        "scope": mandate.scope,
        "given_on": iso(mandate.given_on),
    }


def _no_code(organization: Organization) -> str | None:
    """Persons and foreign parties have no credit code; the form takes their own paper's number."""
    return None if organization.kind.has_code else "（按身份证件填写）"


def _own_name(organization: Organization) -> str | None:
    return organization.name if organization.is_natural_person else None
