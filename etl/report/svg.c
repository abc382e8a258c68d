#include "report/html.h"

#include "report/shown.h"

/* Bars in whole pixels: figures stay integers, and the bytes are the same everywhere. */
enum { NIGHTS = 30, FEW = 10, LINE = 13 };

/* Each night of the axis with what it had; a rule that did not answer for it has none. */
struct night {
	date day;
	Str verdict;
	int64_t count;
	bool answered;
};

struct axis {
	struct night at[NIGHTS];
	size_t count;
	int step, gap, height;       /* few nights get broad bars, so that a young project has a picture too */
};

static void night_add(struct axis *axis, date day)
{
	size_t place = axis->count;

	while (place > 0 && axis->at[place - 1].day > day)
		place--;
	if (place > 0 && axis->at[place - 1].day == day)
		return;
	/* The oldest makes way. */
	if (axis->count == NIGHTS) {
		if (place == 0)
			return;
		memmove(axis->at, axis->at + 1, (NIGHTS - 1) * sizeof *axis->at);
		axis->count--;
		place--;
	}
	memmove(axis->at + place + 1, axis->at + place, (axis->count - place) * sizeof *axis->at);
	axis->at[place] = (struct night){.day = day};
	axis->count++;
}

static void counts_add(struct axis *axis, const struct rule_report *r)
{
	for (size_t i = 0; i < r->trend_count; i++)
		for (size_t k = 0; k < axis->count; k++) {
			if (axis->at[k].day != r->trend[i].business_date)
				continue;
			axis->at[k].answered = true;
			axis->at[k].verdict = r->trend[i].verdict;
			axis->at[k].count += r->trend[i].count;
		}
}

/* A small picture has the nights of all rules, so that what stands below each other is of one night. */
static struct axis axis_of(const struct page *p, const struct rule_report *r, bool small)
{
	struct axis axis = {.count = 0};

	for (size_t i = 0; i < (small ? p->report->rule_count : 1); i++) {
		const struct rule_report *one = small ? &p->report->rules[i] : r;

		for (size_t k = 0; k < one->trend_count; k++)
			night_add(&axis, one->trend[k].business_date);
	}
	counts_add(&axis, r);
	axis.step = axis.count <= FEW ? small ? 15 : 30 : small ? 5 : 10;
	axis.gap = small ? 2 : 3;
	axis.height = small ? 18 : 60;
	return axis;
}

static int64_t most_of(const struct axis *axis)
{
	int64_t most = 1;

	for (size_t i = 0; i < axis->count; i++)
		most = axis->at[i].count > most ? axis->at[i].count : most;
	return most;
}

static void bar(const struct page *p, const struct axis *axis, size_t place, int64_t most, bool last)
{
	const struct night *n = &axis->at[place];
	int64_t tall = n->count == 0 ? 1 : 2 + n->count * (axis->height - 2) / most;
	const char *class = n->count == 0 ? "none" : text_is(n->verdict, S("incomplete")) ? "part" : "some";

	buf_print(p->b, "<rect class=\"%s%s\" x=\"%zu\" y=\"%lld\" width=\"%d\" height=\"%lld\"><title>", class,
		last ? " last" : "", place * (size_t)axis->step, (long long)(axis->height - tall), axis->step - axis->gap,
		(long long)tall);
	page_date(p, n->day);
	put(p, ": ");
	page_count(p, n->count);
	put(p, "</title></rect>");
}

static void label(const struct page *p, int x, int y, const char *anchor, Str text)
{
	buf_print(p->b, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
	page_text(p, text);
	put(p, "</text>");
}

/* The day of the month below each of few bars, else the first night and the last. */
static void days(const struct page *p, const struct axis *axis)
{
	int y = axis->height + LINE - 3, right = (int)axis->count * axis->step - axis->gap, month, day;
	int32_t year;

	if (axis->count > FEW) {
		label(p, 0, y, "start", short_date(p->a, axis->at[0].day));
		label(p, right, y, "end", short_date(p->a, axis->at[axis->count - 1].day));
		return;
	}
	for (size_t i = 0; i < axis->count; i++) {
		date_split(axis->at[i].day, &year, &month, &day);
		label(p, (int)i * axis->step + (axis->step - axis->gap) / 2, y, "middle",
			text(arena_print(p->a, "%d", day)));
	}
}

/* How many there are tonight. */
static void tonight(const struct page *p, const struct axis *axis)
{
	const struct night *n = &axis->at[axis->count - 1];

	buf_print(p->b, "<text x=\"0\" y=\"%d\" class=\"now\">", axis->height + 2 * LINE);
	page_date(p, n->day);
	put(p, ": ");
	page_count(p, n->count);
	put(p, "</text>");
}

static void share(const struct page *p, const char *class, int from, int to)
{
	if (to > from)
		buf_print(p->b, "<rect class=\"%s\" x=\"%d\" y=\"0\" width=\"%d\" height=\"10\"/>", class, from, to - from);
}

void share_picture(const struct page *p, int64_t in_time, int64_t late, int64_t lacking)
{
	enum { WIDE = 80 };
	int64_t all = in_time + late + lacking;
	int first = all > 0 ? (int)(WIDE * in_time / all) : 0, second = all > 0 ? (int)(WIDE * (in_time + late) / all) : 0;

	buf_print(p->b, "<svg class=\"share\" role=\"img\" viewBox=\"0 0 %d 10\" width=\"%d\" height=\"10\" "
		"aria-label=\"in time, late, lacking\">", WIDE, WIDE);
	share(p, "in-time", 0, first);
	share(p, "late", first, second);
	share(p, "lacking", second, WIDE);
	put(p, "</svg>");
}

void trend_picture(const struct page *p, const struct rule_report *r, bool small)
{
	struct axis axis = axis_of(p, r, small);
	int64_t most = most_of(&axis);
	int width = small ? 150 : 300, tall = axis.height + (small ? LINE : 2 * LINE + 4);
	size_t last = axis.count;

	if (r->trend_count == 0)
		return;
	while (last > 0 && !axis.at[last - 1].answered)
		last--;
	buf_print(p->b, "<svg class=\"trend%s\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		"aria-label=\"Differences not explained, by night\">", small ? " small" : "", width, tall, width, tall);
	for (size_t i = 0; i < axis.count; i++)
		if (axis.at[i].answered)
			bar(p, &axis, i, most, i + 1 == last);
	buf_print(p->b, "<line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", width, axis.height, axis.height);
	days(p, &axis);
	if (!small)
		tonight(p, &axis);
	put(p, "</svg>");
}
