#include "base/clock.h"
#include "cli/commands.h"
#include "cli/compared.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"
#include "extract/files.h"
#include "extract/web.h"
#include "run/crosswalks.h"
#include "run/dates.h"
#include "run/onward.h"
#include "run/run.h"
#include "run/secrets.h"

enum { TIMES = 5 };

static const struct option options[] = {
	{"date", WORD_DATE, "DATE", "the business date; default: the job's own, by the clock", NULL, false},
};

struct planned_extract {
	const struct extract *x;
	date content_date;           /* DATE_NONE: nothing is due yet */
	instant due;
	struct texts paths;
	struct texts limits;         /* in words */
	struct texts meanings;       /* of crosswalks that have changed, in words */
	size_t files;
};

struct planned_table {
	Str dataset;
	bool is_new;
	struct texts fields;         /* that the table is to gain */
};

struct plan {
	struct call *call;
	struct project *project;
	const struct job *job;
	date day;
	instant now, times[TIMES];
	struct crosswalk_changes changes;
	struct needed_secrets secrets;
	struct planned_extract *extracts;
	struct planned_table *tables;
	size_t table_count;
};

/* ── making it ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static void limits_plan(struct arena *a, const struct extract *owner, struct texts *limits)
{
	const struct paces *lists[] = {&owner->endpoint->paces, &owner->source.web->paces};

	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < lists[l]->count; i++)
			texts_add(a, limits, text(pace_words(a, &lists[l]->at[i])));
}

/* The first request; where it is read on is known to the database, if there is one. */
static bool web_plan(struct plan *n, struct pg *pg, const struct extract *owner, struct planned_extract *out,
	struct err *e)
{
	struct land_options o = {.project = n->project->folder, .business_date = out->content_date, .now = n->now};
	struct onward onward = {n->project, &owner, 1, false};
	struct err unknown = {0};

	onward_unknown(n->project, &o);
	o.is_incremental = owner->intake->mode == MODE_INCREMENTAL;
	if (pg && !onward_find(n->call->a, pg, &onward, &o, &unknown) && unknown.kind != ERR_INCOMPLETE) {
		*e = unknown;
		return false;
	}
	err_clear(&unknown);
	texts_add(n->call->a, &out->paths, web_request(n->call->a, owner, &o));
	limits_plan(n->call->a, owner, &out->limits);
	return true;
}

static bool meanings_plan(struct plan *n, struct pg *pg, const struct extract *x, struct planned_extract *out,
	struct err *e)
{
	return !pg || crosswalk_changes_said(n->call->a, pg, x, &n->changes, &out->meanings, e);
}

static bool extract_plan(struct plan *n, struct pg *pg, const struct extract *x, struct planned_extract *out,
	struct err *e)
{
	const struct extract *owner = x->landing_of ? x->landing_of : x;
	struct shelf shelf = {.folder = n->project->folder};
	struct files files = {0};

	*out = (struct planned_extract){.x = x, .content_date = content_date(n->project, owner, n->day, n->now),
		.due = INSTANT_NONE};
	if (out->content_date == DATE_NONE) {
		date open = content_open(n->project, owner, n->day);

		out->due = open == DATE_NONE ? INSTANT_NONE : extract_due(owner, open);
		return true;
	}
	out->due = extract_due(owner, out->content_date);
	if (owner->source.web) {
		return web_plan(n, pg, owner, out, e);
	}
	out->paths = files_patterns(n->call->a, &owner->source, out->content_date);
	if (source_is_remote(&owner->source)) {
		for (size_t i = 0; i < out->paths.count; i++)
			out->paths.at[i] = text(arena_print(n->call->a, "%.*s%.*s", STR(shelf_base(n->call->a, owner)),
				STR(out->paths.at[i])));
		return true;
	}
	if (!files_find(n->call->a, &owner->source, &shelf, out->content_date, &files, e))
		return false;
	out->files = files.count;
	return true;
}

static struct planned_table *table_of(struct plan *n, const struct extract *x)
{
	Str dataset = extract_dataset(n->call->a, x);

	for (size_t i = 0; i < n->table_count; i++)
		if (text_is(n->tables[i].dataset, dataset))
			return NULL;
	n->tables = arena_grow(n->call->a, n->tables, n->table_count, sizeof *n->tables);
	n->tables[n->table_count] = (struct planned_table){.dataset = dataset, .is_new = true};
	return &n->tables[n->table_count++];
}

