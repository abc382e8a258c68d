#include "map/stamp.h"

/*
 * Sources: RFC 3339 section 5.6; ISO 8601 (calendar dates and times, extended and basic form); RFC 5322 section 3.3
 * and 4.3 (mail), RFC 9110 section 5.6.7 (HTTP); OData JSON verbose format (/Date(ms)/); Excel's 1900 date system,
 * whose day 60 (29 February 1900) does not exist; strptime of POSIX for the patterns.
 */

static const char *const no_match = "not a time in the declared format";
static const char *const no_day = "a date that does not exist";
static const char *const no_clock = "a time that does not exist";
const char *const stamp_out_of_range = "outside the years 1 to 9999";

/* What is left to read, and what was read so far: -1 if it did not come. */
struct scan {
	Str rest;
	int year, month, day, hour, minute, second, weekday, half;
	int64_t micro;
	bool has_offset;
	int32_t offset;
	bool has_instant;
	instant at;
};

static bool skip(struct scan *s, char c)
{
	if (s->rest.len == 0 || s->rest.at[0] != c)
		return false;
	s->rest = text_from(s->rest, 1);
	return true;
}

static bool blanks(struct scan *s)
{
	bool any = false;

	while (skip(s, ' ') || skip(s, '\t'))
		any = true;
	return any;
}

/* From least to most digits. */
static bool number(struct scan *s, size_t least, size_t most, int *value)
{
	size_t n = 0;
	int sum = 0;

	for (; n < most && n < s->rest.len && byte_is_digit(s->rest.at[n]); n++)
		sum = sum * 10 + (s->rest.at[n] - '0');
	if (n < least)
		return false;
	s->rest = text_from(s->rest, n);
	*value = sum;
	return true;
}

/* Digits past the sixth are cut, as Postgres would round them into the next second. */
static bool fraction(struct scan *s)
{
	int64_t scale = 100000;
	size_t n = 0;

	for (s->micro = 0; n < s->rest.len && byte_is_digit(s->rest.at[n]); n++, scale /= 10)
		s->micro += (s->rest.at[n] - '0') * scale;
	s->rest = text_from(s->rest, n);
	return n > 0;
}

/* One of the names, in full or by its first three letters, in any case; the place is from 0. */
static bool name(struct scan *s, const char *const *names, int count, bool whole, int *place)
{
	for (int i = 0; i < count; i++) {
		size_t len = whole ? strlen(names[i]) : 3;

		if (s->rest.len >= len && strncasecmp(s->rest.at, names[i], len) == 0) {
			s->rest = text_from(s->rest, len);
			*place = i;
			return true;
		}
	}
	return false;
}

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"};
static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

static bool month_name(struct scan *s)
{
	if (!name(s, months, 12, true, &s->month) && !name(s, months, 12, false, &s->month))
		return false;
	s->month++;
	return true;
}

static bool day_name(struct scan *s)
{
	if (!name(s, days, 7, true, &s->weekday) && !name(s, days, 7, false, &s->weekday))
		return false;
	s->weekday++;
	return true;
}

static bool offset(struct scan *s)
{
	bool west = s->rest.len > 0 && s->rest.at[0] == '-';
	int hours = 0, minutes = 0;

	s->has_offset = true;
	s->offset = 0;
	if (skip(s, 'Z') || skip(s, 'z'))
		return true;
	if (!skip(s, '+') && !skip(s, '-'))
		return false;
	if (!number(s, 2, 2, &hours))
		return false;
	if ((skip(s, ':') || (s->rest.len > 0 && byte_is_digit(s->rest.at[0]))) && !number(s, 2, 2, &minutes))
		return false;
	s->offset = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
	return hours <= 18 && minutes < 60;
}

bool offset_read(Str s, int32_t *seconds)
{
	struct scan scan = {.rest = s};

	if (!offset(&scan) || scan.rest.len > 0)
		return false;
	*seconds = scan.offset;
	return true;
}

