#define ENTRIES ""
#define STATEMENTS ""
#define AMOUNT "[\"Gross Transaction Amount\"]"
#include "statements.h"

#include "format/paypal.h"

static struct paypal_report *report;

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	report = paypal_report_new(a);
	return paypal_new(a, window_new(a, x->chars, fill), x->wanted, x->count, report, claims);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return paypal_next(reader, batch, founds, e) && (founds->count > 0 || paypal_report_end(report, e));
}

#define CH "\"CH\",\"Transaction ID\",\"Transaction  Debit or Credit\",\"Gross Transaction Amount\"," \
	"\"Gross Transaction Currency\",\"Fee Debit or Credit\",\"Fee Amount\",\"Fee Currency\"\n"

static const char one[] =
	"\"RH\",2026/04/01 02:05:05 -0800,\"A\",\"M1\",009,\n"
	"\"FH\",01\n"
	"\"SH\",2026/03/31 00:00:00 -0800,2026/03/31 23:59:59 -0800,\"M1\",\"P\"\n"
	CH
	"\"SB\",\"A1\",\"CR\",1560,\"USD\",\"DR\",52,\"USD\"\n"
	"\"SB\",\"A, 2\",\"DR\",500,\"USD\",\"CR\",20,\"USD\"\n"
	"SB,A3,CR,15000,JPY,,,\n"
	"SB,A4,CR,1700,BRL,DR,344,BRL\n"
	"SB,A5,DR,1356,BRL,,,\n"
	"\"SF\",\"USD\",1560,500,20,52,\"CR\",1000,\"CR\",2028,\"CR\",0,\"CR\",7,4\n"
	"\"SF\",\"JPY\",15000,0,0,0,\"CR\",1,\"CR\",99,\"DR\",1000,\"CR\",14000,4\n"
	"\"SC\",5\n"
	"SH,2026/03/31 00:00:00 -0800,2026/03/31 23:59:59 -0800,M2,\n"
	CH
	"SB,B1,DR,300,USD,,,\n"
	"SF,USD,0,300,0,0,CR,100,DR,200,CR,0,CR,0,1\n"
	"SC,1\n"
	"RF,USD,1560,800,20,52,CR,1100,CR,1828,CR,0,CR,0,4\n"
	"RF,JPY,15000,0,0,0,CR,0,CR,15000\n"
	"RC,6\n"
	"FF,6\n";

static void reports(void)
{
	gives("", "[\"Transaction ID\"];[\"Transaction Debit or Credit\"];[\"Gross Transaction Amount\"];"
		"[\"Fee Amount\"];^.account;^.partner", text(one),
		"['A1'|'CR'|'1560'|'52'|'M1'|'P']['A, 2'|'DR'|'500'|'20'|'M1'|'P']['A3'|'CR'|'15000'|''|'M1'|'P']"
		"['A4'|'CR'|'1700'|'344'|'M1'|'P']['A5'|'DR'|'1356'|''|'M1'|'P']['B1'|'DR'|'300'|''|'M2'|'']",
		"records, with what their sections say");
	gives("", "^.from;^.to", S("SH,2026/03/31 00:00:00 -0800,b,M\n" CH "RF,0\nFF,0\n"), "", "none");
	gives("", "", S("SH,a,b,M\nCH,X,Y\nSB,1,2\nSF,1\nSC,1\nRF,1\nRC,1\nFF,1\n"), "['SB'|'1'|'2']",
		"all columns, and footers that count");
	gives("", "X;^.account", S("\xEF\xBB\xBFSH,a,b,M\r\nCH,X,Y\r\nSB,1,\"2\n3\"\r\nSF,1\r\nSH,a,b,N\nCH,Y,X\nSB,4,5\n"
		"RF,2\r\nFF,2\r\n\r\n"), "['1'|'M']['5'|'N']", "columns of each section, CRLF, a mark");
	gives("", "X", S("SH,a,b,M\nCH,X,Y\nSB,1\nSB,1,2,3\nRF,2\nFF,2\n"), "['1'!2 fields where the header has 3]"
		"['1'!4 fields where the header has 3]", "what is wrong with one record is its fault");
	holds(text(one), "the credits of USD of the section of M1=1560;the debits of USD of the section of M1=500;"
		"the credits of fees of USD of the section of M1=20;the debits of fees of USD of the section of M1=52;"
		"the closing balance of USD of the section of M1=2028;"
		"the credits of JPY of the section of M1=15000;the debits of JPY of the section of M1=0;"
		"the credits of fees of JPY of the section of M1=0;the debits of fees of JPY of the section of M1=0;"
		"the closing balance of JPY of the section of M1=14000;"
		"the count of records of the section of M1=5;what has no footer of BRL of the section of M1=0;"
		"the credits of USD of the section of M2=0;the debits of USD of the section of M2=300;"
		"the credits of fees of USD of the section of M2=0;the debits of fees of USD of the section of M2=0;"
		"the closing balance of USD of the section of M2=-200;the count of records of the section of M2=1;"
		"the credits of USD of the report=1560;the debits of USD of the report=800;"
		"the credits of fees of USD of the report=20;the debits of fees of USD of the report=52;"
		"the closing balance of USD of the report=1828;"
		"the credits of JPY of the report=15000;the debits of JPY of the report=0;"
		"the credits of fees of JPY of the report=0;the debits of fees of JPY of the report=0;"
		"the closing balance of JPY of the report=15000;the count of records of the report=6;"
		"the count of records of the file=6;what has no footer of BRL of the report=0;", "all figures are held");
	cut_anywhere(text(one), "[\"Transaction ID\"]", "a report");
}

