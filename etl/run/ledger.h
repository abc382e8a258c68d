/* The ledger of runs: ops.run holds a run's last state, ops.step every change of state on the way. */
#ifndef RUN_LEDGER_H
#define RUN_LEDGER_H

#include "db/pg.h"
#include "run/run.h"

struct ledger {
	struct arena *a;
	struct pg *pg;
	int64_t run_id;
	instant started_at;
	int64_t began;               /* clock_monotonic */
};

/* Begins a run, with the claim on its job: ERR_NOT_RUN while another one has it. */
bool ledger_begin(struct arena *a, struct pg *pg, const struct project *p, const struct job *job, date business_date,
	struct ledger *l, struct err *e) __attribute__((warn_unused_result));

bool ledger_step(struct ledger *l, const char *kind, Str name, const char *state, int exit_code, const char *detail,
	struct err *e) __attribute__((warn_unused_result));

/* state: done, failed, cancelled.  Gives the claims back. */
bool ledger_end(struct ledger *l, const char *state, const struct summary *summary, const char *error, struct err *e)
	__attribute__((warn_unused_result));

/* ERR_SIGNAL if the process was told to end, ERR_NOT_RUN if the run was cancelled. */
bool ledger_goes_on(struct ledger *l, struct err *e) __attribute__((warn_unused_result));

#endif
