#define ENTRIES "Document.BkToCstmrStmt.Stmt[*].Ntry[*]"
#define STATEMENTS "Document.BkToCstmrStmt.Stmt[*]"
#define AMOUNT "Amt"

#include "statements.h"

#include "format/camt.h"
#include "format/xml.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	struct xml_reader *xml = xml_reader_new(a, x->chars, &x->rows, x->wanted, x->count);

	(void)fill;
	xml_reader_hold(xml, claims);
	return xml;
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return xml_reader_next(reader, batch, founds, e);
}

#define MONEY(amount, mark) "<Amt Ccy=\"EUR\">" amount "</Amt><CdtDbtInd>" mark "</CdtDbtInd>"
#define BAL(code, amount, mark) "<Bal><Tp><CdOrPrtry><Cd>" code "</Cd></CdOrPrtry></Tp>" MONEY(amount, mark) "</Bal>\n"
#define NTRY(amount, mark, status) "<Ntry>" MONEY(amount, mark) "<Sts>" status "</Sts></Ntry>\n"
#define STMT(content) "<Document><BkToCstmrStmt><Stmt><Id>S1</Id>\n" content "</Stmt></BkToCstmrStmt></Document>\n"

static const char one[] = STMT(BAL("OPBD", "10.00", "DBIT") BAL("CLBD", "2.50", "CRDT")
	"<TxsSummry><TtlNtries><NbOfNtries>4</NbOfNtries><Sum>113.5</Sum></TtlNtries>"
	"<TtlCdtNtries><NbOfNtries>3</NbOfNtries><Sum>113</Sum></TtlCdtNtries>"
	"<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>0.50</Sum></TtlDbtNtries></TxsSummry>\n"
	NTRY("12.00", "CRDT", "BOOK") NTRY("0.5", "DBIT", "<Cd>BOOK</Cd>") NTRY("100", "CRDT", "PDNG")
	"<Ntry><Amt Ccy=\"EUR\">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts></Ntry>\n");

static void statements(void)
{
	gives(ENTRIES, "Amt;^.Id", text(one), "['12.00'|'S1']['0.5'|'S1']['100'|'S1']['1'|'S1']", "entries");
	holds(text(one), "the number of entries of S1=4;the sum of entries of S1=113.5;the number of credits of S1=3;"
		"the sum of credits of S1=113;the number of debits of S1=1;the sum of debits of S1=0.5;"
		"the closing balance of S1=2.5;", "all its figures are held");
	holds(text(STMT(BAL("PRCD", "1", "CRDT") BAL("ITBD", "3", "CRDT") NTRY("2", "CRDT", "BOOK"))),
		"the closing balance of S1=3;", "from what the day before closed with to an intermediate balance");
	holds(text(STMT(BAL("ITBD", "1", "CRDT") BAL("ITBD", "3", "CRDT") NTRY("2", "CRDT", "BOOK"))),
		"the closing balance of S1=3;", "a page in the middle");
	holds(text(STMT(BAL("ITBD", "1", "CRDT") BAL("CLBD", "3", "CRDT") NTRY("2", "CRDT", "BOOK"))),
		"the closing balance of S1=3;", "the last page");
	holds(text(STMT(BAL("ITBD", "1", "CRDT") NTRY("2", "CRDT", "BOOK"))), "", "one balance alone says nothing");
	cut_anywhere(text(one), "Amt", "a statement");
}

static void wrong_statements(void)
{
	fails(text(one), "2.50", "2.51", "line 3: the file states 2.51 for the closing balance of S1, its records give 2.5",
		"a closing balance that differs");
	fails(text(one), "<NbOfNtries>4", "<NbOfNtries>5", "line 4: the file states 5 for the number of entries of S1, its "
		"records give 4", "a number that differs");
	fails(text(one), "113.5", "113.4", "line 4: the file states 113.4 for the sum of entries of S1, its records give "
		"113.5",
		"a sum that differs");
	fails(text(one), ">12.00", ">12,00", "line 5: Ntry: its amount is no number, so that the statement cannot be "
		"proven",
		"an amount that is no number");
	fails(text(one), "CRDT</CdtDbtInd><RvslInd>", "C</CdtDbtInd><RvslInd>", "line 8: Ntry: it is neither credit nor "
		"debit, "
		"so that the statement cannot be proven", "neither credit nor debit");
	fails(text(one), "<Ntry><Amt Ccy=\"EUR\">12", "<Ntry><Amt Ccy=\"USD\">12", "line 6: Ntry: its currency is not that "
		"of "
		"what stands before it", "another currency");
}

