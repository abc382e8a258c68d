#include "stage/staging.h"

#include <stdio.h>

/*
 * The delta meets the live rows.  A small one in place: what ended goes to history, then updates (HOT), inserts and
 * deletes.  One above a tenth of the rows becomes the new live table itself: the rows that stay join it, the index is
 * made at once, and it takes the old one's name; if most rows end, the old table becomes a part of history as it
 * stands.  Either way every update is joined on hash and key fields, and counted.
 */

enum { SWAP_FROM = 10000, SWAP_PART = 10 };

/* Every statement of this folder that works on tables takes its names and lists from the same slots. */
static const char *fill(struct stage *s, const char *template)
{
	const struct tables_text *t = &s->text;

	return STATEMENT(s->memory, template, {"live", s->d->live}, {"history", s->d->history},
			 {"duplicate", s->d->duplicate}, {"aside", s->d->aside}, {"next", s->d->next},
			 {"live_name", t->live_name}, {"segment", t->segment},
			 {"live_index", text(arena_print(s->memory, "%.*s_key", STR(t->live_name)))},
			 {"old_index", text(arena_print(s->memory, "%.*s_old", STR(t->live_name)))},
			 {"columns", t->columns}, {"live_columns", t->live_columns},
			 {"next_columns", t->next_columns}, {"set", t->set}, {"from", t->from}, {"same_key", t->same_key},
			 {"live_key", t->live_key}, {"next_key", t->next_key},
			 {"source", t->source}, {"number", t->number});
}

bool run_for(struct stage *s, const char *template, int64_t *affected, struct err *e)
{
	return pg_run(s->pg, fill(s, template), NO_PARAMS, affected, e);
}

static bool count_for(struct stage *s, const char *template, int64_t *count, struct err *e)
{
	struct rows *r;

	if (!pg_query(s->pg, s->memory, fill(s, template), NO_PARAMS, &r, e))
		return false;
	*count = rows_int(r, 0, 0);
	return true;
}

static bool collision(struct stage *s, const char *what, int64_t got, int64_t want, struct err *e)
{
	return err_set(e, ERR_INTERNAL, "dataset %.*s: hash collision or a broken index: %s %lld rows where %lld were "
		       "expected", STR(s->d->name), what, (long long)got, (long long)want);
}

static bool end_versions(struct stage *s, struct err *e)
{
	int64_t want = s->written - s->inserted, got = 0;

	if (want > 0 && !run_for(s, sql_stage_end_updated, &got, e))
		return false;
	if (got != want)
		return collision(s, "ended", got, want, e);
	got = 0;
	if (s->lacking > 0 && !run_for(s, sql_stage_end_deleted, &got, e))
		return false;
	return got == s->lacking || collision(s, "deleted", got, s->lacking, e);
}

/* ── in place ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool update(struct stage *s, struct err *e)
{
	int64_t want = s->written - s->inserted, got = 0;

	if (want > 0 && !run_for(s, sql_stage_update, &got, e))
		return false;
	return got == want || collision(s, "updated", got, want, e);
}

static bool insert(struct stage *s, struct err *e)
{
	int64_t got = 0;

	if (s->inserted > 0 && !run_for(s, s->has_fresh ? sql_stage_insert_fresh : sql_stage_insert, &got, e))
		return false;
	return got == s->inserted || collision(s, "inserted", got, s->inserted, e);
}

static bool apply_in_place(struct stage *s, struct err *e)
{
	return end_versions(s, e)
	    && update(s, e)
	    && insert(s, e)
	    && (s->lacking == 0 || run_for(s, sql_stage_delete, NULL, e))
	    && run_for(s, sql_stage_next_drop, NULL, e);
}

/* ── swapped ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A view over the live table would be lost with it; the total is asked for only where it is not known already. */
static bool should_swap(struct stage *s, bool *swap, struct err *e)
{
	int64_t changes = s->written + s->lacking;
	struct rows *r;

	s->all = s->live;
	*swap = false;
	if (changes < (s->in.swap_from > 0 ? s->in.swap_from : SWAP_FROM) || changes * SWAP_PART <= s->all)
		return true;
	if (!pg_query(s->pg, s->scratch, STATEMENT(s->scratch, sql_stage_swap_asks, {"live", s->d->live}),
		      P(quoted_identifier(s->scratch, s->d->live), param_bool(s->d->sources > 1)), &r, e))
		return false;
	if (s->d->sources > 1)
		s->all = rows_int(r, 0, 1);
	*swap = !rows_bool(r, 0, 0) && changes * SWAP_PART > s->all;
	return true;
}

