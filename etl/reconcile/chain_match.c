#include "reconcile/chain_match.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"

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
		out->answer = rows_int(r, 0, 0);
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

Str chain_match_said(struct arena *a, const struct hop *hop, const struct chain_match *match, bool before)
{
	int list = before ? 1 - hop->list : hop->list;
	struct texts names;

	if (match->answer == 0)
		return S("select null::uuid as key_hash, null::boolean as waits, null::text as doubt, null::text as cause "
			"where false");
	names = entity_key_names(a, hop->matched->sides[list].accounts[0]->entity);
	return text(STATEMENT(a, sql_reconcile_chain_match_said, {"answer", answer_sql(a, match)},
		{"kind", list == 0 ? S("'missing'") : S("'unexpected'")},
		{"line", list == 0 ? S("first_hash") : S("second_hash")},
		{"names", quoted_literal(a, param_texts(a, &names))},
		{"ambiguous", quoted_literal(a, text(arena_print(a, "ambiguous in %.*s: a person must say which line it is",
			STR(hop->matched->name))))}));
}
