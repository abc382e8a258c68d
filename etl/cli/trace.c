#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "cli/story_chain.h"

static const struct option options[] = {
	{"at", WORD_DATE, "DATE", "what was known for this business date; default: for the newest", NULL, false},
};

static bool trace(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;
	struct story s;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e)
	    || !story_read(call->a, p, pg, call_operand(call, 0), call_date(call, "at"), &s, e))
		return false;
	if (call->json)
		story_json(call->a, &j, p, &s);
	else
		story_text(call->a, b, p, &s);
	return put_end(call, b);
}

const struct command command_trace = {
	.name = "trace", .group = GROUP_LOOK,
	.doc = "Follows one key through all systems: values, versions, places, discrepancies",
	.operands = {{"KEY", WORD_TEXT, "a field of a key, or all of them joined by a blank or /", false, false}},
	OPTIONS(options),
	.more = "It tells of every fact with that key, of those that it belongs to and of those that belong to it, such as "
		"an order's payments; at most 20 keys of a dataset. Of a chain that has it "
		"it tells each hop behind and ahead of it, and where the chain breaks. Personal fields are not read.",
	.json = "{" STORY_SHAPE CHAINS_SHAPE "}",
	.example = "trace de/20013", .go = trace,
};