static void other_messages(void)
{
	gives("Document.BkToCstmrAcctRpt.Rpt[*].Ntry[*]", "Amt", S("<Document><BkToCstmrAcctRpt><Rpt>"
		BAL("OPBD", "1", "CRDT") BAL("CLBD", "1", "CRDT") NTRY("2", "CRDT",
			"BOOK") "</Rpt></BkToCstmrAcctRpt></Document>"),
		"['2']", "the balances of a report are not held");
	gives("Document.BkToCstmrDbtCdtNtfctn.Ntfctn[*].Ntry[*]", "Amt", S("<Document><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N"
		"</Id><TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries></TxsSummry>" NTRY("2", "CRDT", "BOOK")
		"</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"), "=line 1: the file states 2 for the number of entries of N, "
		"its "
		"records give 1", "the summary of a notification is");
}

static void rows_must_fit(void)
{
	struct arena *a = arena_new(NULL);
	struct path path;
	struct err e = {0};

	ok(path_parse(a, S("Document.BkToCstmrStmt.Stmt.Ntry[*]"), &path, &e) && !camt_check(&path, &e),
		"rows that do not lead through each statement");
	is_z(e.message, "must lead through each statement: Document.BkToCstmrStmt.Stmt[*], Document.BkToCstmrAcctRpt.Rpt[*]"
		" or "
		"Document.BkToCstmrDbtCdtNtfctn.Ntfctn[*]", "are told so");
	arena_end(a);
	free(a);
}

static void published(void)
{
	static const struct sample of[] = {
		{"camt053/camt/camt053.v2.multi.statement.xml", "Amt;CdtDbtInd;^.Id",
			"['8.85'|'CRDT'|'253EURNL26VAYB8060476890']['7.00'|'DBIT'|'254EURNL26VAYB8060476890']"},
		{"camt053/bank-statement-import/test-camt053", "Amt;CdtDbtInd", "=line 38: the file states 15121.12 for the "
			"closing balance of 1234Test/1, its records give 15555.28"},
		{"camt053/bank-statement-import/test-camt053-bookgdt-dttm", "Amt;CdtDbtInd", "=line 38: the file states "
			"15121.12 for the closing balance of 1234Test/1, its records give 14814.02"},
		{"camt053/bank-statement-import/test-camt053-no-ntry", "Amt;CdtDbtInd", ""},
		{"camt053/bank-statement-import/test-camt053-txdtls", "Amt;CdtDbtInd", "['3483.00'|'CRDT']"},
		{"camt053/bank-statement-import/test-camt053.zip", "Amt;CdtDbtInd", "=line 38: the file states 15121.12 for "
			"the closing balance of 1234Test/2, its records give 15625.28"},
		{"camt053/camt/camt053.v2.all-balance-types.xml", "Amt;CdtDbtInd", "=line 68: the file states 4.04 for the "
			"closing balance of CAMT0532015012200001, its records give 9.86"},
		{"camt053/camt/camt053.v2.minimal.ultimate.xml", "Amt;CdtDbtInd", "=line 54: Bal: its currency is not that of "
			"what stands before it"},
		{"camt053/camt/camt053.v2.minimal.xml", "Amt;CdtDbtInd", "=line 54: Bal: its currency is not that of what "
			"stands before it"},
		{"camt053/camt/camt053.v2.with-party-ids.xml", "Amt;CdtDbtInd", "=line 54: Bal: its currency is not that of "
			"what stands before it"},
		{"camt053/camt/camt053.v4.xml", "Amt;CdtDbtInd", "=line 74: Bal: its currency is not that of what stands "
			"before it"},
		{"camt053/camt/camt53.only-Dt-with-DtTm.xml", "Amt;CdtDbtInd", ""},
	};
	static const struct sample reports[] = {
		{"camt053/camt/camt052.v6.Amt-zero.xml", "Amt;CdtDbtInd", "['200000'|'DBIT']"},
		{"camt053/camt/camt052.v8.xml", "Amt;CdtDbtInd", "['200000'|'DBIT']"},
	};
	static const struct sample notifications[] = {
		{"camt053/camt/camt054.v2.xml", "Amt;CdtDbtInd", "['200000'|'DBIT']"},
		{"camt053/camt/camt054.v8-with-financial-institution.xml", "Amt;CdtDbtInd", "['200000'|'DBIT']"},
	};

	samples(ENTRIES, of, sizeof of / sizeof *of);
	samples("Document.BkToCstmrAcctRpt.Rpt[*].Ntry[*]", reports, sizeof reports / sizeof *reports);
	samples("Document.BkToCstmrDbtCdtNtfctn.Ntfctn[*].Ntry[*]", notifications,
		sizeof notifications / sizeof *notifications);
}

int main(void)
{
	statements();
	wrong_statements();
	other_messages();
	rows_must_fit();
	published();
	return done();
}
