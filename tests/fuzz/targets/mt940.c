/*
 * MT940 and MT942: any text says the same in pieces; and statements that are written here, with balances counted here,
 * are read as they were written, and refused if their closing balance is another.
 */
#include "entries.h"

#include "format/mt940.h"

static void *open_it(struct arena *a, struct asked *x, size_t fill, struct claims *claims)
{
	return mt940_new(a, window_new(a, x->chars, fill), &x->rows, x->wanted, x->count, claims);
}

static bool next_of_it(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return mt940_next(reader, batch, founds, e);
}

/* Letters that can stand in any field. */
static Str name(struct arena *a, Str s)
{
	char *to = arena_raw(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		to[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[(unsigned char)s.at[i] & 31];
	return (Str){to, s.len};
}

static void put_money(struct buf *b, int64_t cents)
{
	int64_t rest = cents < 0 ? -cents : cents;

	buf_print(b, "%lld,%02d", (long long)(rest / 100), (int)(rest % 100));
}

static void put_balance(struct buf *b, const char *tag, int64_t cents, const char *end)
{
	buf_print(b, ":%s:%c260331EUR", tag, cents < 0 ? 'D' : 'C');
	put_money(b, cents);
	buf_add(b, text(end));
}

/* One statement of some entries; what must be found of it is added to want. */
static int64_t put_statement(struct arena *a, struct buf *b, struct buf *want, Str *in, const char *end)
{
	static const char *const marks[] = {"C", "D", "RC", "RD"};
	static const int signs[] = {1, -1, -1, 1};
	int64_t balance = (int64_t)take(in) * 256 + take(in) - 30000;
	unsigned int count = take(in) % 5;

	buf_print(b, ":20:A%s:25:%s%s", end, "DE1", end);
	put_balance(b, "60F", balance, end);
	for (unsigned int i = 0; i < count; i++) {
		unsigned int how = take(in);
		int64_t cents = (int64_t)(how >> 4) * 4096 + take(in) * 16 + take(in) % 16;
		Str reference = name(a, text_head(take_text(in, '\0'), 12));

		buf_print(b, ":61:260331%s%s%s", how & 4 ? "0401" : "", marks[how & 3], how & 8 ? "R" : "");
		put_money(b, cents);
		buf_print(b, "NTRF%.*s//X%s", WHOLE(reference), end);
		cents *= signs[how & 3];
		balance += cents;
		if (how & 8)
			buf_print(b, ":86:166?20%.*s%s", WHOLE(reference), end);
		buf_print(want, "'%s%lld.%02d'", cents < 0 || (cents == 0 && signs[how & 3] < 0) ? "-" : "",
			(long long)(cents < 0 ? -cents : cents) / 100, (int)((cents < 0 ? -cents : cents) % 100));
		if (reference.len > 0)
			buf_print(want, "'%.*s'", WHOLE(reference));
	}
	return balance;
}

static void written(struct arena *a, Str in, size_t step, size_t fill)
{
	unsigned int how = take(&in);
	const char *end = how & 1 ? "\r\n" : "\n";
	struct buf *b = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20), *got = buf_new(a, 1 << 20);
	struct told t;
	int64_t balance;

	for (unsigned int n = how >> 6; n > 0; n--) {
		put_balance(b, "62F", put_statement(a, b, want, &in, end), end);
		buf_print(b, "%s%s", how & 2 ? "-" : "", how & 2 ? end : "");
	}
	balance = put_statement(a, b, want, &in, end);
	put_balance(b, "62F", balance + (how & 4 ? 1 : 0), end);
	buf_print(b, "%s", how & 2 ? "-" : "");
	t = tell(a, buf_str(b), "statements[*].entries[*]", "amount;reference", step, fill, true);
	must(t.failed == ((how & 4) != 0), "it is %s: %.*s\n%.*s", how & 4 ? "refused" : "read", STR(t.text),
		STR(buf_str(b)));
	for (size_t i = 0; !t.failed && i < t.text.len; i++)
		if (t.text.at[i] != '[' && t.text.at[i] != ']' && t.text.at[i] != '|'
		    && !(t.text.at[i] == '-' && i + 1 < t.text.len && t.text.at[i + 1] == ']'))
			buf_byte(got, t.text.at[i]);
	if (!t.failed)
		must_be(buf_str(got), buf_str(want), "what was written");
}

static void target(struct arena *a, Str in)
{
	unsigned int mode = take(&in);
	size_t step = 1 + (mode >> 1) % 32, fill = 1 + take(&in) % 80;

	if (mode & 1)
		written(a, in, step, fill);
	else
		any_text(a, in, step, fill,
			"amount;value_date;entry_date;details.purpose;^.closing_balance.amount;information");
}
