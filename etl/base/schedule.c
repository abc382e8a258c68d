#include "base/schedule.h"

#include "base/buf.h"

/* A gap may move a day's times to the next, and an overlap those of a day behind those of the next. */
enum { DAYS_BEFORE = 2, DAYS_BEHIND = 1, DAYS_MOST = 41 * 366 };

/* ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool two_digits(Str s, int most, int32_t *value)
{
	uint64_t n;

	if (s.len != 2 || text_digits(s) != s.len || !text_uint(s, &n) || n > (uint64_t)most)
		return false;
	*value = (int32_t)n;
	return true;
}

static bool time_read(Str written, int32_t *seconds)
{
	Str hour, rest, minute, second;
	int32_t h, m, s;

	if (!text_cut(written, ':', &hour, &rest))
		return false;
	if (!text_cut(rest, ':', &minute, &second))
		second = S("00");
	if (!two_digits(hour, 23, &h) || !two_digits(minute, 59, &m) || !two_digits(second, 59, &s))
		return false;
	*seconds = (h * 60 + m) * 60 + s;
	return true;
}

static bool time_add(struct arena *a, Str written, struct schedule *s, struct err *e)
{
	s->times = arena_grow(a, s->times, s->time_count, sizeof *s->times);
	return time_read(text_trim(written), &s->times[s->time_count++])
	    || err_set(e, ERR_CONFIG, "%s is no time of day, such as \"04:30\"", text_quoted(a, text_trim(written)));
}

bool schedule_at(struct arena *a, Str times, struct schedule *s, struct err *e)
{
	Str one, rest = times;
	bool more = true;

	*s = (struct schedule){.kind = SCHEDULE_FIXED};
	if (!cron_parse(a, S("* * * * *"), &s->cron, e))
		return false;
	while (more) {
		more = text_cut(rest, ',', &one, &rest);
		if (!time_add(a, one, s, e))
			return false;
	}
	return true;
}

bool schedule_cron(struct arena *a, Str expression, struct schedule *s, struct err *e)
{
	*s = (struct schedule){.kind = SCHEDULE_RECURRING};
	if (!cron_parse(a, expression, &s->cron, e))
		return false;
	if (!s->cron.is_fixed)
		return true;
	s->kind = SCHEDULE_FIXED;
	s->times = arena_array(a, 24 * 60, int32_t);
	for (int32_t hour = 0; hour < 24; hour++)
		for (int32_t minute = 0; minute < 60; minute++)
			if (s->cron.hours >> hour & 1 && s->cron.minutes >> minute & 1)
				s->times[s->time_count++] = (hour * 60 + minute) * 60;
	return true;
}

bool schedule_every(struct arena *a, Str duration, struct schedule *s, struct err *e)
{
	*s = (struct schedule){.kind = SCHEDULE_EVERY};
	if (!duration_parse(duration, &s->every))
		return err_set(e, ERR_CONFIG, "%s is no duration, such as \"15m\"", text_quoted(a, duration));
	return s->every >= 60 * SECOND
	    || err_set(e, ERR_CONFIG, "%s is too often: at most every minute", text_quoted(a, duration));
}

/* ── the next ──────────────────────────────────────────────────────────────────────────────────────────────────── */

struct sought {
	const struct schedule *s;
	instant after, best;
};

static void consider(struct sought *q, instant t)
{
	if (t > q->after && (q->best == INSTANT_NONE || t < q->best))
		q->best = t;
}

static struct wall wall_of(date day, int32_t seconds)
{
	struct wall w = {.hour = seconds / 3600, .minute = seconds / 60 % 60, .second = seconds % 60};

	date_split(day, &w.year, &w.month, &w.day);
	return w;
}

static void fixed_consider(struct sought *q, date day, int32_t seconds)
{
	const struct schedule *s = q->s;
	instant first, second;
	enum zone_kind kind = zone_instant(s->zone, wall_of(day, seconds), &first, &second);

	if (kind == ZONE_GAP && s->gap == GAP_SKIP)
		return;
	if (s->repeat != REPEAT_SECOND)
		consider(q, first);
	if (s->repeat != REPEAT_FIRST)
		consider(q, second);
}

static void recurring_consider(struct sought *q, date day, int32_t seconds)
{
	instant first, second;

	if (zone_instant(q->s->zone, wall_of(day, seconds), &first, &second) == ZONE_GAP)
		return;
	consider(q, first);
	consider(q, second);
}

static void day_consider(struct sought *q, date day)
{
	const struct schedule *s = q->s;

	for (size_t i = 0; i < s->time_count; i++)
		fixed_consider(q, day, s->times[i]);
	for (int32_t hour = 0; s->kind == SCHEDULE_RECURRING && hour < 24; hour++)
		for (int32_t minute = 0; s->cron.hours >> hour & 1 && minute < 60; minute++)
			if (s->cron.minutes >> minute & 1)
				recurring_consider(q, day, (hour * 60 + minute) * 60);
}

static instant next_of_every(const struct schedule *s, instant t)
{
	int64_t n = t / s->every - (t % s->every < 0);

	return (n + 1) * s->every;
}

instant schedule_next(const struct schedule *s, instant t)
{
	struct sought q = {s, t, INSTANT_NONE};
	date today, end;

	if (s->kind == SCHEDULE_EVERY)
		return next_of_every(s, t);
	today = zone_date(s->zone, t);
	end = today + DAYS_MOST;
	for (date day = today - DAYS_BEFORE; day <= end; day++) {
		if (!cron_has_day(&s->cron, day))
			continue;
		day_consider(&q, day);
		if (q.best != INSTANT_NONE && end > day + DAYS_BEHIND)
			end = day + DAYS_BEHIND;
	}
	return q.best;
}

/* ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static char *times_words(struct arena *a, const struct schedule *s)
{
	struct buf *b = buf_new(a, 1 << 16);

	buf_add(b, S("at "));
	for (size_t i = 0; i < s->time_count; i++) {
		int32_t t = s->times[i];

		buf_add(b, i == 0 ? S("") : i + 1 == s->time_count ? S(" and ") : S(", "));
		buf_print(b, "%02d:%02d", t / 3600, t / 60 % 60);
		if (t % 60 > 0)
			buf_print(b, ":%02d", t % 60);
	}
	buf_add(b, S(", every day"));
	return text_z(a, buf_str(b));
}

char *schedule_words(struct arena *a, const struct schedule *s)
{
	if (s->kind == SCHEDULE_EVERY)
		return arena_print(a, "every %s", duration_text(a, s->every));
	if (s->kind == SCHEDULE_FIXED && !s->cron.is_fixed)
		return times_words(a, s);
	return cron_words(a, &s->cron);
}
