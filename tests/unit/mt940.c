#include "statements.h"

#include "format/mt940.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	return mt940_new(a, window_new(a, x->chars, fill), &x->rows, x->wanted, x->count, claims);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return mt940_next(reader, batch, founds, e);
}

static const Str one = {
	":20:STARTUMS\n:25:DE02100100100006820101\n:28C:00042/00001\n:60F:C260330EUR1000,\n"
	":61:2603310401CR12,50NTRFKREF+//B1\nsupplement\n:86:166?00GUTSCHRIFT?20EREF+A-1 SVWZ+In\nvoice 7?21 of March?32MA"
	"X ?33MUSTER\n"
	":61:260331D0012,05NMSCNONREF\n:61:260331RC1,NRTINONREF\n:61:260331RDR0,5NRTINONREF\n"
	":62F:C260331EUR999,95\n:64:C260401EUR999,95\n:65:D260402EUR0,01\n:86:all of it\n-\n",
	0,
};

static Str message(void)
{
	return text(one.at);
}

static void statements(void)
{
	struct arena *a = arena_new(NULL);
	Str s = message();

	gives(ENTRIES, "value_date;entry_date;mark;funds_code;amount;amount_text;transaction_type;bank_reference", s,
		"['2026-03-31'|'2026-04-01'|'C'|'R'|'12.50'|'12,50'|'NTRF'|'B1']"
		"['2026-03-31'|-|'D'|-|'-12.05'|'0012,05'|'NMSC'|-]['2026-03-31'|-|'RC'|-|'-1'|'1,'|'NRTI'|-]"
		"['2026-03-31'|-|'RD'|'R'|'0.5'|'0,5'|'NRTI'|-]", "entries, and the four marks");
	gives(ENTRIES, "reference;supplement;details.code;details.posting_text;details.purpose;details.name;details.eref;"
		"details.svwz", s, "['KREF+'|'supplement'|'166'|'GUTSCHRIFT'|'EREF+A-1 SVWZ+Invoice 7 of March'|'MAX "
		"MUSTER'|'A-1'"
		"|'Invoice 7 of March']['NONREF'|-|-|-|-|-|-|-]['NONREF'|-|-|-|-|-|-|-]['NONREF'|-|-|-|-|-|-|-]",
		"references and subfields");
	gives(ENTRIES, "^.account;^.currency;^.opening_balance.amount;^.closing_balance.date;^.information;text",
		with(a, with(a, with(a, s, ":61:260331D0012,05NMSCNONREF\n", ""), ":61:260331RC1,NRTINONREF\n", ""), "999,95",
		"1013,"), "['DE02100100100006820101'|'EUR'|'1000'|'2026-03-31'|'all of "
		"it'|':61:2603310401CR12,50NTRFKREF+//B1\n"
		"supplement\n:86:166?00GUTSCHRIFT?20EREF+A-1 SVWZ+In\nvoice 7?21 of March?32MAX ?33MUSTER']"
		"['DE02100100100006820101'|'EUR'|'1000'|'2026-03-31'|'all of it'|':61:260331RDR0,5NRTINONREF']",
		"what stands above them, and their text");
	gives("statements[*]", "statement_number;sequence_number;reference;available_balance.amount;forward_balances[*]"
		".amount",
		s, "['00042'|'00001'|'STARTUMS'|'999.95'|('-0.01')]", "a statement");
	holds(s, "the closing balance of DE02100100100006820101, number 00042/00001=999.95;", "the closing balance is "
		"held");
	cut_anywhere(s, "amount", "one message");
	arena_end(a);
	free(a);
}

