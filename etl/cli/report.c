#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "run/run.h"

static const struct option options[] = {
	{"to", WORD_TEXT, "FOLDER", "write it there; default: the run's own folder, where it must come out the same, "
	 "byte for byte", NULL, false},
};

static bool report(struct call *call, struct err *e)
{
	const char *folder = call_has(call, "to") ? text_z(call->a, call_text(call, "to")) : NULL, *index = NULL;
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e)
	    || !run_report(call->a, p, pg, call_operand_number(call, 0), folder, call->json ? b : NULL, &index, e))
		return false;
	if (!call->json && index)
		buf_print(b, "%s", index);
	return put_end(call, b);
}

const struct command command_report = {
	.name = "report", .group = GROUP_LOOK, .doc = "Writes a run's report again, byte for byte",
	.operands = {{"RUN", WORD_NUMBER, "the run's number, from counterfoil runs", false, false}},
	OPTIONS(options), .json = "the report's own report.json, and no file is written", .go = report,
};
