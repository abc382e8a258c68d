#include "config/calendars.h"

#include "config/keys.h"

#include <stdlib.h>

static const struct key_name weekdays[] = {
	{"mon", 1}, {"tue", 2}, {"wed", 3}, {"thu", 4}, {"fri", 5}, {"sat", 6}, {"sun", 7}, {NULL, 0},
};

struct calendar_text {
	struct texts closed;
	const struct node *holidays;
};

static const struct key keys[] = {
	KEY(struct calendar_text, closed, .doc = "weekdays on which nothing happens", .names = weekdays),
	KEY(struct calendar_text, holidays, .takes = "list of dates",
		.doc = "other closed days: a list of dates such as 2026-04-03"),
};

static int by_date(const void *x, const void *y)
{
	date left = *(const date *)x, right = *(const date *)y;

	return (left > right) - (left < right);
}

static bool read_holidays(struct arena *a, const struct node *n, struct calendar *c, struct mistakes *m)
{
	date *days = arena_array(a, n->count + 1, date);
	size_t kept = 0;
	bool good = true;

	if (n->kind != NODE_ARRAY)
		return mistake(m, n, "\"holidays\" must be a list of dates, not %s", node_kind_name(n->kind));
	for (size_t i = 0; i < n->count; i++) {
		struct day day;

		if (key_day(a, n->items[i], "holidays", &day, m))
			days[c->holiday_count++] = day.at;
		else
			good = false;
	}
	qsort(days, c->holiday_count, sizeof *days, by_date);
	for (size_t i = 0; i < c->holiday_count; i++)
		if (kept == 0 || days[kept - 1] != days[i])
			days[kept++] = days[i];
	c->holidays = days;
	c->holiday_count = kept;
	return good;
}

static bool read_calendar(struct arena *a, const struct node *node, struct calendar *c, struct mistakes *m)
{
	struct calendar_text t = {0};
	int closed = 0;
	bool good;

	c->name = node->name;
	if (!key_table(node, node->name.at, m))
		return false;
	good = keys_read(a, node, keys, KEY_COUNT(keys), &t, m);
	for (const struct key_name *day = weekdays; day->name; day++)
		if (texts_has(&t.closed, text(day->name))) {
			c->closed[day->value] = true;
			closed++;
		}
	if (closed == 7)
		return mistake(m, node_child(node, S("closed")), "a calendar must have an open day");
	return (!t.holidays || read_holidays(a, t.holidays, c, m)) && good;
}

bool calendars_read(struct arena *a, const struct node *root, struct calendars *out, struct mistakes *m)
{
	const struct node *all;
	bool good = true;

	*out = (struct calendars){0};
	if (!key_sections(root, "calendar", &all, m))
		return false;
	out->at = arena_array(a, all->count + 1, struct calendar);
	out->count = all->count;
	for (size_t i = 0; i < out->count; i++)
		good = read_calendar(a, all->items[i], &out->at[i], m) && good;
	return good;
}

const struct calendar *calendar_named(struct arena *a, const struct calendars *all, Str name, const struct node *n,
	struct mistakes *m)
{
	for (size_t i = 0; i < all->count; i++)
		if (text_is(all->at[i].name, name))
			return &all->at[i];
	mistake(m, n, "there is no [calendar.%.*s]%s", STR(name),
		did_you_mean_in(a, name, all->at, all->count, sizeof *all->at));
	return NULL;
}

void calendars_describe(struct buf *b)
{
	keys_describe(b, "calendar.NAME", &(struct key_section){keys, KEY_COUNT(keys), NULL}, 1);
}
