"""What the events of the trail are called, for the history on pages and for the audit search."""

from collections.abc import Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.audit.models import AuditEvent
from marketplace.desk.room_events import OF_ROOMS
from marketplace.documents.models import DocumentKind
from marketplace.web import money

_AGREEMENTS: dict[str, LazyString] = {
    "agreement:draft": _l("Draft made"),
    "agreement:negotiate": _l("Own terms proposed"),
    "agreement:ask_approval": _l("Put before internal approval"),
    "agreement:open_in_house_notice": _l("In-house notice opened"),
    "agreement:send_back": _l("Sent back by the licensor's house"),
    "agreement:sign": _l("Signed"),
    "agreement:sign_refused": _l("A signature was refused"),
    "agreement:send_notice": _l("Written notice sent"),
    "agreement:hold": _l("Notice held"),
    "agreement:export_check": _l("Result of the export check entered"),
    "agreement:release": _l("Held notice released"),
    "agreement:deliver": _l("Written notice delivered"),
    "agreement:await_payment": _l("Waiting for payment"),
    "agreement:invite": _l("Other side invited to sign"),
    "agreement:conclude": _l("Contract concluded"),
    "agreement:take_effect": _l("License took effect"),
    "agreement:evaluate": _l("Trial evaluated"),
    "agreement:convert": _l("Trial converted"),
    "agreement:return_": _l("Returned after the trial"),
    "agreement:serve_demand": _l("Demand for payment served"),
    "agreement:stop_use": _l("Use of the patent stopped"),
    "agreement:cure": _l("Default cured"),
    "agreement:terminate": _l("Contract terminated by notice"),
    "agreement:expire": _l("License period over"),
    "agreement:set_aside": _l("License found not effective"),
    "agreement:withdraw_notice": _l("Notice taken back"),
    "agreement:lapse": _l("Notice can no longer make a license"),
    "agreement:refuse": _l("Signature declined"),
    "agreement:expire_invitation": _l("Invitation to sign ran out"),
    "agreement:drop": _l("Draft given up"),
    "agreement:remind": _l("Reminded to sign"),
    "agreement:set_reference": _l("Numbers of a party's house entered"),
    "agreement:succeed": _l("New holder took the licensor's place"),
    "agreement:renew_place": _l("A place among the first licensees taken"),
    "agreement:release_place": _l("Kept place given back; draft dropped"),
    "agreement:right_lost": _l("Patent ended or declared invalid"),
    "agreement:right_passed": _l("Patent passed to a new holder; the license goes on"),
    "agreement:patent_assigned": _l("Patent assigned: the license goes on"),
    "agreement:declaration_withdrawing": _l("Withdrawal of the declaration requested"),
    "agreement:declaration_closed": _l("Declaration withdrawn or ended"),
    "agreement:question_effect": _l("Asked whether the license took effect"),
    "agreement:effect_found": _l("First person's finding on the effect entered"),
    "agreement:effect_sent_back": _l("Finding on the effect sent back"),
    "agreement:effect_confirmed": _l("Finding on the effect confirmed by a second person"),
    "agreement:effect_stated": _l("Licensee's view on the effect entered"),
    "agreement:effect_overtaken": _l("License ended before its effect was decided"),
    "agreement_fact:enter": _l("Fact entered"),
}
_MONEY: dict[str, LazyString] = {
    "obligation:schedule": _l("Amount scheduled"),
    "obligation:change": _l("Amount or day changed by the facts"),
    "obligation:fall_due": _l("Amount fell due"),
    "obligation:reschedule": _l("Amount scheduled again"),
    "obligation:pay_part": _l("Amount paid in part"),
    "obligation:pay": _l("Amount paid in full"),
    "obligation:reopen": _l("Amount open again"),
    "obligation:hold": _l("Amount put on hold"),
    "obligation:waive": _l("Amount given up"),
    "obligation:void": _l("Amount void"),
    "obligation:remind": _l("Reminder before the due day"),
    "obligation:overdue": _l("Amount overdue"),
    "obligation:default": _l("Days of grace over"),
    "obligation_decision:hold": _l("Decided: put on hold"),
    "obligation_decision:release": _l("Decided: ask for it again"),
    "obligation_decision:keep": _l("Decided: keep it on hold"),
    "obligation_decision:waive": _l("Decided: give it up"),
    "agreement_fact:tell": _l("Fact told to the other side"),
    "agreement_fact:confirm": _l("Fact confirmed"),
    "agreement_fact:dispute": _l("Fact disputed"),
    "agreement_fact:withdraw": _l("Fact taken back"),
    "agreement_fact:settle": _l("Dispute of a fact settled"),
    "agreement_deadline:tell": _l("Deadline told beforehand"),
    "agreement:amounts_on_hold": _l("Unpaid amounts on hold after the invalidation"),
    "payment_demand:serve": _l("Letter of demand made"),
    "payment_demand:meet": _l("Demand met in time"),
    "payment_demand:stop_use": _l("Demand not met by its deadline"),
    "payment_demand:cure": _l("Demand met after its deadline"),
    "payment_demand:end": _l("Demand over with the contract"),
    "royalty_bill:bill": _l("Royalty billed"),
    "royalty_bill:credit_note": _l("Royalty bill taken back by a credit note"),
    "royalty_estimate:make": _l("Royalty estimated, report missing"),
    "inspection:request": _l("Inspection of accounts asked for"),
    "inspection:open": _l("Inspection answered"),
    "inspection:close": _l("Inspection closed"),
    "guarantee:enter": _l("Guarantee or insurance entered"),
    "royalty_statement:submit": _l("Royalty statement reported"),
    "royalty_statement:accept": _l("Royalty statement accepted"),
    "royalty_statement:dispute": _l("Royalty statement disputed"),
    "payment:open": _l("Online payment begun"),
    "payment:state": _l("Transfer stated with its slip"),
    "payment:stand": _l("Payment voucher stands"),
    "payment:confirm": _l("Payment confirmed"),
    "payment:dispute": _l("Payment not found by the licensor"),
    "payment:reverse": _l("Payment reversed"),
    "payment:close": _l("Online payment closed"),
    "payment:take_back": _l("Payment no longer counted"),
    "payment:allocate": _l("Payment counted on an amount"),
    "payment:divide": _l("Receipt divided among the members of the pool"),
    "payment:suspend": _l("Money that no amount explains"),
    "payment:restore": _l("Payment counts again"),
    "payment:assign": _l("Money counted on the license"),
    "refund:ask": _l("Refund asked for"),
    "refund:add": _l("Return of money told"),
    "refund:settle": _l("Money went back"),
    "refund:fail": _l("Money did not go back"),
    "refund:reinstate": _l("Chargeback decided for the licensor"),
    "bank_row:book": _l("Row of the bank statement booked"),
    "bank_row:set_aside": _l("Row of the bank statement set aside"),
    "bank_row:take_back": _l("Row of the bank statement taken back"),
    "bank_statement:import": _l("Bank statement read"),
    "custody:propose": _l("Custody by a bank proposed"),
    "custody:arrange": _l("Custody by a bank arranged"),
    "custody:drop": _l("Custody by a bank dropped"),
    "custody:receive": _l("Received by the bank"),
    "custody:instruct": _l("Instruction to the bank proposed"),
    "custody:decide": _l("Instruction to the bank decided"),
    "custody:withdraw": _l("Instruction to the bank withdrawn"),
    "custody:carry_out": _l("Instruction carried out by the bank"),
    "ledger_entry:post": _l("Posted in the ledger"),
}
_PAPERS: dict[str, LazyString] = {
    "document:request": _l("Document requested"),
    "document:seal": _l("Document sealed with the platform record"),
    "document:timestamp": _l("Trusted timestamp added to the sealed document"),
    "document:party_seal": _l("A party’s own electronic seal added to the document"),
    "document:party_seal_missing": _l("A party’s seal service gave no seal"),
    "document:seal_failed": _l("Sealing failed and is tried again"),
    "fee_observation:add": _l("Figure added to the statistics"),
    "fee_observation:withdraw": _l("Figure withdrawn from the statistics"),
    "fee_benchmark:import": _l("Reference figures imported"),
    "fee_benchmark:update": _l("Reference figures updated"),
}
_PATENTS: dict[str, LazyString] = {
    "patent:create": _l("Patent entered"),
    "patent:update": _l("Patent changed by a list"),
    "patent:claim": _l("Patent claimed"),
    "patent:prove_claim": _l("Ownership proven"),
    "patent:set_days": _l("Days of the patent entered"),
    "patent:set_evaluation_report": _l("Evaluation report entered"),
    "patent:set_funding": _l("Funding stated"),
    "patent:set_legal_status": _l("Legal status entered"),
    "patent:set_plans": _l("Plans for the patent stated"),
    "patent:set_text_private": _l("Product text made private or public"),
    "patent:state_bars": _l("Bars stated"),
    "patent_import:upload": _l("List uploaded"),
    "patent_import:apply": _l("List applied"),
}
_PEOPLE: dict[str, LazyString] = {
    "organization:create": _l("Organization registered"),
    "organization:edit": _l("Organization details changed"),
    "organization:request_verification": _l("Verification asked for"),
    "organization:verify": _l("Organization verified"),
    "organization:return": _l("Registration returned"),
    "organization:suspend": _l("Organization suspended"),
    "organization:resume": _l("Suspension lifted"),
    "organization:invite": _l("Member invited"),
    "organization:withdraw_invitation": _l("Invitation withdrawn"),
    "organization:join": _l("Member joined"),
    "organization:leave": _l("Member left"),
    "organization:remove_member": _l("Member removed"),
    "organization:set_roles": _l("Roles changed"),
    "organization:state_authority": _l("Authority to bind stated"),
    "organization:set_invoice_title": _l("Invoice title entered"),
    "payee_account:state": _l("Payee account stated"),
    "payee_account:verify": _l("Payee account verified"),
    "api_token:create": _l("Access token made"),
    "api_token:revoke": _l("Access token revoked"),
    "user:register": _l("Registered"),
    "user:register_again": _l("Registered again with a known address"),
    "user:create": _l("Account made by the operator"),
    "user:confirm": _l("Address confirmed"),
    "user:edit": _l("Account details changed"),
    "user:set_locale": _l("Language changed"),
    "user:sign_in": _l("Signed in"),
    "user:sign_in_failed": _l("Sign-in failed"),
    "user:sign_out": _l("Signed out"),
    "user:confirm_password_failed": _l("Wrong password at a confirmation"),
    "user:request_reset": _l("New password asked for"),
    "user:reset_password": _l("Password set anew"),
    "user:change_password": _l("Password changed"),
    "user:close": _l("Account closed"),
    "user:open": _l("Account opened again"),
}
_TRAIL: dict[str, LazyString] = {
    "acknowledgement:make": _l("History of a record acknowledged"),
}
WORDS: Mapping[str, LazyString] = {
    **_AGREEMENTS,
    **_MONEY,
    **_PAPERS,
    **_PATENTS,
    **_PEOPLE,
    **OF_ROOMS,
    **_TRAIL,
}

