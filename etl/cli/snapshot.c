#include "cli/commands.h"
#include "cli/hold.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/shape.h"
#include "db/statement.h"
#include "embedded.h"
#include "stage/night.h"

#include <inttypes.h>

enum { SQL_LIMIT = 1 << 24, LINE_LIMIT = 1 << 26 };

static const struct option options[] = {
	{"at", WORD_TEXT, "RUN|DATE", "the run at whose end, or the business date for which, it is read", NULL, true},
	{"personal", WORD_FLAG, NULL, "with the values of personal fields, which are masked otherwise", NULL, false},
};

struct reading {
	struct call *call;
	struct pg *pg;
	struct shape shape;
	struct rows *nights;     /* sql/cli/night.sql */
};

/* Behind the fields. */
static const char *const last_columns[] = {"company", "channel", "state", "extract"};
enum { LAST = sizeof last_columns / sizeof *last_columns, LAST_STATE = 2 };

/* ── which snapshots ───────────────────────────────────────────────────────────────────────────────────────────── */

static bool run_exists(struct reading *r, Str run, struct err *e)
{
	struct rows *found;

	if (!pg_query(r->pg, r->call->a, sql_cli_runs, P(run, PARAM_NULL, S("1")), &found, e))
		return false;
	return rows_count(found) > 0 || err_set(e, ERR_USAGE, "there is no run %.*s", STR(run));
}

static bool nights_find(struct reading *r, struct err *e)
{
	Str at = call_text(r->call, "at"), run = PARAM_NULL;
	date day = DATE_NONE;
	uint64_t number;

	if (text_uint(at, &number))
		run = at;
	else if (!date_parse(at, &day))
		return err_set(e, ERR_USAGE, "--at is %s, must be the number of a run or a date such as 2026-03-31",
			text_quoted(r->call->a, at));
	if (run.at && !run_exists(r, run, e))
		return false;
	if (!pg_query(r->pg, r->call->a, sql_cli_night, P(r->shape.dataset, run, param_date(r->call->a, day)),
		      &r->nights, e))
		return false;
	return rows_count(r->nights) > 0 || err_set(e, ERR_USAGE, "nothing of dataset %s was staged up to %.*s",
		text_quoted(r->call->a, r->shape.dataset), STR(at));
}

/* ── the statement ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool nights_sql(struct reading *r, struct buf *b, struct err *e)
{
	struct arena *a = r->call->a;

	for (size_t i = 0; i < rows_count(r->nights); i++) {
		struct night n;

		if (!night_of_snapshot(a, r->pg, rows_int(r->nights, i, 0), &n, e))
			return false;
		buf_print(b, "%s%s", i > 0 ? "\nunion all\n" : "",
			STATEMENT(a, sql_cli_night_part, {"night", text(night_sql(a, &n))},
				  {"extract", quoted_literal(a, rows_at(r->nights, i, 1))}));
	}
	return true;
}

static Str cells_sql(struct reading *r)
{
	struct buf *b = buf_new(r->call->a, SQL_LIMIT);

	for (size_t i = 0; i < r->shape.count; i++)
		buf_print(b, "%.*s, ", WHOLE(r->shape.fields[i].sql));
	buf_print(b, "company, channel, state::text, \"of extract\"");
	return buf_str(b);
}

static Str order_sql(struct reading *r)
{
	struct buf *b = buf_new(r->call->a, SQL_LIMIT);

	for (size_t i = 0; i < r->shape.count; i++)
		if (r->shape.fields[i].key)
			buf_print(b, "%.*s, ", WHOLE(r->shape.fields[i].order));
	buf_print(b, "company collate \"C\", channel collate \"C\", \"of extract\" collate \"C\", record, key_hash");
	return buf_str(b);
}

/* ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str column_name(const struct reading *r, size_t i)
{
	return i < r->shape.count ? r->shape.fields[i].name : text(last_columns[i - r->shape.count]);
}

static Str cell_at(const struct reading *r, const struct cursor *c, size_t i)
{
	Str cell = cursor_at(c, i);

	return i == r->shape.count + LAST_STATE ? row_state_name(cell) : cell;
}

/* RFC 4180.  NULL is nothing at all, an empty text is "". */
static void csv_cell(struct buf *b, Str s)
{
	bool quoted = s.len == 0;

	if (!s.at)
		return;
	for (size_t i = 0; i < s.len; i++)
		quoted = quoted || strchr(",\"\r\n", s.at[i]) != NULL;
	if (!quoted) {
		buf_add(b, s);
		return;
	}
	buf_byte(b, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			buf_byte(b, '"');
		buf_byte(b, s.at[i]);
	}
	buf_byte(b, '"');
}