static void files(void)
{
	gives(ENTRIES, "amount;^.reference", S("{1:F01BANKDEFF}{2:O940BANKDEFFN}{4:\r\n:20:A\r\n:25:1\r\n:28C:1/1\r\n"
		":60F:D991231EUR1,\r\n:61:9912310102C2,NMSC\r\n:62F:C991231EUR1,\r\n-}{5:}\r\n{1:F01BANKDEFF}{4:\r\n:20:B\r\n"
		":25:1\r\n:60F:C991231EUR1,\r\n:62F:C991231EUR1,\r\n-}\r\n"), "['2'|'A']", "two messages in blocks, CRLF");
	gives(ENTRIES, "value_date;entry_date", S(":20:A\n:25:1\n:60F:D991231EUR1,\n:61:9912310102C2,NMSC\n"
		":61:0001021231D2,NMSC\n:62F:D991231EUR1,\n"), "['1999-12-31'|'2000-01-02']['2000-01-02'|'1999-12-31']",
		"over the end of a year");
	gives(ENTRIES, "amount", S("0000 01INGBNL2AXXXX00001\n940 00\n:20:A\n:25:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n"
		"-X" "XX\n"
		":940:\n\n:20:B\n:25:1\n:60F:C260101EUR0,\n:61:260101    C1,NMSC\n:62F:C260101EUR1,\n-X" "XX"), "['1']",
		"lines of the bank's own between messages");
	gives(ENTRIES, "amount;information", S("\x01\n:20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C1,NMSC\n:86:/MARF/MND\n"
		"-\nEV"
		"01\n:86:more\n:62F:C260101EUR1,\n-\x03\n"), "['1'|'/MARF/MND\n-\nEV01\nmore']",
		"a minus in a text, which goes on in a second field");
	gives(ENTRIES, "amount;^.sequence_number", S(":20:A\n:25:1\n:28C:7/1\n:60F:C260101CHF0,\n:61:260101C1,NMSC\n"
		":62M:C260101CHF1,\n-\n:20:B\n:25:1\n:28C:7/2\n:60M:C260101CHF1,\n:61:260101D3,NMSC\n:62F:D260101CHF2,\n-\n"),
		"['1'|'1']['-3'|'2']", "two pages");
	holds(S(":20:A\n:25:1\n:60F:C260101CHF0,\n:62M:C260101CHF0,\n-\n:20:B\n:25:1\n:60M:C260101CHF0,\n"
		":62F:C260101CHF0,\n"
		"-\n"), "the closing balance of 1=0;the closing balance of 1=0;the opening balance of a page of 1=0;",
		"pages are held against each other");
	gives("statements[1].entries[*]", "amount", S(":20:A\n:25:1\n:60F:C260101CHF0,\n:61:260101C1,NMSC\n"
		":62F:C260101CHF1,\n"
		":20:A\n:25:1\n:60F:C260101CHF0,\n:61:260101C2,NMSC\n:62F:C260101CHF2,\n"), "['2']", "one of two statements");
	gives(ENTRIES, "amount;others[*].text", S(":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C1,NMSC\n:NS:01a\n02b\n"
		":62F:C260101EUR1,\n:99:x\n"), "['1'|('01a\n02b')]", "fields of the bank's own");
	gives(ENTRIES, "amount;information", S(":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C1,NMSC\n:86:\xFC\n"
		":62F:C260101EUR1,\n"), "['1'|'\xFC'!not UTF-8; say in charset what the bank writes]", "text in no UTF-8");
	gives(ENTRIES, "details.eref;details.remi;details.name", S(":20:A\n:25:1\n:60F:C260101EUR0,\n:61:260101C1,NMSC\n"
		":86:/EREF/E-1//ORDP//NAME/A. B/REMI/Bill 9\n/ISDT/2026\n:62F:C260101EUR1,\n"), "['E-1/'|'Bill 9'|'A. B']",
		"codes between slashes");
}

static void interim(void)
{
	static const char report[] = ":20:A\n:25:1\n:28C:1/1\n:34F:EURD0,\n:13D:2603311730+0200\n:61:260331C1,50NMSC\n"
		":61:260331D2,NMSC\n:61:260331D0,25NMSC\n:90D:2EUR2,25\n:90C:1EUR1,5\n-\n";

	gives(ENTRIES, "amount;^.date_time;^.debit_entries.count;^.credit_entries.amount;^.floor_limits[*]", text(report),
		"['1.50'|'2603311730+0200'|'2'|'1.5'|('EURD0,')]['-2'|'2603311730+0200'|'2'|'1.5'|('EURD0,')]"
		"['-0.25'|'2603311730+0200'|'2'|'1.5'|('EURD0,')]", "an interim report");
	holds(text(report), "the number of debits of 1, number 1/1=2;the sum of debits of 1, number 1/1=-2.25;"
		"the number of credits of 1, number 1/1=1;the sum of credits of 1, number 1/1=1.5;", "its sums are held");
	fails(text(report), ":90D:2", ":90D:1", "line 9: the file states 1 for the number of debits of 1, number 1/1, its "
		"records give 2", "a number of entries that differs");
	fails(text(report), "EUR1,5\n-", "EUR1,6\n-", "line 10: the file states 1.6 for the sum of credits of 1, number "
		"1/1, "
		"its records give 1.5", "a sum that differs");
	gives(ENTRIES, "mark;amount", S(":20:A\n:25:1\n:61:260331EC1,NMSC\n:90C:0EUR0,\n"), "['EC'|'1']",
		"an expected entry is in no sum that could be held");
}

