#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/run_row.h"
#include "cli/words.h"
#include "embedded.h"

#include <inttypes.h>

struct shown {
	const struct rows *run, *steps, *snapshots, *answers;
};

/* The columns of sql/cli/steps.sql, snapshots.sql and answers.sql. */
enum { STEP_NO, STEP_AT, STEP_KIND, STEP_CALLED, STEP_STATE, STEP_EXIT, STEP_DETAIL };
enum {
	SNAPSHOT_ID, SNAPSHOT_DATASET, SNAPSHOT_NO, SNAPSHOT_EXTRACT, SNAPSHOT_DATE, SNAPSHOT_AS_OF, SNAPSHOT_AS_OF_SOURCE,
	SNAPSHOT_STATE, SNAPSHOT_CAUSE, SNAPSHOT_MODE, SNAPSHOT_READ, SNAPSHOT_UNCONFIRMED = SNAPSHOT_READ + 12,
	SNAPSHOT_NOTE, SNAPSHOT_TOTALS, SNAPSHOT_COMMITTED, SNAPSHOT_LANDING, SNAPSHOT_BYTES, SNAPSHOT_SEAL, SNAPSHOT_PROOF,
	SNAPSHOT_MISSING,
};
enum {
	ANSWER_RUN, ANSWER_ID, ANSWER_NAME, ANSWER_DATE, ANSWER_VERDICT, ANSWER_STATE, ANSWER_COMPARED, ANSWER_AGREED,
	ANSWER_OPEN, ANSWER_PENDING, ANSWER_WARNINGS, ANSWER_UNCHECKED, ANSWER_CUT, ANSWER_DECIDED,
	ANSWER_WHY,
};

static const char *const counts[] = {
	"read", "staged", "rejected", "filtered", "repeated", "duplicate", "stale", "keyless", "inserted", "updated",
	"deleted", "unchanged", "unconfirmed",
};

static bool ask(struct call *call, struct pg *pg, struct shown *s, struct err *e)
{
	int64_t id = call_operand_number(call, 0);
	Str run = param_int(call->a, id);
	struct rows *r[4] = {0};

	if (!pg_query(pg, call->a, sql_cli_runs, P(run, PARAM_NULL, S("1")), &r[0], e))
		return false;
	if (rows_count(r[0]) == 0)
		return err_set(e, ERR_USAGE, "there is no run %" PRId64, id);
	if (!pg_query(pg, call->a, sql_cli_steps, P(run), &r[1], e)
	    || !pg_query(pg, call->a, sql_cli_snapshots, P(run), &r[2], e)
	    || !pg_query(pg, call->a, sql_cli_answers, P(run), &r[3], e))
		return false;
	*s = (struct shown){r[0], r[1], r[2], r[3]};
	return true;
}

/* ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void steps_json(struct arena *a, struct json_out *j, const struct rows *r)
{
	json_name(j, "steps");
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		put_int(j, "step_no", r, i, STEP_NO);
		put_instant(a, j, "at", r, i, STEP_AT);
		put_text(j, "kind", r, i, STEP_KIND);
		put_text(j, "name", r, i, STEP_CALLED);
		put_text(j, "state", r, i, STEP_STATE);
		put_int(j, "exit_code", r, i, STEP_EXIT);
		put_text(j, "detail", r, i, STEP_DETAIL);
		json_object_end(j);
	}
	json_array_end(j);
}

static void snapshot_json(struct arena *a, struct json_out *j, const struct rows *r, size_t i)
{
	json_object(j);
	put_int(j, "snapshot_id", r, i, SNAPSHOT_ID);
	put_text(j, "dataset", r, i, SNAPSHOT_DATASET);
	put_int(j, "snapshot_no", r, i, SNAPSHOT_NO);
	put_text(j, "extract", r, i, SNAPSHOT_EXTRACT);
	put_text(j, "business_date", r, i, SNAPSHOT_DATE);
	put_instant(a, j, "as_of", r, i, SNAPSHOT_AS_OF);
	put_text(j, "as_of_source", r, i, SNAPSHOT_AS_OF_SOURCE);
	put_text(j, "state", r, i, SNAPSHOT_STATE);
	put_text(j, "cause", r, i, SNAPSHOT_CAUSE);
	put_text(j, "mode", r, i, SNAPSHOT_MODE);
	for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
		put_int(j, counts[n], r, i, SNAPSHOT_READ + n);
	put_text(j, "note", r, i, SNAPSHOT_NOTE);
	put_json(j, "totals", r, i, SNAPSHOT_TOTALS);
	put_instant(a, j, "committed_at", r, i, SNAPSHOT_COMMITTED);
	put_int(j, "landing_id", r, i, SNAPSHOT_LANDING);
	put_int(j, "bytes", r, i, SNAPSHOT_BYTES);
	put_text(j, "seal", r, i, SNAPSHOT_SEAL);
	put_text(j, "proof", r, i, SNAPSHOT_PROOF);
	put_json(j, "missing_parts", r, i, SNAPSHOT_MISSING);
	json_object_end(j);
}

static void answers_json(struct arena *a, struct json_out *j, const struct rows *r)
{
	json_name(j, "rules");
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		put_int(j, "rule_run_id", r, i, ANSWER_RUN);
		put_text(j, "id", r, i, ANSWER_ID);
		put_text(j, "name", r, i, ANSWER_NAME);
		put_text(j, "business_date", r, i, ANSWER_DATE);
		put_text(j, "verdict", r, i, ANSWER_VERDICT);
		put_text(j, "state", r, i, ANSWER_STATE);
		put_int(j, "compared", r, i, ANSWER_COMPARED);
		put_int(j, "agreed", r, i, ANSWER_AGREED);
		put_int(j, "open", r, i, ANSWER_OPEN);
		put_int(j, "pending", r, i, ANSWER_PENDING);
		put_int(j, "warnings", r, i, ANSWER_WARNINGS);
		put_int(j, "not_comparable", r, i, ANSWER_UNCHECKED);
		put_instant(a, j, "cut", r, i, ANSWER_CUT);
		put_instant(a, j, "decided_at", r, i, ANSWER_DECIDED);
		put_text(j, "why", r, i, ANSWER_WHY);
		json_object_end(j);
	}
	json_array_end(j);
}

static void show_json(struct arena *a, struct json_out *j, const struct shown *s)
{
	json_object(j);
	run_row_json(a, j, s->run, 0);
	steps_json(a, j, s->steps);
	json_name(j, "snapshots");
	json_array(j);
	for (size_t i = 0; i < rows_count(s->snapshots); i++)
		snapshot_json(a, j, s->snapshots, i);
	json_array_end(j);
	answers_json(a, j, s->answers);
	json_object_end(j);
}

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The words in front of a cell, and the cell, unless it is NULL. */
static void said(struct buf *b, const char *words, const struct rows *r, size_t column)
{
	if (rows_is_null(r, 0, column))
		return;
	buf_print(b, "%s", words);
	buf_add(b, rows_at(r, 0, column));
}

static void moments_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	buf_print(b, "\n  started ");
	buf_add(b, words_moment(a, p->settings.locale, p->settings.zone, rows_instant(r, 0, RUN_STARTED)));
	if (rows_is_null(r, 0, RUN_ENDED))
		return;
	buf_print(b, ", ended ");
	buf_add(b, words_moment(a, p->settings.locale, p->settings.zone, rows_instant(r, 0, RUN_ENDED)));
	if (!rows_is_null(r, 0, RUN_TOOK)) {
		buf_print(b, ", took ");
		buf_add(b, run_took(a, r, 0));
	}
}

static void head_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	said(b, "run ", r, RUN_ID);
	said(b, ": ", r, RUN_JOB);
	buf_print(b, " for ");
	buf_add(b, long_date(a, rows_date(r, 0, RUN_DATE)));
	said(b, ", ", r, RUN_STATE);
	said(b, ", exit code ", r, RUN_EXIT);
	moments_text(a, b, p, r);
	said(b, " on ", r, RUN_HOST);
	said(b, " (process ", r, RUN_PID);
	said(b, "), version ", r, RUN_ENGINE);
	buf_byte(b, '\n');
	if (!rows_is_null(r, 0, RUN_ERROR))
		text_wrap(b, rows_at(r, 0, RUN_ERROR), "  ", TEXT_WIDTH - 2);
	said(b, "  report: ", r, RUN_REPORT);
	buf_print(b, rows_is_null(r, 0, RUN_REPORT) ? "" : "\n");
}

