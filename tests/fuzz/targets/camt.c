/*
 * camt: any text says the same in pieces; and statements that are written here, with balances and sums counted here,
	are
 * read as they were written, and refused if one of those is another.
 */
#define ENTRIES "Document.BkToCstmrStmt.Stmt[*].Ntry[*]"
#define STATEMENTS "Document.BkToCstmrStmt.Stmt[*]"

#include "entries.h"

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

static void put_money(struct buf *b, int64_t cents)
{
	int64_t rest = cents < 0 ? -cents : cents;

	buf_print(b,
		"<Amt Ccy=\"EUR\">%lld.%02d</Amt><CdtDbtInd>%s</CdtDbtInd>", (long long)(rest / 100), (int)(rest % 100),
		cents < 0 ? "DBIT" : "CRDT");
}

static void put_balance(struct buf *b, const char *code, int64_t cents)
{
	buf_print(b, "<Bal><Tp><CdOrPrtry><Cd>%s</Cd></CdOrPrtry></Tp>", code);
	put_money(b, cents);
	buf_add(b, S("</Bal>\n"));
}

static void written(struct arena *a, Str in, size_t step)
{
	unsigned int how = take(&in);
	struct buf *b = buf_new(a, 1 << 20), *entries = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);
	int64_t opening = (int64_t)take(&in) * 256 + take(&in) - 30000, closing = opening, total = 0;
	unsigned int count = take(&in) % 6;
	struct told t;

	for (unsigned int i = 0; i < count; i++) {
		unsigned int kind = take(&in);
		int64_t cents = (int64_t)take(&in) * 16 + kind % 16 + 1;

		buf_add(entries, S("<Ntry>"));
		put_money(entries, kind & 16 ? -cents : cents);
		buf_print(entries, "<Sts>%s</Sts></Ntry>\n", kind & 32 ? "PDNG" : kind & 64 ? "<Cd>BOOK</Cd>" : "BOOK");
		buf_print(want, "['%lld.%02d']", (long long)(cents / 100), (int)(cents % 100));
		total += cents;
		if (!(kind & 32))
			closing += kind & 16 ? -cents : cents;
	}
	buf_add(b, S("<Document><BkToCstmrStmt><Stmt>"));
	put_balance(b, how & 4 ? "PRCD" : "OPBD", opening);
	put_balance(b, how & 8 ? "ITBD" : "CLBD", closing + (how & 1));
	if (how & 16)
		buf_print(b, "<TxsSummry><TtlNtries><NbOfNtries>%u</NbOfNtries><Sum>%lld.%02d</Sum></TtlNtries></TxsSummry>",
			count + (how >> 1 & 1), (long long)(total / 100), (int)(total % 100));
	buf_print(b, "%.*s</Stmt></BkToCstmrStmt></Document>", WHOLE(buf_str(entries)));
	t = tell(a, buf_str(b), ENTRIES, "Amt", step, 0, true);
	must(t.failed == ((how & 1) != 0 || (how & 18) == 18), "it is refused if it does not add up: %.*s\n"
		"%.*s", STR(t.text),
		STR(buf_str(b)));
	if (!t.failed)
		must_be(t.text, buf_str(want), "what was written");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 64;

	if (mode & 1)
		written(a, in, step);
	else
		any_text(a, in, step, 0, "Amt;CdtDbtInd;^.Id");
}
