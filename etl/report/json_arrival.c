#include "report/json.h"

static void delays_write(struct json_out *j, const struct arriving *m)
{
	json_name(j, "median_seconds");
	if (m->has_delay)
		json_int(j, m->median);
	else
		json_null(j);
	json_name(j, "most_seconds");
	if (m->has_delay)
		json_int(j, m->most);
	else
		json_null(j);
}

/* Delays are until the list in which a record was seen first; most is that of 95 in 100. */
void json_arrivals(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "arrivals");
	for (size_t i = 0; i < r->arrival_count; i++) {
		const struct arriving *m = &r->arrivals[i];

		json_object(j);
		json_put_text(j, "side", m->side);
		json_put_currency(j, m->currency);
		json_put_text(j, "channel", m->channel);
		json_put_text(j, "lag", m->lag);
		json_put_int(j, "due", m->due);
		json_put_amount(j, a, "due_amount", m->has_amounts, m->due_amount, m->currency);
		json_put_int(j, "arrived", m->arrived);
		json_put_amount(j, a, "arrived_amount", m->has_amounts, m->arrived_amount, m->currency);
		json_put_int(j, "late", m->late);
		json_put_amount(j, a, "late_amount", m->has_amounts, m->late_amount, m->currency);
		json_put_int(j, "delay_unknown", m->unknown);
		delays_write(j, m);
		json_object_end(j);
	}
	json_array_end(j);
}
