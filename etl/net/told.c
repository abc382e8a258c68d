#include "net/told.h"

#include <curl/curl.h>
#include <time.h>

enum { MICRO = 6, MILLI = 3 };

const struct key_name told_units[] = {{"s", RESET_S}, {"ms", RESET_MS}, {"epoch_s", RESET_EPOCH_S},
	{"epoch_ms", RESET_EPOCH_MS}, {"http_date", RESET_HTTP_DATE}, {0}};

static bool is_given(const struct answer_place *place)
{
	return place->header.at || place->path.count > 0;
}

static const char *place_name(struct arena *a, const struct answer_place *place)
{
	return place->header.at ? arena_print(a, "header:%.*s", STR(place->header))
		: arena_print(a, "%.*s", STR(place->path.source));
}

static bool unusable(struct arena *a, const struct answer_place *place, Str said, const char **ignored)
{
	*ignored = arena_print(a, "%s is %s", place_name(a, place), text_quoted(a, said));
	return false;
}

/* Nothing, null and "" say nothing; *said is NULL then. */
static Str said_at(struct arena *a, const struct answer *answer, const struct answer_place *place)
{
	struct cell cell = {0};

	if (!is_given(place))
		return (Str){0};
	answer_at(a, answer, place, &cell);
	if (cell.kind == CELL_MISSING || cell.kind == CELL_NULL || text_trim(cell.text).len == 0)
		return (Str){0};
	return text_trim(cell.text);
}

/* A number × 10^shift, cut, within 0 and most. */
static bool number(struct arena *a, Str said, int shift, int64_t most, int64_t *value)
{
	struct decimal d;

	return decimal_parse(a, said, &d) && !d.negative
	    && decimal_integer(decimal_round(a, decimal_shift(d, shift), 0, ROUND_DOWN), value) && *value <= most;
}

static bool number_at(struct arena *a, const struct answer *answer, const struct answer_place *place, int shift,
	int64_t most, int64_t *value, const char **ignored)
{
	Str said = said_at(a, answer, place);

	return said.at && (number(a, said, shift, most, value) || unusable(a, place, said, ignored));
}

/* ── moments ───────────────────────────────────────────────────────────────────────────────────────────────────── */

bool told_http_date(struct arena *a, Str said, instant *at)
{
	static const time_t year_10000 = 253402300800;
	time_t then = said.at ? curl_getdate(text_z(a, said), NULL) : -1;
	bool good = then >= 0 && then < year_10000;

	*at = good ? (instant)then * SECOND : 0;
	return good;
}

static instant asked_at(struct arena *a, const struct answer *answer)
{
	instant at;

	return told_http_date(a, http_field(&answer->head.fields, "Date"), &at) ? at : answer->received;
}

/* Past ones say that it may be asked now; those of another day are none. */
static bool from_now(struct arena *a, const struct answer *answer, instant at, int64_t *us)
{
	int64_t left = at - asked_at(a, answer);

	*us = left > 0 ? left : 0;
	return left > -DAY && left <= RESET_MOST;
}

static bool wait_of(struct arena *a, const struct answer *answer, Str said, enum reset_unit unit, int64_t *us)
{
	const int64_t latest = INT64_C(253402300799) * SECOND;       /* 9999-12-31 */
	int64_t at;

	switch (unit) {
	case RESET_S:
		return number(a, said, MICRO, RESET_MOST, us);
	case RESET_MS:
		return number(a, said, MILLI, RESET_MOST, us);
	case RESET_EPOCH_S:
		return number(a, said, MICRO, latest, &at) && from_now(a, answer, at, us);
	case RESET_EPOCH_MS:
		return number(a, said, MILLI, latest, &at) && from_now(a, answer, at, us);
	case RESET_HTTP_DATE:
		return told_http_date(a, said, &at) && from_now(a, answer, at, us);
	}
	return false;
}

bool told_wait(struct arena *a, const struct answer *answer, const struct answer_place *place, enum reset_unit unit,
	int64_t *us, const char **ignored)
{
	Str said = said_at(a, answer, place);

	return said.at && (wait_of(a, answer, said, unit, us) || unusable(a, place, said, ignored));
}

int64_t told_retry_after(struct arena *a, const struct answer *answer)
{
	Str said = text_trim(http_field(&answer->head.fields, "Retry-After"));
	struct decimal seconds;
	int64_t us;
	instant at;

	if (!said.at || said.len == 0)
		return -1;
	if (decimal_parse(a, said, &seconds)) {
		if (seconds.negative && !decimal_is_zero(seconds))
			return -1;
		return number(a, said, MICRO, INT64_MAX, &us) ? us : INT64_MAX;
	}
	if (!told_http_date(a, said, &at))
		return -1;
	at -= asked_at(a, answer);
	return at > 0 ? at : 0;
}

/* ── limits ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void read_cost(struct arena *a, const struct pace *pace, const struct answer *answer, struct told *told,
	const char **ignored)
{
	const int64_t most = (int64_t)POINT * POINTS_MOST;
	bool all = number_at(a, answer, &pace->cost, MILLI, most, &told->cost, ignored);

	all = number_at(a, answer, &pace->available, MILLI, most, &told->available, ignored) && all;
	told->has_cost = number_at(a, answer, &pace->restore, MILLI, most, &told->restore, ignored) && all
	    && told->restore > 0;
}

/* 32/40 */
static bool read_used(struct arena *a, const struct pace *pace, const struct answer *answer, int64_t *left,
	const char **ignored)
{
	Str said = said_at(a, answer, &pace->used), used, all;
	int64_t n, most;

	if (!said.at)
		return false;
	if (!text_cut(said, '/', &used, &all) || !number(a, text_trim(used), 0, REMAINING_MOST, &n)
	    || !number(a, text_trim(all), 0, REMAINING_MOST, &most))
		return unusable(a, &pace->used, said, ignored);
	*left = most > n ? most - n : 0;
	return true;
}

static void read_left(struct arena *a, const struct pace *pace, const struct answer *answer, struct told *told,
	const char **ignored)
{
	told->has_remaining = number_at(a, answer, &pace->remaining, 0, REMAINING_MOST, &told->remaining, ignored)
	    || read_used(a, pace, answer, &told->remaining, ignored);
	told->has_reset = told_wait(a, answer, &pace->reset, (enum reset_unit)pace->unit, &told->reset, ignored);
}

/* A rate, not a wait: of x calls a second one may be made every 1/x seconds. */
static void read_rate(struct arena *a, const struct pace *pace, const struct answer *answer, struct told *told,
	const char **ignored)
{
	int64_t millionths;
	Str said = said_at(a, answer, &pace->rate);

	if (!said.at)
		return;
	told->has_rate = number(a, said, MICRO, SECOND * SECOND, &millionths) && millionths > 0;
	told->interval = told->has_rate ? (SECOND * SECOND + millionths - 1) / millionths : 0;
	if (told->interval <= DAY && told->has_rate)
		return;
	told->has_rate = false;
	unusable(a, &pace->rate, said, ignored);
}

void told_read(struct arena *a, const struct pace *pace, const struct answer *answer, struct told *told,
	const char **ignored)
{
	*told = (struct told){0};
	*ignored = NULL;
	if (pace->kind == PACE_COST)
		read_cost(a, pace, answer, told, ignored);
	else if (pace->kind == PACE_HEADER)
		read_left(a, pace, answer, told, ignored);
	else if (pace->kind == PACE_LEARN)
		read_rate(a, pace, answer, told, ignored);
}
