#include "run/onward.h"

#include "embedded.h"
#include "extract/web.h"
#include "run/staged.h"

void onward_unknown(const struct project *p, struct land_options *o)
{
	o->open_since = INSTANT_NONE;
	o->start = p->settings.start.given ? p->settings.start.at : DATE_NONE;
}

/* The oldest of what any of them has; nothing if one of them was never read. */
static bool cursor_find(struct arena *a, struct pg *pg, const struct onward *w, struct land_options *o, struct err *e)
{
	struct texts names = {0};
	struct rows *r;

	for (size_t i = 0; i < w->count; i++)
		texts_add(a, &names, w->extracts[i]->name);
	if (!pg_query(pg, a, sql_run_cursor, P(param_texts(a, &names)), &r, e))
		return false;
	if (rows_count(r) > 0)
		o->cursor = text_copy(a, rows_at(r, 0, 0));
	return true;
}

/* Whether its time has come again. */
static bool full_find(struct arena *a, struct pg *pg, const struct extract *x, struct land_options *o, struct err *e)
{
	struct duration every = x->source.web->window.full;
	struct rows *r;

	if (!every.given || o->in_full)
		return true;
	if (!pg_query(pg, a, sql_run_last_full, P(x->name), &r, e))
		return false;
	o->in_full = rows_count(r) == 0 || (o->business_date - rows_date(r, 0, 0)) * DAY >= every.us;
	return true;
}

static bool values_find(struct arena *a, struct pg *pg, const struct fan *fan, struct land_options *o, struct err *e)
{
	const struct fan_except *x = &fan->except;
	struct staged_field what = {fan->dataset, fan->entity, fan->field, &fan->where, false};
	struct staged_field but = {x->dataset, x->entity, x->field, &x->where, true};
	struct texts all = {0}, done = {0};

	if (!staged_values(a, pg, &what, &all, e) || (x->dataset.at && !staged_values(a, pg, &but, &done, e)))
		return false;
	fan_without(a, &all, &done, &o->staged);
	return true;
}

static bool open_find(struct arena *a, struct pg *pg, const struct extract *x, struct land_options *o, struct err *e)
{
	const struct still_open *open = &x->source.web->open;
	struct staged_field what = {extract_dataset(a, x), x->entity, open->at, &open->where, true};

	if (!open->is_given || o->cursor.len == 0)
		return true;
	if (!staged_oldest(a, pg, &what, &o->open_since, e))
		return false;
	/* In which zone a day began is not known. */
	if (o->open_since != INSTANT_NONE && x->entity->fields[open->at].type == TYPE_DATE)
		o->open_since -= DAY;
	return true;
}

bool onward_find(struct arena *a, struct pg *pg, const struct onward *w, struct land_options *o, struct err *e)
{
	const struct extract *x = w->extracts[0];

	onward_unknown(w->project, o);
	if (!x->source.web)
		return true;
	o->is_incremental = x->intake->mode == MODE_INCREMENTAL;
	o->in_full = o->is_incremental && w->full;
	if (o->is_incremental
	    && (!cursor_find(a, pg, w, o, e) || !full_find(a, pg, x, o, e) || !open_find(a, pg, x, o, e)))
		return false;
	return !x->source.web->fan.dataset.at || values_find(a, pg, &x->source.web->fan, o, e);
}
