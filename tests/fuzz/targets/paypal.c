/*
 * PayPal's reports: any text says the same in pieces; and reports that are written here, with sums counted here, are
 * read as they were written, and refused if one of those is another.
 */
#define ENTRIES ""
#define STATEMENTS ""
#include "entries.h"

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

static const char *const currencies[] = {"USD", "EUR", "JPY"};
enum { CURRENCIES = 3, SUMS = 4 };

struct sums_written {
	long long of[CURRENCIES][SUMS];
	bool is_there[CURRENCIES];
	unsigned int records;
};

static void count(struct sums_written *s, unsigned int currency, unsigned int which, long long amount)
{
	s->of[currency][which] += amount;
	s->is_there[currency] = s->is_there[currency] || amount != 0;
}

/* With an opening balance that leads to the closing one, or to another. */
static void put_footers(struct buf *b, const char *tag, const struct sums_written *s, long long opening,
	long long off, const char *end)
{
	for (unsigned int i = 0; i < CURRENCIES; i++) {
		const long long *of = s->of[i];
		long long closing = opening + of[0] - of[1] + of[2] - of[3];

		if (!s->is_there[i])
			continue;
		buf_print(b, "%s,%s,%lld,%lld,%lld,%lld,CR,1,CR,%lld", tag, currencies[i], of[0], of[1], of[2], of[3] + off,
			1000000 + of[0]);
		buf_print(b, ",%s,%lld,%s,%lld%s", opening < 0 ? "DR" : "CR", opening < 0 ? -opening : opening,
			closing < 0 ? "DR" : "CR", closing < 0 ? -closing : closing, end);
	}
}

static void put_record(struct buf *b, struct buf *want, Str *in, struct sums_written *sums, struct sums_written *all,
	const char *end)
{
	unsigned int how = take(in), currency = how % CURRENCIES, debit = how >> 2 & 1, fee_credit = how >> 3 & 1;
	long long gross = (long long)take(in) * 256 + take(in), fee = how & 16 ? take(in) : 0;
	const char *quote = how & 32 ? "\"" : "";

	buf_print(b, "%sSB%s,%s%s%s,%s,%lld,%s,%s,", quote, quote, quote, how & 32 ? "a,\n\"\"b" : "c", quote,
		debit ? "DR" : "CR", gross, currencies[currency], fee_credit ? "CR" : "DR");
	buf_print(b, how & 16 ? "%lld,%s%s" : "%.0lld,%s%s", fee, currencies[currency], end);
	buf_print(want, "['%s'|'%lld'|'M']", how & 32 ? "a,\n\"b" : "c", gross);
	for (unsigned int i = 0; i < 2; i++) {
		struct sums_written *s = i == 0 ? sums : all;

		count(s, currency, debit, gross);
		count(s, currency, 2 + !fee_credit, fee);
		s->records++;
	}
}

static void written(struct arena *a, Str in, size_t step, size_t fill)
{
	unsigned int how = take(&in), sections = 1 + how % 3, more = take(&in);
	const char *end = how & 4 ? "\r\n" : "\n";
	struct buf *b = buf_new(a, 1 << 20), *want = buf_new(a, 1 << 20);
	struct sums_written all = {0};
	bool wrong = (how & 64) != 0, any = false;
	struct told t;

	buf_print(b, "RH,x,A,M,009%sFH,01%s", end, end);
	for (unsigned int i = 0; i < sections; i++) {
		struct sums_written sums = {0};
		unsigned int records = take(&in) % 4;

		buf_print(b, "SH,f,t,M,%sCH,X,Transaction Debit or Credit,Gross Transaction Amount,Gross Transaction Currency,"
			"Fee Debit or Credit,Fee Amount,Fee Currency%s", end, end);
		for (unsigned int k = 0; k < records; k++)
			put_record(b, want, &in, &sums, &all, end);
		put_footers(b, "SF", &sums, (long long)more - 100, 0, end);
		buf_print(b, "SC,%u%s", sums.records, end);
	}
	for (unsigned int i = 0; i < CURRENCIES; i++)
		any = any || all.is_there[i];
	put_footers(b, "RF", &all, (long long)more, how & 8 ? 1 : 0, end);
	wrong = wrong || ((how & 8) && any);
	buf_print(b, "RC,%u%sFF,%u%s", all.records + (how >> 6 & 1), end, all.records, end);
	t = tell(a, buf_str(b), "", "X;[\"Gross Transaction Amount\"];^.account", step, fill, true);
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
		any_text(a, in, step, fill, "X;[\"Fee Amount\"];^.account");
}
