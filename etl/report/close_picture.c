#include "report/close_picture.h"

#include "report/shown.h"

/* Whole pixels: the bytes are the same everywhere. */
enum { WIDE = 34, GAP = 10, TALL = 150, FOOT = 16, STEPS_MOST = 24 };

/* A bar of the waterfall, in units of the picture: from and to as amounts above the lowest. */
struct rise {
	const struct closed_line *line;
	struct decimal from, to;
};

struct picture {
	struct rise steps[STEPS_MOST];
	size_t count;
	struct decimal lowest, highest;
};

static void range(struct picture *picture, struct decimal d)
{
	if (decimal_compare(d, picture->lowest) < 0)
		picture->lowest = d;
	if (decimal_compare(d, picture->highest) > 0)
		picture->highest = d;
}

static bool is_drawn(const struct closed_line *l)
{
	return text_is(l->line, S("opening")) || text_is(l->line, S("movement")) || text_is(l->line, S("closing"));
}

/* False if there is more than a picture holds, or nothing. */
static bool steps_find(struct arena *a, const struct closed_position *position, size_t first, size_t end,
	struct picture *picture)
{
	const struct decimal nothing = {.scale = 0};
	struct decimal stand = nothing;

	for (size_t i = first; i < end; i++) {
		const struct closed_line *l = &position->lines[i];
		bool moves = text_is(l->line, S("movement"));
		struct decimal to = moves ? decimal_add(a, stand, l->amount) : l->amount;

		if (!is_drawn(l))
			continue;
		if (picture->count == STEPS_MOST)
			return false;
		picture->steps[picture->count++] = (struct rise){l, moves ? stand : nothing, to};
		range(picture, to);
		stand = to;
	}
	return picture->count > 1 && decimal_compare(picture->lowest, picture->highest) < 0;
}

/* Of so many thousandths: an amount's place between the lowest and the highest, exact but for what is below a pixel. */
static int place_of(struct arena *a, const struct picture *picture, struct decimal d)
{
	struct decimal span = decimal_subtract(a, picture->highest, picture->lowest);
	struct decimal above = decimal_multiply(a, decimal_subtract(a, d, picture->lowest), decimal_of(a, TALL));
	int least = 0, most = TALL;

	while (least < most) {
		int middle = (least + most + 1) / 2;

		if (decimal_compare(decimal_multiply(a, span, decimal_of(a, middle)), above) <= 0)
			least = middle;
		else
			most = middle - 1;
	}
	return least;
}

static void bar(const struct page *p, const struct picture *picture, const struct closed_position *position, size_t i)
{
	const struct rise *s = &picture->steps[i];
	int from = place_of(p->a, picture, s->from), to = place_of(p->a, picture, s->to);
	int low = from < to ? from : to, high = from < to ? to : from;
	const char *class = !text_is(s->line->line, S("movement")) ? "stand" : decimal_compare(s->to, s->from) < 0 ? "down"
		: "up";

	buf_print(p->b, "<rect class=\"%s\" x=\"%zu\" y=\"%d\" width=\"%d\" height=\"%d\"><title>", class,
		i * (WIDE + GAP), TALL - high, WIDE, high > low ? high - low : 1);
	page_text(p, closed_line_title(p->a, position, s->line));
	put(p, ": ");
	page_amount(p, s->line->amount, s->line->currency);
	put(p, "</title></rect>");
}

static void label(const struct page *p, size_t x, const char *anchor, const char *word)
{
	buf_print(p->b, "<text x=\"%zu\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, TALL + FOOT - 3, anchor, word);
}

void close_picture(const struct page *p, const struct closed_position *position, size_t first, size_t end)
{
	struct picture picture = {.count = 0};
	size_t width;
	int zero;

	if (!steps_find(p->a, position, first, end, &picture))
		return;
	width = picture.count * (WIDE + GAP) - GAP;
	zero = TALL - place_of(p->a, &picture, (struct decimal){.scale = 0});
	buf_print(p->b, "<figure><svg class=\"fall\" role=\"img\" viewBox=\"0 0 %zu %d\" width=\"%zu\" height=\"%d\" "
		"aria-label=\"From the opening to the closing\">", width, TALL + FOOT, width, TALL + FOOT);
	for (size_t i = 0; i < picture.count; i++)
		bar(p, &picture, position, i);
	buf_print(p->b, "<line x1=\"0\" x2=\"%zu\" y1=\"%d\" y2=\"%d\"/>", width, zero, zero);
	label(p, 0, "start", text_is(picture.steps[0].line->line, S("opening")) ? "opening" : "");
	label(p, width, "end", "closing");
	put(p, "</svg><figcaption>From the opening to the closing</figcaption></figure>\n");
}
