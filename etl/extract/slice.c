#include "extract/slice.h"

#include "config/company.h"

/* ── as it is declared ─────────────────────────────────────────────────────────────────────────────────────────── */

static const struct key_name bounds[] = {{"[)", BOUNDS_FROM}, {"(]", BOUNDS_TO}, {"[]", BOUNDS_BOTH},
	{"()", BOUNDS_NONE}, {0}};

const struct key window_keys[WINDOW_KEYS] = {
	KEY(struct window_text, fmt, .doc = "how {from} and {to} are written: \"rfc3339\", \"epoch_s\", \"epoch_ms\" or a "
		"pattern of %Y %m %d %H %M %S, %L (milliseconds), %f (microseconds), %z, %F, %T", .def = "rfc3339"),
	KEY(struct window_text, tz, .doc = "the zone of a pattern; default: UTC if it ends in Z, else the extract's"),
	KEY(struct window_text, from_param, .doc = "the query parameter that takes {from}"),
	KEY(struct window_text, to_param, .doc = "the query parameter that takes {to}"),
	KEY(struct window_text, bounds, .doc = "which ends belong to a window as the system understands it; it is asked so "
		"that none of its windows holds what is another's: one unit of fmt earlier where it says otherwise than \"[)\"",
		.def = "[)", .names = bounds),
	KEY(struct window_text, step, .doc = "how much is asked for at once; default: max, or all of it"),
	KEY(struct window_text, max, .doc = "how much the system takes at most: a longer step is a mistake"),
	KEY(struct window_text, least, .doc = "a window that is split is not made smaller than this", .def = "1s"),
	KEY(struct window_text, lookback, .doc = "how much earlier {from} lies, for what comes late or changes again",
		.def = "0s"),
	KEY(struct window_text, settle, .doc = "what is younger than this, by the clock of the system, is left to the next "
		"night", .def = "0s"),
	KEY(struct window_text, high_water, .doc = "where the system says until when it knows everything, in RFC 3339"),
	KEY(struct window_text, open_ended, .doc = "it is asked for all since {from}, without an end", .def = "false"),
	KEY(struct window_text, since, .doc = "the day with which an incremental extract begins; default: start"),
	KEY(struct window_text, full, .doc = "how often an incremental extract is read from there again, in full, so that "
		"what is gone is seen; default: never"),
};

static bool zone_find(struct arena *a, const struct node *n, const struct window_text *t, struct zone **zone,
	struct mistakes *m)
{
	bool is_utc = text_ends(t->fmt, S("Z"));

	if (t->tz.at || is_utc)
		*zone = zone_named(a, t->tz.at ? t->tz : S("UTC"), node_place(n, "tz"), m);
	if (!*zone)
		return false;
	return !is_utc || !t->tz.at || text_is(t->tz, S("UTC")) || text_is(t->tz, S("+00:00"))
	    || mistake(m, node_place(n, "tz"), "\"fmt\" ends in Z, which says UTC, but \"tz\" is %s",
		text_quoted(a, t->tz));
}

static bool check_step(const struct node *n, const struct window_text *t, struct mistakes *m)
{
	if (t->max.given && t->step.us > t->max.us)
		return mistake(m, node_place(n, "step"), "\"step\" is longer than \"max\", which is all that the system takes");
	if (t->open_ended && (t->step.given || t->max.given || t->to_param.at))
		return mistake(m, n, "it is \"open_ended\": \"step\", \"max\" and \"to_param\" have no place in it");
	if ((t->step.given && t->step.us == 0) || (t->max.given && t->max.us == 0))
		return mistake(m, n, "\"step\" and \"max\" must be longer than nothing");
	return true;
}

bool window_read(struct arena *a, const struct node *n, const struct window_text *t, struct zone *zone,
	struct time_window *w, struct mistakes *m)
{
	struct err e = {0};
	bool good = check_step(n, t, m);

	*w = (struct time_window){.bounds = t->bounds, .step = t->step.given ? t->step.us : t->max.us, .least = t->least.us,
		.lookback = t->lookback.us, .settle = t->settle.us, .from_param = t->from_param, .to_param = t->to_param,
		.open_ended = t->open_ended, .high_water_said = t->high_water, .since = t->since,
		.full = t->full};
	if (t->high_water.at && !answer_place_parse(a, t->high_water, &w->high_water, &e))
		good = mistake(m, node_place(n, "high_water"), "%s", e.message);
	return zone_find(a, n, t, &zone, m) && edge_form_read(a, node_place(n, "fmt"), t->fmt, zone, &w->form, m) && good;
}

/* ── as it is asked ────────────────────────────────────────────────────────────────────────────────────────────── */

struct span window_reach(const struct time_window *w, instant from, instant to)
{
	return (struct span){edge_at(&w->form, from - w->lookback), edge_at(&w->form, to)};
}

/* Whole days are those of the clock on the wall, which may have 23 or 25 hours. */
static instant later(const struct time_window *w, instant t, int64_t by)
{
	instant first, second;
	int32_t offset;

	if (by % DAY != 0 || w->form.kind != EDGE_PATTERN)
		return t + by;
	zone_instant(w->form.zone, wall_of_utc(wall_as_utc(zone_wall(w->form.zone, t, &offset)) + by), &first, &second);
	return first;
}

instant slice_end(const struct time_window *w, instant from, int64_t width, instant to)
{
	int64_t step = width > 0 ? width : w->step;
	instant end = to;

	/* Where a clock is put back, no edge lies for a while. */
	for (int64_t by = step; step > 0; by += step) {
		end = edge_at(&w->form, later(w, from, by));
		if (end > from || later(w, from, by) >= to)
			break;
	}
	return end > from && end < to ? end : to;
}

bool slice_half(const struct time_window *w, const struct span *s, instant *middle)
{
	*middle = edge_at(&w->form, s->from + (s->to - s->from) / 2);
	return !w->open_ended && *middle > s->from && *middle - s->from >= w->least && s->to - *middle >= w->least;
}

/* A system that leaves the begin out, or takes the end in, is asked for the grain before. */
void slice_words(struct arena *a, const struct time_window *w, const struct span *s, struct words *words)
{
	bool has_from = w->bounds == BOUNDS_FROM || w->bounds == BOUNDS_BOTH;
	bool has_to = w->bounds == BOUNDS_TO || w->bounds == BOUNDS_BOTH;

	words_add(a, words, S("from"), edge_text(a, &w->form, s->from, !has_from));
	if (!w->open_ended)
		words_add(a, words, S("to"), edge_text(a, &w->form, s->to, has_to));
}

const char *slice_said(struct arena *a, const struct time_window *w, const struct span *s)
{
	if (w->open_ended)
		return arena_print(a, "since %s", instant_text(a, s->from));
	return arena_print(a, "%s to %s", instant_text(a, s->from), instant_text(a, s->to));
}
