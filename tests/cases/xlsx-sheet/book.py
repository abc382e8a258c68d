"""Writes the workbooks of the case as spreadsheet programs do: shared and inline texts, dates by style, gaps."""

import zipfile
from pathlib import Path

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

STYLES = f'''{HEAD}<styleSheet {MAIN}><numFmts count="1">
<numFmt numFmtId="164" formatCode="[$-407]dd/mm/yyyy\\ hh:mm;@"/>
</numFmts><cellXfs count="4">
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs>
</styleSheet>'''
TEXTS = f'''{HEAD}<sst {MAIN} count="9" uniqueCount="7"><si><t>Article</t></si><si><t>Place</t></si>
<si><t>Quantity</t></si><si><t>Counted</t></si><si><t>Good</t></si>
<si><r><t>MUG</t></r><r><rPr><b/></rPr><t xml:space="preserve">-01</t></r>
<rPh sb="0" eb="1"><t>no</t></rPh></si><si><t>A "1", left</t></si></sst>'''
ROWS = '''<row r="1"><c r="A1" t="inlineStr"><is><t>Stock of the north, as counted</t></is></c></row>
<row r="3"><c r="A3" t="s"><v>0</v></c>
<c r="B3" t="s"><v>1</v></c>
<c r="C3" t="s"><v>2</v></c>
<c r="D3" t="s"><v>3</v></c>
<c r="E3" t="s"><v>4</v></c></row>
<row r="4"><c r="A4" t="s"><v>5</v></c>
<c r="B4" t="s"><v>6</v></c>
<c r="C4"><f>3+4</f><v>7</v></c>
<c r="D4" s="1"><v>{0}</v></c>
<c r="E4" t="b"><v>1</v></c></row>
<row r="7" hidden="1"><c r="A7" t="str"><f>A1</f><v>CUP-02</v></c>
<c r="B7" t="inlineStr"><is><t>B
2</t></is></c>
<c r="C7" s="3"><v>0</v></c>
<c r="D7" s="2"><v>{0}.1875</v></c></row>
<row r="8"><c r="A8" t="inlineStr"><is><t>JAR-03</t></is></c>
<c r="B8" t="s"><v>6</v></c>
<c r="C8" t="e"><v>#N/A</v></c></row>
<row r="9"><c r="A9" s="1"/>
<c r="F9" s="2"/></row>'''


def book(path, serial, flag):
    sheet = f'{HEAD}<worksheet {MAIN}><sheetData>{ROWS.format(serial)}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in {
            "xl/worksheets/sheet7.xml": sheet,
            "xl/worksheets/sheet1.xml": f"{HEAD}<worksheet {MAIN}><sheetData/></worksheet>",
            "xl/sharedStrings.xml": TEXTS,
            "xl/styles.xml": STYLES,
            "xl/_rels/workbook.xml.rels": f'''{HEAD}<Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId3" Type="x/worksheet"
Target="worksheets/sheet1.xml"/><Relationship Id="rId1" Type="x/worksheet" Target="/xl/worksheets/sheet7.xml"/>
</Relationships>''',
            "xl/workbook.xml": f'''{HEAD}<workbook {MAIN} {RELS}><workbookPr{flag}/><sheets>
<sheet name="Notes" sheetId="1" r:id="rId3"/><sheet name="Bestände" sheetId="9" state="hidden" r:id="rId1"/></sheets>
</workbook>''',
        }.items():
            out.writestr(zipfile.ZipInfo(name, (2026, 3, 30, 0, 0, 0)), text)


book("2026-03-30/stock.xlsx", 46111, "")
book("2026-03-31/stock.xlsx", 44650, ' date1904="1"')
whole = Path("2026-03-30/stock.xlsx").read_bytes()
Path("2026-04-01/stock.xlsx").write_bytes(whole[:len(whole) // 2])