static void wrong_messages(void)
{
	Str s = S(":20:A\n:25:1\n:28C:1\n:60F:C260101EUR10,\n:61:260101C1,25NMSC\n:86:x\n:62F:C260101EUR11,25\n-\n");

	fails(s, "11,25", "11,24", "line 7: the file states 11.24 for the closing balance of 1, number 1, its records give "
		"11.25", "a closing balance that differs");
	fails(s, ":62F:C260101EUR11,25\n", "", "line 1: the message that begins here has no closing balance",
		"no closing balance");
	fails(s, ":60F:C260101EUR10,\n", "", "line 6: :62F: closes, but there is no opening balance", "no opening balance");
	fails(s, ":60F:C260101EUR10,\n:61:260101C1,25NMSC\n", ":61:260101C1,25NMSC\n:60F:C260101EUR10,\n",
		"line 5: :60F: stands behind the entries", "an opening balance behind an entry");
	fails(s, ":86:x\n:62F:C260101EUR11,25\n", ":62F:C260101EUR11,25\n:61:260101C1,25NMSC\n",
		"line 7: :61: stands behind the end of the entries", "an entry behind the closing balance");
	fails(s, ":28C:1\n", ":86:y\n", "line 3: :86: stands before any entry", "information before any entry");
	fails(s, ":28C:1\n", ":64:C260101EUR1,\n", "line 3: :64: stands before the closing balance", "what is available "
		"before what closes");
	fails(s, ":28C:1\n", ":25:2\n", "line 3: :25: stands there a second time", "two accounts");
	fails(s, ":25:1\n", "", "line 1: the message that begins here names no account (:25:)", "no account");
	fails(s, ":86:x\n", ":25:1\n", "line 6: :25: stands behind the head of the message", "an account among entries");
	fails(s, "C1,25N", "C1.25N", "line 5: :61: \"260101C1.25NMSC\" is no statement line, such as "
		"2603310331CR1200,50NTRFREF//BANKREF", "a point for a comma");
	fails(s, "C1,25N", "X1,25N", "line 5: :61: \"260101X1,25NMSC\" is no statement line, such as "
		"2603310331CR1200,50NTRFREF//BANKREF", "a mark that is none");
	fails(s, "EUR11,25", "USD11,25", "line 7: :62F: is in USD, what stands before it in EUR", "two currencies");
	fails(s, "C260101EUR10,", "C260101EUR10,-", "line 4: :60F: \"C260101EUR10,-\" is no balance, such as "
		"C260331EUR1200,50", "more than a balance");
	fails(s, ":28C:1\n", ":28C:1\nx\n", "line 3: :28C: goes on in a second line", "a field of one line with two");
	fails(s, ":62F:", ":62M:", "line 7: a page ends here with an intermediate balance, and the file lacks the next",
		"a last page that is not there");
	fails(s, ":60F:", ":60M:", "line 4: a page of 1 begins with an intermediate balance, and the file lacks the page "
		"before it", "a first page that is not there");
	fails(s, ":20:A", ":21:A", "line 1: a field :21: stands before the :20: that begins a message", "no :20:");
	gives(ENTRIES, "amount", S("a\nb\n"), "=there is no message here: none begins with :20:", "no message at all");
	gives(ENTRIES, "amount", S("{4:\n:20:A\n:25:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n"),
		"=line 2: the message that "
		"begins here is cut off: its block does not end with -}", "a block that does not end");
	gives(ENTRIES, "amount", S(":20:A\n:25:1\n:60F:C260101EUR0,\n:62F:C260101EUR0,\n-\n:20:A\n:25:1\n"
		":60F:C260101EUR0,\n"
		":62F:C260101EUR0,\n"), "=line 6: the message that begins here is cut off: it has no - at its end, as those "
		"before "
		"it have", "a last message without the end that the others have");
	gives(ENTRIES, "amount", S(":20:A\n:25:1\n:60F:C260101EUR0,\n:62M:C260101EUR1,\n"), "=line 4: the file states 1 "
		"for "
		"the closing balance of 1, its records give 0", "a page that does not add up");
	gives(ENTRIES, "amount", S(":20:A\n:25:1\n:60F:C260101EUR0,\n:62M:C260101EUR0,\n:20:A\n:25:1\n:60M:C260101EUR1,\n"
		":62F:C260101EUR1,\n"), "=line 7: the file states 1 for the opening balance of a page of 1, its records give 0",
		"pages that do not meet");
	gives(ENTRIES, "amount", S(":20:A\n:25:1\n"), "=line 1: the message that begins here has neither balances nor "
		"sums, so "
		"nothing says that it is whole", "a message of nothing");
}