/* ── the formats ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool clock_of(struct scan *s, bool extended)
{
	s->second = 0;
	if (!number(s, 2, 2, &s->hour) || (extended && !skip(s, ':')) || !number(s, 2, 2, &s->minute))
		return false;
	if (extended ? !skip(s, ':') : s->rest.len == 0 || !byte_is_digit(s->rest.at[0]))
		return true;
	if (!number(s, 2, 2, &s->second))
		return false;
	if (skip(s, '.') || skip(s, ','))
		return fraction(s);
	return true;
}

static bool iso(struct scan *s)
{
	bool extended;

	if (!number(s, 4, 4, &s->year))
		return false;
	extended = skip(s, '-');
	if (!number(s, 2, 2, &s->month) || (extended && !skip(s, '-')) || !number(s, 2, 2, &s->day))
		return false;
	if (s->rest.len == 0)
		return true;
	if (!skip(s, 'T') && !skip(s, 't') && !skip(s, ' '))
		return false;
	if (!clock_of(s, extended))
		return false;
	if (s->rest.len == 0)
		return true;
	blanks(s);
	return offset(s);
}

/* With seconds and an offset; a blank may stand for the T. */
static bool rfc3339(struct scan *s)
{
	Str all = s->rest;

	return all.len >= 20 && all.at[4] == '-' && all.at[16] == ':' && iso(s) && s->has_offset;
}

/* Those of RFC 5322 and of Europe that mean one thing only: BST and IST are each of several places. */
static bool zone_name_of(struct scan *s)
{
	static const char *const zones[] = {"GMT", "UTC", "UT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT",
		"WET", "WEST", "CET", "CEST", "EET", "EEST"};
	static const int hours[] = {0, 0, 0, -5, -4, -6, -5, -7, -6, -8, -7, 0, 1, 1, 2, 2, 3};
	int place;

	if (!name(s, zones, sizeof zones / sizeof *zones, true, &place))
		return offset(s);
	s->has_offset = true;
	s->offset = hours[place] * 3600;
	return true;
}

/* [Tue, ]31 Mar 2026 22:15[:00] +0200 */
static bool rfc2822(struct scan *s)
{
	if (day_name(s) && !skip(s, ','))
		return false;
	blanks(s);
	if (!number(s, 1, 2, &s->day) || !blanks(s) || !month_name(s) || !blanks(s) || !number(s, 4, 4, &s->year))
		return false;
	return blanks(s) && clock_of(s, true) && blanks(s) && zone_name_of(s);
}

/* Tue, 31 Mar 2026 22:15:00 GMT, exactly. */
static bool http(struct scan *s)
{
	return s->rest.len == 29 && text_ends(s->rest, S(" GMT")) && rfc2822(s) && s->weekday >= 0;
}

static bool epoch(struct scan *s, int64_t unit)
{
	bool negative = skip(s, '-');
	int64_t sum = 0;
	size_t n = 0;

	for (; n < s->rest.len && byte_is_digit(s->rest.at[n]); n++) {
		if (sum > INT64_MAX / 10 / unit - 10)
			return false;
		sum = sum * 10 + (s->rest.at[n] - '0');
	}
	s->rest = text_from(s->rest, n);
	s->micro = 0;
	if (n == 0 || (skip(s, '.') && (unit != SECOND || !fraction(s))))
		return false;
	s->has_instant = true;
	s->at = (negative ? -1 : 1) * (sum * unit + s->micro);
	return true;
}

/* An offset behind the milliseconds is for people: they count in UTC. */
static bool odata(struct scan *s)
{
	struct scan after;

	if (!text_begins(s->rest, S("/Date(")))
		return false;
	s->rest = text_from(s->rest, 6);
	if (!epoch(s, 1000))
		return false;
	after = *s;
	if (offset(&after))
		s->rest = after.rest;
	return text_is(s->rest, S(")/")) && ((s->rest.len = 0), true);
}

/* Days since 1899-12-31, in decimal; to the millisecond, which is finer than what a spreadsheet holds.  From day 61 on
 * they are one too many. */
static bool excel(struct arena *a, struct scan *s)
{
	struct decimal serial, ms;
	int64_t value;

	if (!decimal_parse(a, s->rest, &serial) || serial.negative)
		return false;
	ms = decimal_round(a, decimal_multiply(a, serial, decimal_of(a, 86400000)), 0, ROUND_HALF_EVEN);
	if (!decimal_integer(ms, &value) || value < 86400000 || value / 86400000 == 60 || value / 86400000 > 2958465)
		return false;
	value -= value / 86400000 > 60 ? INT64_C(86400000) : 0;
	s->has_instant = true;
	s->at = (value - INT64_C(25567) * 86400000 - INT64_C(86400000)) * 1000;
	s->rest.len = 0;
	return true;
}

