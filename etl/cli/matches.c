#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"
#include "report/shown.h"

enum { SHOWN = 40 };

static const struct option options[] = {
	{"rule", WORD_TEXT, "RULE", "of this rule alone, by its id or its name", NULL, false},
	{"date", WORD_DATE, "DATE", "the business date that it answered for; default: its newest", NULL, false},
	{"run", WORD_NUMBER, "RUN", "what this run held together, be it a trial or replaced since", NULL, false},
	{"all", WORD_FLAG, NULL, "each match, not only how many, and each that ended that night", NULL, false},
	{"limit", WORD_NUMBER, "N", "how many suggestions and matches of each rule; default: 40, with --json all", NULL,
	 false},
};

/* The columns of sql/cli/match_runs.sql, suggestions.sql and matches.sql, and of sql/report/paired.sql. */
enum { RUN_ID, RUN_RULE, RUN_NAME, RUN_DATE, RUN_VERDICT, RUN_STATE, RUN_FIRST, RUN_SECOND, RUN_RUN };
enum { TOTAL_STAGE, TOTAL_CURRENCY, TOTAL_MATCHES, TOTAL_MADE, TOTAL_CERTAIN, TOTAL_FIRST_LINES, TOTAL_SECOND_LINES,
       TOTAL_FIRST, TOTAL_SECOND };
enum { MAY_NO, MAY_FIRST, MAY_SECOND, MAY_RANK, MAY_SCORE, MAY_CURRENCY, MAY_AMOUNT, MAY_OTHER, MAY_DAYS, MAY_OF };
enum { IS_RUN, IS_NO, IS_STAGE, IS_ALTERNATIVES, IS_CURRENCY, IS_FIRST, IS_SECOND, IS_DATE, IS_LINES, IS_OTHERS,
       IS_REASON };

struct matches {
	struct call *call;
	const struct project *p;
	struct pg *pg;
	struct rows *runs, *totals, *suggestions;
	struct rows *list, *ended;           /* NULL unless asked for */
};

static Str given(const struct call *call, const char *option)
{
	return call_has(call, option) ? call_text(call, option) : PARAM_NULL;
}

static bool ask(struct matches *m, size_t run, struct err *e)
{
	struct call *call = m->call;
	Str id = rows_at(m->runs, run, RUN_ID);
	Str limit = call_has(call, "limit") ? call_text(call, "limit")
		: call->json ? PARAM_NULL : param_int(call->a, SHOWN);

	m->list = m->ended = NULL;
	return pg_query(m->pg, call->a, sql_report_paired, P(id), &m->totals, e)
	    && pg_query(m->pg, call->a, sql_cli_suggestions, P(id, limit), &m->suggestions, e)
	    && (!call_has(call, "all")
		|| (pg_query(m->pg, call->a, sql_cli_matches, P(id, limit, param_bool(false)), &m->list, e)
		    && pg_query(m->pg, call->a, sql_cli_matches, P(id, limit, param_bool(true)), &m->ended, e)));
}

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str amount_shown(const struct matches *m, const struct rows *r, size_t row, size_t amount, size_t currency)
{
	return words_numeric(m->call->a, m->p->settings.locale, rows_at(r, row, amount), rows_at(r, row, currency));
}

static void totals_text(const struct matches *m, size_t run, struct buf *b)
{
	const struct rows *r = m->totals;
	struct table *t = table_new(m->call->a, arena_print(m->call->a,
		"paired_by - >matches >new >without_alternative >in_%.*s >in_%.*s", STR(rows_at(m->runs, run, RUN_FIRST)),
		STR(rows_at(m->runs, run, RUN_SECOND))));

	for (size_t i = 0; i < rows_count(r); i++) {
		table_cell(t, shown_stage(rows_at(r, i, TOTAL_STAGE)));
		table_cell(t, rows_at(r, i, TOTAL_CURRENCY));
		table_int(t, rows_int(r, i, TOTAL_MATCHES));
		table_int(t, rows_int(r, i, TOTAL_MADE));
		table_int(t, rows_int(r, i, TOTAL_CERTAIN));
		table_cell(t, amount_shown(m, r, i, TOTAL_FIRST, TOTAL_CURRENCY));
		table_cell(t, amount_shown(m, r, i, TOTAL_SECOND, TOTAL_CURRENCY));
	}
	table_write(t, b, "  ");
	if (rows_count(r) == 0)
		buf_print(b, "  nothing is paired\n");
}

static void suggestions_text(const struct matches *m, size_t run, struct buf *b)
{
	const struct rows *r = m->suggestions;
	struct table *t = table_new(m->call->a, arena_print(m->call->a, "suggestion %.*s >amount may_be_%.*s >amount >days "
		">score", STR(rows_at(m->runs, run, RUN_FIRST)), STR(rows_at(m->runs, run, RUN_SECOND))));

	for (size_t i = 0; i < rows_count(r); i++) {
		table_print(t, "S%.*s.%.*s", STR(rows_at(m->runs, run, RUN_ID)), STR(rows_at(r, i, MAY_NO)));
		table_cell(t, rows_at(r, i, MAY_FIRST));
		table_cell(t, amount_shown(m, r, i, MAY_AMOUNT, MAY_CURRENCY));
		table_cell(t, rows_at(r, i, MAY_SECOND));
		table_cell(t, amount_shown(m, r, i, MAY_OTHER, MAY_CURRENCY));
		table_cell(t, rows_at(r, i, MAY_DAYS));
		table_cell(t, rows_at(r, i, MAY_SCORE));
	}
	if (rows_count(r) > 0)
		buf_print(b, "\n");
	table_write(t, b, "  ");
}

