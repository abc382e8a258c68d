#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/run_row.h"
#include "cli/table.h"
#include "embedded.h"

enum { SHOWN = 20 };

static const struct option options[] = {
	{"limit", WORD_NUMBER, "N", "how many, the newest first; default: 20, with --json all", NULL, false},
	{"job", WORD_TEXT, "JOB", "of this job alone", NULL, false},
};

static void runs_json(struct call *call, struct json_out *j, const struct rows *r)
{
	json_array(j);
	for (size_t i = 0; i < rows_count(r); i++) {
		json_object(j);
		run_row_json(call->a, j, r, i);
		json_object_end(j);
	}
	json_array_end(j);
}

static void runs_text(struct call *call, struct buf *b, const struct project *p, const struct rows *r)
{
	struct table *t = table_new(call->a, ">run job date state started >took >exit");

	for (size_t i = 0; i < rows_count(r); i++)
		run_row_text(call->a, t, p, r, i);
	if (rows_count(r) == 0)
		buf_print(b, "no run yet");
	table_write(t, b, "");
}

static bool runs(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	int64_t limit = call_number(call, "limit", call->json ? INT64_MAX : SHOWN);
	Str job = call_has(call, "job") ? call_text(call, "job") : PARAM_NULL;
	struct project *p;
	struct rows *r;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e)
	    || !pg_query(pg, call->a, sql_cli_runs, P(PARAM_NULL, job, param_int(call->a, limit)), &r, e))
		return false;
	if (call->json)
		runs_json(call, &j, r);
	else
		runs_text(call, b, p, r);
	return put_end(call, b);
}

const struct command command_runs = {
	.name = "runs", .group = GROUP_LOOK, .doc = "Lists the runs, the newest first",
	OPTIONS(options), .json = "[{" RUN_ROW_SHAPE "}]", .go = runs,
};
