#include "base/cron.h"

enum { FIELDS = 5, SUNDAY_TOO = 7 };

/* ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static const char *const month_names[] = {NULL, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
	"nov", "dec", NULL};
static const char *const weekday_names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};

static const struct part {
	const char *name;
	int least, most;
	const char *const *names;
} parts[FIELDS] = {
	{"minute", 0, 59, NULL}, {"hour", 0, 23, NULL}, {"day of month", 1, 31, NULL}, {"month", 1, 12, month_names},
	{"day of week", 0, SUNDAY_TOO, weekday_names},
};

enum { MINUTE, HOUR, DAY_OF_MONTH, MONTH, WEEKDAY };

/* One field while it is read. */
struct reading {
	struct arena *a;
	int field;
	struct cron *c;
	struct err *e;
	bool plain;                      /* values alone so far */
};

static bool fail(const struct reading *r, Str written, const char *what)
{
	return err_set(r->e, ERR_CONFIG, "%s %s: %s", parts[r->field].name, text_quoted(r->a, written), what);
}

static bool is_name(Str word, const char *name)
{
	for (size_t i = 0; i < word.len; i++)
		if (!name[i] || (word.at[i] | 0x20) != name[i])
			return false;
	return word.len > 0 && !name[word.len];
}

static bool is_letter(char c, char lower)
{
	return (c | 0x20) == lower;
}

static bool number_read(Str word, int *value)
{
	uint64_t n;

	if (word.len == 0 || word.len > 4 || text_digits(word) != word.len || !text_uint(word, &n))
		return false;
	*value = (int)n;
	return true;
}

static bool value_read(const struct reading *r, Str word, int *value)
{
	const struct part *p = &parts[r->field];

	for (int i = p->least; p->names && i <= p->most; i++)
		if (p->names[i] && is_name(word, p->names[i])) {
			*value = i;
			return true;
		}
	if (number_read(word, value) && *value >= p->least && *value <= p->most)
		return true;
	return fail(r, word, p->names == month_names ? "must be 1 to 12, or jan to dec"
		: p->names ? "must be 0 to 7, or sun to sat"
		: arena_print(r->a, "must be %d to %d", p->least, p->most));
}

static void number_add(const struct reading *r, int n)
{
	switch (r->field) {
	case MINUTE: r->c->minutes |= UINT64_C(1) << n; break;
	case HOUR: r->c->hours |= 1u << n; break;
	case DAY_OF_MONTH: r->c->days |= 1u << n; break;
	case MONTH: r->c->months |= 1u << n; break;
	case WEEKDAY: r->c->weekdays |= 1u << n % SUNDAY_TOO; break;
	}
}

static bool step_read(const struct reading *r, Str item, Str step, int *by)
{
	if (!number_read(step, by) || *by == 0)
		return fail(r, item, "a step is a number from 1 on");
	return true;
}

/* The Sunday that ends a week: "sat-sun". */
static int range_end(const struct reading *r, int from, int to)
{
	return r->field == WEEKDAY && to == 0 && from > 0 ? SUNDAY_TOO : to;
}

static bool range_read(const struct reading *r, Str item, Str range, int by)
{
	Str first, last;
	int from = parts[r->field].least, to = r->field == WEEKDAY ? SUNDAY_TOO - 1 : parts[r->field].most;

	if (!text_is(range, S("*"))) {
		if (!text_cut(range, '-', &first, &last))
			return fail(r, item, "a step needs a range, such as 10-59/5 or */5");
		if (!value_read(r, first, &from) || !value_read(r, last, &to))
			return false;
		to = range_end(r, from, to);
		if (to < from)
			return fail(r, item, "runs backwards; write two ranges");
	}
	for (int n = from; n <= to; n += by)
		number_add(r, n);
	return true;
}

/* "mon#2", "friL"; "L" alone is the last day of the month. */
static bool special_read(const struct reading *r, Str item, bool *is)
{
	Str name = item, number = {0};
	int weekday, n = 0;

	*is = false;
	if (r->field == DAY_OF_MONTH && item.len == 1 && is_letter(item.at[0], 'l')) {
		*is = r->c->last_day = true;
		return true;
	}
	if (r->field != WEEKDAY)
		return true;
	if (text_cut(item, '#', &name, &number)) {
		if (!number_read(number, &n) || n < 1 || n > 5)
			return fail(r, item, "a month has its first to fifth, #1 to #5");
	} else if (item.len > 1 && is_letter(item.at[item.len - 1], 'l')) {
		name = text_head(item, item.len - 1);
	} else {
		return true;
	}
	if (!value_read(r, name, &weekday))
		return false;
	r->c->numbered[weekday % SUNDAY_TOO] |= 1u << n;
	*is = true;
	return true;
}