_OVERDUE = frozenset({"obligation:overdue", "agreement:serve_demand", "agreement:stop_use"})
_DONE = frozenset(
    {"agreement:take_effect", "agreement:conclude", "payment:confirm", "filing:complete"}
)
_BEHIND = frozenset(
    {
        "ledger_entry:post",
        "obligation:change",
        "obligation:reschedule",
        "payment:allocate",
        "agreement:await_payment",
    }
)
"""True and on the trail, but nothing that a party needs to read on the page of a deal."""
_HOUSE_PAPER = DocumentKind.REPORT.value
"""A decision file belongs to one side's house; the other side need not know of it."""


def words_of(tag: str) -> str:
    """What an event is called; a tag that nobody has named is spelt out."""
    known = WORDS.get(tag)
    if known is not None:
        return str(known)
    subject, _separator, action = tag.replace("_", " ").partition(":")
    return f"{subject} – {action}".strip(" –")


def is_for_parties(event: AuditEvent) -> bool:
    """Whether an event belongs into the history on the page of a deal."""
    return event.tag not in _BEHIND and event.data.get("kind") != _HOUSE_PAPER


def tone_of(event: AuditEvent) -> str | None:
    """The mark of the event in a history."""
    if event.tag in _OVERDUE:
        return "overdue"
    return "done" if event.tag in _DONE else None


