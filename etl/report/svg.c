#include "report/html.h"

#include "report/shown.h"

/* Bars in whole pixels of a view box: figures stay integers, and the bytes are the same everywhere. */
enum { NIGHTS = 30, STEP = 10, BAR = 7, TALL = 60, LOW = 22 };

struct night {
	date day;
	Str verdict;
	int64_t count;
};

static size_t nights_of(const struct rule_report *r, struct night *nights)
{
	size_t count = 0;

	for (size_t i = 0; i < r->trend_count; i++) {
		const struct night_total *t = &r->trend[i];

		if (count == 0 || nights[count - 1].day != t->business_date) {
			if (count == NIGHTS)
				break;
			nights[count++] = (struct night){t->business_date, t->verdict, 0};
		}
		nights[count - 1].count += t->count;
	}
	return count;
}

static int64_t most_of(const struct night *nights, size_t count)
{
	int64_t most = 1;

	for (size_t i = 0; i < count; i++)
		most = nights[i].count > most ? nights[i].count : most;
	return most;
}

static void bar(const struct page *p, const struct night *n, size_t place, bool last, int64_t most, int64_t height)
{
	int64_t tall = n->count == 0 ? 1 : 2 + n->count * (height - 2) / most;

	buf_print(p->b, "<rect class=\"%s%s\" x=\"%zu\" y=\"%lld\" width=\"%d\" height=\"%lld\"><title>",
		n->count == 0 ? "none" : text_is(n->verdict, S("incomplete")) ? "part" : "some", last ? " last" : "", place * STEP,
		(long long)(height - tall), (int)BAR, (long long)tall);
	page_date(p, n->day);
	put(p, ": ");
	page_count(p, n->count);
	put(p, "</title></rect>");
}

void trend_picture(const struct page *p, const struct rule_report *r, bool small)
{
	struct night nights[NIGHTS];
	size_t count = nights_of(r, nights);
	int64_t most = most_of(nights, count), height = small ? LOW : TALL;

	if (count == 0)
		return;
	buf_print(p->b, "<svg class=\"trend\" role=\"img\" viewBox=\"0 0 %d %lld\" width=\"%d\" height=\"%lld\" "
		"preserveAspectRatio=\"xMinYMax\" aria-label=\"Open discrepancies by night\">", NIGHTS * STEP,
		(long long)height, NIGHTS * STEP / (small ? 2 : 1), (long long)(height / (small ? 2 : 1)));
	for (size_t i = 0; i < count; i++)
		bar(p, &nights[i], NIGHTS - count + i, i + 1 == count, most, height);
	put(p, "</svg>");
}