static bool columns_of(struct arena *a, struct pg *pg, const struct extract *x, struct texts *columns, struct err *e)
{
	const char *table = arena_print(a, "stage.%.*s_%.*s", STR(x->system->name), STR(x->entity->name));
	struct rows *r;

	if (!pg_query(pg, a, sql_stage_prepare_columns, P(text(table)), &r, e))
		return false;
	for (size_t i = 0; i < rows_count(r); i++)
		texts_add(a, columns, rows_at(r, i, 0));
	return true;
}

/* Without a database every table is new. */
static bool table_plan(struct plan *n, struct pg *pg, const struct extract *x, struct err *e)
{
	struct arena *a = n->call->a;
	struct planned_table *t = table_of(n, x);
	struct texts columns = {0};

	if (!t || !pg)
		return true;
	if (!columns_of(a, pg, x, &columns, e))
		return false;
	t->is_new = columns.count == 0;
	for (size_t i = 0; !t->is_new && i < x->entity->field_count; i++)
		if (!texts_has(&columns, x->entity->fields[i].name))
			texts_add(a, &t->fields, x->entity->fields[i].name);
	return true;
}

static void times_find(struct plan *n)
{
	instant t = n->now;

	for (size_t i = 0; i < TIMES; i++)
		n->times[i] = t = schedule_next(&n->job->schedule, t);
}

static bool plan_make(struct plan *n, struct err *e)
{
	struct pg *pg = NULL;

	needed_secrets_find(n->call->a, n->project, n->job, &n->secrets);
	n->extracts = arena_array(n->call->a, n->job->extract_count + 1, struct planned_extract);
	if (project_has_database(n->call->a, n->project) && !call_database(n->call, n->project, &pg, e))
		return false;
	if (pg && !crosswalk_changes_find(n->call->a, pg, n->project, &n->changes, e))
		return false;
	for (size_t i = 0; i < n->job->extract_count; i++)
		if (!extract_plan(n, pg, n->job->extracts[i], &n->extracts[i], e)
		    || !meanings_plan(n, pg, n->job->extracts[i], &n->extracts[i], e)
		    || !table_plan(n, pg, n->job->extracts[i], e))
			return false;
	times_find(n);
	return true;
}

static const char *nature_name(const struct extract *x)
{
	return x->nature == NATURE_STATE ? "state" : "events";
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void put_date(struct arena *a, struct json_out *j, const char *name, date d)
{
	json_put_z(j, name, d == DATE_NONE ? NULL : date_text(a, d));
}

static void put_texts(struct json_out *j, const char *name, const struct texts *t)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; i < t->count; i++)
		json_text(j, t->at[i]);
	json_array_end(j);
}

static void extract_json(struct arena *a, struct json_out *j, const struct planned_extract *x)
{
	json_object(j);
	json_put_text(j, "extract", x->x->name);
	json_put_text(j, "dataset", extract_dataset(a, x->x));
	json_put_z(j, "nature", nature_name(x->x));
	json_put_text(j, "landing", x->x->landing_of ? x->x->landing_of->name : x->x->name);
	put_date(a, j, "content_date", x->content_date);
	json_put_z(j, "due", x->due == INSTANT_NONE ? NULL : instant_text(a, x->due));
	put_texts(j, "paths", &x->paths);
	put_texts(j, "limits", &x->limits);
	put_texts(j, "crosswalks", &x->meanings);
	json_put_int(j, "files", (int64_t)x->files);
	json_object_end(j);
}

static void table_json(struct json_out *j, const struct planned_table *t)
{
	json_object(j);
	json_put_text(j, "dataset", t->dataset);
	json_put_bool(j, "new", t->is_new);
	put_texts(j, "fields_added", &t->fields);
	json_object_end(j);
}

static void secrets_json(struct json_out *j, const struct needed_secrets *secrets)
{
	json_name(j, "secrets");
	json_array(j);
	for (size_t i = 0; i < secrets->count; i++) {
		json_object(j);
		json_put_text(j, "name", secrets->at[i].name);
		put_texts(j, "of", &secrets->at[i].of);
		json_put_z(j, "from", secrets->at[i].from);
		json_put_z(j, "missing", secrets->at[i].why_not);
		json_object_end(j);
	}
	json_array_end(j);
}