/* ── patterns ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool half_day(struct scan *s)
{
	static const char *const halves[] = {"AM", "PM"};

	return name(s, halves, 2, true, &s->half);
}

static bool two_digit_year(struct scan *s)
{
	if (!number(s, 2, 2, &s->year))
		return false;
	s->year += s->year < 69 ? 2000 : 1900;
	return true;
}

static bool directive(struct scan *s, char c)
{
	switch (c) {
	case 'Y':
		return number(s, 4, 4, &s->year);
	case 'y':
		return two_digit_year(s);
	case 'm':
		return number(s, 1, 2, &s->month);
	case 'd':
	case 'e':
		blanks(s);
		return number(s, 1, 2, &s->day);
	case 'b':
	case 'B':
	case 'h':
		return month_name(s);
	case 'a':
	case 'A':
		return day_name(s);
	case 'H':
	case 'I':
		blanks(s);
		return number(s, 1, 2, &s->hour) && (c == 'H' || (s->hour >= 1 && s->hour <= 12));
	case 'M':
		return number(s, 1, 2, &s->minute);
	case 'S':
		return number(s, 1, 2, &s->second);
	case 'f':
		return fraction(s);
	case 'p':
		return half_day(s);
	case 'z':
		return offset(s);
	case 'Z':
		return zone_name_of(s);
	default:
		return c == '%' && skip(s, '%');
	}
}

static const char *expansion(char c)
{
	return c == 'F' ? "%Y-%m-%d" : c == 'T' ? "%H:%M:%S" : c == 'R' ? "%H:%M" : c == 'D' ? "%m/%d/%y" : NULL;
}

static bool pattern(struct scan *s, Str p)
{
	while (p.len > 0) {
		char c = p.at[0];

		p = text_from(p, 1);
		if (c == ' ') {
			blanks(s);
		} else if (c != '%') {
			if (!skip(s, c))
				return false;
		} else {
			const char *more = expansion(p.at[0]);

			if (more ? !pattern(s, text(more)) : !directive(s, p.at[0]))
				return false;
			p = text_from(p, 1);
		}
	}
	return true;
}

bool time_format_of(Str written, struct time_format *f, const char **wrong)
{
	static const char *const names[] = {"rfc3339", "iso", "epoch_s", "epoch_ms", "epoch_us", "rfc2822", "http", "odata",
		"excel"};
	const Str directives = S("YymdebBhaAHIMSfpzZFTRD%");

	for (int i = 0; i < TIME_PATTERN; i++)
		if (text_is(written, text(names[i]))) {
			f->kind = (enum time_format_kind)i;
			return true;
		}
	*f = (struct time_format){TIME_PATTERN, written};
	*wrong = "must be rfc3339, iso, epoch_s, epoch_ms, epoch_us, rfc2822, http, odata, excel "
		"or a pattern such as %Y-%m-%d";
	if (text_find_byte(written, '%') == written.len)
		return false;
	for (size_t i = 0; i < written.len; i++)
		if (written.at[i] == '%' && (++i == written.len
			|| text_find_byte(directives, written.at[i]) == directives.len)) {
			*wrong = "has a % that is none of %Y %y %m %d %e %b %B %a %A %H %I %M %S %f %p %z %Z %F %T %R %D %%";
			return false;
		}
	return true;
}

static bool has_directive(Str pattern, Str wanted)
{
	for (size_t i = 0; i + 1 < pattern.len; i++)
		if (pattern.at[i] == '%' && text_find_byte(wanted, pattern.at[++i]) < wanted.len)
			return true;
	return false;
}

bool time_format_lacks_zone(const struct time_format *f)
{
	return f->kind == TIME_EXCEL || (f->kind == TIME_PATTERN && !has_directive(f->pattern, S("zZ")));
}

bool time_format_has_clock(const struct time_format *f)
{
	return f->kind != TIME_EXCEL && (f->kind != TIME_PATTERN || has_directive(f->pattern, S("HITR")));
}

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool matches(struct arena *a, const struct time_format *f, struct scan *s)
{
	switch (f->kind) {
	case TIME_RFC3339:
		return rfc3339(s);
	case TIME_ISO:
		return iso(s);
	case TIME_EPOCH_S:
		return epoch(s, SECOND);
	case TIME_EPOCH_MS:
		return epoch(s, 1000);
	case TIME_EPOCH_US:
		return epoch(s, 1);
	case TIME_RFC2822:
		return rfc2822(s);
	case TIME_HTTP:
		return http(s);
	case TIME_ODATA:
		return odata(s);
	case TIME_EXCEL:
		return excel(a, s);
	case TIME_PATTERN:
		return pattern(s, f->pattern);
	}
	return false;
}

static int64_t floor_days(instant at)
{
	return at >= 0 ? at / DAY : -((-at + DAY - 1) / DAY);
}

/* A serial of Excel is a wall time, the others are instants. */
static const char *from_instant(const struct time_format *f, instant at, struct stamp *t)
{
	int64_t day;

	if (!instant_is_valid(at))
		return stamp_out_of_range;
	day = floor_days(at);
	*t = (struct stamp){.day = (date)day, .clock = at - day * DAY, .has_clock = true,
		.has_offset = f->kind != TIME_EXCEL};
	return NULL;
}

