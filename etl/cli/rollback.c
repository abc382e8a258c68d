#include "cli/act.h"
#include "cli/commands.h"
#include "cli/put.h"
#include "db/audit.h"
#include "stage/rollback.h"

#include <inttypes.h>

static const struct option options[] = {REASON_OPTION};

/* The tables and the chain's entry in one transaction. */
static bool take_out(struct call *call, struct pg *pg, struct rolled_back *done, struct err *e)
{
	struct act act = act_of(call, "snapshot rolled back", "snapshot", call_operand(call, 0));
	const char *reason = arena_print(call->a, "%.*s: %.*s", STR(act.actor), STR(act.reason));
	bool ok = pg_begin(pg, READ_COMMITTED, e)
	       && snapshot_rollback(call->a, pg, call_operand_number(call, 0), reason, done, e)
	       && audit_append(pg, call->a, act.kind, act.actor, act.detail, e)
	       && pg_commit(pg, e);

	if (!ok)
		pg_rollback(pg);
	return ok;
}

static void rollback_json(struct json_out *j, int64_t id, const struct rolled_back *done)
{
	json_object(j);
	json_put_int(j, "snapshot_id", id);
	json_put_text(j, "dataset", done->dataset);
	json_put_text(j, "extract", done->extract);
	json_put_int(j, "snapshot_no", done->snapshot_no);
	json_put_int(j, "restored", done->restored);
	json_put_int(j, "removed", done->removed);
	json_put_int(j, "retracted", done->retracted);
	json_object_end(j);
}

static bool rollback(struct call *call, struct err *e)
{
	int64_t id = call_operand_number(call, 0);
	struct json_out j;
	struct buf *b = put_begin(call, &j);
	struct rolled_back done;
	struct project *p;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e) || !take_out(call, pg, &done, e))
		return false;
	if (call->json)
		rollback_json(&j, id, &done);
	else
		buf_print(b, "snapshot %" PRId64 " of %.*s is rolled back\n  versions that live again  %" PRId64
			"\n  versions that went        %" PRId64 "\n  answers retracted         %" PRId64 "\n", id,
			STR(done.extract), done.restored, done.removed, done.retracted);
	return put_end(call, b);
}

const struct command command_rollback = {
	.name = "rollback", .group = GROUP_ACT, .writes = true,
	.doc = "Takes the newest snapshot of a dataset out again",
	.operands = {{"SNAPSHOT", WORD_NUMBER, "the snapshot's number, from counterfoil show", false, false}},
	OPTIONS(options),
	.more = "The tables are then those of the night before, and what rules opened or cleared by it is retracted. "
		"Only the newest can go: of several, the last one first.",
	.json = "{snapshot_id, dataset, extract, snapshot_no, restored, removed, retracted}",
	.example = "rollback 57 --reason 'file of the wrong company'", .go = rollback,
};