static void plan_json(const struct plan *n, struct json_out *j)
{
	struct arena *a = n->call->a;

	json_object(j);
	json_put_text(j, "job", n->job->name);
	put_date(a, j, "business_date", n->day);
	json_name(j, "extracts");
	json_array(j);
	for (size_t i = 0; i < n->job->extract_count; i++)
		extract_json(a, j, &n->extracts[i]);
	json_array_end(j);
	secrets_json(j, &n->secrets);
	json_name(j, "tables");
	json_array(j);
	for (size_t i = 0; i < n->table_count; i++)
		table_json(j, &n->tables[i]);
	json_array_end(j);
	json_name(j, "rules");
	json_array(j);
	for (size_t i = 0; i < n->job->rule_count; i++) {
		json_object(j);
		json_put_text(j, "id", n->job->rules[i]->id);
		json_put_text(j, "name", n->job->rules[i]->name);
		put_date(a, j, "business_date", rule_date(n->project, n->job->rules[i], n->day, n->now));
		json_name(j, "compared");
		compared_json(a, j, n->job->rules[i]);
		json_object_end(j);
	}
	json_array_end(j);
	json_name(j, "next");
	json_array(j);
	for (size_t i = 0; i < TIMES; i++)
		json_text(j, text(zone_text(a, n->job->zone, n->times[i])));
	json_array_end(j);
	json_object_end(j);
}

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str moment_text(const struct plan *n, instant t)
{
	return words_moment(n->call->a, n->project->settings.locale, n->job->zone, t);
}

static Str not_before(const struct plan *n, instant due)
{
	Str moment = due == INSTANT_NONE ? S("the project's start") : moment_text(n, due);

	return text(arena_print(n->call->a, "not due before %.*s", STR(moment)));
}

static void files_text(struct arena *a, struct table *t, const struct planned_extract *x)
{
	if (x->x->landing_of) {
		table_remark(t, text(arena_print(a, "in the landing of %.*s", STR(x->x->landing_of->name))));
		return;
	}
	for (size_t i = 0; i < x->paths.count; i++)
		table_remark(t, x->paths.at[i]);
	for (size_t i = 0; i < x->limits.count; i++)
		table_remark(t, text(arena_print(a, "limit: %.*s", STR(x->limits.at[i]))));
}

/* Whether what is there could only be said by asking, which plan does not. */
static bool is_elsewhere(const struct extract *x)
{
	const struct source *s = &(x->landing_of ? x->landing_of : x)->source;

	return s->web || source_is_remote(s);
}

static void extract_text(const struct plan *n, struct table *t, const struct planned_extract *x)
{
	struct arena *a = n->call->a;

	table_cell(t, x->x->name);
	table_cell(t, text(nature_name(x->x)));
	if (x->content_date == DATE_NONE) {
		table_rest(t, not_before(n, x->due));
		return;
	}
	table_cell(t, shown_date(a, n->project->settings.locale, x->content_date));
	table_cell(t, moment_text(n, x->due));
	if (is_elsewhere(x->x))
		table_cell(t, S(""));
	else
		table_int(t, (int64_t)x->files);
	files_text(a, t, x);
	for (size_t i = 0; i < x->meanings.count; i++)
		table_remark(t, x->meanings.at[i]);
}

static void extracts_text(const struct plan *n, struct buf *b)
{
	struct table *t = table_new(n->call->a, "extract nature content_of due >files");

	for (size_t i = 0; i < n->job->extract_count; i++)
		extract_text(n, t, &n->extracts[i]);
	table_write(t, b, "  ");
}

static Str change_text(struct arena *a, const struct planned_table *table)
{
	struct buf *b = buf_new(a, 1 << 16);

	buf_print(b, table->is_new ? "to be made" : "to gain");
	for (size_t i = 0; i < table->fields.count; i++)
		buf_print(b, "%s%.*s", i == 0 ? " " : ", ", STR(table->fields.at[i]));
	return buf_str(b);
}

