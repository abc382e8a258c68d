#include "stage/staging.h"

#include <stdio.h>

/*
 * What the stream alone could not tell: keys that stood more than once, and what is lacking.  After this the next table
 * holds exactly the rows to insert and update, and the lacking table the keys to delete.
 */

static bool against_live(struct stage *s, const char *template, int64_t *affected, struct err *e)
{
	*affected = 0;
	return s->plan == PLAN_ASIDE || run_for(s, template, affected, e);
}

static bool settle_marks(struct stage *s, struct err *e)
{
	int64_t replaced, added, same;

	if (!s->has_marks)
		return true;
	if (!totals_settle(s, e)
	    || !run_for(s, sql_stage_mark_replaced, &replaced, e)
	    || !against_live(s, sql_stage_mark_unchanged, &added, e)
	    || !run_for(s, sql_stage_mark_state, NULL, e)
	    || !against_live(s, sql_stage_mark_same, &same, e)
	    || !run_for(s, sql_stage_mark_drop, NULL, e))
		return false;
	s->written += added - replaced - same;
	return true;
}

/* How many are lacking. */
static int64_t count_slots(struct stage *s)
{
	const struct known_slot *slot;
	int64_t lacking = 0;

	for (size_t at = 0; (slot = known_next(s->known, &at));)
		if (known_has(slot, KNOWN_SEEN))
			s->seen++;
		else if (!known_has(slot, KNOWN_OUTSIDE))
			lacking++;
	return lacking;
}

bool settle_slots(struct stage *s, struct err *e)
{
	int64_t lacking = count_slots(s);
	bool deletes = s->plan == PLAN_LIVE && s->in.intake->mode == MODE_FULL && lacking > 0;

	return (!s->marked || write_marks(s, e))
	    && (!deletes || write_lacking(s, e))
	    && (!s->in.whole || write_seen(s, e));
}

/* As a parameter that Postgres reads as the field's type. */
static Str bound(struct stage *s, int64_t n)
{
	enum field_type type = s->d->entity->fields[s->in.intake->scope_field].type;

	if (type == TYPE_TIMESTAMP)
		return param_instant(s->memory, n);
	return type == TYPE_DATE ? param_date(s->memory, (date)n) : param_int(s->memory, n);
}

/* A window that was never opened holds nothing. */
static bool settle_range(struct stage *s, struct err *e)
{
	const struct field *f = &s->d->entity->fields[s->in.intake->scope_field];
	Str source = param_int(s->memory, s->d->source);
	Str least = s->ranged ? bound(s, s->least) : PARAM_NULL, most = s->ranged ? bound(s, s->most) : PARAM_NULL;
	struct slot slots[] = {{"live", s->d->live}, {"field", f->name}, {"type", text(field_types[f->type].column)}};
	struct rows *r;
	int64_t outside;

	if (!s->ranged)
		s->within = 0;
	if (!pg_run(s->pg, statement(s->memory, sql_stage_lacking_outside, slots, 3), P(source, least, most), &outside, e)
	    || !pg_query(s->pg, s->memory, statement(s->memory, sql_stage_within, slots, 3), P(source, least, most), &r, e))
		return false;
	s->lacking -= outside;
	s->within = rows_int(r, 0, 0);
	return true;
}

static bool settle_unconfirmed(struct stage *s, struct err *e)
{
	Str source = param_int(s->memory, s->d->source);

	if (s->counts.keyless == 0)
		return true;
	if (!run_for(s, sql_stage_unconfirm, &s->newly_unconfirmed, e)
	    || !run_for(s, sql_stage_unconfirm_state, NULL, e)
	    || !pg_run(s->pg, STATEMENT(s->memory, sql_stage_confirm, {"live", s->d->live}),
		       P(source, s->d->name, param_date(s->memory, s->in.business_date)), &s->unconfirmed, e))
		return false;
	s->written += s->newly_unconfirmed;
	s->lacking -= s->unconfirmed;
	if (s->lacking > 0)
		stage_note(s, arena_print(s->memory, "%lld rows that were lacking on two dates, beside records without a "
					  "readable key, are deleted", (long long)s->lacking));
	return true;
}

static bool settle_lacking(struct stage *s, struct err *e)
{
	return s->lacking == 0
	    || ((s->in.intake->scope != SCOPE_RANGE || settle_range(s, e)) && settle_unconfirmed(s, e));
}

/* What is as it was has nothing to apply. */
static bool has_changed(const struct stage *s)
{
	return s->has_next || s->over || s->has_marks || s->lacking > 0 || s->counts.keyless > 0 || s->plan == PLAN_ASIDE
	    || s->in.intake->settled;
}

bool settle(struct stage *s, struct err *e)
{
	return end_rows(s, e)
	    && (s->over || settle_slots(s, e))
	    && (!has_changed(s) || (next_make(s, e) && next_complete(s, e)))
	    && settle_marks(s, e)
	    && settle_lacking(s, e);
}
