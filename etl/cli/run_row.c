#include "cli/run_row.h"

#include "cli/put.h"
#include "cli/words.h"

void run_row_json(struct arena *a, struct json_out *j, const struct rows *r, size_t row)
{
	put_int(j, "run_id", r, row, RUN_ID);
	put_text(j, "job", r, row, RUN_JOB);
	put_text(j, "business_date", r, row, RUN_DATE);
	put_int(j, "attempt", r, row, RUN_ATTEMPT);
	put_text(j, "state", r, row, RUN_STATE);
	put_instant(a, j, "started_at", r, row, RUN_STARTED);
	put_instant(a, j, "ended_at", r, row, RUN_ENDED);
	put_int(j, "exit_code", r, row, RUN_EXIT);
	put_text(j, "error", r, row, RUN_ERROR);
	put_text(j, "engine", r, row, RUN_ENGINE);
	put_text(j, "config_digest", r, row, RUN_CONFIG);
	put_text(j, "host", r, row, RUN_HOST);
	put_int(j, "pid", r, row, RUN_PID);
	put_text(j, "report", r, row, RUN_REPORT);
	put_int(j, "took_ms", r, row, RUN_TOOK);
}

Str run_took(struct arena *a, const struct rows *r, size_t row)
{
	int64_t ms;

	if (rows_is_null(r, row, RUN_TOOK))
		return S("");
	ms = rows_int(r, row, RUN_TOOK);
	return ms < 1000 ? text(arena_print(a, "%dms", (int)ms)) : text(duration_text(a, ms / 1000 * SECOND));
}

void run_row_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t row)
{
	table_cell(t, rows_at(r, row, RUN_ID));
	table_cell(t, rows_at(r, row, RUN_JOB));
	table_cell(t, words_date(a, p->settings.locale, rows_at(r, row, RUN_DATE)));
	table_cell(t, rows_at(r, row, RUN_STATE));
	table_cell(t, words_moment(a, p->settings.locale, p->settings.zone, rows_instant(r, row, RUN_STARTED)));
	table_cell(t, run_took(a, r, row));
	table_cell(t, rows_at(r, row, RUN_EXIT));
}
