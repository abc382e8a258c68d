#include "reconcile/chain_match.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/moment.h"
#include "reconcile/view.h"

static void answer_take(const struct rows *r, struct chain_match *out)
{
	enum { ANSWER, SAME, CUT, LISTS };

	out->answer = rows_int(r, 0, ANSWER);
	out->cut = rows_instant(r, 0, CUT);
	for (size_t i = 0; i < 2; i++) {
		out->read[i] = rows_instant(r, 0, LISTS + 2 * i);
		out->whole[i] = rows_bool(r, 0, LISTS + 2 * i + 1);
	}
}

bool chain_match_find(struct arena *a, struct pg *pg, const struct hop *hop, const struct night *night,
	int64_t rule_run, struct chain_match *out, struct err *e)
{
	struct rows *r;

	*out = (struct chain_match){0};
	if (!hop->matched)
		return true;
	if (!pg_query(pg, a, sql_reconcile_chain_match_answer, P(hop->matched->id, param_date(a, night->business_date),
			param_int(a, night->run_id), param_int(a, rule_run)), &r, e))
		return false;
	if (rows_count(r) > 0 && rows_bool(r, 0, 1))
		answer_take(r, out);
	else
		out->lacking = text(arena_print(a, rows_count(r) > 0 ? "rule %.*s has answered from other lists"
			: "rule %.*s has no answer for this date", STR(hop->matched->name)));
	return true;
}

static Str answer_sql(struct arena *a, const struct chain_match *match)
{
	return text(arena_print(a, "%lld", (long long)match->answer));
}

Str chain_match_pairs(struct arena *a, const struct chain_match *match)
{
	return text(STATEMENT(a, sql_reconcile_chain_match_pairs, {"answer", answer_sql(a, match)}));
}

Str chain_match_holds(struct arena *a, const struct hop *hop, const struct chain_match *match)
{
	return text(arena_print(a, "l.own in (select p.%s from (%.*s) p)", hop->list == 0 ? "first" : "second",
		WHOLE(chain_match_pairs(a, match))));
}

Str chain_match_partial(struct arena *a, const struct hop *hop, const struct chain_match *match)
{
	if (match->answer == 0 || match->whole[1 - hop->list])
		return (Str){0};
	return quoted_literal(a, text(arena_print(a, "rule %.*s had not all of its list %.*s", STR(hop->matched->name),
		STR(hop->matched->sides[1 - hop->list].name))));
}

Str chain_match_said(struct arena *a, const struct hop *hop, const struct chain_match *match, bool before, Str view)
{
	int list = before ? 1 - hop->list : hop->list;
	const struct side *side;
	struct texts names;

	if (match->answer == 0)
		return S("select null::uuid as key_hash, null::boolean as waits, null::text as doubt, null::text as cause "
			"where false");
	side = &hop->matched->sides[list];
	names = entity_key_names(a, side->accounts[0]->entity);
	return text(STATEMENT(a, sql_reconcile_chain_match_said, {"answer", answer_sql(a, match)},
		{"kind", list == 0 ? S("'missing'") : S("'unexpected'")},
		{"line", list == 0 ? S("first_hash") : S("second_hash")},
		{"names", quoted_literal(a, param_texts(a, &names))},
		{"ambiguous", quoted_literal(a, text(arena_print(a, "ambiguous in %.*s: a person must say which line it is",
			STR(hop->matched->name))))},
		{"view", view}, {"moment", moment_of_list(a, hop->matched, side, match->read[list], "v")},
		{"cut", match->cut == INSTANT_NONE ? S("null")
			: text(arena_print(a, "'%s'::timestamptz", instant_text(a, match->cut)))},
		{"wanted", conditions_sql(a, &side->where, side->accounts[0]->entity, "v")}));
}
