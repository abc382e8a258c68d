#include "cli/act.h"
#include "cli/commands.h"
#include "cli/put.h"
#include "db/audit.h"
#include "embedded.h"

/* What people say of lines that a match rule pairs, or might: confirm, reject, undo. */

static const struct option options[] = {REASON_OPTION};

/* M12.5 or S12.3: a match or a suggestion of a rule run. */
struct meant {
	bool suggestion;
	Str rule_run, number, rule;
};

static bool number_is(Str s)
{
	uint64_t n;

	return text_uint(s, &n) && n > 0 && n < INT64_MAX;
}

static bool meant_read(Str word, struct meant *m)
{
	Str rest = text_from(word, 1);

	*m = (struct meant){.suggestion = text_begins(word, S("S"))};
	return (m->suggestion || text_begins(word, S("M"))) && text_cut(rest, '.', &m->rule_run, &m->number)
	    && number_is(m->rule_run) && number_is(m->number);
}

/* What a command may be said of. */
struct taking {
	bool suggestion, match;
};

static const char *taken_name(const struct taking *t)
{
	return t->suggestion && t->match ? "match or suggestion" : t->suggestion ? "suggestion" : "match";
}

static bool meant_find(struct call *call, struct pg *pg, const struct taking *t, struct meant *m, struct err *e)
{
	Str word = call_operand(call, 0);
	struct rows *r;

	if (!meant_read(word, m) || (m->suggestion ? !t->suggestion : !t->match))
		return err_set(e, ERR_USAGE, "%s is no %s: counterfoil matches shows them, such as %s",
			text_quoted(call->a, word), taken_name(t), t->suggestion ? "S12.3" : "M12.3");
	if (!pg_query(pg, call->a, m->suggestion ? sql_cli_suggestion_known : sql_cli_match_known,
			P(m->rule_run, m->number), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, "there is no %s %s", m->suggestion ? "suggestion" : "match",
			text_quoted(call->a, word));
	m->rule = rows_at(r, 0, 0);
	return true;
}

/* The decision and the chain's entry in one transaction. */
static bool say(struct call *call, struct pg *pg, const struct meant *m, Str what, struct err *e)
{
	struct act act = act_of(call, arena_print(call->a, "match %.*s", STR(what)), "of", call_operand(call, 0));
	struct rows *r;
	bool ok = pg_begin(pg, READ_COMMITTED, e)
	       && pg_query(pg, call->a, sql_cli_match_decide, P(m->rule, what, act.actor, act.reason), &r, e)
	       && pg_run(pg, m->suggestion ? sql_cli_match_decide_suggestion : sql_cli_match_decide_match,
			 P(rows_at(r, 0, 0), m->rule_run, m->number), NULL, e)
	       && audit_append(pg, call->a, act.kind, act.actor, act.detail, e)
	       && pg_commit(pg, e);

	if (!ok)
		pg_rollback(pg);
	return ok;
}

static bool said(struct call *call, const struct meant *m, Str what)
{
	struct json_out j;
	struct buf *b = put_begin(call, &j);

	if (call->json) {
		json_object(&j);
		json_put_text(&j, "rule", m->rule);
		json_put_text(&j, "of", call_operand(call, 0));
		json_put_text(&j, "what", what);
		json_object_end(&j);
	} else {
		buf_print(b, "%.*s is %.*s\n  it counts when rule %.*s answers next: counterfoil run JOB --from reconcile\n",
			STR(call_operand(call, 0)), STR(what), STR(m->rule));
	}
	return put_end(call, b);
}

static bool decide(struct call *call, struct taking taking, Str what, struct err *e)
{
	struct project *p;
	struct meant m;
	struct pg *pg;

	if (!call_open(call, &p, &pg, e) || !meant_find(call, pg, &taking, &m, e))
		return false;
	if (m.suggestion && text_is(what, S("undone")))
		what = S("withdrawn");
	return say(call, pg, &m, what, e) && said(call, &m, what);
}

static bool confirm(struct call *call, struct err *e)
{
	return decide(call, (struct taking){.suggestion = true}, S("confirmed"), e);
}

static bool reject(struct call *call, struct err *e)
{
	return decide(call, (struct taking){.suggestion = true}, S("rejected"), e);
}

static bool undo(struct call *call, struct err *e)
{
	return decide(call, (struct taking){.suggestion = true, .match = true}, S("undone"), e);
}

#define OF_SUGGESTION {{"SUGGESTION", WORD_TEXT, "its number, from counterfoil matches, such as S12.3", false, false}}
#define SAID "{rule, of, what}"

const struct command command_confirm = {
	.name = "confirm", .group = GROUP_ACT, .writes = true,
	.doc = "Says that two lines which a rule suggests are one",
	.operands = OF_SUGGESTION, OPTIONS(options),
	.more = "From its next answer on the rule holds them together, whatever their amounts; what differs is reported.",
	.json = SAID, .example = "confirm S12.3 --reason 'remittance advice of 3 April'", .go = confirm,
};

const struct command command_reject = {
	.name = "reject", .group = GROUP_ACT, .writes = true,
	.doc = "Says that two lines which a rule suggests are not one",
	.operands = OF_SUGGESTION, OPTIONS(options),
	.more = "They are not suggested again, nor ever paired.",
	.json = SAID, .example = "reject S12.4 --reason 'rent'", .go = reject,
};

const struct command command_undo = {
	.name = "undo", .group = GROUP_ACT, .writes = true,
	.doc = "Takes a match apart, or takes back what was said of a suggestion",
	.operands = {{"MATCH", WORD_TEXT, "a match, such as M12.5, or a suggestion, such as S12.3; both from "
		"counterfoil matches", false, false}},
	OPTIONS(options),
	.more = "The rule's next answer has the lines on their own again, and it does not pair the same ones anew.",
	.json = SAID, .example = "undo M12.5 --reason 'the bank returned it'", .go = undo,
};