static void wrong_reports(void)
{
	Str s = text(one);

	fails(s, "1560,\"USD\",\"DR\"", "1561,\"USD\",\"DR\"",
		"line 10: the file states 1560 for the credits of USD of the section of M1, its records give 1561",
		"an amount");
	fails(s, "\"CR\",20,", "\"CR\",21,",
		"line 10: the file states 20 for the credits of fees of USD of the section of M1, its records give 21",
		"a fee");
	fails(s, "SB,A5,DR,1356,BRL,,,\n", "",
		"line 11: the file states 5 for the count of records of the section of M1, its records give 4", "a record");
	fails(s, "DR,1356,", "DR,1355,",
		"line 12: the file states 0 for what has no footer of BRL of the section of M1, its records give 1",
		"a currency that no footer names");
	fails(s, "\"CR\",2028", "\"CR\",2029",
		"line 10: the file states 2029 for the closing balance of USD of the section of M1, its records give 2028",
		"a balance");
	fails(s, "RF,USD,1560,800", "RF,USD,1560,801",
		"line 18: the file states 801 for the debits of USD of the report, its records give 800", "of the report");
	fails(s, "RC,6", "RC,7",
		"line 20: the file states 7 for the count of records of the report, its records give 6", "its count");
	fails(s, "FF,6", "FF,5", "line 21: the file states 5 for the count of records of the file, its records give 6",
		"of the file");
	fails(s, "FF,6\n", "", "line 20: the file is cut off: it has no FF", "no end");
	fails(s, "FF,6\n", "FF,6\nFF,6\n", "line 22: a row \"FF\" stands there twice", "two ends");
	fails(s, "FF,6\n", "FF,6\nSB,1,CR,1,USD,,,\n", "line 22: a row \"SB\" stands behind the footers of its section",
		"a record behind the end");
	fails(s, "\"FH\",01", "\"FH\",02", "line 2: this is file 2 of its report, and 1 is the next one", "a file before");
	fails(s, "SC,1\n", "SC,1\nSB,B2,DR,1,USD,,,\n", "line 18: a row \"SB\" stands behind the footers of its section",
		"a record behind its section");
	fails(s, "SC,1\n", "XX,1\n", "line 17: a row \"XX\" is of no kind that a report of PayPal has", "another row");
	fails(s, "\"CR\",1560", "\"CR\",15.60",
		"line 5: Gross Transaction Amount is \"15.60\", so that the report cannot be proven", "an amount with a point");
	fails(s, "\"CR\",1560", "\"XX\",1560",
		"line 5: Gross Transaction Amount is neither CR nor DR, so that the report cannot be proven", "no mark");
	gives("", "X", S("SH,a,b,M\nSB,1\nRF,1\nFF,1\n"),
		"=line 2: a record without a row before it that names its columns", "no columns");
	gives("", "X", S("SH,a,b,M\nCH,X\nSB,1\nFF,1\n"),
		"=the report goes on behind its file 1: it has no RF, so that more of it is missing",
		"no footer of the report");
	gives("", "X", S("a,b\n1,2\n"), "=line 1: a row \"a\" is of no kind that a report of PayPal has", "another file");
	gives("", "X", S(""), "=line 1: the file is cut off: it has no FF", "nothing");
}

