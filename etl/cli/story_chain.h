/*
 * A key on its way through the chains that have it: the hops behind and ahead of it as the newest answer of each chain
 * read them, and where they break.  Where the way back leads to one followed row, the whole of its chain is told; a
 * payout tells of the payments and orders that it holds, the largest first.
 */
#ifndef CLI_STORY_CHAIN_H
#define CLI_STORY_CHAIN_H

#include "cli/story.h"

/* The columns of sql/cli/trace_chain_rows.sql and trace_chain_stands.sql. */
enum chain_row { CHAIN_KEY, CHAIN_AMOUNT, CHAIN_CURRENCY, CHAIN_AT, CHAIN_STATE, CHAIN_ALL };
enum chain_stand { STAND_KEY, STAND_SIDE, STAND_KIND, STAND_STATUS, STAND_AMOUNT, STAND_CURRENCY, STAND_OPENED_ON,
		   STAND_DUE_AT, STAND_REASON, STAND_ALL };

struct chain_told {
	const struct rule *rule;
	date business_date;
	const struct rows **hops;    /* of each hop its rows; NULL: it is not on the way */
	const struct rows *stands;
};

struct chains_told {
	struct chain_told *at;
	size_t count;
};

/* In the transaction of the story, whose facts are known. */
bool chains_tell(struct arena *a, const struct project *p, struct pg *pg, const struct story *s,
	struct chains_told *out, struct err *e) __attribute__((warn_unused_result));

#define CHAINS_SHAPE "chains: [{rule, title, business_date, hops: [{hop, title, rows_in_all, rows: [{key, amount, " \
	"currency, at, state}]}], stands: [{key, hop, kind, status, amount, currency, opened_on, due_at, reason}]}]"

void chains_json(struct arena *a, struct json_out *j, const struct chains_told *c);
void chains_text(struct arena *a, struct buf *b, const struct project *p, const struct chains_told *c);

#endif