def detail_of(event: AuditEvent) -> str:
    """The figures and reasons that an event holds, in one line for the parties."""
    data: Mapping[str, Any] = event.data
    pieces = []
    if isinstance(data.get("amount"), int):
        pieces.append(money(data["amount"]))
    for name, pattern in _DAYS.items():
        if data.get(name):
            pieces.append(str(pattern) % {"day": data[name]})
    if data.get("period_from") and data.get("period_to"):
        pieces.append(f"{data['period_from']} – {data['period_to']}")
    if data.get("text_sha256"):
        pieces.append(f"SHA-256 {data['text_sha256'][:8]}…{data['text_sha256'][-4:]}")
    if data.get("number"):
        pieces.append(_("number %(number)s", number=data["number"]))
    if data.get("reason"):
        reason = _HELD.get(data["reason"], data["reason"])
        pieces.append(_("reason: %(reason)s", reason=reason))
    return " · ".join(pieces)


_HELD = {
    "verification": _l("held until verification"),
    "export_check": _l("held for the export check"),
}
_DAYS = {
    "due_on": _l("due on %(day)s"),
    "effective_on": _l("from %(day)s"),
    "last_day": _l("through %(day)s"),
    "deadline_on": _l("deadline %(day)s"),
    "value_day": _l("value day %(day)s"),
    "on": _l("on %(day)s"),
}
