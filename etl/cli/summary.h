/* What a run came to, for people and as JSON. */
#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include "base/json_out.h"
#include "run/run.h"

/* title: of the job.  error: why it ended early, NULL if it did not. */
void summary_text(struct arena *a, struct buf *b, const struct locale *l, Str title, const struct summary *s,
	const char *error);

/* The members of an object that is open. */
void summary_json(struct arena *a, struct json_out *j, const struct summary *s, const char *error);

#define SUMMARY_SHAPE "run_id, business_date, error, exit_code, exit_codes, report, " \
	"renew: [{system, what, ends_on}], " \
	"extracts: [{extract, reading, content_date, state, cause, snapshot_id, read, staged, rejected, filtered, " \
	"repeated, duplicate, stale, inserted, updated, deleted, unchanged, unconfirmed, note, earlier, exit_code}], " \
	"rules: [{id, title, verdict, unit, business_date, rule_run_id, compared, agreed, open, pending, warnings, " \
	"unchecked, unknown, cleared, over_policy, why, trial, later_date, overtaken_date, amounts: [{currency, open: " \
	"{count, amount}, pending: {count, amount}, unchecked: {count, amount}}]}]"

#endif
