#include "reconcile/parted.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/sum_term.h"
#include "reconcile/view.h"

bool parted_keep(struct life *l, struct err *e)
{
	const struct term *whole = &l->rule->whole;

	if (!l->rule->timing.given)
		return true;
	return pg_run(l->pg, STATEMENT(l->a, sql_reconcile_parted,
			{"versions", view_versions(l->a, &whole->side, l->inputs, sum_parent(whole))}),
		P(param_int(l->a, l->rule_run), l->previous ? param_int(l->a, l->previous) : PARAM_NULL, l->rule->id,
		  param_date(l->a, l->night->business_date)), NULL, e);
}
