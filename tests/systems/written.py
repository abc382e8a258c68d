"""Files as banks, warehouses and catalogues write them: 260 facts each, with what they add up to."""

from datetime import date, timedelta

COUNT = 260
ACCOUNT = "DE02100100100006820101"


def cents(i):
    """Of the line i, with a sign."""
    return (1000 + 7 * i) * (-1 if i % 5 == 0 else 1)


def order(day):
    """A list that has no date in it is not written twice in the same order."""
    return range(COUNT) if int(day[-1]) % 2 else reversed(range(COUNT))


def money(n, mark="."):
    return f"{'-' if n < 0 else ''}{abs(n) // 100}{mark}{abs(n) % 100:02}"


def payout(i):
    return f"Auszahlung PO-{i:04}" if i % 3 == 0 else f"Rechnung {i}"


TOTAL = sum(cents(i) for i in range(COUNT))
PAYOUTS = sum(i % 3 == 0 for i in range(COUNT))


# ── banks ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

def camt(day):
    entries = "".join(
        f"""<Ntry><Amt Ccy="EUR">{money(abs(cents(i)))}</Amt><CdtDbtInd>{'DBIT' if cents(i) < 0 else 'CRDT'}</CdtDbtInd>
<Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>B-{day}-{i}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd>
<Fmly><Cd>RCDT</Cd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><RmtInf><Ustrd>{payout(i)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"""
        for i in range(COUNT))
    balance = "<Bal><Tp><CdOrPrtry><Cd>{}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{}</Amt><CdtDbtInd>CRDT</CdtDbtInd>" \
        "<Dt><Dt>{}</Dt></Dt></Bal>\n"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId>
<CreDtTm>{day}T23:30:00+02:00</CreDtTm></GrpHdr><Stmt><Id>S-{day}</Id><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id></Acct>
{balance.format("OPBD", "1000.00", day)}{balance.format("CLBD", money(100000 + TOTAL), day)}{entries}
</Stmt></BkToCstmrStmt></Document>
"""


def mt940(day):
    short = day[2:].replace("-", "")
    before = (date.fromisoformat(day) - timedelta(1)).isoformat()[2:].replace("-", "")
    lines = "".join(f":61:{short}{short[2:]}{'D' if cents(i) < 0 else 'C'}{money(abs(cents(i)), ',')}"
                    f"NTRFNONREF//B{short}{i}\r\n:86:166?00GUTSCHRIFT?20{payout(i)}\r\n" for i in range(COUNT))
    return (f":20:STARTUMS\r\n:25:{ACCOUNT}\r\n:28C:00060/001\r\n:60F:C{before}EUR1000,00\r\n{lines}"
            f":62F:C{short}EUR{money(100000 + TOTAL, ',')}\r\n-\r\n")


def bai2(day):
    short, after = day[2:].replace("-", ""), (date.fromisoformat(day) + timedelta(1)).isoformat()[2:].replace("-", "")
    details = [f"16,{'475' if cents(i) < 0 else '142'},{abs(cents(i))},Z,B{short}{i},,{payout(i)}/"
               for i in range(COUNT)]
    closing = 100000 + TOTAL
    control = 100000 + closing + sum(abs(cents(i)) for i in range(COUNT))
    return "\n".join([f"01,BANK,US,{after},0200,1,,,2/", f"02,US,BANK,1,{short},,USD,2/",
                      f"03,4417,,010,100000,,,015,{closing},,/", *details, f"49,{control},{COUNT + 2}/",
                      f"98,{control},1,{COUNT + 4}/", f"99,{control},1,{COUNT + 6}/"]) + "\n"


def ofx(day):
    short = day.replace("-", "")
    lines = "".join(f"<STMTTRN><TRNTYPE>{'DEBIT' if cents(i) < 0 else 'CREDIT'}<DTPOSTED>{short}120000"
                    f"<TRNAMT>{money(cents(i))}<FITID>B{short}{i}<MEMO>{payout(i)}</STMTTRN>\n" for i in range(COUNT))
    return f"""OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:UTF-8
