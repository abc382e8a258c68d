#include "statements.h"

#include "format/ofx.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	(void)claims;
	return ofx_new(a, window_new(a, x->chars, fill), &x->rows, x->wanted, x->count);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return ofx_next(reader, batch, founds, e);
}

/* As SGML, with values that are empty, or that a bank closes after all. */
static const char one[] =
	"OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nCHARSET:1252\n\n"
	"<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20260401030000<LANGUAGE></LANGUAGE>"
	"</SONRS></SIGNONMSGSRSV1>\n<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>EUR\n"
	"<BANKACCTFROM><BANKID>10010010<ACCTID>6820101<ACCTTYPE>CHECKING</BANKACCTFROM>\n"
	"<BANKTRANLIST><DTSTART>20260331<DTEND>20260331\n"
	"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260331120000[+2:CEST]<TRNAMT>12,50<FITID>1<CHECKNUM><NAME>A &amp; B\n"
	"<MEMO>Caf&#233; &lt;1&gt;</STMTTRN>\n"
	"<STMTTRN><TRNTYPE>DEBIT</TRNTYPE><DTPOSTED>20260331</DTPOSTED><TRNAMT>-7.00</TRNAMT><FITID>2</FITID>"
	"<NAME><![CDATA[C <& D]]></NAME></STMTTRN>\n"
	"</BANKTRANLIST><LEDGERBAL><BALAMT>105.50<DTASOF>20260331</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

static void statements(void)
{
	gives(ENTRIES, "trntype;dtposted;trnamt;amount;fitid;checknum;name;memo", text(one),
		"['CREDIT'|'20260331120000[+2:CEST]'|'12,50'|'12.50'|'1'|-|'A & B'|'Caf\xC3\xA9 <1>']"
		"['DEBIT'|'20260331'|'-7.00'|'-7.00'|'2'|-|'C <& D'|-]", "entries");
	gives("statements[*]", "curdef;bankacctfrom.acctid;dtstart;dtend;ledgerbal.balamt;ledgerbal.dtasof;dtserver",
		text(one),
		"['EUR'|'6820101'|'20260331'|'20260331'|'105.50'|'20260331'|'20260401030000']", "a statement");
	cut_anywhere(text(one), "amount", "SGML");
	gives(ENTRIES, "amount;^.ccacctfrom.acctid", S("<?xml version=\"1.0\"?>\r\n<?OFX OFXHEADER=\"200\"?>\r\n<!-- a <b> "
		"-->\r\n<OFX>\r\n<CCSTMTRS>\r\n<CCACCTFROM><ACCTID>1</ACCTID></CCACCTFROM><STMTTRN>\r\n<TRNAMT> 1.10 "
		"</TRNAMT>\r\n</STMTTRN></CCSTMTRS><STMTRS><STMTTRN><TRNAMT>2</TRNAMT></STMTTRN></STMTRS></OFX>"
		""), "['1.10'|'1']['2'|-]",
		"XML, two statements, one of a card");
	gives(ENTRIES, "amount;^.ledgerbal.balamt", S("<OFX><CCSTMTRS><BANKTRANLIST><DTSTART>1<STMTTRN><TRNAMT>1</STMTTRN>"
		"<LEDGERBAL><BALAMT>5</LEDGERBAL></CCSTMTRS></OFX>"), "['1'|'5']", "a list that is not closed");
	gives(ENTRIES, "trnamt;amount", S("<OFX><STMTRS><STMTTRN><TRNAMT>$120</STMTTRN><STMTTRN><TRNAMT>1.000,50</STMTTRN>"
		"</STMTRS></OFX>"), "['$120'|'$120']['1.000,50'|'1.000,50']", "what is no amount stays as it is");
	gives(ENTRIES, "name", S("<OFX><STMTRS><STMTTRN><NAME>\xFC</STMTTRN></STMTRS></OFX>"),
		"['\xFC'!not UTF-8; say in charset what the bank writes]", "text in no UTF-8");
	gives(ENTRIES, "name;memo", S("<OFX><STMTRS><STMTTRN><NAME>R&D &#0; &x; a < b<MEMO><!-- x -->y</STMTTRN>"
	"</STMTRS></OFX>"),
		"['R&D &#0; &x; a < b'|'y']", "marks that are meant as they are");
	gives("statements[0].entries[*]", "amount", S("<OFX><STMTRS><STMTTRN><TRNAMT>1</STMTTRN></STMTRS>"
		"<STMTRS><STMTTRN><TRNAMT>2</STMTTRN></STMTRS></OFX>"), "['1']", "the first of two");
}

