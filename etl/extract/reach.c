#include "extract/reach.h"

static instant day_begin(const struct extract *x, date day)
{
	return extract_end_of(x, day - 1);
}

/* An incremental extract that was never read begins here; nothing earlier is asked for by looking back. */
static instant beginning(const struct extract *x, const struct time_window *w, const struct land_options *o)
{
	return day_begin(x, w->since.given ? w->since.at : o->start != DATE_NONE ? o->start : o->business_date);
}

static void end_at(struct arena *a, struct reach *r, instant t, const char *why)
{
	instant edge = edge_at(&r->window->form, t);

	if (edge >= r->span.to)
		return;
	r->span.to = edge;
	r->why = arena_print(a, "%s", why);
}

/* What an open end holds cannot be held back; only the cursor can. */
static void settle_at(struct arena *a, struct reach *r, instant now, const char *whose)
{
	const struct time_window *w = r->window;

	if (r->is_incremental || w->settle > 0)
		end_at(a, r, now - w->settle,
			arena_print(a, "by %s clock it is %s, and what is younger than %s may still change", whose,
				instant_text(a, now), duration_text(a, w->settle)));
}

static bool read_cursor(const struct extract *x, const struct land_options *o, struct reach *r, struct err *e)
{
	if (!o->is_incremental || o->in_full || o->cursor.len == 0)
		return true;
	if (r->web->page.state.written.at) {
		r->resume = o->cursor;
		return true;
	}
	if (instant_parse(o->cursor, &r->behind))
		return true;
	err_set(e, ERR_CONFIG, "%.*s was read until %.*s, which is no moment", STR(x->name), STR(o->cursor));
	return err_hint(e, "its description has changed: run it with --full");
}

bool reach_begin(struct arena *a, const struct extract *x, const struct land_options *o, struct reach *r,
	struct err *e)
{
	const struct time_window *w = &x->source.web->window;
	instant day = day_begin(x, o->business_date), to = extract_end_of(x, o->business_date);

	*r = (struct reach){.web = x->source.web, .window = w, .behind = INSTANT_NONE, .is_incremental = o->is_incremental,
		.in_full = o->is_incremental && o->in_full};
	if (!read_cursor(x, o, r, e))
		return false;
	if (w->open_ended && o->is_incremental)
		to = o->now;
	r->span = window_reach(w, day, to);
	r->wanted = r->span.to;
	settle_at(a, r, o->now, "this computer's");
	if (!o->is_incremental)
		return true;
	/* A date that was read before is read again, as its day. */
	if (r->behind == INSTANT_NONE)
		r->span.from = edge_at(&w->form, beginning(x, w, o));
	else if (edge_at(&w->form, r->behind) < r->span.to)
		r->span.from = window_reach(w, r->behind, to).from;
	if (w->since.given && r->span.from < edge_at(&w->form, day_begin(x, w->since.at)))
		r->span.from = edge_at(&w->form, day_begin(x, w->since.at));
	if (o->open_since != INSTANT_NONE && o->open_since < r->span.from)
		r->span.from = edge_at(&w->form, o->open_since);
	return true;
}

/* ── what answers say ──────────────────────────────────────────────────────────────────────────────────────────── */

static bool heed_high_water(struct arena *a, struct reach *r, const struct answer *answer, struct err *e)
{
	const struct time_window *w = r->window;
	struct cell cell;
	instant until;

	if (!w->high_water_said.at)
		return true;
	answer_at(a, answer, &w->high_water, &cell);
	if (cell.kind != CELL_TEXT || !instant_parse(cell.text, &until))
		return err_set(e, ERR_INCOMPLETE, "%.*s is %s, where a moment was expected: until when the system knows "
			"everything", STR(w->high_water_said), cell.kind == CELL_MISSING ? "not there" : text_quoted(a, cell.text));
	end_at(a, r, until, arena_print(a, "the system knows everything until %s only", instant_text(a, until)));
	return true;
}

static void heed_state(struct arena *a, struct reach *r, const struct answer *answer)
{
	struct cell cell;

	if (!r->web->page.state.written.at)
		return;
	answer_at(a, answer, &r->web->page.state.at, &cell);
	if (cell.kind == CELL_TEXT || cell.kind == CELL_NUMBER)
		r->state = text_copy(a, cell.text);
}

bool reach_heed(struct arena *a, struct reach *r, const struct answer *answer, struct err *e)
{
	instant clock = answer_clock(answer);

	if (!r->has_clock && clock != INSTANT_NONE)
		settle_at(a, r, clock, "the system's");
	r->has_clock = true;
	heed_state(a, r, answer);
	return heed_high_water(a, r, answer, e);
}

void reach_hold(struct arena *a, struct reach *r, instant t, const char *why)
{
	end_at(a, r, t, why);
}

bool reach_close(struct arena *a, const struct reach *r, struct landing *l, struct err *e)
{
	instant until = r->span.to;

	l->in_full = r->in_full;
	if (!r->is_incremental)
		return until >= r->wanted || err_set(e, ERR_INCOMPLETE, "the day until %s cannot be whole yet: %s",
			instant_text(a, r->wanted), r->why);
	if (r->web->page.state.written.at) {
		l->cursor = r->state.len > 0 ? r->state : r->resume;
		return l->cursor.len > 0
		    || err_set(e, ERR_INCOMPLETE, "no answer says how it is to be read on: %.*s is not there",
			STR(r->web->page.state.written));
	}
	if (r->behind != INSTANT_NONE && r->behind > until)
		until = r->behind;
	l->cursor = text(instant_text(a, until));
	if (l->as_of != INSTANT_NONE && until < l->as_of) {
		l->as_of = until;
		l->as_of_source = S("window");
	}
	return true;
}