static void published(void)
{
	static const struct sample read[] = {
		{"mt940/bank-statement-import/account_bank_statement_import_mt940_nl_rabo/test_files/test-rabo.swi",
			"value_date;amount;supplement;^.account;^.closing_balance.amount",
			"['2014-01-02'|'400.00'|'NL66RABO0160878799'|'NL34RABO0142623393 EUR'|'4833.52']"
			"['2014-01-01'|'-34.61'|-|'NL34RABO0142623393 EUR'|'4798.91']"},
		{"mt940/mt940/ASNB/mt940_with_spaces_for_entry_date.txt", "value_date;entry_date;amount;supplement",
			"['2020-01-01'|-|'-65.00'|'hr gjlm paulissen']['2020-01-05'|'2020-01-05'|'1000.00'|'paulissen g j l m']"
			"['2020-01-05'|'2020-01-05'|'-801.55'|'international card services']"
			"['2020-01-25'|'2020-01-25'|'-1.65'|-]['2020-01-29'|'2020-01-29'|'828.72'|'transfer solutions bv']"
			"['2020-01-29'|'2020-01-29'|'-1000.00'|'international card services']"
			"['2020-01-31'|'2020-01-31'|'1000.18'|'paulissen g j l m']"
			"['2020-01-31'|-|'-903.76'|'international card services']"},
		{"mt940/mt940/betterplace/with_binary_character.sta", "amount;details.name",
			"['27.00'|'PAYPAL']['13068.30'|'WIRECARD BANK AG']['-193282.05'|-]['1120.00'|-]"},
		{"mt940/mt940/jejik/rabobank-iban.sta", "amount;details.name", "['-25.00'|'CONTRA ACCOUNT HOLDER']"
			"['-10.00'|'JOHN DOE']['-25.00'|'CONTRA ACCOUNT HOLDER']['-10.00'|'JOHN DOE']"},
		{"mt940/mt940/jejik/sns.sta", "amount;supplement", "['-20.00'|'marechal s']['-5.00'|'marechal s']"},
		{"mt940/mt940/mBank/mt940.sta", "amount;funds_code;bank_reference", "['0.01'|'N'|'MB170119012058']"
			"['0.01'|'N'|'MB170119012085']['0.01'|'N'|'MB170119012121']"},
		{"mt940/mt940/sberbank/171011_01234945.sta", "amount;transaction_type", "['-2402.00'|'S']['-3460.00'|'S']"
			"['-3575.00'|'S']"},
		{"mt940/mt940/self-provided/february_30.sta", "value_date;entry_date;amount",
			"['2016-02-30'|'2016-03-01'|'-6.00']"},
	};

	samples(ENTRIES, read, sizeof read / sizeof *read);
}