CHARSET:NONE
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>4417</BANKACCTFROM><BANKTRANLIST>
{lines}</BANKTRANLIST><LEDGERBAL><BALAMT>{money(100000 + TOTAL)}<DTASOF>{short}</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def bank_csv(day):
    written = ".".join(reversed(day.split("-")))
    lines = "".join(f'{written};{money(cents(i), ",")};EUR;R-{day}-{i};"{payout(i)}"\r\n' for i in range(COUNT))
    return "Buchungstag;Betrag;Währung;Referenz;Verwendungszweck\r\n" + lines


# ── warehouses ────────────────────────────────────────────────────────────────────────────────────────────────────────

def x12(day, kind, group, segments):
    compact = day.replace("-", "")
    count = len(segments) + 2
    head = ["ISA*00*          *00*          *ZZ*3PL            *ZZ*NORDLICHT      "
            f"*{compact[2:]}*2150*U*00401*000000905*0*P*>",
            f"GS*{group}*3PL*NORDLICHT*{compact}*2150*905*X*004010", f"ST*{kind}*0001"]
    return "~\n".join([*head, *segments, f"SE*{count}*0001", "GE*1*905", "IEA*1*000000905"]) + "~\n"


def x12_stock(day):
    lines = [s for i in range(COUNT) for s in (f"LIN*{i}*VP*SKU-{i}", f"QTY*33*{i}*EA", f"QTY*17*{i + 2}*EA")]
    return x12(day, "846", "IB", ["BIA*00*DD*STOCK-1*20260331", "N1*WH*NORTH*91*W1", *lines, f"CTT*{COUNT}"])


def x12_receipts(day):
    lines = [s for i in range(COUNT) for s in (f"W07*{i + 1}*EA**VN*SKU-{i}", f"N9*LI*{i}")]
    head = [f"W17*F*{day.replace('-', '')}*WR-{day}*PO-100", "N1*WH*NORTH*91*W1"]
    return x12(day, "944", "RE", [*head, *lines, "W14*34"])


def x12_shipments(day):
    """A parcel of as many lines."""
    compact = day.replace("-", "")
    lines = [s for i in range(COUNT) for s in (f"LX*{i}", f"W12*CC*{i + 1}*{i + 1}*0*EA**VN*SKU-{i}")]
    return x12(day, "945", "SW", [f"W06*N*#SO-1001*{compact}*SHP-{day}", "N9*2I*1Z0000000001", f"G62*11*{compact}",
                                  "W27*M*UPSN*GROUND", *lines, "W03*3*5*LB"])


def x12_notices(day):
    lines = [s for i in range(COUNT) for s in (f"HL*{i + 3}*2*I", f"LIN*1*VP*SKU-{i}", f"SN1**{i + 1}*EA")]
    head = [f"BSN*00*ASN-{day}*20260331*2345*0001", "HL*1**S", "HL*2*1*O", "PRF*SO-1001***20260328"]
    return x12(day, "856", "SH", [*head, *lines, f"CTT*{COUNT + 2}"])


def edifact(day, kind, segments):
    compact = day.replace("-", "")
    return "'\n".join(["UNA:+.? ", f"UNB+UNOC:3+4012345000009:14+4012345000016:14+{compact[2:]}:2150+INT905",
                       f"UNH+1+{kind}:D:96A:UN:EAN005", *segments, f"UNT+{len(segments) + 2}+1",
                       "UNZ+1+INT905"]).replace("UNA:+.? '\n", "UNA:+.? '") + "'\n"


def edifact_stock(day):
    lines = [s for i in range(COUNT) for s in (f"LIN+{i}++4000862141404:EN", f"PIA+1+SKU-{i}:SA",
                                               f"QTY+145:{i + 2}:PCE", "LOC+18+A1::92")]
    return edifact(day, "INVRPT", ["BGM+35+STOCK-1+9", *lines])