/* What stood, or what ended, each with the reason. */
static void list_text(const struct matches *m, size_t run, bool ended, struct buf *b)
{
	const struct rows *r = ended ? m->ended : m->list;
	struct table *t = table_new(m->call->a, arena_print(m->call->a, "%s %.*s >amount %.*s >amount paired_by since %s",
		ended ? "ended" : "match", STR(rows_at(m->runs, run, RUN_FIRST)), STR(rows_at(m->runs, run, RUN_SECOND)),
		ended ? "because" : ">alternatives"));

	for (size_t i = 0; r && i < rows_count(r); i++) {
		table_print(t, "M%.*s.%.*s", STR(rows_at(r, i, IS_RUN)), STR(rows_at(r, i, IS_NO)));
		table_cell(t, rows_at(r, i, IS_LINES));
		table_cell(t, amount_shown(m, r, i, IS_FIRST, IS_CURRENCY));
		table_cell(t, rows_at(r, i, IS_OTHERS));
		table_cell(t, amount_shown(m, r, i, IS_SECOND, IS_CURRENCY));
		table_cell(t, shown_stage(rows_at(r, i, IS_STAGE)));
		table_cell(t, words_date(m->call->a, m->p->settings.locale, rows_at(r, i, IS_DATE)));
		table_cell(t, rows_at(r, i, ended ? IS_REASON : IS_ALTERNATIVES));
	}
	if (r && rows_count(r) > 0)
		buf_print(b, "\n");
	table_write(t, b, "  ");
}

static void run_text(const struct matches *m, size_t run, struct buf *b)
{
	buf_print(b, "%s%.*s %.*s, %.*s\n", run > 0 ? "\n" : "", STR(rows_at(m->runs, run, RUN_RULE)),
		STR(rows_at(m->runs, run, RUN_NAME)), STR(long_date(m->call->a, rows_date(m->runs, run, RUN_DATE))));
	totals_text(m, run, b);
	suggestions_text(m, run, b);
	list_text(m, run, false, b);
	list_text(m, run, true, b);
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Members of a row, in the order of the columns; a name that begins with # is a number. */
static void row_json(struct json_out *j, const struct rows *r, size_t row, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i][0] == '#')
			put_int(j, names[i] + 1, r, row, i);
		else
			put_text(j, names[i], r, row, i);
	}
}

static void rows_json(struct json_out *j, const char *name, const struct rows *r, const char *const *names,
	size_t count)
{
	json_name(j, name);
	json_array(j);
	for (size_t i = 0; r && i < rows_count(r); i++) {
		json_object(j);
		row_json(j, r, i, names, count);
		json_object_end(j);
	}
	json_array_end(j);
}

#define NAMES(...) (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static void run_json(const struct matches *m, size_t run, struct json_out *j)
{
	json_object(j);
	row_json(j, m->runs, run, NAMES("#rule_run", "rule", "name", "business_date", "verdict", "state", "first", "second",
		"#run"));
	rows_json(j, "totals", m->totals, NAMES("stage", "currency", "#matches", "#made", "#certain", "#first_lines",
		"#second_lines", "first", "second"));
	rows_json(j, "suggestions", m->suggestions, NAMES("#suggestion", "first", "second", "#rank", "score", "currency",
		"first_amount", "second_amount", "#days", "#of"));
	if (m->list)
		rows_json(j, "matches", m->list, NAMES("#rule_run", "#match", "stage", "#alternatives", "currency",
			"first_amount", "second_amount", "since", "first", "second"));
	if (m->ended)
		rows_json(j, "ended", m->ended, NAMES("#rule_run", "#match", "stage", "#alternatives", "currency",
			"first_amount", "second_amount", "since", "first", "second", "reason"));
	json_object_end(j);
}

/* ── the command ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool all(struct matches *m, struct json_out *j, struct buf *b, struct err *e)
{
	if (m->call->json)
		json_array(j);
	for (size_t i = 0; i < rows_count(m->runs); i++) {
		if (!ask(m, i, e))
			return false;
		if (m->call->json)
			run_json(m, i, j);
		else
			run_text(m, i, b);
	}
	if (m->call->json)
		json_array_end(j);
	else if (rows_count(m->runs) == 0)
		buf_print(b, "no match rule has answered%s\n", call_has(m->call, "date") ? " for this date" : " yet");
	return true;
}

static bool matches(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct matches m = {.call = call};
	struct project *p;

	if (!call_open(call, &p, &m.pg, e)
	    || !pg_query(m.pg, call->a, sql_cli_match_runs,
		P(given(call, "rule"), param_date(call->a, call_date(call, "date")), given(call, "run")), &m.runs, e))
		return false;
	m.p = p;
	return all(&m, &j, b, e) && put_end(call, b);
}

const struct command command_matches = {
	.name = "matches", .group = GROUP_LOOK,
	.doc = "Lists what match rules hold together, and what lines on their own may be",
	OPTIONS(options),
	.more = "A match without alternative is proven: no other line of its amount and currency stood in its window. A "
		"suggestion is never taken by itself: confirm takes it, reject keeps it from being offered again. Keys of "
		"personal fields are masked.",
	.json = "[{rule_run, rule, name, business_date, verdict, state, first, second, run, totals: [{stage, currency, "
		"matches, made, certain, first_lines, second_lines, first, second}], suggestions: [{suggestion, first, second, "
		"rank, score, currency, first_amount, second_amount, days, of}], matches with --all: [{rule_run, match, stage, "
		"alternatives, currency, first_amount, second_amount, since, first, second}], and ended, which has a reason "
		"beside}]",
	.example = "matches --rule F-40 --all", .go = matches,
};
