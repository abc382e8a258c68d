/* Staging again what is landed already: a replay with a mended map, the release of a held snapshot. */
#include "run/run.h"

#include "embedded.h"
#include "run/reading.h"
#include "run/reports.h"

struct again {
	struct arena *a;
	const struct project *project;
	struct pg *pg;
	struct ledger ledger;
	struct summary *summary;
	struct read_result *reads;
	size_t read_count;
	const struct act *act;
	const char *release;
	struct crosswalk_changes changes;
};

/* Everything that reads the landing of the named extract, its owner first. */
static struct group group_of(struct arena *a, const struct project *p, const struct extract *owner)
{
	const struct extract **list = arena_array(a, p->extract_count, const struct extract *);
	size_t count = 0;

	list[count++] = owner;
	for (size_t i = 0; i < p->extract_count; i++)
		if (p->extracts[i].landing_of == owner)
			list[count++] = &p->extracts[i];
	return (struct group){list, count};
}

static void results_add(struct again *g, const struct read_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g->reads = arena_grow(g->a, g->reads, g->read_count, sizeof *g->reads);
		g->reads[g->read_count++] = results[i];
		summary_read_codes(g->summary, &results[i]);
	}
	g->summary->reads = g->reads;
	g->summary->read_count = g->read_count;
}

static bool landing_stage(struct again *g, const struct extract *owner, const struct rows *r, size_t row, int first,
	struct err *e)
{
	struct load load = {.ledger = &g->ledger, .project = g->project, .group = group_of(g->a, g->project, owner),
		.content_date = rows_date(r, row, (size_t)first + 3), .release = g->release, .act = g->act,
		.changes = &g->changes};
	struct read_result *results = arena_array(g->a, load.group.count, struct read_result);

	if (!load_again(g->a, &load, rows_at(r, row, (size_t)first + 1), rows_digest(r, row, (size_t)first + 2),
			(int32_t)rows_int(r, row, (size_t)first), e))
		return false;
	if (!load_stage(g->a, &load, results, e))
		return load.culprit ? err_in(e, "%.*s", STR(load.culprit->name)) : false;
	results_add(g, results, load.group.count);
	for (size_t i = 0; i < load.group.count; i++)
		if (!ledger_step(&g->ledger, "extract", results[i].extract->name, "staged again", results[i].exit_code,
				 results[i].trouble, e))
			return false;
	return true;
}

/* A run of its own, so that the ledger tells who did what when: "replay shop_pl.order". */
static bool begin(struct again *g, const char *what, Str whose, date day, struct err *e)
{
	struct job *job = arena_new_of(g->a, struct job);

	job->name = text(arena_print(g->a, "%s %.*s", what, STR(whose)));
	job->title = job->name;
	job->zone = g->project->settings.zone;
	job->report = report_formats;
	*g->summary = (struct summary){.business_date = day, .before = DATE_NONE};
	if (!ledger_begin(g->a, g->pg, g->project, job, day, &g->ledger, e))
		return false;
	g->summary->run_id = g->ledger.run_id;
	return crosswalk_changes_keep(&g->ledger, g->project, &g->changes, e);
}

static bool end(struct again *g, bool ok, struct err *e)
{
	struct err ignored = {0};

	g->summary->exit_code = ok ? exit_code_first(g->summary->codes, g->summary->code_count)
				   : err_row(e->kind)->exit_code;
	if (ok)
		return ledger_end(&g->ledger, "done", g->summary, NULL, e);
	(void)!ledger_end(&g->ledger, "failed", g->summary, e->message, &ignored);
	return false;
}

static bool all_replay(struct again *g, const struct rows *r, struct err *e)
{
	struct texts done = {0};

	for (size_t i = 0; i < rows_count(r); i++) {
		const struct extract *owner = project_extract(g->a, g->project, rows_at(r, i, 5), e);

		if (!owner)
			return false;
		if (texts_has(&done, owner->name))
			continue;
		texts_add(g->a, &done, owner->name);
		if (!landing_stage(g, owner, r, i, 1, e))
			return false;
	}
	return true;
}

bool run_replay(struct arena *a, const struct project *p, struct pg *pg, Str dataset, const struct act *act,
	struct summary *summary, struct err *e)
{
	struct again g = {.a = a, .project = p, .pg = pg, .summary = summary, .act = act};
	struct rows *r;

	if (!pg_query(pg, a, sql_run_newest_staged, P(dataset), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "nothing was staged of dataset %s", text_quoted(a, dataset));
	if (!begin(&g, "replay", dataset, rows_date(r, 0, 4), e))
		return false;
	return end(&g, ledger_step(&g.ledger, "replay", dataset, "begun", 0,
			arena_print(a, "%.*s: %.*s", STR(act->actor), STR(act->reason)), e) && all_replay(&g, r, e), e);
}

bool run_release(struct arena *a, const struct project *p, struct pg *pg, int64_t snapshot_id, const struct act *act,
	struct summary *summary, struct err *e)
{
	struct again g = {.a = a, .project = p, .pg = pg, .summary = summary, .act = act};
	const struct extract *owner;
	struct rows *r;

	if (!pg_query(pg, a, sql_run_held, P(param_int(a, snapshot_id)), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "there is no snapshot %lld", (long long)snapshot_id);
	if (!text_is(rows_at(r, 0, 1), S("held")))
		return err_set(e, ERR_USAGE, "snapshot %lld is %.*s, not held", (long long)snapshot_id, STR(rows_at(r, 0, 1)));
	if (rows_bool(r, 0, 8))
		return err_set(e, ERR_USAGE, "snapshot %lld of \"%.*s\" was overtaken by a newer one", (long long)snapshot_id,
			STR(rows_at(r, 0, 0)));
	owner = project_extract(a, p, rows_at(r, 0, 6), e);
	if (!owner || !begin(&g, "release", rows_at(r, 0, 0), rows_date(r, 0, 5), e))
		return false;
	g.release = arena_print(a, "%.*s: %.*s", STR(act->actor), STR(act->reason));
	return end(&g, ledger_step(&g.ledger, "release", rows_at(r, 0, 0), "begun", 0, g.release, e)
		&& landing_stage(&g, owner, r, 0, 2, e), e);
}
