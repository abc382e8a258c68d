#include "cli/commands.h"
#include "cli/mask.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "db/statement.h"
#include "embedded.h"
#include "report/shown.h"
#include "report/model.h"

enum { LISTED = 50 };

static const struct option options[] = {
	{"run", WORD_NUMBER, "RUN", "of what this run read", NULL, false},
	{"extract", WORD_TEXT, "EXTRACT", "of this extract alone", NULL, false},
	{"date", WORD_DATE, "DATE", "of this business date; default: the newest of each extract", NULL, false},
	{"all", WORD_FLAG, NULL, "of every snapshot, not only of each extract's newest, and resolved ones too", NULL,
	 false},
	{"limit", WORD_NUMBER, "N", "how many of each snapshot; default: 50, with --json all", NULL, false},
};

/* The columns of sql/cli/reject_snapshots.sql, rejects.sql, faults.sql, reject_counts.sql and unknown_values.sql. */
enum { OF_ID, OF_EXTRACT, OF_DATE, OF_STATE, OF_REJECTED, OF_KEPT };
enum { REJECT_RECORD, REJECT_LINE, REJECT_FILE, REJECT_MEMBER, REJECT_PART, REJECT_KEY, REJECT_FAULTS, REJECT_TEXT,
       REJECT_RESOLVED };
enum { FAULT_RECORD, FAULT_LINE, FAULT_FILE, FAULT_MEMBER, FAULT_KEY, FAULT_FIELD, FAULT_VALUE, FAULT_REASON,
       FAULT_FIRST, FAULT_RESOLVED };
enum { COUNT_FIELD, COUNT_REASON, COUNT_WARNING, COUNT_COUNT };
enum { UNKNOWN_FIELD, UNKNOWN_VALUE, UNKNOWN_COUNT };

struct looking {
	struct call *call;
	struct project *p;
	struct pg *pg;
	struct rows *snapshots;
	bool sees_texts;         /* of records as they came */
};

static Str asked(const struct call *call, const char *option)
{
	return call_has(call, option) ? call_text(call, option) : PARAM_NULL;
}

/* What is asked for must exist; that it has no rejects is good news. */
static bool asked_exists(struct looking *l, struct err *e)
{
	struct call *call = l->call;
	struct rows *r;

	if (call_has(call, "extract") && !project_extract(call->a, l->p, call_text(call, "extract"), e))
		return false;
	if (!call_has(call, "run"))
		return true;
	if (!pg_query(l->pg, call->a, sql_cli_runs, P(call_text(call, "run"), PARAM_NULL, S("1")), &r, e))
		return false;
	return rows_count(r) > 0 || err_set(e, ERR_USAGE, "there is no run %.*s", STR(call_text(call, "run")));
}

static bool rights_find(struct looking *l, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, l->call->a, sql_cli_sees_texts, NO_PARAMS, &r, e))
		return false;
	l->sees_texts = rows_bool(r, 0, 0);
	return true;
}

static bool snapshots_find(struct looking *l, struct err *e)
{
	struct call *call = l->call;

	return asked_exists(l, e)
	    && pg_query(l->pg, call->a, sql_cli_reject_snapshots,
			P(asked(call, "run"), asked(call, "extract"), asked(call, "date"), param_bool(call_has(call, "all"))),
			&l->snapshots, e);
}

static struct params of_snapshot(struct looking *l, size_t i)
{
	int64_t limit = call_number(l->call, "limit", l->call->json ? 0 : LISTED);

	return P(rows_at(l->snapshots, i, OF_ID), param_bool(call_has(l->call, "all")),
		limit > 0 ? param_int(l->call->a, limit) : PARAM_NULL);
}

static const struct entity *entity_of(const struct looking *l, size_t i)
{
	Str extract = rows_at(l->snapshots, i, OF_EXTRACT);

	for (size_t k = 0; k < l->p->extract_count; k++)
		if (text_is(l->p->extracts[k].name, extract))
			return l->p->extracts[k].entity;
	return NULL;
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void snapshot_json(const struct looking *l, struct json_out *j, size_t i)
{
	put_text(j, "extract", l->snapshots, i, OF_EXTRACT);
	put_text(j, "business_date", l->snapshots, i, OF_DATE);
	put_int(j, "snapshot", l->snapshots, i, OF_ID);
}

static void key_json(struct arena *a, struct json_out *j, const struct entity *n, const struct rows *r, size_t row)
{
	struct texts key = texts_split(a, rows_at(r, row, REJECT_KEY), UNIT_SEPARATOR);

	json_name(j, "key");
	if (rows_is_null(r, row, REJECT_KEY)) {
		json_null(j);
		return;
	}
	mask_key(n, &key);
	json_array(j);
	for (size_t i = 0; i < key.count; i++)
		json_text(j, key.at[i]);
	json_array_end(j);
}

static bool rejects_json(struct looking *l, struct arena *a, struct json_out *j, size_t i, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, a, STATEMENT(a, sql_cli_rejects, {"text", l->sees_texts ? S("r.text") : S("null::text")}),
		      of_snapshot(l, i), &r, e))
		return false;
	for (size_t row = 0; row < rows_count(r); row++) {
		json_object(j);
		snapshot_json(l, j, i);
		put_text(j, "file", r, row, REJECT_FILE);
		put_text(j, "member", r, row, REJECT_MEMBER);
		put_int(j, "part", r, row, REJECT_PART);
		put_int(j, "record", r, row, REJECT_RECORD);
		put_int(j, "line", r, row, REJECT_LINE);
		key_json(a, j, entity_of(l, i), r, row);
		put_json(j, "faults", r, row, REJECT_FAULTS);
		put_text(j, "text", r, row, REJECT_TEXT);
		put_int(j, "resolved", r, row, REJECT_RESOLVED);
		json_object_end(j);
		call_print(l->call, j->to);
	}
	return true;
}