static void csv_head(struct reading *r, struct buf *b)
{
	for (size_t i = 0; i < r->shape.count + LAST; i++) {
		buf_print(b, "%s", i > 0 ? "," : "");
		csv_cell(b, column_name(r, i));
	}
	buf_byte(b, '\n');
}

static void csv_row(struct reading *r, struct buf *b, const struct cursor *c)
{
	for (size_t i = 0; i < r->shape.count + LAST; i++) {
		buf_print(b, "%s", i > 0 ? "," : "");
		csv_cell(b, cell_at(r, c, i));
	}
	buf_byte(b, '\n');
}

static void json_row(struct reading *r, struct buf *b, const struct cursor *c, bool first)
{
	struct json_out j;

	buf_print(b, "%s", first ? "\n" : ",\n");
	json_begin(&j, b, false);
	json_object(&j);
	for (size_t i = 0; i < r->shape.count + LAST; i++) {
		Str cell = cell_at(r, c, i);

		json_name(&j, text_z(r->call->a, column_name(r, i)));
		if (!cell.at)
			json_null(&j);
		else if (i < r->shape.count && r->shape.fields[i].plain)
			json_raw(&j, cell);
		else
			json_text(&j, cell);
	}
	json_object_end(&j);
}

static bool rows_write(struct reading *r, const char *sql, struct err *e)
{
	struct buf *b = buf_new(r->call->a, LINE_LIMIT);
	struct cursor *c;
	bool first = true;

	if (!cursor_open(r->pg, r->call->a, sql, NO_PARAMS, &c, e))
		return false;
	if (r->call->json)
		buf_byte(b, '[');
	else
		csv_head(r, b);
	while (cursor_next(c, e)) {
		if (r->call->json)
			json_row(r, b, c, first);
		else
			csv_row(r, b, c);
		first = false;
		call_print(r->call, b);
	}
	buf_print(b, r->call->json ? "\n]\n" : "");
	call_print(r->call, b);
	return e->kind == ERR_NONE;
}

static bool night_write(struct reading *r, struct err *e)
{
	struct arena *a = r->call->a;
	struct buf *nights = buf_new(a, SQL_LIMIT);
	struct texts live = {&r->shape.live, 1};

	return tables_hold(a, r->pg, &live, e)
	    && nights_find(r, e)
	    && nights_sql(r, nights, e)
	    && rows_write(r, STATEMENT(a, sql_cli_night_rows, {"cells", cells_sql(r)}, {"nights", buf_str(nights)},
				       {"order", order_sql(r)}), e)
	    && pg_commit(r->pg, e);
}

static bool snapshot(struct call *call, struct err *e)
{
	struct reading r = {.call = call};
	struct project *p;

	return call_open(call, &p, &r.pg, e)
	    && shape_open(call->a, p, r.pg, call_operand(call, 0), call_has(call, "personal"), &r.shape, e)
	    && night_write(&r, e);
}

const struct command command_snapshot = {
	.name = "snapshot", .group = GROUP_LOOK, .doc = "Prints what a system said on a night, as CSV",
	.operands = {{"DATASET", WORD_TEXT, "such as shop_pl.order: the system and the entity", false, false}},
	OPTIONS(options),
	.more = "A row a record, ordered by key: the key, the entity's other fields, company, channel, state (good, "
		"rejected, filtered, twice, unconfirmed) and the extract that it came by. At a run: as it was known "
		"when that run ended, whatever came later. At a date: as it is known now of that date. "
		"Personal fields are masked, unless --personal asks for them; a login that is only an auditor never "
		"reads them.",
	.json = "[{a member a column}]; amounts are texts",
	.example = "snapshot shop_pl.order --at 2026-03-31", .go = snapshot,
};
