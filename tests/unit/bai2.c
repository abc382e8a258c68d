#include "statements.h"

#include "format/bai2.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	return bai2_new(a, window_new(a, x->chars, fill), &x->rows, x->wanted, x->count, claims);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return bai2_next(reader, batch, founds, e);
}

static const char one[] =
	"01,SENDER,RECEIVER,260401,0200,1,80,1,2/\n"
	"02,RECEIVER,SENDER,1,260331,2359,,2/\n"
	"03,12345,,010,100000,,,015,149050,,/\n"
	"88,100,50000,1,,400,950,1,/\n"
	"16,115,50000,S,1,2,3,BANK1,CUST1,LOCKBOX, PART 7/\n"
	"88,AND MORE/\n"
	"16,475,950,V,260402,0900,,,CHEQUE 12\n"
	"49,350950,6/\n"
	"03,678,JPY,015,300,,/\n"
	"16,399,5,0,/\n"
	"88,REF/\n"
	"16,890,,,,,HELD/\n"
	"49,305,5/\n"
	"98,351255,2,13/\n"
	"99,351255,1,15/\n";

static void statements(void)
{
	gives(ENTRIES, "type;mark;amount;amount_text;funds_type;funds;bank_reference;customer_reference", text(one),
		"['115'|'C'|'500.00'|'50000'|'S'|'1,2,3'|'BANK1'|'CUST1']['475'|'D'|'-9.50'|'950'|'V'|'260402,0900'|-|-]"
		"['399'|'C'|'5'|'5'|'0'|-|-|'REF']['890'|-|-|-|-|-|-|-]", "entries");
	gives(ENTRIES, "text;^.account;^.currency;^.group.date;^.file.sender;^.opening_ledger;^.closing_ledger", text(one),
		"['LOCKBOX, PART 7\nAND MORE'|'12345'|'USD'|'2026-03-31'|'SENDER'|'1000.00'|'1490.50']"
		"['CHEQUE 12'|'12345'|'USD'|'2026-03-31'|'SENDER'|'1000.00'|'1490.50']"
		"[-|'678'|'JPY'|'2026-03-31'|'SENDER'|-|'300']['HELD'|'678'|'JPY'|'2026-03-31'|'SENDER'|-|'300']",
		"texts, and what stands above them");
	gives("statements[*].summaries[*]", "type;amount;item_count;^.control_total", text(one),
		"['010'|'1000.00'|-|'350950']"
		"['015'|'1490.50'|-|'350950']['100'|'500.00'|'1'|'350950']['400'|'9.50'|'1'|'350950']['015'|'300'|-|'305']",
		"summaries");
	holds(text(one), "the control total of 12345=350950;the number of records of 12345=6;the closing ledger of "
		"12345=1490.5;"
		"the control total of 678=305;the number of records of 678=5;the control total of a group=351255;"
		"the number of accounts of a group=2;the number of records of a group=13;the control total of the file=351255;"
		"the number of groups of the file=1;the number of records of the file=15;", "all totals are held");
	cut_anywhere(text(one), "amount", "a file");
}

static void shapes(void)
{
	gives(ENTRIES, "amount;text", S("01,A,B,260401,0200,1,,,2/ 02,B,A,1,260331,,USD,/   03,1,,/\r\n"
		"16,142,250,Z,,,A/B  C/ 16,142,50,Z,,,D     \r\n49,300,4/\r\n98,300,1,6/ 99,300,1,8/\r\n"),
		"['2.50'|'A/B  C']['0.50'|'D']", "records on a line, CRLF");
	gives(ENTRIES, "amount;text", S("01,A,B,260401,0200,1,,,2/\n02,B,A,1,260331,,USD,/\n03,1,,/\n16,142,250,Z,,,A\n B, "
		"C\n"
		"16,142,50,Z,,,D\nE/\n88,F\n49,300,5/\n98,300,1,7/\n99,300,1,9/\n"), "['2.50'|'A\n B, C']['0.50'|'D\nE\nF']",
		"a text over lines");
	gives(ENTRIES, "amount", S("01,A,B,260401,0200,1,,,2/\n02,B,A,1,260331,,EUR,2/\n98,0,0,2/\n99,0,1,4/\n"
		"01,A,B,260401,0200,2,,,2/\n02,B,A,1,260331,,EUR,2/\n03,1,,/\n16,699,1,,/\n49,1,3/\n98,1,1,5/\n99,1,1,7/\n"),
		"['-0.01']", "two files, one without accounts");
	gives("statements[*]", "summaries[*].funds", S("01,A,B,260401,0200,1,,,2/\n02,B,A,1,260331,,EUR,2/\n"
		"03,1,,190,70000000,4,0,110/\n88,70000000,15,D,3,0,20000000,1,30000000,3,20000000/\n49,140000000,3/\n"
		"98,140000000,1,5/\n99,140000000,1,7/\n"), "[(- '0,20000000,1,30000000,3,20000000')]",
		"a distribution over days, in a record that goes on");
	gives("statements[*]", "closing_ledger", S("01,A,B,260401,0200,1,,,2/\n02,B,A,1,260331,,EUR,2/\n"
		"03,1,,010,-100,,,015,-200,,,100,50,,,400,150,,/\n49,-100,2/\n98,-100,1,4/\n99,-100,1,6/\n"), "['-2.00']",
		"total credits and debits lead from ledger to ledger");
	gives(ENTRIES, "amount", S("01,A,B,260401,0200,1,,,2/\n02,B,A,1,260331,,EUR,2/\n03,1,,/\n16,108,1,,,,\xFC/\n"
		"49,1,3/\n"
		"98,1,1,5/\n99,1,1,7/\n"), "['0.01'!not UTF-8; say in charset what the bank writes]", "text in no UTF-8");
}

