#include "report/json.h"

static void moved_write(struct json_out *j, struct arena *a, const struct timed *t)
{
	json_put_array(j, "movements");
	for (size_t i = 0; i < t->moved_count; i++) {
		const struct moved *m = &t->moved[i];

		json_object(j);
		json_put_text(j, "key", m->key);
		json_put_instant(j, a, "at", m->at);
		json_put_amount(j, a, "amount", true, m->amount, t->currency);
		json_put_known(j, "extract", m->extract);
		json_object_end(j);
	}
	json_array_end(j);
}

static void timed_write(struct json_out *j, struct arena *a, const struct timed *t)
{
	json_object(j);
	json_put_text(j, "key", t->key);
	json_put_currency(j, t->currency);
	json_put_bool(j, "explained", t->explained);
	json_put_amount(j, a, "difference", true, t->difference, t->currency);
	json_put_amount(j, a, "accounted", true, t->accounted, t->currency);
	moved_write(j, a, t);
	json_object_end(j);
}

static void timing_write(struct json_out *j, struct arena *a, const struct timed_list *list)
{
	json_name(j, "timing");
	if (!list->given) {
		json_null(j);
		return;
	}
	json_object(j);
	json_put_instant(j, a, "whole_at", list->whole_at);
	json_put_instant(j, a, "parts_at", list->parts_at);
	json_put_int(j, "explained", list->explained);
	json_put_array(j, "differences");
	for (size_t i = 0; i < list->count; i++)
		timed_write(j, a, &list->at[i]);
	json_array_end(j);
	json_object_end(j);
}

void json_timing(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	timing_write(j, a, &r->timed);
	json_put_array(j, "at_risk");
	for (size_t i = 0; i < r->risk_count; i++) {
		const struct risk *k = &r->risks[i];

		json_object(j);
		json_put_text(j, "kind", k->kind);
		json_put_int(j, "count", k->count);
		json_put_amount(j, a, "units", true, k->units, S(""));
		json_put_amount(j, a, "cost", k->has_cost, k->cost, k->currency);
		json_put_currency(j, k->currency);
		json_object_end(j);
	}
	json_array_end(j);
}