static void wrong_files(void)
{
	Str s = text(one);

	fails(s, "</OFX>", "", "line 13: the file is cut off: it has no </OFX>", "no end");
	fails(s, "</STMTRS>", "", "line 7: the statement that begins here is cut off", "a statement without its end");
	fails(s, "<OFX>", "<HTML>", "line 6: a tag \"HTML\" stands outside of <OFX>", "a page");
	fails(s, "</STMTTRN>\n</BANK", "</X></STMTTRN>\n</BANK", "line 12: </X> closes what is not open", "an end of "
	"nothing");
	fails(s, "</STMTTRN>\n<STMT", "</STMTTRN>x\n<STMT", "line 11: </STMTTRN> is followed by a text that belongs "
	"to no tag",
		"a text between tags");
	fails(s, "<CODE>0<SEVERITY>INFO", "<CODE>15500<SEVERITY>ERROR<MESSAGE>Signon invalid", "line 6: the bank answers "
		"with error 15500: Signon invalid", "an error in its status");
	gives(ENTRIES, "amount", S("OFXHEADER:100\n"), "=this is no OFX: it has no <OFX>", "a head alone");
	gives(ENTRIES, "amount", S("<OFX></OFX>"), "=there is no statement here: no STMTRS, no CCSTMTRS", "no statement");
	gives(ENTRIES, "amount", S("<OFX><INVSTMTRS></INVSTMTRS></OFX>"), "=line 1: a statement of securities; of banks "
		"and credit cards they are read", "securities");
	gives(ENTRIES, "amount", S("<OFX></OFX><A>"), "=line 1: a tag \"A\" stands outside of <OFX>", "a tag behind "
	"the end");
}

static void published(void)
{
	static const struct sample of[] = {
		{"ofx/bank-statement-import/test_ofx_iban.ofx", "amount;fitid", "['-80'|'219378']['-90'|'219379']['-100'|"
			"'219380']['-90'|'219381']"},
		{"ofx/ofxparse/account_listing_aggregation.ofx", "amount;fitid", "=there is no statement here: no "
			"STMTRS, no CCSTMTRS"},
		{"ofx/ofxparse/fail_nice/decimal_error.ofx", "amount;fitid", "['$120'|'2000957249']"},
		{"ofx/ofxparse/investment_medium.ofx", "amount;fitid", "=line 32: a statement of securities; of banks "
			"and credit cards they are read"},
		{"ofx/ofxparse/multiple_accounts.ofx", "amount;fitid", ""},
		{"ofx/ofxparse/ofx-v102-empty-tags.ofx", "amount;fitid", "['12.34'|-]"},
		{"ofx/ofxparse/signon_success.ofx", "amount;fitid", "=there is no statement here: no STMTRS, no CCSTMTRS"},
		{"ofx/ofxparse/signon_success_no_message.ofx", "amount;fitid", "=there is no statement here: no STMTRS, "
			"no CCSTMTRS"},
		{"ofx/ofxparse/suncorp.ofx", "amount;name", "['-16.85'|'EFTPOS WDL HANDYWAY ALDI STORE']"},
		{"ofx/ofxparse/tiaacref.ofx", "amount;fitid", "=line 11: a statement of securities; of banks and credit "
			"cards they are read"},
		{"ofx/ofxtools/br_nubank_cc.ofx", "amount;^.ledgerbal.balamt", "['-13.00'|'-1280.91']['-162.90'|"
			"'-1280.91']['-33.46'|'-1280.91']['-9.02'|'-1280.91']['-103.53'|'-1280.91']['-959.00'|'-1280.91']"},
		{"ofx/ofxtools/profrs.ofx", "amount;fitid", "=line 150: the bank answers with error 15500: Signon invalid"},
		{"ofx/ofxtools/stmtrs.ofx", "amount;fitid", "['-200.00'|'00002']['-300.00'|'00003']"},
		{"ofx/ofxtools/stmtrs_euro.ofx", "amount;fitid", "['-200.00'|'00002']['-300.00'|'00003']"},
	};

	samples(ENTRIES, of, sizeof of / sizeof *of);
}

int main(void)
{
	statements();
	wrong_files();
	published();
	return done();
}