static bool keep_rows(struct stage *s, struct err *e)
{
	const char *keep = s->lacking > 0 ? sql_stage_keep_not_lacking : sql_stage_keep;
	int64_t stay = s->live - (s->written - s->inserted) - s->lacking;

	if ((stay > 0 && !run_for(s, keep, &s->kept, e)) || s->kept != stay)
		return collision(s, "kept", s->kept, stay, e);
	return s->d->sources < 2 || run_for(s, sql_stage_keep_others, &s->kept_others, e);
}

/* Whether every row of the next table follows the old row of its key, and not only of its hash.  Where nearly all rows
 * have a follower, one number over all keys tells as much as a join. */
static bool check_keys(struct stage *s, struct err *e)
{
	int64_t want = s->written - s->inserted, got = 0;
	bool nearly_all = s->has_fresh && s->kept == 0;

	if (want == 0)
		return true;
	if (nearly_all && !s->has_lacking && !run_for(s, sql_stage_lacking_table, NULL, e))
		return false;
	s->has_lacking = s->has_lacking || nearly_all;
	if (!count_for(s, nearly_all ? sql_stage_compare_keys : sql_stage_count_updated, &got, e))
		return false;
	if (nearly_all)
		got *= want;
	return got == want || collision(s, "found the same keys in", got, want, e);
}

/* The old live table holds nothing but versions that end tonight, once what stays is taken out of it: it becomes a part
 * of history as it is, and no row is written twice. */
static bool live_into_history(struct stage *s, struct err *e)
{
	return (s->kept + s->kept_others == 0 || run_for(s, sql_stage_segment_clear, NULL, e))
	    && run_for(s, sql_stage_segment_unindex, NULL, e)
	    && run_for(s, sql_stage_segment_column, NULL, e)
	    && run_for(s, sql_stage_segment_inherit, NULL, e)
	    && run_for(s, sql_stage_segment_rename, NULL, e);
}

static bool index_next(struct stage *s, struct err *e)
{
	return dataset_index(s->memory, s->pg, s->d, s->d->next, e);
}

/* Most of the rows end: they are left where they are, and the few that stay are taken away. */
static bool swap_most(struct stage *s, struct err *e)
{
	return keep_rows(s, e)
	    && run_for(s, sql_stage_live_lock, NULL, e)
	    && run_for(s, sql_stage_live_unname, NULL, e)
	    && index_next(s, e)
	    && check_keys(s, e)
	    && live_into_history(s, e);
}

static bool swap_some(struct stage *s, struct err *e)
{
	return end_versions(s, e)
	    && keep_rows(s, e)
	    && run_for(s, sql_stage_live_drop, NULL, e)
	    && index_next(s, e);
}

static bool swap_in(struct stage *s, struct err *e)
{
	int64_t ended = s->written - s->inserted + s->lacking;
	bool most = ended > 0 && ended * 2 > s->all;

	return (most ? swap_most(s, e) : swap_some(s, e))
	    && dataset_grant(s->memory, s->pg, s->d, s->d->next, NULL, e)
	    && run_for(s, sql_stage_next_analyze, NULL, e)
	    && run_for(s, sql_stage_next_rename, NULL, e);
}

/* ── all three ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What the statements need to be planned well; a first load joins nothing. */
static bool prepare(struct stage *s, struct err *e)
{
	return write_fresh(s, e)
	    && run_for(s, sql_stage_apply_plans, NULL, e)
	    && (s->live == 0 || run_for(s, sql_stage_apply_analyze, NULL, e))
	    && (!s->has_lacking || run_for(s, sql_stage_lacking_analyze, NULL, e));
}

static bool apply_live(struct stage *s, struct err *e)
{
	bool swap;

	if (!s->has_next)
		return true;
	if (!prepare(s, e) || !should_swap(s, &swap, e))
		return false;
	return swap ? swap_in(s, e) : apply_in_place(s, e);
}

/* Nothing of it stays but the rejects. */
static bool take_back(struct stage *s, struct err *e)
{
	return (!s->has_next || run_for(s, sql_stage_next_drop, NULL, e))
	    && (s->counts.duplicate == 0 || run_for(s, sql_stage_duplicate_delete, NULL, e));
}

bool apply(struct stage *s, struct delta *delta, struct err *e)
{
	bool ok = false;

	switch (delta->state) {
	case SNAPSHOT_LIVE:
		ok = apply_live(s, e);
		break;
	case SNAPSHOT_ASIDE:
		ok = run_for(s, sql_stage_aside, NULL, e) && run_for(s, sql_stage_next_drop, NULL, e);
		break;
	case SNAPSHOT_HELD:
	case SNAPSHOT_REFUSED:
		ok = take_back(s, e);
		break;
	case SNAPSHOT_SKIPPED:
		return true;
	}
	return ok
	    && (!s->has_lacking || run_for(s, sql_stage_lacking_drop, NULL, e))
	    && (!s->has_fresh || run_for(s, sql_stage_fresh_drop, NULL, e));
}