def edifact_notices(day):
    lines = [s for i in range(COUNT) for s in (f"LIN+{i}++4000862141404:EN", f"PIA+1+SKU-{i}:SA",
                                               f"QTY+12:{i + 1}:PCE")]
    return edifact(day, "DESADV", [f"BGM+351+DES-{day}+9", "RFF+ON:SO-1001", "CPS+1", *lines, f"CNT+2:{COUNT}"])


def table(names, line, numbers=range(COUNT)):
    return ";".join(names) + "\n" + "".join(";".join(line(i)) + "\n" for i in numbers)


def csv_stock(day):
    return table(["place", "sku", "on_hand"], lambda i: ["W1", f"SKU-{i}", f"{i + 2}"], order(day))


def csv_receipts(day):
    return table(["receipt", "line", "purchase_order", "place", "sku", "expected", "received", "received_at"],
                 lambda i: [f"WR-{day}", f"{i}", "PO-100", "W1", f"SKU-{i}", "", f"{i + 1}", f"{day}T10:00:00+02:00"])


def csv_shipments(day):
    return table(["shipment", "order", "carrier", "tracking", "pieces", "left_at"],
                 lambda i: [f"SHP-{day}-{i}", f"#{i}", "UPS", f"1Z{i:010}", f"{i + 1}", f"{day}T10:00:00+02:00"])


def csv_returns(day):
    return table(["return", "line", "order", "place", "sku", "quantity", "condition", "returned_at"],
                 lambda i: [f"RMA-{day}-{i}", "1", f"#{i}", "W1", f"SKU-{i}", f"{i + 1}", "", f"{day}T10:00:00+02:00"])


def xml(root, day, count, lines):
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} written="{day}T23:30:00+02:00" '
            f'{count}="{COUNT}">\n{lines}</{root}>\n')


def xml_stock(day):
    return xml("stock", day, "lines",
               "".join(f'<line place="W1" sku="SKU-{i}" on_hand="{i + 2}"/>\n' for i in range(COUNT)))


def xml_receipts(day):
    return xml("receipts", day, "lines", "".join(
        f'<line receipt="WR-{day}" line="{i}" purchase_order="PO-100" place="W1" sku="SKU-{i}" expected="{i + 1}" '
        f'received="{i + 1}" received_at="{day}T10:00:00+02:00"/>\n' for i in range(COUNT)))


def xml_shipments(day):
    return xml("shipments", day, "parcels", "".join(
        f'<parcel shipment="SHP-{day}-{i}" order="#{i}" carrier="UPS" tracking="1Z{i:010}" '
        f'left_at="{day}T10:00:00+02:00">'
        f'<line line="1" sku="SKU-{i}" quantity="{i + 1}"/></parcel>\n' for i in range(COUNT)))


def xml_returns(day):
    return xml("returns", day, "lines", "".join(
        f'<line return="RMA-{day}-{i}" line="1" order="#{i}" place="W1" sku="SKU-{i}" quantity="{i + 1}" '
        f'condition="good" returned_at="{day}T10:00:00+02:00"/>\n' for i in range(COUNT)))


# ── a provider's reports, catalogues ──────────────────────────────────────────────────────────────────────────────────

def settlement(day):
    head = ("Company Account,Merchant Account,Psp Reference,Merchant Reference,Creation Date,TimeZone,Type,"
            "Modification Reference,Net Currency,Net Debit (NC),Net Credit (NC),Batch Number\n")
    batch = int(day[-2:])
    lines = "".join(f"C,M,P{day}{i},#{i},{day} 10:00:00,CET,{'Refunded' if cents(i) < 0 else 'Settled'},R{i},EUR,"
                    f"{money(-cents(i)) if cents(i) < 0 else ''},{money(cents(i)) if cents(i) > 0 else ''},{batch}\n"
                    for i in range(COUNT))
    paid = f'C,M,,,{day} 23:00:00,CET,MerchantPayout,"TX7XT batch {batch}, M",EUR,{money(TOTAL)},,{batch}\n'
    return head + lines + paid


