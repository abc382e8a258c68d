#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"
#include "report/shown.h"

/* What the records of an extract consist of, as remembered for its contract. */

enum { LISTED = 100 };

static const struct option options[] = {
	{"limit", WORD_NUMBER, "N", "how many departures; default: 100", NULL, false},
};

/* The columns of sql/cli/shape.sql and drift.sql. */
enum { OF_PATH, OF_KINDS, OF_MISSING, OF_MAPPED, OF_FIRST, OF_LAST };
enum { ON_DATE, ON_SNAPSHOT, ON_STATE, ON_DRIFT, ON_PATH, ON_WORD, ON_WHAT, ON_EXAMPLE, ON_COUNT, ON_FILE, ON_MEMBER,
       ON_RECORD, ON_LINE };

struct looking {
	struct call *call;
	struct project *p;
	struct pg *pg;
	const struct extract *x;
	struct rows *shape, *drifts;
};

static bool look(struct looking *l, struct err *e)
{
	struct call *call = l->call;
	Str limit = call_has(call, "limit") ? call_text(call, "limit") : param_int(call->a, LISTED);

	l->x = project_extract(call->a, l->p, call_operand(call, 0), e);
	return l->x && pg_query(l->pg, call->a, sql_cli_shape, P(l->x->name), &l->shape, e)
	    && pg_query(l->pg, call->a, sql_cli_drift, P(l->x->name, limit), &l->drifts, e);
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void shape_json(const struct looking *l, struct json_out *j)
{
	const struct rows *r = l->shape;

	json_name(j, "fields");
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		put_text(j, "path", r, i, OF_PATH);
		put_text(j, "kinds", r, i, OF_KINDS);
		put_bool(j, "may_be_missing", r, i, OF_MISSING);
		put_bool(j, "mapped", r, i, OF_MAPPED);
		put_text(j, "first", r, i, OF_FIRST);
		put_text(j, "last", r, i, OF_LAST);
		json_object_end(j);
	}
	json_array_end(j);
}

static void drifts_json(const struct looking *l, struct json_out *j)
{
	static const struct {
		const char *name;
		size_t column;
	} texts[] = {{"business_date", ON_DATE}, {"state", ON_STATE}, {"drift", ON_DRIFT}, {"path", ON_PATH},
		{"word", ON_WORD}, {"what", ON_WHAT}, {"example", ON_EXAMPLE}, {"file", ON_FILE}, {"member", ON_MEMBER}};
	const struct rows *r = l->drifts;

	json_name(j, "drift");
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		put_int(j, "snapshot", r, i, ON_SNAPSHOT);
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
			put_text(j, texts[k].name, r, i, texts[k].column);
		put_int(j, "count", r, i, ON_COUNT);
		put_int(j, "record", r, i, ON_RECORD);
		put_int(j, "line", r, i, ON_LINE);
		json_object_end(j);
	}
	json_array_end(j);
}

static void all_json(const struct looking *l, struct json_out *j)
{
	json_object(j);
	json_put_text(j, "extract", l->x->name);
	json_put_bool(j, "contract", map_has_contract(l->x->map));
	shape_json(l, j);
	drifts_json(l, j);
	json_object_end(j);
}

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void shape_text(const struct looking *l, struct buf *b)
{
	struct table *t = table_new(l->call->a, "field kind first last -");
	const struct rows *r = l->shape;

	for (size_t i = 0; i < rows_count(r); i++) {
		bool missing = rows_bool(r, i, OF_MISSING), mapped = rows_bool(r, i, OF_MAPPED);

		table_cell(t, rows_at(r, i, OF_PATH));
		table_cell(t, rows_at(r, i, OF_KINDS));
		table_cell(t, rows_at(r, i, OF_FIRST));
		table_cell(t, rows_at(r, i, OF_LAST));
		table_print(t, "%s%s%s", missing ? "may be missing" : "", missing && !mapped ? ", " : "",
			mapped ? "" : "no field is mapped from it");
	}
	table_write(t, b, "");
}

static void drifts_text(const struct looking *l, struct buf *b)
{
	struct table *t = table_new(l->call->a, "date drift field word >records what first");
	const struct rows *r = l->drifts;

	for (size_t i = 0; i < rows_count(r); i++) {
		Str what = rows_at(r, i, ON_WHAT), example = rows_at(r, i, ON_EXAMPLE);

		table_cell(t, rows_at(r, i, ON_DATE));
		table_cell(t, rows_at(r, i, ON_DRIFT));
		table_cell(t, rows_at(r, i, ON_PATH).len > 0 ? rows_at(r, i, ON_PATH) : S("further ones"));
		table_cell(t, rows_at(r, i, ON_WORD));
		table_cell(t, words_numeric(l->call->a, l->p->settings.locale, rows_at(r, i, ON_COUNT), S("")));
		table_print(t, "%.*s%s%s", STR(what), what.len > 0 && example.len > 0 ? ": " : "",
			example.len > 0 ? text_quoted(l->call->a, example) : "");
		table_print(t, "%.*s:%.*s", STR(shown_file(l->call->a, rows_at(r, i, ON_FILE), rows_at(r, i, ON_MEMBER))),
			STR(rows_at(r, i, ON_RECORD)));
	}
	if (rows_count(r) > 0)
		buf_print(b, "\n");
	table_write(t, b, "");
}

static void all_text(const struct looking *l, struct buf *b)
{
	if (rows_count(l->shape) > 0)
		shape_text(l, b);
	else
		buf_print(b, "nothing is remembered of %.*s%s\n", STR(l->x->name), map_has_contract(l->x->map)
			? " yet" : ": its map has no contract (drift)");
	drifts_text(l, b);
}

static bool fields(struct call *call, struct err *e)
{
	struct looking l = {.call = call};
	struct json_out j;
	struct buf *b = put_begin(call, &j);

	if (!call_open(call, &l.p, &l.pg, e) || !look(&l, e))
		return false;
	if (call->json)
		all_json(&l, &j);
	else
		all_text(&l, b);
	return put_end(call, b);
}

const struct command command_fields = {
	.name = "fields", .group = GROUP_LOOK,
	.doc = "Lists what an extract's records consist of, and when that changed",
	.operands = {{"EXTRACT", WORD_TEXT, "the extract", false, false}},
	OPTIONS(options),
	.more = "It is remembered of extracts whose map has a contract (drift): of every path of the map, and of what "
		"stands beside them, the kinds of its values and the first and the last night that had it. Of a value that no "
		"field is mapped from, or a personal one, only the pattern is shown.",
	.json = "{extract, contract, fields: [{path, kinds, may_be_missing, mapped, first, last}], drift: [{snapshot, "
		"business_date, state, drift, path, word, what, example, file, member, count, record, line}]}; of further "
		"departures, that are not listed, path is empty",
	.example = "fields erp.open_orders", .go = fields,
};
