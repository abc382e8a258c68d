#include "report/shown.h"

#include "base/buf.h"
#include "base/currency.h"

#define MINUS "\xE2\x88\x92"

static const char *const weekdays[] = {"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
static const char *const months[] = {"", "January", "February", "March", "April", "May", "June", "July", "August",
				     "September", "October", "November", "December"};

static int exponent_of(Str currency)
{
	const struct currency *c = currency.len > 0 ? currency_listed(currency) : NULL;

	return c && c->exponent > 0 ? c->exponent : 0;
}

Str plain_amount(struct arena *a, struct decimal d, Str currency)
{
	return decimal_fixed(a, d, exponent_of(currency));
}

/* Puts the locale's marks into a plain number. */
static Str dress(struct arena *a, const struct locale *l, Str plain)
{
	struct buf *b = buf_new(a, 16 * plain.len + 16);
	Str whole, fraction;

	if (text_begins(plain, S("-"))) {
		buf_add(b, S(MINUS));
		plain = text_from(plain, 1);
	}
	if (!text_cut(plain, '.', &whole, &fraction))
		fraction = S("");
	for (size_t i = 0; i < whole.len; i++) {
		if (i > 0 && (whole.len - i) % 3 == 0)
			buf_add(b, text(l->group));
		buf_byte(b, whole.at[i]);
	}
	if (fraction.len > 0)
		buf_byte(b, l->decimal);
	buf_add(b, fraction);
	return buf_str(b);
}

Str shown_amount(struct arena *a, const struct locale *l, struct decimal d, Str currency)
{
	return dress(a, l, plain_amount(a, d, currency));
}

Str shown_count(struct arena *a, const struct locale *l, int64_t n)
{
	return dress(a, l, decimal_text(a, decimal_of(a, n)));
}

static const struct {
	const char *stored, *shown;
} words[] = {
	{"open", "not explained"}, {"pending", "waiting"}, {"not comparable", "could not be checked"},
	{"rejected", "unreadable"},
};

enum { WORDS = sizeof words / sizeof *words };

Str shown_word(Str stored)
{
	for (size_t i = 0; i < WORDS; i++)
		if (text_is(stored, text(words[i].stored)))
			return text(words[i].shown);
	return stored;
}

Str stored_word(Str shown)
{
	for (size_t i = 0; i < WORDS; i++)
		if (text_is(shown, text(words[i].shown)))
			return text(words[i].stored);
	return shown;
}

Str shown_stage(Str stored)
{
	static const struct {
		const char *stored, *shown;
	} stages[] = {
		{"confirmed", "confirmed by a person"}, {"reference", "the same reference"},
		{"group", "the same group, in sum"}, {"text", "reference in the text"},
		{"different", "the same reference, another amount"}, {"amount", "amount and day alone"},
	};

	for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
		if (text_is(stored, text(stages[i].stored)))
			return text(stages[i].shown);
	return stored;
}

Str shown_delay(struct arena *a, int64_t seconds)
{
	static const struct { int64_t seconds; char letter, next; int64_t rest; } units[] = {
		{86400, 'd', 'h', 3600}, {3600, 'h', 'm', 60}, {60, 'm', 's', 1},
	};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t whole = seconds / units[i].seconds, rest = seconds % units[i].seconds / units[i].rest;

		if (whole > 0 && rest > 0)
			return text(arena_print(a, "%lld%c %lld%c", (long long)whole, units[i].letter, (long long)rest,
				units[i].next));
		if (whole > 0)
			return text(arena_print(a, "%lld%c", (long long)whole, units[i].letter));
	}
	return text(arena_print(a, "%llds", (long long)seconds));
}

