#include "cli/act.h"
#include "cli/commands.h"
#include "cli/put.h"
#include "cli/shape.h"
#include "cli/summary.h"

static const struct option options[] = {REASON_OPTION};

static bool replay(struct call *call, struct err *e)
{
	Str dataset = call_operand(call, 0);
	struct act act = act_of(call, "dataset replayed", "dataset", dataset);
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct shape shape;
	struct summary s;
	struct project *p;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e)
	    || !shape_open(call->a, p, pg, dataset, false, &shape, e)
	    || !run_replay(call->a, p, pg, dataset, &act, &s, e))
		return false;
	call->exit_code = s.exit_code;
	if (call->json) {
		json_object(&j);
		summary_json(call->a, &j, &s, NULL);
		json_object_end(&j);
	} else {
		summary_text(call->a, b, p->settings.locale,
			text(arena_print(call->a, "Replay of %.*s", STR(dataset))), &s, NULL);
	}
	return put_end(call, b);
}

const struct command command_replay = {
	.name = "replay", .group = GROUP_ACT, .writes = true,
	.doc = "Maps the newest landing of a dataset again, after a map was mended",
	.operands = {{"DATASET", WORD_TEXT, "such as shop_pl.order: the system and the entity", false, false}},
	OPTIONS(options),
	.more = "What changes is a new snapshot whose cause is the map, not the source; rejects that are good now "
		"are marked resolved. The night as it was stays readable. The rules answer anew when the job is run "
		"again.",
	.json = "{" SUMMARY_SHAPE "}", .example = "replay shop_pl.order --reason 'new payment status of the shop'",
	.go = replay,
};