static bool counts_json(struct looking *l, struct arena *a, struct json_out *j, size_t i, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, a, sql_cli_reject_counts, P(rows_at(l->snapshots, i, OF_ID)), &r, e))
		return false;
	for (size_t row = 0; row < rows_count(r); row++) {
		json_object(j);
		snapshot_json(l, j, i);
		put_text(j, "field", r, row, COUNT_FIELD);
		put_text(j, "reason", r, row, COUNT_REASON);
		put_bool(j, "warning", r, row, COUNT_WARNING);
		put_int(j, "count", r, row, COUNT_COUNT);
		json_object_end(j);
	}
	return true;
}

static bool unknown_json(struct looking *l, struct arena *a, struct json_out *j, size_t i, struct err *e)
{
	struct rows *r;

	if (!pg_query(l->pg, a, sql_cli_unknown_values, P(rows_at(l->snapshots, i, OF_ID)), &r, e))
		return false;
	for (size_t row = 0; row < rows_count(r); row++) {
		json_object(j);
		snapshot_json(l, j, i);
		put_text(j, "field", r, row, UNKNOWN_FIELD);
		put_text(j, "value", r, row, UNKNOWN_VALUE);
		put_int(j, "count", r, row, UNKNOWN_COUNT);
		json_object_end(j);
	}
	return true;
}

static bool all_json(struct looking *l, struct json_out *j, struct err *e)
{
	static const struct {
		const char *name;
		bool (*write)(struct looking *l, struct arena *a, struct json_out *j, size_t i, struct err *e);
	} lists[] = {{"rejects", rejects_json}, {"counts", counts_json}, {"unknown", unknown_json}};
	struct arena *a = arena_new(l->call->a);
	bool ok = true;

	json_object(j);
	for (size_t n = 0; n < sizeof lists / sizeof *lists; n++) {
		json_name(j, lists[n].name);
		json_array(j);
		for (size_t i = 0; ok && i < rows_count(l->snapshots); i++) {
			ok = lists[n].write(l, a, j, i, e);
			arena_end(a);
		}
		json_array_end(j);
	}
	json_object_end(j);
	return ok;
}

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What a record has in common with all its faults stands once. */
static void fault_text(struct arena *a, struct table *t, const struct entity *n, const struct rows *r, size_t row)
{
	bool first = rows_bool(r, row, FAULT_FIRST);
	Str file = shown_file(a, rows_at(r, row, FAULT_FILE), rows_at(r, row, FAULT_MEMBER));

	table_cell(t, first ? rows_at(r, row, FAULT_RECORD) : S(""));
	table_cell(t, first && rows_int(r, row, FAULT_LINE) > 0 ? rows_at(r, row, FAULT_LINE) : S(""));
	table_cell(t, first ? joined_key_shown(a, n, rows_at(r, row, FAULT_KEY)) : S(""));
	table_cell(t, rows_at(r, row, FAULT_FIELD));
	table_cell(t, rows_at(r, row, FAULT_VALUE));
	table_cell(t, rows_at(r, row, FAULT_REASON));
	if (first)
		table_print(t, "%.*s%s", STR(file), rows_is_null(r, row, FAULT_RESOLVED) ? "" : " (resolved)");
	else
		table_cell(t, S(""));
}

static bool rejects_text(struct looking *l, struct arena *a, struct buf *b, size_t i, struct err *e)
{
	struct table *t = table_new(a, ">record >line key field value reason file");
	int64_t listed = 0, kept = rows_int(l->snapshots, i, OF_KEPT);
	struct rows *r;

	if (!pg_query(l->pg, a, sql_cli_faults, of_snapshot(l, i), &r, e))
		return false;
	for (size_t row = 0; row < rows_count(r); row++) {
		listed += rows_bool(r, row, FAULT_FIRST);
		fault_text(a, t, entity_of(l, i), r, row);
	}
	table_write(t, b, "  ");
	if (listed < kept)
		buf_print(b, "  and %lld more: --limit says how many, --json shows all\n", (long long)(kept - listed));
	return true;
}