static void wrong_files(void)
{
	Str s = text(one);

	fails(s, "49,350950,6", "49,350951,7", "line 8: the file states 350951 for the control total of 12345, its records "
		"give "
		"350950", "a control total of an account");
	fails(s, "49,350950,6", "49,350950,7", "line 8: the file states 7 for the number of records of 12345, its records "
		"give 6", "a number of records of an account");
	fails(s, "98,351255,2", "98,351255,3", "line 14: the file states 3 for the number of accounts of a group, its "
		"records "
		"give 2", "a number of accounts");
	fails(s, "2,13/", "2,14/", "line 14: the file states 14 for the number of records of a group, its records give 13",
		"a number of records of a group");
	fails(s, "99,351255,1,15", "99,351256,1,15", "line 15: the file states 351256 for the control total of the file, "
		"its "
		"records give 351255", "a control total of the file");
	fails(s, "99,351255,1,15", "99,351255,2,15", "line 15: the file states 2 for the number of groups of the file, its "
		"records give 1", "a number of groups");
	fails(s, "149050,,/\n88,100,50000,1,,400,950", "149051,,/\n88,100,50000,1,,400,949", "line 3: the file states "
		"1490.51 "
		"for the closing ledger of 12345, its records give 1490.5", "a closing ledger");
	fails(s, "98,351255,2,13/\n", "", "line 14: a record 99 ends a file, but a group has not ended", "no 98");
	fails(s, "99,351255,1,15/\n", "", "line 15: the file is cut off: it has no 99", "no 99");
	fails(s, "49,350950,6/\n", "", "line 8: a record 03 stands in an account that has not ended", "no 49");
	fails(s, "02,RECEIVER,SENDER,1,260331,2359,,2/\n", "", "line 2: a record 03 stands in no group", "no 02");
	fails(s, "01,SENDER,RECEIVER,260401,0200,1,80,1,2/\n", "", "line 1: a record 02 stands in no file", "no 01");
	fails(s, "80,1,2/", "80,1,1/", "line 1: a record 01 is of version \"1\", not 2", "another version");
	fails(s, "03,12345,,", "03,12345,XXL,", "line 3: a record 03 is in a currency that is none: \"XXL\"",
		"a currency that is none");
	fails(s, "03,12345,,", "03,,,", "line 3: a record 03 names no account", "no account");
	fails(s, "16,115,50000", "16,115,500.00", "line 5: a record 16 has an amount that is none: \"500.00\"",
		"an amount with a point");
	fails(s, "16,115,50000", "16,015,50000", "line 5: a record 16 of type 015 is neither credit nor debit",
		"a detail that is a balance");
	fails(s, "16,115,50000", "16,1x5,50000", "line 5: a record 16 has a type that is none: \"1x5\"",
		"a type that is none");
	fails(s, "010,100000", "010,1O0000", "line 3: a record 03 has no amount of type 010: \"1O0000\"",
		"a balance that is no number");
	fails(s, "16,475", "17,475", "line 7: no record of BAI2 begins here: its code must be 01, 02, 03, 16, 49, 88, 98 "
		"or 99",
		"a code that is none");
	gives(ENTRIES, "amount", S("\n"), "=there is no record of BAI2 here", "nothing");
}

static void published(void)
{
	static const struct sample of[] = {
		{"bai2/bai2/sample1.txt", "type;amount;text", "['409'|'-25.00'|'RETURNED CHEQUE']"
			"['409'|'-900.00'|'RTN-UNKNOWN']['409'|'-5.00'|'RTD CHQ SERVICE CHRG']['108'|'2035.00'|'TFR 1020 0345678']"
			"['108'|'25.00'|'MACLEOD MALL']['108'|'25.00'|'MASCOUCHE QUE']['409'|'-200.00'|'1000 ISLANDS MALL']"
			"['409'|'-900.00'|'PENHORA MALL']['409'|'-20.00'|'CAPILANO MALL']['409'|'-25.00'|'GALERIES LA CAPITALE']"
			"['409'|'-10.00'|'PLAZA ROCK FOREST']['108'|'115.00'|'TFR 1020 0345678']['108'|'1000.00'|'MONTREAL']"
			"['409'|'-1000.00'|'GRANDFALL NB']['409'|'-90.00'|'HAMILTON ON']['409'|'-20.00'|'WOODSTOCK NB']"
			"['409'|'-5.00'|'GALERIES RICHELIEU']"},
		{"bai2/bai2/sample2.txt", "type;amount;text", "['115'|'4500.00'|-]['115'|'5000.00'|'LOCK BOX NO.68751']"
			"['218'|'200000.00'|'PROCEEDS OF LETTER OF CREDIT FROM THE ARAMCO OIL CO']['195'|'100000.00'|-]"},
		{"bai2/bai2/sample3.txt", "amount", "['25.00']['5.00']['1.00']['-25.00']['-6.00']['-1.00']['-275.00']['-32.03']"
			"['25.00']['6.00']['6.00']['-115.21']['-47.83']['-23.47']['2.15']['1.05']['-58.57']['-0.87']['138.55']"
			"['115.21']['47.83']['23.47']['0.87']['-6.00']['-2.15']['-1.05']"},
		{"bai2/bai2/errors/sample-parseError.txt", "type", "=line 1: no record of BAI2 begins here: its code must be "
			"01, 02, 03, 16, 49, 88, 98 or 99"},
	};

	samples(ENTRIES, of, sizeof of / sizeof *of);
}

int main(void)
{
	statements();
	shapes();
	wrong_files();
	published();
	return done();
}
