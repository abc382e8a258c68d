#include "map/stamp.h"

/*
 * From what is written to instants and days.  A time without a zone means nothing until the map names one; then the
 * map also says what a wall time means that clocks skip or show twice.  The database is never asked: it would shift in
 * a gap and take the second one in an overlap without a word.
 */

static struct wall wall_of(date day, int64_t clock)
{
	struct wall w = {0};
	int32_t year;

	date_split(day, &year, &w.month, &w.day);
	w.year = year;
	w.hour = (int)(clock / (3600 * SECOND));
	w.minute = (int)(clock / (60 * SECOND) % 60);
	w.second = (int)(clock / SECOND % 60);
	w.micro = (int)(clock % SECOND);
	return w;
}

static bool offset_at(struct zone *z, date day, int64_t clock, int64_t *offset)
{
	instant first, second;

	if (zone_instant(z, wall_of(day, clock), &first, &second) != ZONE_ONCE)
		return false;
	*offset = day * DAY + clock - first;
	return true;
}

/* A day is plain if its clocks show the same offset at midnight, noon and in its last moment. */
static const struct zone_day *day_of(struct work *w, const struct time_form *form, date day)
{
	struct zone_day *d = &w->recall->zones[(size_t)form->number * ZONE_DAYS + (uint32_t)day % ZONE_DAYS];
	int64_t midnight, noon, last;

	if (d->day == day)
		return d;
	d->day = day;
	d->plain = offset_at(form->zone, day, 0, &midnight) && offset_at(form->zone, day, DAY / 2, &noon)
	    && offset_at(form->zone, day, DAY - 1, &last) && midnight == noon && noon == last
	    && midnight % SECOND == 0;
	d->offset = d->plain ? (int32_t)(midnight / SECOND) : 0;
	return d;
}

/* What a wall time means in the declared zone. */
static bool resolve(struct work *w, const struct spec *s, const struct stamp *t, instant *at)
{
	const struct zone_day *day = day_of(w, &s->time, t->day);
	instant first, second;
	enum zone_kind kind;

	if (day->plain) {
		*at = t->day * DAY + t->clock - day->offset * SECOND;
		return true;
	}
	kind = zone_instant(s->time.zone, wall_of(t->day, t->clock), &first, &second);
	if (kind == ZONE_GAP && s->time.gap == GAP_REJECT)
		return reject(w, s, "a time that the clocks of its zone skip");
	if (kind == ZONE_OVERLAP && s->time.overlap == OVERLAP_REJECT)
		return reject(w, s, "a time that the clocks of its zone show twice");
	*at = kind == ZONE_OVERLAP && s->time.overlap == OVERLAP_SECOND ? second : first;
	return true;
}

/* The last part of a composed time that comes from the record is its offset. */
static bool cut_offset(const struct spec *s, Str *text, struct stamp *t)
{
	size_t at = text->len;

	if (s->source.kind != SOURCE_COMPOSE || s->source.count < 3)
		return true;
	while (at > 0 && text->at[at - 1] != ' ')
		at--;
	if (!offset_read(text_from(*text, at), &t->offset))
		return false;
	*text = text_head(*text, at > 0 ? at - 1 : 0);
	return true;
}

static bool read(struct work *w, const struct spec *s, Str text, struct stamp *t)
{
	struct stamp composed = {.offset = s->time.offset};
	const char *wrong;

	if (text.len == 0)
		return reject(w, s, "empty, where a time is expected");
	if (!cut_offset(s, &text, &composed))
		return reject(w, s, "its offset is not one such as +02:00");
	wrong = stamp_read(w, &s->time, text, t);
	if (wrong)
		return reject(w, s, wrong);
	if (s->time.has_offset || (s->source.kind == SOURCE_COMPOSE && s->source.count > 2)) {
		t->has_offset = true;
		t->offset = composed.offset;
	}
	return true;
}

static bool instant_of(struct work *w, const struct spec *s, const struct stamp *t, instant *at)
{
	if (!t->has_offset && !s->time.zone)
		return reject(w, s, "no zone given, and none declared");
	if (t->has_offset)
		*at = t->day * DAY + t->clock - t->offset * SECOND;
	else if (!resolve(w, s, t, at))
		return false;
	return instant_is_valid(*at) || reject(w, s, stamp_out_of_range);
}