static void steps_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	struct table *t = table_new(a, "step - state at >exit");

	for (size_t i = 0; i < rows_count(r); i++) {
		table_cell(t, rows_at(r, i, STEP_KIND));
		table_cell(t, rows_at(r, i, STEP_CALLED));
		table_cell(t, rows_at(r, i, STEP_STATE));
		table_cell(t, words_moment(a, p->settings.locale, p->settings.zone, rows_instant(r, i, STEP_AT)));
		table_cell(t, rows_int(r, i, STEP_EXIT) ? rows_at(r, i, STEP_EXIT) : S(""));
		if (!rows_is_null(r, i, STEP_DETAIL))
			table_remark(t, rows_at(r, i, STEP_DETAIL));
	}
	buf_print(b, rows_count(r) > 0 ? "\n" : "");
	table_write(t, b, "  ");
}

/* Names and counts; a date in between them. */
static void cells_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t i,
	const size_t *columns, size_t count, size_t day, size_t first_count)
{
	const struct locale *l = p->settings.locale;

	for (size_t c = 0; c < count; c++) {
		Str cell = rows_at(r, i, columns[c]);

		table_cell(t, columns[c] == day ? words_date(a, l, cell)
			: c >= first_count ? words_numeric(a, l, cell, S("")) : shown_word(cell));
	}
}

static void snapshots_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	static const size_t columns[] = {SNAPSHOT_ID, SNAPSHOT_EXTRACT, SNAPSHOT_DATE, SNAPSHOT_STATE, SNAPSHOT_READ,
		SNAPSHOT_READ + 1, SNAPSHOT_READ + 2, SNAPSHOT_READ + 8, SNAPSHOT_READ + 9, SNAPSHOT_READ + 10};
	struct table *t = table_new(a, ">id extract date state >read >staged >unreadable >inserted >updated >deleted");

	for (size_t i = 0; i < rows_count(r); i++) {
		cells_text(a, t, p, r, i, columns, sizeof columns / sizeof *columns, SNAPSHOT_DATE, 4);
		if (!rows_is_null(r, i, SNAPSHOT_NOTE))
			table_remark(t, rows_at(r, i, SNAPSHOT_NOTE));
	}
	buf_print(b, rows_count(r) > 0 ? "\n" : "");
	table_write(t, b, "  ");
}

static void answers_text(struct arena *a, struct buf *b, const struct project *p, const struct rows *r)
{
	static const size_t columns[] = {ANSWER_ID, ANSWER_NAME, ANSWER_DATE, ANSWER_VERDICT, ANSWER_STATE, ANSWER_COMPARED,
		ANSWER_OPEN, ANSWER_PENDING, ANSWER_WARNINGS, ANSWER_UNCHECKED};
	struct table *t = table_new(a,
		"rule - date verdict state >compared >not_explained >waiting >warnings >could_not_be_checked");

	for (size_t i = 0; i < rows_count(r); i++)
		cells_text(a, t, p, r, i, columns, sizeof columns / sizeof *columns, ANSWER_DATE, 5);
	buf_print(b, rows_count(r) > 0 ? "\n" : "");
	table_write(t, b, "  ");
}

static bool show(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;
	struct shown s = {0};
	struct pg *pg;

	if (!call_open(call, &p, &pg, e) || !ask(call, pg, &s, e))
		return false;
	if (call->json) {
		show_json(call->a, &j, &s);
		return put_end(call, b);
	}
	head_text(call->a, b, p, s.run);
	steps_text(call->a, b, p, s.steps);
	snapshots_text(call->a, b, p, s.snapshots);
	answers_text(call->a, b, p, s.answers);
	return put_end(call, b);
}

const struct command command_show = {
	.name = "show", .group = GROUP_LOOK, .doc = "Tells everything of one run: its steps, its snapshots, its verdicts",
	.operands = {{"RUN", WORD_NUMBER, "the run's number, from counterfoil runs", false, false}},
	.json = "{" RUN_ROW_SHAPE ", steps: [{step_no, at, kind, name, state, exit_code, detail}], snapshots: "
		"[{snapshot_id, dataset, snapshot_no, extract, business_date, as_of, as_of_source, state, cause, "
		"mode, read, staged, rejected, filtered, repeated, duplicate, stale, keyless, inserted, updated, "
		"deleted, unchanged, unconfirmed, note, totals, committed_at, landing_id, bytes, seal, proof, "
		"missing_parts}], rules: [{rule_run_id, id, name, business_date, verdict, state, compared, agreed, "
		"open, pending, warnings, not_comparable, cut, decided_at, why}]}",
	.go = show,
};
