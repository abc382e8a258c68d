#include "report/close.h"

#include "report/json.h"

/* Of what the JSON consists; a name changes its number. */
enum { FORMAT = 1 };

struct writing {
	struct json_out *j;
	struct arena *a;
};

static void amount(const struct writing *w, const char *name, struct decimal d, Str currency)
{
	json_put_amount(w->j, w->a, name, true, d, currency);
}

static void line_write(const struct writing *w, const struct closed_line *l)
{
	json_object(w->j);
	json_put_text(w->j, "currency", l->currency);
	json_put_text(w->j, "line", l->line);
	json_put_text(w->j, "title", l->title);
	json_put_bool(w->j, "declared", l->declared);
	json_put_int(w->j, "count", l->count);
	amount(w, "amount", l->amount, l->currency);
	json_object_end(w->j);
}

static void kind_write(const struct writing *w, const struct closed_kind *k)
{
	json_object(w->j);
	json_put_text(w->j, "against", k->against);
	json_put_text(w->j, "currency", k->currency);
	json_put_text(w->j, "kind", k->kind);
	json_put_int(w->j, "count", k->count);
	amount(w, "amount", k->net, k->currency);
	amount(w, "gross", k->gross, k->currency);
	json_put_int(w->j, "oldest", k->age);
	json_object_end(w->j);
}

static void item_write(void *subject, struct arena *a, const struct closed_item *item)
{
	struct json_out *j = subject;

	json_object(j);
	json_put_text(j, "against", item->against);
	json_put_text(j, "currency", item->currency);
	json_put_text(j, "kind", item->kind);
	json_put_text(j, "reference", item->reference);
	json_put_text(j, "line", item->line);
	json_put_date(j, a, "ours_on", item->ours_on);
	json_put_date(j, a, "theirs_on", item->theirs_on);
	json_put_amount(j, a, "ours", item->has_ours, item->ours, item->currency);
	json_put_amount(j, a, "theirs", item->has_theirs, item->theirs, item->currency);
	json_put_amount(j, a, "original", item->has_original, item->original, item->original_currency);
	json_put_known(j, "original_currency", item->original_currency);
	json_put_amount(j, a, "amount", true, item->amount, item->currency);
	json_put_int(j, "age", item->age);
	json_object_end(j);
}

/* When it landed is another moment in every installation. */
static bool is_clocked(const struct closed_input *in)
{
	return text_is(in->as_of_source, S("landed"));
}

static void input_write(const struct writing *w, const struct closed_input *in)
{
	json_object(w->j);
	json_put_text(w->j, "part", in->part);
	json_put_text(w->j, "extract", in->extract);
	json_put_text(w->j, "title", in->title);
	json_put_text(w->j, "status", in->status);
	json_put_known(w->j, "reason", in->reason);
	json_put_date(w->j, w->a, "business_date", in->business_date);
	json_put_instant(w->j, w->a, "as_of", is_clocked(in) ? INSTANT_NONE : in->as_of);
	json_put_bool(w->j, "proven", in->proven);
	if (in->staged) {
		json_put_int(w->j, "read", in->read);
		json_put_int(w->j, "staged", in->taken);
		json_put_int(w->j, "rejected", in->rejected);
	}
	json_put_known(w->j, "content", in->content);
	json_object_end(w->j);
}

static void position_head(const struct writing *w, const struct closed_position *p)
{
	struct json_out *j = w->j;

	json_put_text(j, "id", p->id);
	json_put_text(j, "name", p->name);
	json_put_text(j, "title", p->title);
	json_put_text(j, "owner", p->owner);
	json_put_text(j, "kind", p->kind);
	json_put_text(j, "verdict", p->verdict);
	json_put_array(j, "reasons");
	for (size_t i = 0; i < p->reasons.count; i++)
		json_text(j, p->reasons.at[i]);
	json_array_end(j);
	json_name(j, "previous");
	if (p->previous == 0) {
		json_null(j);
	} else {
		json_object(j);
		json_put_date(j, w->a, "month", p->previous_month);
		json_put_int(j, "number", p->previous);
		json_object_end(j);
	}
}

