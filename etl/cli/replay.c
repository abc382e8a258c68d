#include "cli/act.h"
#include "cli/commands.h"
#include "cli/put.h"
#include "cli/shape.h"
#include "cli/summary.h"

static const struct option options[] = {REASON_OPTION};

/* An extract's name, unless it is a dataset's too, is taken for that of the dataset which it feeds. */
static Str dataset_meant(const struct project *p, Str said)
{
	Str meant = said;

	for (size_t i = 0; i < p->extract_count; i++) {
		if (text_is(p->accounts[i].dataset, said))
			return said;
		if (text_is(p->extracts[i].name, said))
			meant = p->accounts[i].dataset;
	}
	return meant;
}

static bool replay(struct call *call, struct err *e)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct summary s;
	struct project *p;
	struct shape shape;
	struct act act;
	struct pg *pg;
	Str dataset;

	if (!call_open(call, &p, &pg, e))
		return false;
	dataset = dataset_meant(p, call_operand(call, 0));
	act = act_of(call, "dataset replayed", "dataset", dataset);
	if (!shape_open(call->a, p, pg, dataset, false, &shape, e)
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
	.operands = {{"DATASET", WORD_TEXT, "such as shop_pl.order: the system and the entity; or an "
		"extract that feeds it", false, false}},
	OPTIONS(options),
	.more = "What changes is a new snapshot whose cause is the map, not the source; rejects that are good now "
		"are marked resolved. The night as it was stays readable. The rules answer anew when the job is run "
		"again.",
	.json = "{" SUMMARY_SHAPE "}", .example = "replay shop_pl.order --reason 'new payment status of the shop'",
	.go = replay,
};