static void tables_text(const struct plan *n, struct buf *b)
{
	struct table *t = table_new(n->call->a, "tables -");
	bool any = false;

	for (size_t i = 0; i < n->table_count; i++) {
		const struct planned_table *table = &n->tables[i];

		if (!table->is_new && table->fields.count == 0)
			continue;
		table_cell(t, table->dataset);
		table_cell(t, change_text(n->call->a, table));
		any = true;
	}
	table_write(t, b, "  ");
	buf_print(b, any ? "\n" : "");
}

static void rules_text(const struct plan *n, struct buf *b)
{
	struct table *t = table_new(n->call->a, "rule - answers_for");

	for (size_t i = 0; i < n->job->rule_count; i++) {
		date day = rule_date(n->project, n->job->rules[i], n->day, n->now);
		struct texts compared = compared_said(n->call->a, n->job->rules[i]);

		table_cell(t, n->job->rules[i]->id);
		table_cell(t, n->job->rules[i]->title);
		table_cell(t, day == DATE_NONE ? S("nothing: its inputs are not due yet") : long_date(n->call->a, day));
		for (size_t k = 0; k < compared.count; k++)
			table_remark(t, compared.at[k]);
	}
	table_write(t, b, "  ");
}

static void secrets_text(const struct plan *n, struct buf *b)
{
	struct table *t = table_new(n->call->a, "secret of from");

	for (size_t i = 0; i < n->secrets.count; i++) {
		const struct needed_secret *s = &n->secrets.at[i];
		const char *of = "";

		for (size_t k = 0; k < s->of.count; k++)
			of = arena_print(n->call->a, "%s%s%.*s", of, k > 0 ? ", " : "", STR(s->of.at[k]));
		table_cell(t, s->name);
		table_cell(t, text(of));
		table_cell(t, s->from ? text(s->from) : S("missing"));
		if (s->why_not)
			table_remark(t, text(s->why_not));
	}
	table_write(t, b, "  ");
	buf_print(b, n->secrets.count > 0 ? "\n" : "");
}

static void plan_text(const struct plan *n, struct buf *b)
{
	buf_print(b, "%.*s for %.*s\n\n", STR(n->job->title), STR(long_date(n->call->a, n->day)));
	extracts_text(n, b);
	buf_byte(b, '\n');
	secrets_text(n, b);
	tables_text(n, b);
	rules_text(n, b);
	buf_print(b, "\n  meant to run next, %s\n", zone_name(n->job->zone));
	for (size_t i = 0; i < TIMES; i++)
		buf_print(b, "    %.*s\n", STR(moment_text(n, n->times[i])));
}

static bool plan(struct call *call, struct err *e)
{
	struct plan n = {.call = call, .now = clock_now()};
	struct json_out j;
	struct buf *b = put_begin(call, &j);

	if (!call_project(call, &n.project, e))
		return false;
	n.job = project_job(call->a, n.project, call_operand(call, 0), e);
	if (!n.job)
		return false;
	n.day = call_has(call, "date") ? call_date(call, "date") : job_business_date(n.job, n.now);
	if (!job_date_check(call->a, n.job, n.day, n.now, e) || !plan_make(&n, e))
		return false;
	if (call->json)
		plan_json(&n, &j);
	else
		plan_text(&n, b);
	return put_end(call, b);
}

const struct command command_plan = {
	.name = "plan", .group = GROUP_RUN, .doc = "Says what a run would do, and does nothing of it",
	.operands = {{"JOB", WORD_TEXT, "a [job.NAME] of the project", false, false}},
	OPTIONS(options),
	.more = "Which files it would read, or what it would ask for first, for which dates, when they are due, which "
		"secrets it needs, where each would come from and which are missing, which tables it would make or alter, "
		"for which date each rule would answer and what it compares with what, and when the job is meant to run next. "
		"It asks the database only if there is one.",
	.json = "{job, business_date, extracts: [{extract, dataset, nature, landing, content_date, due, paths: "
		"[\xE2\x80\xA6], limits, crosswalks, files}], secrets: [{name, of: "
		"[\xE2\x80\xA6], from, missing}], tables: [{dataset, new, fields_added: [\xE2\x80\xA6]}], "
		"rules: [{id, name, business_date, compared: [{field, truth: [{side, where}], mirrors: "
		"[\xE2\x80\xA6], means: "
		"[{side, word, agrees: [\xE2\x80\xA6]}], required}]}], next: [\xE2\x80\xA6]}",
	.go = plan,
};
