#include "report/json.h"

static void paired_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "paired");
	for (size_t i = 0; i < r->paired_count; i++) {
		const struct paired *m = &r->paired[i];

		json_object(j);
		json_put_currency(j, m->currency);
		json_put_text(j, "by", m->stage);
		json_put_int(j, "matches", m->matches);
		json_put_int(j, "new", m->made);
		json_put_int(j, "without_alternative", m->certain);
		json_put_int(j, "first_lines", m->lines[0]);
		json_put_int(j, "second_lines", m->lines[1]);
		json_put_amount(j, a, "first", true, m->sums[0], m->currency);
		json_put_amount(j, a, "second", true, m->sums[1], m->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

/* Those of the largest amounts; suggestion_count is of all. */
static void suggestions_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_int(j, "suggestion_count", r->may_be_all);
	json_put_array(j, "suggestions");
	for (size_t i = 0; i < r->may_be_count; i++) {
		const struct may_be *m = &r->may_be[i];

		json_object(j);
		json_put_int(j, "suggestion", m->number);
		json_put_text(j, "first", m->first);
		json_put_text(j, "second", m->second);
		json_put_currency(j, m->currency);
		json_put_amount(j, a, "first_amount", true, m->amounts[0], m->currency);
		json_put_amount(j, a, "second_amount", true, m->amounts[1], m->currency);
		json_name(j, "days");
		if (m->has_days)
			json_int(j, m->days);
		else
			json_null(j);
		json_put_text(j, "score", m->score);
		json_object_end(j);
	}
	json_array_end(j);
}

void json_match(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	paired_write(j, a, r);
	suggestions_write(j, a, r);
}
