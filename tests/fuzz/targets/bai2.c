/*
 * BAI2: any text says the same in pieces; and files that are written here, with totals counted here, are read as they
 * were written, and refused if one of those is another.
 */
#include "entries.h"

#include "format/bai2.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	return bai2_new(a, window_new(a, x->chars, fill), &x->rows, x->wanted, x->count, claims);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return bai2_next(reader, batch, founds, e);
}

struct totals_written {
	long long total;
	unsigned int records;
	bool is_wrong;
};

/* An account of some details, each of which may go on. */
static void put_account(struct arena *a, struct buf *b, struct buf *want, Str *in, const char *end,
	struct totals_written *group)
{
	long long opening = (long long)take(in) * 256 + take(in) - 30000, closing = opening, total = 0;
	unsigned int how = take(in), count = how % 5, records = 2 + count;
	struct buf *details = buf_new(a, 1 << 20);

	for (unsigned int i = 0; i < count; i++) {
		static const char *const types[] = {"142", "475", "399", "400", "920", "999"};
		unsigned int kind = take(in), type = kind % 6;
		long long cents = (long long)take(in) * 16 + 1;
		bool debit = type == 1 || type == 3 || type == 5;

		buf_print(details, "16,%s,%lld,%s,R,%s%s%s", types[type], cents, kind & 8 ? "V,260401,0900" : "Z",
			kind & 16 ? "C,A, B" : "C", kind & 32 ? "/" : "", end);
		if (kind & 64)
			buf_print(details, "88,D%s", end);
		records += kind & 64 ? 1 : 0;
		total += cents;
		closing += debit ? -cents : cents;
		buf_print(want, "['%s%lld.%02lld'|", debit ? "-" : "", cents / 100, cents % 100);
		if (kind & 80)
			buf_print(want, "'%s%s%s']", kind & 16 ? "A, B" : "", (kind & 80) == 80 ? "\n" : "", kind & 64 ? "D" : "");
		else
			buf_add(want, S("-]"));
	}
	if (how & 64)
		total += opening + closing + (how & 128 ? 1 : 0);
	buf_print(b, "03,1,EUR");
	if (how & 64)
		buf_print(b, ",010,%lld,,,015,%lld,,", opening, closing + (how & 128 ? 1 : 0));
	buf_print(b, "/%s%.*s49,%lld,%u/%s", end, WHOLE(buf_str(details)), total, records, end);
	group->total += total;
	group->is_wrong = group->is_wrong || ((how & 192) == 192 && count > 0);
	group->records += records;
}

static void written(struct arena *a, Str in, size_t step, size_t fill)
{
	unsigned int how = take(&in), accounts = how % 4;
	const char *end = how & 4 ? "\r\n" : "\n";
	struct buf *b = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);
	struct totals_written group = {0};
	struct told t;
	bool wrong;

	buf_print(b, "01,A,B,260401,0200,1,80,1,2/%s02,B,A,1,260331,,EUR,2/%s", end, end);
	for (unsigned int i = 0; i < accounts; i++)
		put_account(a, b, want, &in, end, &group);
	buf_print(b, "98,%lld,%u,%u/%s", group.total + (how >> 3 & 1), accounts + (how >> 4 & 1), group.records + 2, end);
	buf_print(b, "99,%lld,1,%u/%s", group.total, group.records + 4 + (how >> 5 & 1), end);
	wrong = group.is_wrong || (how & 56) != 0;
	t = tell(a, buf_str(b), ENTRIES, "amount;text", step, fill, true);
	must(t.failed == wrong, "it is %s: %.*s\n%.*s", wrong ? "refused" : "read", STR(t.text), STR(buf_str(b)));
	if (!t.failed)
		must_be(t.text, buf_str(want), "what was written");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 32, fill = 1 + take(&in) % 80;

	if (mode & 1)
		written(a, in, step, fill);
	else
		any_text(a, in, step, fill, "type;amount;text;funds;^.closing_ledger;^.control_total");
}
