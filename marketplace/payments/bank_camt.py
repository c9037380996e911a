"""Bank statements as ISO 20022 camt.053 messages, of whatever version.

https://www.iso20022.org/catalogue-messages (camt.053, BankToCustomerStatement)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from marketplace.errors import N_
from marketplace.patents.decoding import Unreadable
from marketplace.payments.bank_reading import (
    Entry,
    Reading,
    RowRefused,
    day_of,
    fen_of,
    require_yuan,
)

_DEEPEST = 40


@dataclass
class Node:
    """An element without its namespace."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def all(self, path: str) -> Iterator[Node]:
        """The elements at ``A/B/C`` below this one."""
        head, _, rest = path.partition("/")
        for child in self.children:
            if child.name == head:
                yield from child.all(rest) if rest else (child,)

    def first(self, *paths: str) -> str:
        """The text of the first element found at one of the paths, or an empty one."""
        for path in paths:
            for node in self.all(path):
                if node.text.strip():
                    return node.text.strip()
        return ""


def read_camt(data: bytes) -> Reading:
    """The booked entries of all statements in a message; a batch gives one row per transaction."""
    root = _parse(data)
    reading = Reading()
    number = 0
    for entry in root.all("BkToCstmrStmt/Stmt/Ntry"):
        parts = list(entry.all("NtryDtls/TxDtls"))
        for place, part in enumerate(parts or [Node("TxDtls")], start=1):
            number += 1
            try:
                own = f"/{place}" if len(parts) > 1 else ""
                reading.entries.append(_entry(number, entry, part, own))
            except RowRefused as refusal:
                reading.refused.append((number, refusal))
    if not number and not any(root.all("BkToCstmrStmt/Stmt")):
        raise Unreadable(
            "no_statement",
            N_("The XML file is no camt.053 statement. Ask the bank for one of booked entries."),
        )
    return reading


def _entry(number: int, entry: Node, part: Node, own: str) -> Entry:
    _require_booked(entry)
    amount = next(iter([*part.all("Amt"), *part.all("AmtDtls/TxAmt/Amt"), *_own(entry)]), None)
    if amount is None:
        raise RowRefused(
            "row_batch",
            N_("A batch without the amounts of its parts cannot be matched. Ask for the details."),
        )
    require_yuan(amount.attributes.get("Ccy", ""))
    came_in = (part.first("CdtDbtInd") or entry.first("CdtDbtInd")) == "CRDT"
    fen = fen_of(amount.text)
    return Entry(
        number=number,
        value_day=day_of(entry.first("ValDt/Dt", "ValDt/DtTm", "BookgDt/Dt", "BookgDt/DtTm")),
        amount_fen=fen if came_in else -fen,
        payer=part.first("RltdPties/Dbtr/Pty/Nm", "RltdPties/Dbtr/Nm")[:300],
        payer_account=part.first("RltdPties/DbtrAcct/Id/Othr/Id", "RltdPties/DbtrAcct/Id/IBAN")[
            :60
        ],
        reference=_reference(entry, part, own)[:120],
        purpose=_purpose(entry, part)[:1000],
        takes_back=entry.first("RvslInd") == "true" and not came_in,
    )


def _reference(entry: Node, part: Node, own: str) -> str:
    """The bank's number of the transaction; parts of a batch that have none get their place."""
    of_batch = entry.first("AcctSvcrRef")
    return part.first("Refs/AcctSvcrRef", "Refs/TxId") or (of_batch and of_batch + own)


def _require_booked(entry: Node) -> None:
    status = entry.first("Sts/Cd", "Sts")
    if status and status != "BOOK":
        raise RowRefused(
            "row_not_booked",
            N_("The entry is not booked yet (%(value)s). Read the statement once it is."),
            value=status[:20],
        )


def _own(entry: Node) -> Iterator[Node]:
    """The entry's own amount, where it is not the sum of several."""
    if len(list(entry.all("NtryDtls/TxDtls"))) <= 1:
        yield from entry.all("Amt")


def _purpose(entry: Node, part: Node) -> str:
    said = [node.text.strip() for node in part.all("RmtInf/Ustrd")]
    reference = part.first("RmtInf/Strd/CdtrRefInf/Ref")
    end_to_end = part.first("Refs/EndToEndId")
    more = [reference, "" if end_to_end == "NOTPROVIDED" else end_to_end]
    return " ".join(
        filter(None, [*said, *more, part.first("AddtlTxInf"), entry.first("AddtlNtryInf")])
    )


def _parse(data: bytes) -> Node:
    """The message as a tree; a document type is refused, for with it a small file can grow large."""
    root = Node("")
    stack = [root]
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _DEEPEST:
            raise _damaged()
        node = Node(name.rpartition(" ")[2], attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def write(text: str) -> None:
        stack[-1].text += text

    def refuse(*_: object) -> None:
        raise _damaged()

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = write
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise _damaged() from error
    return root.children[0]


def _damaged() -> Unreadable:
    return Unreadable(
        "file_damaged",
        N_(
            "The XML file is damaged or holds more than a statement. Download it from the bank anew."
        ),
    )
