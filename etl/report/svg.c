#include "report/html.h"

#include "report/shown.h"

/* Bars in whole pixels of a view box: figures stay integers, and the bytes are the same everywhere. */
enum { NIGHTS = 30, STEP = 10, GAP = 3, FEW = 10, TALL = 60, LOW = 36, BELOW = 16 };

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

/* Few nights get broad bars, so that a young project has a picture too. */
static int step_of(size_t count)
{
	return count <= FEW ? NIGHTS * STEP / FEW : STEP;
}

static void bar(const struct page *p, const struct night *n, size_t place, size_t count, int64_t most, int64_t height)
{
	int64_t tall = n->count == 0 ? 1 : 2 + n->count * (height - 2) / most;
	const char *class = n->count == 0 ? "none" : text_is(n->verdict, S("incomplete")) ? "part" : "some";
	int step = step_of(count);

	buf_print(p->b, "<rect class=\"%s%s\" x=\"%zu\" y=\"%lld\" width=\"%d\" height=\"%lld\"><title>", class,
		place + 1 == count ? " last" : "", place * (size_t)step, (long long)(height - tall), step - GAP,
			(long long)tall);
	page_date(p, n->day);
	put(p, ": ");
	page_count(p, n->count);
	put(p, "</title></rect>");
}

/* The first night, tonight, and how many there are tonight. */
static void labels(const struct page *p, const struct night *nights, size_t count, int64_t height)
{
	int step = step_of(count), right = (int)count * step - GAP;

	buf_print(p->b, "<line x1=\"0\" x2=\"%d\" y1=\"%lld\" y2=\"%lld\"/>", NIGHTS * STEP, (long long)height,
		(long long)height);
	if (count > FEW / 2) {
		buf_print(p->b, "<text x=\"0\" y=\"%lld\">", (long long)height + BELOW);
		page_date(p, nights[0].day);
		put(p, "</text>");
	}
	buf_print(p->b, "<text x=\"%d\" y=\"%lld\" text-anchor=\"%s\" class=\"now\">", count > FEW / 2 ? right : 0,
		(long long)height + BELOW, count > FEW / 2 ? "end" : "start");
	page_date(p, nights[count - 1].day);
	put(p, ": ");
	page_count(p, nights[count - 1].count);
	put(p, "</text>");
}

void trend_picture(const struct page *p, const struct rule_report *r, bool small)
{
	struct night nights[NIGHTS];
	size_t count = nights_of(r, nights);
	int64_t most = most_of(nights, count), height = small ? LOW : TALL;

	if (count == 0)
		return;
	buf_print(p->b, "<svg class=\"trend\" role=\"img\" viewBox=\"0 0 %d %lld\" width=\"%d\" height=\"%lld\" "
		"aria-label=\"Open discrepancies by night\">", NIGHTS * STEP, (long long)(small ? height : height + BELOW + 4),
		NIGHTS * STEP / (small ? 2 : 1), (long long)(small ? height / 2 : height + BELOW + 4));
	for (size_t i = 0; i < count; i++)
		bar(p, &nights[i], i, count, most, height);
	if (!small)
		labels(p, nights, count, height);
	put(p, "</svg>");
}