/* What does not add up was written by hand or shortened, and is no statement of a bank. */
static void refused(void)
{
	static const struct sample of[] = {
		{"mt940/bank-statement-import/account_bank_statement_import_mt940_base/test_files/test-sns.940", "amount",
			"=line 60: the message that begins here has no closing balance"},
		{"mt940/bank-statement-import/account_bank_statement_import_mt940_nl_ing/test_files/test-ing-old.940", "amount",
			"=line 6: :28C: goes on in a second line"},
		{"mt940/mt940/betterplace/currency_in_25.sta", "amount",
			"=line 1: a field :25: stands before the :20: that begins a message"},
		{"mt940/mt940/betterplace/missing_crlf_at_end.sta", "amount",
			"=line 1: a field :62F: stands before the :20: that begins a message"},
		{"mt940/mt940/betterplace/sepa_snippet.sta", "amount", "=line 55: the file states -4472049.09 for the closing "
			"balance of 50880050/0194791600888, number 00004/00001, its records give -4472349.17"},
		{"mt940/mt940/cmxl/account_identification_iban.sta", "amount",
			"=line 1: a field :25: stands before the :20: that begins a message"},
		{"mt940/mt940/cmxl/available_balance.sta", "amount",
			"=line 1: a field :64: stands before the :20: that begins a message"},
		{"mt940/mt940/cmxl/closing_balance.sta", "amount",
			"=line 1: a field :62F: stands before the :20: that begins a message"},
		{"mt940/mt940/jejik/abnamro.sta", "amount", "=line 27: the file states 876.84 for the closing balance of "
			"517852257,"
			" number 19321/1, its records give 2914.84"},
		{"mt940/mt940/jejik/ing.sta", "amount", "=line 26: the file states 3.47 for the closing balance of 0001234567, "
			"number 000, its records give -45.59"},
		{"mt940/mt940/jejik/postfinance.sta", "amount", "=line 27: the file states 159.6 for the closing balance of "
			"123456789, number 999/2, its records give 159.4"},
		{"mt940/mt940/jejik/rabobank.sta", "amount", "=line 11: the file states 395.82 for the closing balance of "
			"1291.99.348EUR, number 00000/00, its records give -740.11"},
		{"mt940/mt940/jejik/triodos.sta", "amount", "=line 12: the file states 4370.79 for the closing balance of "
			"TRIODOSBANK/0390123456, number 1, its records give 4259.39"},
		{"mt940/mt940/mBank/with_newline_in_tnr.sta", "amount", "=line 19: the file states 860.17 for the closing "
			"balance "
			"of PL29114010810000267002001002, number 3/1, its records give 89.46"},
		{"mt940/mt940/self-provided/account_identification.sta", "amount", "=line 1: the message that begins here has "
			"neither balances nor sums, so nothing says that it is whole"},
		{"mt940/mt940/self-provided/details_60-63.sta", "amount", "=line 12: the file states 12345.98 for the closing "
			"balance of 12345678/1020304050, number 0, its records give 12111.97"},
		{"mt940/mt940/self-provided/empty_non_swift.sta", "amount",
			"=line 1: a field :NS: stands before the :20: that begins a message"},
		{"mt940/mt940/self-provided/gv_codes.sta", "amount", "=line 1: the message that begins here has no closing "
			"balance"},
		{"mt940/mt940/self-provided/invalid_statement.sta", "amount",
			"=there is no message here: none begins with :20:"},
		{"mt940/mt940/self-provided/malformed_details.sta", "amount", "=line 15: the file states 12345.98 for the "
			"closing "
			"balance of 12345678/1020304050, number 0, its records give 12111.97"},
		{"mt940/mt940/self-provided/mt942.sta", "amount", "=line 11: the file states -2.3 for the sum of debits of "
			"GJB0291077111, number 03917/00001, its records give -0.42"},
		{"mt940/mt940/self-provided/raphaelm.sta", "amount",
			"=line 27: :62M: \"C020315105000,00\" is no balance, such as C260331EUR1200,50"},
		{"mt940/mt940/self-provided/whitespace.sta", "amount", "=line 9: the file states 12345.98 for the closing "
			"balance "
			"of 12345678/1020304050, number 0, its records give 12111.97"},
	};

	samples(ENTRIES, of, sizeof of / sizeof *of);
}

int main(void)
{
	statements();
	files();
	interim();
	wrong_messages();
	published();
	refused();
	return done();
}