static bool counts_text(struct looking *l, struct arena *a, struct buf *b, size_t i, struct err *e)
{
	struct table *t = table_new(a, ">count field reason -");
	struct rows *r;

	if (!pg_query(l->pg, a, sql_cli_reject_counts, P(rows_at(l->snapshots, i, OF_ID)), &r, e))
		return false;
	for (size_t row = 0; row < rows_count(r); row++) {
		table_cell(t, words_numeric(a, l->p->settings.locale, rows_at(r, row, COUNT_COUNT), S("")));
		table_cell(t, rows_at(r, row, COUNT_FIELD));
		table_cell(t, rows_at(r, row, COUNT_REASON));
		table_cell(t, rows_bool(r, row, COUNT_WARNING) ? S("a warning, the row counts") : S(""));
	}
	buf_print(b, rows_count(r) > 0 ? "\n" : "");
	table_write(t, b, "  ");
	return true;
}

static bool unknown_text(struct looking *l, struct arena *a, struct buf *b, size_t i, struct err *e)
{
	struct table *t = table_new(a, ">count field value_that_no_crosswalk_knows");
	struct rows *r;

	if (!pg_query(l->pg, a, sql_cli_unknown_values, P(rows_at(l->snapshots, i, OF_ID)), &r, e))
		return false;
	for (size_t row = 0; row < rows_count(r); row++) {
		table_cell(t, words_numeric(a, l->p->settings.locale, rows_at(r, row, UNKNOWN_COUNT), S("")));
		table_cell(t, rows_at(r, row, UNKNOWN_FIELD));
		table_cell(t, rows_is_null(r, row, UNKNOWN_FIELD) ? S("other values") : rows_at(r, row, UNKNOWN_VALUE));
	}
	buf_print(b, rows_count(r) > 0 ? "\n" : "");
	table_write(t, b, "  ");
	return true;
}

/* "shop.orders, Wed 1 April 2026, snapshot 7 (live): 1 unreadable" */
static void head_text(struct looking *l, struct arena *a, struct buf *b, size_t i)
{
	const struct {
		const char *before;
		Str s;
	} words[] = {
		{i > 0 ? "\n" : "", rows_at(l->snapshots, i, OF_EXTRACT)},
		{", ", long_date(a, rows_date(l->snapshots, i, OF_DATE))},
		{", snapshot ", rows_at(l->snapshots, i, OF_ID)},
		{" (", rows_at(l->snapshots, i, OF_STATE)},
		{"): ", words_numeric(a, l->p->settings.locale, rows_at(l->snapshots, i, OF_REJECTED), S(""))},
	};

	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		buf_print(b, "%s", words[w].before);
		buf_add(b, words[w].s);
	}
	buf_print(b, " unreadable\n");
}

static bool all_text(struct looking *l, struct buf *b, struct err *e)
{
	struct arena *a = arena_new(l->call->a);
	bool ok = true;

	for (size_t i = 0; ok && i < rows_count(l->snapshots); i++) {
		head_text(l, a, b, i);
		ok = rejects_text(l, a, b, i, e) && counts_text(l, a, b, i, e) && unknown_text(l, a, b, i, e);
		call_print(l->call, b);
		arena_end(a);
	}
	if (ok && rows_count(l->snapshots) == 0)
		buf_print(b, "no unreadable records%s", call_has(l->call, "all") || call_has(l->call, "run")
			|| call_has(l->call, "date") ? "" : " in what is newest; --all looks at all nights");
	return ok;
}

static bool rejects(struct call *call, struct err *e)
{
	struct looking l = {.call = call};
	struct json_out j;
	struct buf *b = put_begin(call, &j);

	return call_open(call, &l.p, &l.pg, e)
	    && rights_find(&l, e)
	    && snapshots_find(&l, e)
	    && (call->json ? all_json(&l, &j, e) : all_text(&l, b, e))
	    && put_end(call, b);
}

const struct command command_rejects = {
	.name = "rejects", .group = GROUP_LOOK,
	.doc = "Lists the unreadable records: those that could not be mapped, and why",
	OPTIONS(options),
	.more = "At most 10000 records of a snapshot are kept whole, the rest is counted by field and reason. One is "
		"resolved when a mended map has made a good row of it. Personal values are masked, but not in a record's "
		"text, which an auditor does not see.",
	.json = "{rejects: [{extract, business_date, snapshot, file, member, part, record, line, key, faults: [{field, "
		"value, reason}], text, resolved}], counts: [{extract, business_date, snapshot, field, reason, warning, "
		"count}], unknown: [{extract, business_date, snapshot, field, value, count}]}; resolved is the snapshot that "
		"did it; of unknown values past the first 1000 field and value are null",
	.example = "rejects --extract erp.open_orders --date 2026-03-30", .go = rejects,
};