def accounting(day):
    head = ("Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Booking Date,TimeZone,"
            "Record Type,Modification Psp Reference,Main Currency,Main Amount\n")
    line = "C,M,P{day}{i},#{i},mc,{day} {time},CET,{kind},{mod},EUR,{amount}\n"
    return head + "".join(
        line.format(day=day, i=i, time="10:00:00", kind="Received", mod="", amount=money(abs(cents(i))))
        + line.format(day=day, i=i, time="11:00:00", kind="Settled", mod=f"M{day}{i}", amount=money(abs(cents(i))))
        for i in range(COUNT))


def both(records):
    """What came in and what went out."""
    return sum(max(cents(i), 0) for i in records), sum(max(-cents(i), 0) for i in records)


def paypal(day, number, records, head, line, footers, whole):
    """The file of a report; whole: (credits, debits, count) of all of its files, in its last one."""
    date = day.replace("-", "/")
    ended = f'"RF",{footers(*whole)}\n"RC",{whole[2]}\n' if whole else ""
    return (f'"RH",{date} 14:05:05 +0100,"X","NORDLICHT",009,\n"FH",{number:02}\n'
            f'"SH",{date} 00:00:00 +0100,{date} 23:59:59 +0100,"NORDLICHT",""\n'
            f'"CH",{",".join(head)}\n{"".join(line(i, date) for i in records)}'
            f'"SF",{footers(*both(records), len(records))}\n"SC",{len(records)}\n{ended}"FF",{len(records)}\n')


COLUMNS = ["Transaction ID", "Invoice ID", "PayPal Reference ID", "PayPal Reference ID Type", "Transaction Event Code",
           "Transaction Initiation Date", "Transaction Completion Date", "Transaction  Debit or Credit",
           "Gross Transaction Amount", "Gross Transaction Currency", "Fee Debit or Credit", "Fee Amount",
           "Fee Currency"]


def code_of(i):
    """What came in; every fifth time what went back, or, every fiftieth, to the bank."""
    return "T0006" if cents(i) > 0 else "T1107" if i % 50 else "T0400"


def paypal_line(i, date, more):
    mark, fee = ("DR", ",,") if cents(i) < 0 else ("CR", '"DR",3,"EUR"')
    at = f"{date} 10:00:00 +0100"
    return (f'"SB","{date[-2:]}X{i:05}","#{i}","","","{code_of(i)}",{at},{at},"{mark}",{abs(cents(i))},"EUR",{fee},'
            f'{more}\n')


def stl(records, number, is_last):
    def footers(plus, minus, count):
        fees = 3 * sum(cents(i) > 0 for i in (records if count == len(records) else range(COUNT)))
        return f'"EUR",{plus},{minus},0,{fees},"CR",100000,"CR",{100000 + plus - minus - fees},{count}'

    def line(i, date):
        return paypal_line(i, date, f'"","{date[-2:]}{i:08}"')

    whole = (*both(range(COUNT)), COUNT) if is_last else None
    head = [*COLUMNS, "Custom Field", "Bank Reference ID"]
    return lambda day: paypal(day, number, records, head, line, footers, whole)


def trr(day):
    return paypal(day, 1, range(COUNT), [*COLUMNS, "Transactional Status"], lambda i, date: paypal_line(i, date, '"S"'),
                  lambda plus, minus, count: count, (0, 0, COUNT))


HALF = COUNT // 2
stl_first, stl_second = stl(range(HALF), 1, False), stl(range(HALF, COUNT), 2, True)


def feed(day):
    items = "".join(f"<item><g:id>SKU-{i}</g:id><g:title>Mug {i}</g:title>"
                    f"<g:price>{money(abs(cents(i)))} EUR</g:price></item>\n" for i in order(day))
    return ('<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
            f"<title>Shop</title>\n{items}</channel></rss>\n")


def feed_table(day):
    return "id\ttitle\tgtin\tprice\n" + "".join(f"SKU-{i}\tMug {i}\t\t{money(abs(cents(i)))} EUR\n" for i in order(day))
