#include "cli/commands.h"
#include "cli/open.h"
#include "cli/put.h"
#include "run/run.h"

#include <inttypes.h>

static bool cancel(struct call *call, struct err *e)
{
	int64_t id = call_operand_number(call, 0);
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct project *p;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e) || !run_cancel(pg, id, e))
		return false;
	if (call->json) {
		json_object(&j);
		json_put_int(&j, "run_id", id);
		json_put_bool(&j, "cancelled", true);
		json_object_end(&j);
	} else {
		buf_print(b, "run %" PRId64 " ends at its next step", id);
	}
	return put_end(call, b);
}

const struct command command_cancel = {
	.name = "cancel", .group = GROUP_RUN, .writes = true,
	.doc = "Ends a run at its next step",
	.operands = {{"RUN", WORD_NUMBER, "the run's number, from counterfoil runs", false, false}},
	.more = "What it has staged stays, as after every run that ends early; running the job again goes on from there.",
	.json = "{run_id, cancelled}", .go = cancel,
};
