/* A run as sql/cli/runs.sql gives it. */
#ifndef CLI_RUN_ROW_H
#define CLI_RUN_ROW_H

#include "base/json_out.h"
#include "cli/table.h"
#include "db/pg.h"
#include "run/project.h"

/* The columns of sql/cli/runs.sql. */
enum run_column {
	RUN_ID, RUN_JOB, RUN_DATE, RUN_ATTEMPT, RUN_STATE, RUN_STARTED, RUN_ENDED, RUN_EXIT, RUN_ERROR, RUN_ENGINE,
	RUN_CONFIG, RUN_HOST, RUN_PID, RUN_REPORT, RUN_TOOK,
};

#define RUN_ROW_SHAPE "run_id, job, business_date, attempt, state, started_at, ended_at, exit_code, error, engine, " \
	"config_digest, host, pid, report, took_ms"

void run_row_json(struct arena *a, struct json_out *j, const struct rows *r, size_t row);

/* How long it took: "4m10s", "230ms"; empty if that is not known. */
Str run_took(struct arena *a, const struct rows *r, size_t row);

/* run, job, date, state, started, took, exit: a row of a table. */
void run_row_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t row);

#endif
