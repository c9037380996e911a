"""Bank statements as the banks write them: encodings, headings, one or two columns of money, camt."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from marketplace.errors import Refused
from marketplace.payments.bank_files import read_bank_file
from marketplace.payments.bank_reading import identities

TWO_COLUMNS = """\
账户明细查询,,,,,,,
账号：,6222000000001234,户名：,某大学,,,,
交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,交易流水号
20261103,,"30,000.00","130,000.00",广州某某有限公司,6217000011112222,许可使用费 {reference},2026110300012345
2026-11-04,５００．００,,"129,500.00",电力公司,,电费,2026110400012346
2026年11月5日,,１２，０００．５０元,"141,500.50",第二有限公司,,货款,2026110500012347
20261106,,-30000.00,"111,500.50",广州某某有限公司,6217000011112222,冲正,2026110300012345
合计,500.00,"12,000.50",,,,,
"""
ONE_COLUMN = """\
记账日期;收支标志;金额;币种;对方名称;附言;凭证号
2026/11/03;贷;100.00;人民币;甲公司;a;0001
2026/11/03;贷;100.00;人民币;甲公司;a;0001
2026/11/03;借;40.00;CNY;乙公司;b;0002
2026/11/04;贷;5.00;USD;丙公司;c;0003
2026/11/05;贷;很多;CNY;丙公司;c;0004
2026/13/05;贷;5.00;CNY;丙公司;c;0005
2099/01/05;贷;5.00;CNY;丙公司;c;0006
2026/11/05;来电;5.00;CNY;丙公司;c;0007
2026/11/05;贷;;CNY;丙公司;c;0008
"""
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>
<Ntry><Amt Ccy="CNY">30000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{booked}</Sts>
<BookgDt><Dt>2026-11-04</Dt></BookgDt><ValDt><Dt>2026-11-03</Dt></ValDt>
<AcctSvcrRef>BANK0001</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr>{payer}</Dbtr><DbtrAcct><Id><Othr><Id>62170000</Id></Othr></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>许可使用费</Ustrd><Ustrd>REF</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{booked}</Sts>
<ValDt><Dt>2026-11-03</Dt></ValDt><AcctSvcrRef>BATCH001</AcctSvcrRef><NtryDtls>
<TxDtls><Amt Ccy="CNY">10.00</Amt></TxDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="CNY">20.00</Amt></TxAmt></AmtDtls></TxDtls>
</NtryDtls></Ntry>
<Ntry><Amt Ccy="CNY">30000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>{booked}</Sts>
<ValDt><Dt>2026-11-05</Dt></ValDt><AcctSvcrRef>BANK0001</AcctSvcrRef></Ntry>
<Ntry><Amt Ccy="CNY">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>{pending}</Sts>
<ValDt><Dt>2026-11-05</Dt></ValDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def camt(old):
    name = "<Nm>某公司</Nm>" if old else "<Pty><Nm>某公司</Nm></Pty>"
    words = ("BOOK", "PDNG") if old else ("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>")
    version = "02" if old else "08"
    return CAMT.format(version=version, payer=name, booked=words[0], pending=words[1]).encode()


def workbook(text):
    book = Workbook()
    for line in text.splitlines():
        book.active.append(
            [float(cell) if cell == "100.00" else cell or None for cell in line.split(";")]
        )
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_two_columns_of_money_in_every_encoding(encoding):
    reading = read_bank_file(TWO_COLUMNS.format(reference="abc").encode(encoding))
    assert reading.refused == []
    said = [(e.value_day.isoformat(), e.amount_fen, e.payer) for e in reading.entries]
    assert said == [
        ("2026-11-03", 3_000_000, "广州某某有限公司"),
        ("2026-11-04", -50_000, "电力公司"),
        ("2026-11-05", 1_200_050, "第二有限公司"),
        ("2026-11-06", -3_000_000, "广州某某有限公司"),
    ]
    assert [e.looks_taken_back for e in reading.entries] == [False, False, False, True]
    assert reading.entries[0].reference == "2026110300012345"
    assert reading.entries[0].purpose == "许可使用费 abc"


@pytest.mark.parametrize("data", [ONE_COLUMN.encode("gbk"), workbook(ONE_COLUMN)])
def test_one_column_with_a_side_and_a_message_for_every_refused_row(data):
    reading = read_bank_file(data)
    assert [e.amount_fen for e in reading.entries] == [10_000, 10_000, -4_000]
    assert [(number, refusal.code) for number, refusal in reading.refused] == [
        (5, "row_currency"),
        (6, "row_amount"),
        (7, "row_day"),
        (8, "row_day_ahead"),
        (9, "row_side"),
        (10, "row_empty"),
    ]
    assert all(str(refusal) for _, refusal in reading.refused)


@pytest.mark.parametrize("old", [True, False])
def test_camt_of_any_version(old):
    reading = read_bank_file(camt(old))
    first, one, two, back = reading.entries
    assert (first.value_day.isoformat(), first.amount_fen, first.payer) == (
        "2026-11-03",
        3_000_000,
        "某公司",
    )
    assert first.purpose == "许可使用费 REF"
    assert [one.amount_fen, two.amount_fen] == [1000, 2000]
    assert one.reference != two.reference
    assert back.amount_fen == -3_000_000
    assert back.looks_taken_back
    assert [(number, each.code) for number, each in reading.refused] == [(5, "row_not_booked")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        ("日期,说明\n20261103,没有金额".encode(), "no_bank_heading"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "file_damaged"),
        (b"<a><b></a>", "file_damaged"),
        (b"<a/>", "no_statement"),
        (b"<a>" * 60 + b"</a>" * 60, "file_damaged"),
    ],
)
def test_a_file_that_is_no_statement_says_what_to_do(data, code):
    with pytest.raises(Refused) as refusal:
        read_bank_file(data)
    assert refusal.value.code == code


def test_a_row_is_the_same_in_every_file_and_equal_rows_are_counted():
    whole = read_bank_file(ONE_COLUMN.encode("gbk")).entries
    assert len(set(identities(whole))) == 3
    again = read_bank_file(workbook(ONE_COLUMN)).entries
    assert identities(again) == identities(whole)
    longer = read_bank_file(TWO_COLUMNS.format(reference="x").encode()).entries
    twice = [longer[0], longer[0]]
    assert len(set(identities(twice))) == 1, "the bank's own number makes it one booking"