static bool position_write(const struct writing *w, struct pg *pg, const struct closed *c,
	const struct closed_position *p, struct output *out, struct err *e)
{
	struct closed_each each = {pg, c, p, out, item_write, w->j};

	json_object(w->j);
	position_head(w, p);
	json_put_array(w->j, "lines");
	for (size_t i = 0; i < p->line_count; i++)
		line_write(w, &p->lines[i]);
	json_array_end(w->j);
	json_put_array(w->j, "kinds");
	for (size_t i = 0; i < p->kind_count; i++)
		kind_write(w, &p->kinds[i]);
	json_array_end(w->j);
	json_put_array(w->j, "items");
	if (!closed_items(w->a, &each, e))
		return false;
	json_array_end(w->j);
	json_put_array(w->j, "inputs");
	for (size_t i = 0; i < p->input_count; i++)
		input_write(w, &p->inputs[i]);
	json_array_end(w->j);
	json_put_text(w->j, "text", p->text);
	json_put_text(w->j, "digest", p->digest);
	json_object_end(w->j);
	return true;
}

static void nights_write(const struct writing *w, const struct closed *c)
{
	json_put_array(w->j, "nights");
	for (size_t i = 0; i < c->night_count; i++) {
		json_object(w->j);
		json_put_date(w->j, w->a, "business_date", c->nights[i].day);
		json_put_text(w->j, "rule", c->nights[i].rule);
		json_put_known(w->j, "verdict", c->nights[i].verdict);
		json_put_z(w->j, "signed", NULL);
		json_object_end(w->j);
	}
	json_array_end(w->j);
}

static void waiting_write(const struct writing *w, const struct closed *c)
{
	json_put_array(w->j, "waiting");
	for (size_t i = 0; i < c->waiting_count; i++) {
		const struct closed_waiting *k = &c->waiting[i];

		json_object(w->j);
		json_put_text(w->j, "rule", k->rule);
		json_put_currency(w->j, k->currency);
		json_put_date(w->j, w->a, "business_date", k->day);
		json_put_int(w->j, "count", k->count);
		amount(w, "amount", k->amount, k->currency);
		json_put_int(w->j, "gone", k->gone);
		amount(w, "gone_amount", k->gone_amount, k->currency);
		json_put_int(w->j, "late", k->late);
		amount(w, "late_amount", k->late_amount, k->currency);
		json_object_end(w->j);
	}
	json_array_end(w->j);
}

static void landings_write(const struct writing *w, const struct closed *c)
{
	json_put_array(w->j, "landings");
	for (size_t i = 0; i < c->position_count; i++)
		for (size_t k = 0; k < c->positions[i].input_count; k++) {
			const struct closed_input *in = &c->positions[i].inputs[k];

			if (!in->staged)
				continue;
			json_object(w->j);
			json_put_text(w->j, "position", c->positions[i].id);
			json_put_text(w->j, "extract", in->extract);
			json_put_int(w->j, "snapshot", in->snapshot_id);
			json_put_int(w->j, "landing", in->landing_id);
			json_put_instant(w->j, w->a, "landed_at", in->landed_at);
			json_put_text(w->j, "seal", in->seal);
			json_object_end(w->j);
		}
	json_array_end(w->j);
}

static void head_write(const struct writing *w, const struct closed *c)
{
	struct json_out *j = w->j;

	json_name(j, "close");
	json_object(j);
	json_put_int(j, "format", FORMAT);
	json_put_text(j, "project", c->options->project);
	json_put_text(j, "company", c->company);
	json_put_text(j, "title", c->title);
	json_put_date(j, w->a, "month", c->month);
	json_put_text(j, "timezone", text(zone_name(c->zone)));
	json_put_int(j, "number", c->number);
	json_put_text(j, "verdict", c->verdict);
	json_put_z(j, "written_by", arena_print(w->a, "Counterfoil %s", c->options->engine));
	json_name(j, "made_from");
	json_object(j);
	json_put_int(j, "close", c->options->close_id);
	json_put_instant(j, w->a, "closed_at", c->closed_at);
	json_put_text(j, "engine", c->engine);
	json_put_text(j, "config_digest", c->config_digest);
	json_put_bool(j, "embedded", c->options->embedded);
	landings_write(w, c);
	json_object_end(j);
	json_object_end(j);
}

bool close_json(struct arena *a, struct pg *pg, const struct closed *c, struct output *out, struct err *e)
{
	struct json_out j;
	struct writing w = {&j, a};

	json_begin(&j, out->b, true);
	json_object(&j);
	head_write(&w, c);
	json_put_array(&j, "positions");
	for (size_t i = 0; i < c->position_count; i++)
		if (!position_write(&w, pg, c, &c->positions[i], out, e))
			return false;
	json_array_end(&j);
	nights_write(&w, c);
	waiting_write(&w, c);
	json_object_end(&j);
	buf_byte(out->b, '\n');
	return true;
}