bool type_timestamp(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	struct stamp t = {0};

	return read(w, s, in->text, &t) && instant_of(w, s, &t, &v->as.timestamp);
}

/* Of a moment, the business day in day_in, else in the zone.  A wall time in the zone whose day is asked for has its
 * own day, gap or not. */
bool type_date(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	struct zone *days = s->time.day_in ? s->time.day_in : s->time.zone;
	struct stamp t = {0};
	instant at = 0;

	if (!read(w, s, in->text, &t))
		return false;
	if (!t.has_clock || (!t.has_offset && s->time.zone && !s->time.day_in)) {
		v->as.date = t.day;
		return true;
	}
	if (!days)
		return reject(w, s, "a time, and no zone declared whose day counts");
	if (!instant_of(w, s, &t, &at))
		return false;
	v->as.date = zone_date(days, at);
	return instant_is_valid(v->as.date * DAY) || reject(w, s, stamp_out_of_range);
}

/* ── durations ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool scaled(struct arena *a, Str number, int64_t unit, int64_t *us)
{
	struct decimal d;
	int64_t value;

	if (!decimal_parse(a, number, &d))
		return false;
	d = decimal_multiply(a, d, decimal_of(a, unit));
	if (!decimal_integer(d, &value) || __builtin_add_overflow(*us, value, us))
		return false;
	return true;
}

static size_t number_length(Str s)
{
	size_t n = 0;

	while (n < s.len && ((s.at[n] >= '0' && s.at[n] <= '9') || s.at[n] == '.'))
		n++;
	return n;
}

/* P1DT2H30M, P2W; years and months are no fixed time. */
static bool iso_duration(struct arena *a, Str s, int64_t *us)
{
	static const struct {
		char letter;
		bool in_time;
		int64_t unit;
	} parts[] = {{'W', false, 7 * DAY}, {'D', false, DAY}, {'H', true, 3600 * SECOND}, {'M', true, 60 * SECOND},
		{'S', true, SECOND}};
	bool in_time = false, any = false;
	size_t next = 0;

	while (s.len > 0) {
		size_t n = number_length(s);

		if (s.at[0] == 'T' && !in_time) {
			in_time = true;
			s = text_from(s, 1);
			any = false;
			continue;
		}
		while (next < 5 && n < s.len && (parts[next].letter != s.at[n] || parts[next].in_time != in_time))
			next++;
		if (n == 0 || n == s.len || next == 5 || !scaled(a, text_head(s, n), parts[next++].unit, us))
			return false;
		s = text_from(s, n + 1);
		any = true;
	}
	return any;
}

/* HH:MM:SS, the seconds with a fraction if need be; hours may be more than 24. */
static bool clock_duration(struct arena *a, Str s, int64_t *us)
{
	Str hours, minutes, seconds;
	uint64_t h, m;

	if (!text_cut(s, ':', &hours, &s) || !text_cut(s, ':', &minutes, &seconds))
		return false;
	if (!text_uint(hours, &h) || !text_uint(minutes, &m) || minutes.len != 2 || m > 59 || h > 100000000)
		return false;
	if (seconds.len < 2 || seconds.at[0] > '5' || (seconds.len > 2 && seconds.at[2] != '.'))
		return false;
	*us = ((int64_t)h * 3600 + (int64_t)m * 60) * SECOND;
	return scaled(a, seconds, SECOND, us);
}

bool duration_read(struct arena *a, Str s, int64_t *us)
{
	bool negative = text_begins(s, S("-")), good;
	Str rest = text_from(s, negative ? 1 : 0);

	*us = 0;
	if (rest.len == 0 || rest.at[0] == '-' || rest.at[0] == '+')
		return false;
	if (rest.at[0] == 'P')
		good = iso_duration(a, text_from(rest, 1), us);
	else if (text_find_byte(rest, ':') < rest.len)
		good = clock_duration(a, rest, us);
	else
		good = scaled(a, rest, SECOND, us);
	*us = negative ? -*us : *us;
	return good;
}