/* The few conversions that locales use: %d %m %Y, and %-d %-m. */
Str shown_date(struct arena *a, const struct locale *l, date d)
{
	struct buf *b = buf_new(a, 256);
	int32_t year;
	int month, day;

	date_split(d, &year, &month, &day);
	for (const char *p = l->date; *p; p++) {
		bool bare = p[0] == '%' && p[1] == '-';

		if (*p != '%') {
			buf_byte(b, *p);
			continue;
		}
		p += bare ? 2 : 1;
		if (*p == 'Y')
			buf_print(b, "%d", (int)year);
		else
			buf_print(b, bare ? "%d" : "%02d", *p == 'd' ? day : month);
	}
	return buf_str(b);
}

Str long_date(struct arena *a, date d)
{
	int32_t year;
	int month, day;

	date_split(d, &year, &month, &day);
	return text(arena_print(a, "%s %d %s %d", weekdays[date_weekday(d)], day, months[month], (int)year));
}

Str short_date(struct arena *a, date d)
{
	int32_t year;
	int month, day;

	date_split(d, &year, &month, &day);
	return text(arena_print(a, "%d %s", day, months[month]));
}

Str shown_moment(struct arena *a, struct zone *z, instant t)
{
	int32_t offset;
	struct wall w = zone_wall(z, t, &offset);

	return text(arena_print(a, "%s %d %s %02d:%02d", weekdays[date_weekday(zone_date(z, t))], w.day, months[w.month],
		w.hour, w.minute));
}

static Str shown_number(struct arena *a, const struct locale *l, Str value, Str currency)
{
	struct decimal d;

	return decimal_parse(a, value, &d) ? shown_amount(a, l, d, currency) : value;
}

static Str shown_wall(struct arena *a, const struct locale *l, struct zone *z, Str value)
{
	struct wall w;
	int32_t offset;
	instant t;

	if (!instant_parse(value, &t))
		return value;
	w = zone_wall(z, t, &offset);
	return text(arena_print(a, "%.*s %02d:%02d:%02d", STR(shown_date(a, l, zone_date(z, t))), w.hour, w.minute,
		w.second));
}

Str shown_value(struct arena *a, const struct locale *l, struct zone *z, enum field_type type, Str value, Str currency)
{
	date d;

	if (value.len == 0)
		return value;
	switch (type) {
	case TYPE_MONEY:
	case TYPE_DECIMAL:
	case TYPE_INTEGER:
		return shown_number(a, l, value, currency);
	case TYPE_TIMESTAMP:
		return shown_wall(a, l, z, value);
	case TYPE_DATE:
		return date_parse(value, &d) ? shown_date(a, l, d) : value;
	case TYPE_BOOLEAN:
		return text_is(value, S("true")) ? S("yes") : text_is(value, S("false")) ? S("no") : value;
	default:
		return value;
	}
}

static Str base_name(Str file)
{
	size_t start = file.len;

	while (start > 0 && file.at[start - 1] != '/')
		start--;
	return text_from(file, start);
}

Str shown_ending(struct arena *a, date on, date today)
{
	int days = on == DATE_NONE ? 0 : (int)(on - today);

	if (on == DATE_NONE)
		return S("is to end, and does not say when");
	if (days < 0)
		return text(arena_print(a, "ended on %.*s", STR(long_date(a, on))));
	if (days < 2)
		return text(arena_print(a, "ends %s, on %.*s", days == 0 ? "today" : "tomorrow", STR(long_date(a, on))));
	return text(arena_print(a, "ends on %.*s, in %d days", STR(long_date(a, on)), days));
}

Str shown_between(struct arena *a, date before, date after)
{
	if (before == DATE_NONE || after - before < 2)
		return S("");
	if (after - before == 2)
		return long_date(a, before + 1);
	return text(arena_print(a, "%.*s to %.*s", STR(long_date(a, before + 1)), STR(long_date(a, after - 1))));
}

Str shown_file(struct arena *a, Str file, Str member)
{
	Str name = base_name(file);

	if (member.len == 0)
		return file;
	if (text_begins(member, name))
		return text(arena_print(a, "%.*s%.*s", STR(file), STR(text_from(member, name.len))));
	return text(arena_print(a, "%.*s!%.*s", STR(file), STR(member)));
}
