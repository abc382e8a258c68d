#include "cli/act.h"
#include "cli/commands.h"
#include "cli/put.h"
#include "cli/summary.h"

static const struct option options[] = {REASON_OPTION};

/* It goes by that number from now on. */
static void released_text(struct buf *b, Str held, const struct summary *s)
{
	for (size_t i = 0; i < s->read_count; i++)
		if (s->reads[i].reading == READ_STAGED)
			buf_print(b, "\n  snapshot %.*s of %.*s is released as snapshot %lld\n", STR(held),
				STR(s->reads[i].extract->name), (long long)s->reads[i].delta.snapshot_id);
}

static bool release(struct call *call, struct err *e)
{
	struct act act = act_of(call, "snapshot released", "snapshot", call_operand(call, 0));
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct summary s;
	struct project *p;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e)
	    || !run_release(call->a, p, pg, call_operand_number(call, 0), &act, &s, e))
		return false;
	call->exit_code = s.exit_code;
	if (call->json) {
		json_object(&j);
		summary_json(call->a, &j, &s, NULL);
		json_object_end(&j);
	} else {
		summary_text(call->a, b, p->settings.locale, text(arena_print(call->a, "Release of snapshot %.*s",
			STR(call_operand(call, 0)))), &s, NULL);
		released_text(b, call_operand(call, 0), &s);
	}
	return put_end(call, b);
}

const struct command command_release = {
	.name = "release", .group = GROUP_ACT, .writes = true,
	.doc = "Lets a snapshot in that a guard holds",
	.operands = {{"SNAPSHOT", WORD_NUMBER, "the snapshot's number, from counterfoil show", false, false}},
	OPTIONS(options),
	.more = "It is staged as a run of its own. The rules answer anew when the job is run again, such as with --from "
		"reconcile.",
	.json = "{" SUMMARY_SHAPE "}", .example = "release 41 --reason 'the shop was closed, checked with J. Berg'",
	.go = release,
};