/* 24:00 is the next day's midnight; a leap second is no time that Postgres could hold. */
static const char *from_wall(const struct scan *s, struct stamp *t)
{
	int hour = s->hour < 0 ? 0 : s->hour;

	*t = (struct stamp){.has_clock = s->hour >= 0, .has_offset = s->has_offset, .offset = s->offset};
	if (s->half >= 0)
		hour = hour % 12 + 12 * s->half;
	if (s->year < 1 || !date_of(s->year, s->month, s->day, &t->day))
		return no_day;
	if (s->weekday > 0 && date_weekday(t->day) != s->weekday)
		return no_day;
	if (hour > 24 || s->minute > 59 || s->second > 59 || (hour == 24 && (s->minute || s->second || s->micro)))
		return no_clock;
	t->day += hour == 24;
	t->clock = ((int64_t)hour % 24 * 3600 + (int64_t)s->minute * 60 + s->second) * SECOND + s->micro;
	return instant_is_valid(t->day * DAY) ? NULL : stamp_out_of_range;
}

/* Two digits; far too much if they are none. */
static int pair_at(const char *p)
{
	return byte_is_digit(p[0]) && byte_is_digit(p[1]) ? (p[0] - '0') * 10 + p[1] - '0' : 10000;
}

/* The day of "YYYY-MM-DD"; most records have one that was seen before. */
static bool day_at(struct recall *r, const char *p, date *day)
{
	int year = pair_at(p) * 100 + pair_at(p + 2), month = pair_at(p + 5), of_month = pair_at(p + 8);
	struct known_day *known;
	int32_t digits;

	if (p[4] != '-' || p[7] != '-' || year > 9999 || month > 12 || of_month > 31 || year == 0)
		return false;
	digits = year * 10000 + month * 100 + of_month;
	known = &r->days[(uint32_t)(month * 31 + of_month + year * 372) % KNOWN_DAYS];
	if (known->digits != digits) {
		if (!date_of(year, month, of_month, &known->day)) {
			known->digits = 0;
			return false;
		}
		known->digits = digits;
	}
	*day = known->day;
	return true;
}

/* YYYY-MM-DD and HH:MM:SS with T or a blank between them, then nothing, Z or an offset: what nearly every source
 * writes.  False: read it the long way, which also says what is wrong. */
static bool fast_iso(struct recall *r, Str s, struct stamp *t)
{
	int hour, minute, second;
	date day;

	if (s.len < 19 || (s.at[10] != 'T' && s.at[10] != ' ') || s.at[13] != ':' || s.at[16] != ':')
		return false;
	hour = pair_at(s.at + 11);
	minute = pair_at(s.at + 14);
	second = pair_at(s.at + 17);
	if (hour > 23 || minute > 59 || second > 59 || !day_at(r, s.at, &day))
		return false;
	*t = (struct stamp){.day = day, .clock = ((int64_t)hour * 3600 + (int64_t)minute * 60 + second) * SECOND,
		.has_clock = true, .has_offset = s.len > 19};
	return s.len == 19 || (s.len == 20 && s.at[19] == 'Z')
	    || (s.len == 25 && offset_read(text_from(s, 19), &t->offset));
}

static bool begins_with_iso(const struct time_form *form, Str s)
{
	enum time_format_kind kind = form->formats[0].kind;

	return kind == TIME_ISO || (kind == TIME_RFC3339 && s.len > 19);
}

const char *stamp_read(struct work *w, const struct time_form *form, Str text, struct stamp *t)
{
	const char *wrong = no_match;

	if (begins_with_iso(form, text) && fast_iso(w->recall, text, t))
		return NULL;
	for (size_t i = 0; i < form->count; i++) {
		struct scan s = {.rest = text, .year = -1, .month = -1, .day = -1, .hour = -1, .weekday = -1, .half = -1};
		const char *why;

		if (!matches(w->batch, &form->formats[i], &s) || s.rest.len > 0)
			continue;
		why = s.has_instant ? from_instant(&form->formats[i], s.at, t) : from_wall(&s, t);
		if (!why)
			return NULL;
		wrong = why;
	}
	return wrong;
}
