/* Discrepancies as sql/cli/discrepancies.sql gives them, with the values of personal fields masked. */
#ifndef CLI_FINDING_H
#define CLI_FINDING_H

#include "base/json_out.h"
#include "db/pg.h"
#include "run/project.h"

/* What to look for: each may be {NULL, 0} for all.  rule: its id or its name.  status: "cleared" for those that were
 * open on the night before and are no more. */
struct finding_query {
	Str run;                 /* what this run answered, whether it counts or not */
	date business_date;      /* DATE_NONE: each rule's newest answer */
	Str rule, status;
};

struct findings {
	const struct rows *runs;     /* sql/cli/rule_runs.sql: the answers that were looked at */
	const struct rows *found;
	const struct rows *unchecked;    /* sql/cli/unchecked.sql */
};

enum finding_run_column { FINDING_RUN_ID, FINDING_RUN_RULE, FINDING_RUN_NAME, FINDING_RUN_DATE, FINDING_RUN_VERDICT,
	FINDING_RUN_STATE, FINDING_RUN_WHY, FINDING_RUN_UNCHECKED };

bool findings_ask(struct arena *a, struct pg *pg, const struct finding_query *q, struct findings *f, struct err *e)
	__attribute__((warn_unused_result));

#define FINDING_SHAPE "id, rule, name, business_date, kind, field, side, key: [\xE2\x80\xA6], currency, amount, " \
	"value, status, event, opened_on, first_on, case_opened_on, leading, mirror, reason, group, company, channel, " \
	"happened_at, due_at"

/* A list of all. */
void findings_json(struct arena *a, struct json_out *j, const struct project *p, const struct findings *f);

/* How many keys of one answer could not be checked, by reason. */
void findings_unchecked_text(struct arena *a, struct buf *b, const struct project *p, const struct findings *f,
	Str rule_run);

/* A table of those of one answer, at most that many; returns how many there are. */
size_t findings_text(struct arena *a, struct buf *b, const struct project *p, const struct findings *f, Str rule_run,
	size_t most);

#endif
