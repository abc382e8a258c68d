/*
 * What is known of a key, wherever it is a part of one: the facts that have it, those that they belong to, and those
 * that belong to them, one step each way; every version of each with its night and its place; and what the rules found.
 * Values of personal fields are not even read.
 */
#ifndef CLI_STORY_H
#define CLI_STORY_H

#include "base/json_out.h"
#include "cli/shape.h"

struct chains_told;              /* cli/story_chain.h */

enum relation { RELATION_ITSELF, RELATION_PARENT, RELATION_CHILD, RELATIONS };

struct version {
	Str state;                   /* "good", "rejected" … */
	Str company, channel;
	const Str *values;           /* by the shape's fields; .at == NULL is NULL */
	int64_t number, until;       /* snapshots, until: 0 if it stands */
	date from_date, until_date;
	Str cause, run, file, record;
	struct texts faults;         /* why it was rejected */
};

/* One key of one dataset as one extract told it. */
struct fact {
	const struct shape *shape;
	enum relation relation;
	Str extract, hash;
	struct texts key;
	struct version *versions;    /* the oldest first */
	size_t version_count;
	struct version *twice;       /* other records of the same key */
	size_t twice_count;
};

/* Keys that are not told of because there are too many. */
struct untold {
	const struct shape *shape;
	enum relation relation;
	int64_t keys;
};

struct story {
	Str asked;
	date at;                     /* what was known for that date; DATE_NONE: for the newest */
	struct fact *facts;          /* by relation, dataset, key and extract */
	size_t fact_count;
	struct untold *untold;
	size_t untold_count;
	const struct rows *findings; /* sql/cli/trace_findings.sql */
	const struct rows *trials;   /* sql/cli/trace_trials.sql: run, business date */
	const struct chains_told *chains;
	const struct rows *wholes;   /* sql/cli/trace_wholes.sql */
};

/* The columns of sql/cli/trace_findings.sql. */
enum story_finding {
	TOLD_DATE, TOLD_RULE, TOLD_NAME, TOLD_KIND, TOLD_FIELD, TOLD_SIDE, TOLD_KEY, TOLD_KEY_NAMES, TOLD_CURRENCY,
	TOLD_AMOUNT, TOLD_VALUE, TOLD_STATUS, TOLD_EVENT, TOLD_OPENED_ON, TOLD_CASE_OPENED_ON, TOLD_LEADING, TOLD_MIRROR,
	TOLD_REASON, TOLD_DUE_AT,
};

/* The columns of sql/cli/trace_wholes.sql. */
enum story_whole {
	WHOLE_RULE, WHOLE_NAME, WHOLE_DATE, WHOLE_KEY, WHOLE_KEY_NAMES, WHOLE_CURRENCY, WHOLE_LINE, WHOLE_TITLE,
	WHOLE_COUNT, WHOLE_SUM, WHOLE_LEFT_OVER,
};

/* Numbers of its lines that are none of the rule's. */
enum { LINE_UNDECLARED = 0, LINE_UNREADABLE = -1, LINE_WHOLE = -2 };

/* Whether the row is of another whole, or in another currency, than the one before it. */
bool whole_row_begins(const struct rows *r, size_t row);

bool story_read(struct arena *a, const struct project *p, struct pg *pg, Str asked, date at, struct story *s,
	struct err *e) __attribute__((warn_unused_result));

/* Whether values of the shape's field are told: not those of personal fields, nor of a field that the entity lost. */
bool is_shown(const struct shape *s, size_t field);

/* Its last version, and whether that one has ended: the key is gone since its until_date. */
const struct version *fact_last(const struct fact *f);
bool fact_is_gone(const struct fact *f);

/* Whether a version follows the one before it without a night between them. */
bool version_follows(const struct version *before, const struct version *v);

#define STORY_SHAPE "key, at, facts: [{relation, dataset, extract, key: [\xE2\x80\xA6], state, gone_on, company, " \
	"channel, values, versions: [{business_date, until, run, cause, state, company, channel, values, file, record, " \
	"faults}], twice: [the same]}], untold: [{relation, dataset, keys}], discrepancies: [{business_date, rule, name, " \
	"kind, field, side, key, currency, amount, value, status, event, opened_on, case_opened_on, leading, mirror, " \
	"reason, due_at}], trials: [{run, business_date}], " \
	"consists: [{rule, name, business_date, key, currency, lines: [{title, declared, count, sum}], whole, left_over}], "

void story_json(struct arena *a, struct json_out *j, const struct project *p, const struct story *s);
void story_text(struct arena *a, struct buf *b, const struct project *p, const struct story *s);

#endif