static Str tell_file(struct arena *a, Str content, struct paypal_report *of, struct err *e)
{
	struct buf *out = buf_new(a, 1 << 16);
	struct founds founds;
	struct asked asked;
	void *reader;

	if (!ask(a, content, 0, false, "", "X", &asked, e))
		return S("");
	reader = paypal_new(a, window_new(a, asked.chars, 0), asked.wanted, asked.count, of, claims_new(a));
	do {
		if (!paypal_next(reader, a, &founds, e))
			return text(e->message);
		for (size_t i = 0; i < founds.count; i++)
			put_found(out, &founds.at[i]);
	} while (founds.count > 0);
	return buf_str(out);
}

/* A report over files is proven by the last of them. */
static void several_files(void)
{
	struct arena *a = arena_new(NULL);
	struct paypal_report *of = paypal_report_new(a);
	struct err e = {0}, again = {0};

	is_str(tell_file(a, S("FH,1\nSH,a,b,M\nCH,X\nSB,1\nSB,2\nFF,2\n"), of, &e), S("['1']['2']"), "the first file");
	ok(!paypal_report_end(of, &e), "is not all of it");
	is_str(tell_file(a, S("FH,3\nSH,a,b,M\nCH,X\nSB,3\nRC,3\nFF,1\n"), of, &again),
		S("line 1: this is file 3 of its report, and 2 is the next one"), "a file between them is missing");
	err_clear(&again);
	is_str(tell_file(a, S("FH,2\nSH,a,b,M\nCH,X\nSB,3\nRC,3\nFF,1\n"), of, &again), S("['3']"), "the second file");
	ok(paypal_report_end(of, &again), "ends it");
	is_str(tell_file(a, S("FH,1\nSH,a,b,M\nCH,X\nSB,4\nRC,1\nFF,1\n"), of, &again), S("['4']"), "another report");
	arena_end(a);
	free(a);
}

#define CRM "paypal/wikimedia-fundraising-crm/"
#define PIG "paypal/wikimedia-fundraising-SmashPig/"
#define STL "/paypal/incoming/STL-20260106.01.009.csv"
#define GROSS_AND_FEE "[\"Gross Transaction Amount\"];[\"Gross Transaction Currency\"];[\"Fee Amount\"]"

static void published(void)
{
	static const char good[] = "['10400'|'HKD'|'556']['1560'|'USD'|'52']['1700'|'BRL'|'344']['1356'|'BRL'|'']"
		"['241'|'USD'|'']";
	static const struct sample files[] = {
		{CRM "STL-20260106.01.009.csv", GROSS_AND_FEE, good},
		{CRM "stl_file" STL, GROSS_AND_FEE, good},
		{CRM "stl_chargeback_double_transaction" STL, "",
			"=line 5: the file states 600 for the closing balance of EUR of the section of EZ782AXEUJUW8, its records "
			"give 9580"},
		{CRM "stl_chargeback_orphan" STL, "",
			"=line 5: the file states 1000 for the debits of GBP of the report, its records give 10000"},
		{CRM "stl_chargeback_variants" STL, "",
			"=line 9: the file states 20922 for the closing balance of EUR of the section of EZ782AXEUJUW8, its "
			"records give 10758"},
		{CRM "stl_order_recur" STL, "",
			"=line 4: the file states 52 for the debits of fees of USD of the section of EZ782AXEUJUW8, its records "
			"give 0"},
		{PIG "stl_payout_currency_convert.csv", "",
			"=line 6: the file states 84433880 for the closing balance of USD of the report, its records give 7015951"},
		{PIG "trr_express_with_non_data_rows.csv", "",
			"=line 6: the file states 20039 for the number of records of the section of EZ782AXEUJUW8, its records "
			"give 1"},
		{CRM "trr_recur_payment/paypal/incoming/TRR-20260125.01.008.CSV", "",
			"=line 5: the file is cut off: it has no FF"},
		{CRM "trr_file/paypal/incoming/trr_paypal_express_donation.csv", "",
			"=line 2: the file is cut off: it has no FF"},
		{PIG "trr_void.csv", "", "=line 3: the file is cut off: it has no FF"},
		{PIG "trr_grant.csv", "", "=line 2: the file is cut off: it has no FF"},
		{PIG "sar_classic_subscr_cancel.csv", "", "=line 2: the file is cut off: it has no FF"},
	};

	samples("", files, sizeof files / sizeof *files);
}

int main(void)
{
	reports();
	wrong_reports();
	several_files();
	published();
	return done();
}