static bool item_read(struct reading *r, Str item)
{
	Str range, step;
	int value = 0, by = 1;
	bool is_special, stepped = text_cut(item, '/', &range, &step);

	if (!stepped && !special_read(r, item, &is_special))
		return false;
	if (!stepped && is_special)
		return true;
	if (stepped && !step_read(r, item, step, &by))
		return false;
	if (stepped || text_is(range, S("*")) || text_find_byte(range, '-') < range.len) {
		r->plain = false;
		return range_read(r, item, range, by);
	}
	if (!value_read(r, item, &value))
		return false;
	number_add(r, value);
	return true;
}

static bool field_read(struct reading *r, Str field)
{
	Str item, rest = field;
	bool more = true;

	r->plain = true;
	while (more) {
		more = text_cut(rest, ',', &item, &rest);
		if (!item_read(r, item))
			return false;
	}
	return true;
}

/* ── the expression ────────────────────────────────────────────────────────────────────────────────────────────── */

static bool name_read(struct arena *a, Str name, Str *expression, struct err *e)
{
	static const struct { const char *name, *means; } names[] = {{"@hourly", "0 * * * *"}, {"@daily", "0 0 * * *"},
		{"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"}, {"@monthly", "0 0 1 * *"}, {"@yearly", "0 0 1 1 *"},
		{"@annually", "0 0 1 1 *"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_is(name, text(names[i].name))) {
			*expression = text(names[i].means);
			return true;
		}
	return err_set(e, ERR_CONFIG, "there is no %s: @hourly, @daily, @weekly, @monthly, @yearly", text_quoted(a, name));
}

static bool fields_split(struct arena *a, Str expression, Str *fields, struct err *e)
{
	size_t count = 0;

	for (size_t at = 0; at < expression.len;) {
		size_t from = at;

		while (at < expression.len && !byte_is_blank(expression.at[at]))
			at++;
		if (at > from && count++ < FIELDS)
			fields[count - 1] = (Str){expression.at + from, at - from};
		while (at < expression.len && byte_is_blank(expression.at[at]))
			at++;
	}
	return count == FIELDS || err_set(e, ERR_CONFIG, "%s has %zu fields, must have five: minute, hour, day of month, "
		"month, day of week", text_quoted(a, expression), count);
}

/* The thirtieth of February is no day; any weekday is one of some month. */
static bool is_possible(const struct cron *c)
{
	static const int longest[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (c->any_day || !c->any_weekday || c->last_day)
		return true;
	for (int month = 1; month <= 12; month++)
		for (int day = 1; c->months >> month & 1 && day <= longest[month]; day++)
			if (c->days >> day & 1)
				return true;
	return false;
}

bool cron_parse(struct arena *a, Str expression, struct cron *c, struct err *e)
{
	struct reading r = {.a = a, .c = c, .e = e};
	Str fields[FIELDS] = {{0}};
	bool fixed = true;

	*c = (struct cron){0};
	if (text_begins(expression, S("@")) && !name_read(a, expression, &expression, e))
		return false;
	if (!fields_split(a, expression, fields, e))
		return false;
	for (r.field = 0; r.field < FIELDS; r.field++) {
		if (!field_read(&r, fields[r.field]))
			return false;
		fixed = fixed && (r.plain || r.field > HOUR);
	}
	c->is_fixed = fixed;
	c->any_day = text_is(fields[DAY_OF_MONTH], S("*"));
	c->any_weekday = text_is(fields[WEEKDAY], S("*"));
	return is_possible(c) || err_set(e, ERR_CONFIG, "%s: no month has that day", text_quoted(a, expression));
}

/* ── days ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool has_weekday(const struct cron *c, date d, int day, bool is_in_last_week)
{
	int weekday = date_weekday(d) % 7;

	return (c->weekdays >> weekday & 1) || (c->numbered[weekday] >> ((day + 6) / 7) & 1)
	    || ((c->numbered[weekday] & 1) && is_in_last_week);
}

bool cron_has_day(const struct cron *c, date d)
{
	int32_t year, next;
	int month, day, later, other;
	bool day_is, weekday_is;

	date_split(d, &year, &month, &day);
	if (!(c->months >> month & 1))
		return false;
	date_split(d + 7, &next, &later, &other);
	weekday_is = has_weekday(c, d, day, later != month);
	date_split(d + 1, &next, &later, &other);
	day_is = (c->days >> day & 1) || (c->last_day && later != month);
	if (c->any_day || c->any_weekday)
		return (c->any_day || day_is) && (c->any_weekday || weekday_is);
	return day_is || weekday_is;
}
