#include "report/json.h"

static void line_write(struct json_out *j, struct arena *a, const struct rule_report *r, const struct hop_line *l)
{
	json_object(j);
	json_put_text(j, "line", l->line);
	json_name(j, "days");
	if (l->days < 0)
		json_null(j);
	else
		json_int(j, l->days);
	json_put_currency(j, l->currency);
	json_put_int(j, "count", l->count);
	json_put_amount(j, a, "amount", amount_is_shown(r, l->currency), l->amount, l->currency);
	json_object_end(j);
}

/* Amounts of what is entered are as worth at the hop, all others as worth at the hop before; days is the least age.
 * matched: the match rule by which the hop was reached. */
void json_hops(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "hops");
	for (size_t i = 0; i < r->hop_count; i++) {
		const struct hop_shown *h = &r->hops[i];

		json_object(j);
		json_put_text(j, "hop", h->name);
		json_put_text(j, "title", h->title);
		json_put_known(j, "after", i > 0 ? r->hops[h->after].name : (Str){0});
		json_put_bool(j, "optional", h->optional);
		json_put_known(j, "matched", h->matched);
		json_put_array(j, "lines");
		for (size_t k = 0; k < r->hop_line_count; k++)
			if (r->hop_lines[k].hop == h->number)
				line_write(j, a, r, &r->hop_lines[k]);
		json_array_end(j);
		json_object_end(j);
	}
	json_array_end(j);
}
