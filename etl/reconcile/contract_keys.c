#include "reconcile/contract.h"

#include "base/currency.h"

static const struct key_name roundings[] = {{"half_up", ROUND_HALF_UP}, {"half_even", ROUND_HALF_EVEN},
	{"down", ROUND_DOWN}, {"up", ROUND_UP}, {0}};

struct contract_written {
	Str entity, title, field, of, at;
	enum decimal_rounding rounding;
	const struct node *rates;
};

static const struct key contract_keys[] = {
	KEY(struct contract_written, entity, .doc = "what its rates are for", .required = true),
	KEY(struct contract_written, title, .doc = "its name for people"),
	KEY(struct contract_written, field, .doc = "the field that it says, such as a fee", .required = true),
	KEY(struct contract_written, of, .doc = "the amount of which it is so many percent", .required = true),
	KEY(struct contract_written, at, .doc = "the field whose day `from` and `until` of a rate speak of"),
	KEY(struct contract_written, rounding, .doc = "to the digits of the currency", .def = "half_up",
		.names = roundings),
	KEY(struct contract_written, rates, .takes = "list of tables", .doc = "the first that is for a row counts",
		.required = true),
};

struct rate_written {
	Str title;
	const struct node *where, *fixed, *least, *most;
	struct decimal percent;
	struct day from, until;
};

static const struct key rate_keys[] = {
	KEY(struct rate_written, title, .doc = "its name for people"),
	KEY(struct rate_written, where, .takes = "list of tables", .doc = "conditions on the row; without them for all"),
	KEY(struct rate_written, percent, .doc = "of the amount", .def = "0"),
	KEY(struct rate_written, fixed, .takes = "table of amounts by currency",
		.doc = "beside that, for each row; a rate with such amounts is for their currencies only"),
	KEY(struct rate_written, least, .takes = "table of amounts by currency", .doc = "never less than this"),
	KEY(struct rate_written, most, .takes = "table of amounts by currency", .doc = "never more than this"),
	KEY(struct rate_written, from, .doc = "from this day on"),
	KEY(struct rate_written, until, .doc = "up to this day, which is counted in"),
};

void contracts_describe(struct buf *b)
{
	struct key_section contract = {contract_keys, KEY_COUNT(contract_keys), NULL};
	struct key_section rate = {rate_keys, KEY_COUNT(rate_keys), NULL};

	keys_describe(b, "contract.NAME", &contract, 1);
	keys_describe(b, "contract.NAME.rates[]", &rate, 1);
}

/* ── a rate ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool amount_read(struct arena *a, const struct node *n, struct fixed_amount *amount, struct mistakes *m)
{
	Str s;

	amount->currency = n->name;
	if (!node_scalar(a, n, &s) || !decimal_parse(a, s, &amount->amount))
		return mistake(m, n, "must be an amount, as in { EUR = \"0.25\" }");
	return currency_listed(n->name) || mistake(m, n, "there is no currency %s", text_quoted(a, n->name));
}

static bool amounts_read(struct arena *a, const struct node *n, const char *name, struct fixed_amounts *out,
	struct mistakes *m)
{
	struct fixed_amount *list;
	bool ok = true;

	if (!n)
		return true;
	if (!key_table(n, name, m))
		return false;
	*out = (struct fixed_amounts){list = arena_array(a, n->count, struct fixed_amount), n->count};
	for (size_t i = 0; i < n->count; i++)
		ok = amount_read(a, n->items[i], &list[i], m) && ok;
	return ok;
}

static bool days_make_sense(const struct rate_written *w, const struct node *n, const struct contract *c,
	struct mistakes *m)
{
	if ((w->from.given || w->until.given) && c->at < 0)
		return mistake(m, n, "the rate has days, and the contract does not say of which field: at = \"FIELD\"");
	return !w->from.given || !w->until.given || w->from.at <= w->until.at
	    || mistake(m, node_place(n, "until"), "\"until\" lies before \"from\"");
}

static bool rate_read(struct arena *a, const struct node *n, const struct contract *c, struct rate *rate,
	struct mistakes *m)
{
	struct rate_written w = {0};
	bool ok = key_table(n, "rates", m) && keys_read(a, n, rate_keys, KEY_COUNT(rate_keys), &w, m);

	rate->title = w.title;
	rate->percent = w.percent;
	rate->from = w.from;
	rate->until = w.until;
	ok = conditions_read(a, w.where, c->entity, &rate->where, m) && ok;
	ok = amounts_read(a, w.fixed, "fixed", &rate->fixed, m) && ok;
	ok = amounts_read(a, w.least, "least", &rate->least, m) && ok;
	ok = amounts_read(a, w.most, "most", &rate->most, m) && ok;
	return days_make_sense(&w, n, c, m) && ok;
}

static bool rates_read(struct arena *a, const struct node *list, struct contract *c, struct mistakes *m)
{
	struct rate *rates;
	bool ok = true;

	if (!list)
		return true;
	if (list->kind != NODE_ARRAY || list->count == 0)
		return mistake(m, list, "\"rates\" must be a list of tables, [[contract.%.*s.rates]]", STR(c->name));
	c->rates = rates = arena_array(a, list->count, struct rate);
	c->rate_count = list->count;
	for (size_t i = 0; i < list->count; i++)
		ok = rate_read(a, list->items[i], c, &rates[i], m) && ok;
	return ok;
}

/* ── a contract ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool field_read(struct arena *a, Str name, const struct entity *n, const struct node *at, int *field,
	struct mistakes *m)
{
	*field = name.len > 0 ? entity_field_named(a, n, name, at, m) : -1;
	return *field >= 0 || name.len == 0;
}

static bool is_of_type(struct arena *a, const struct contract *c, int field, bool moment, const struct node *at,
	struct mistakes *m)
{
	const struct field *f = field >= 0 ? &c->entity->fields[field] : NULL;

	if (!f || (moment ? f->type == TYPE_TIMESTAMP || f->type == TYPE_DATE : f->type == TYPE_MONEY))
		return true;
	return mistake(m, at, "field %s is %s, must be %s", text_quoted(a, f->name), field_types[f->type].name,
		moment ? "a timestamp or a date" : "money");
}

/* Percent of an amount are of its currency. */
static bool currencies_agree(struct arena *a, const struct contract *c, const struct node *at, struct mistakes *m)
{
	const struct field *fields = c->entity->fields;

	if (c->field < 0 || c->of < 0 || fields[c->field].currency == fields[c->of].currency)
		return true;
	return mistake(m, at, "%s and %s have currencies of their own", text_quoted(a, fields[c->field].name),
		text_quoted(a, fields[c->of].name));
}

static bool fields_read(struct arena *a, const struct contract_written *w, const struct node *n, struct contract *c,
	struct mistakes *m)
{
	const struct node *field = node_place(n, "field"), *of = node_place(n, "of"), *at = node_place(n, "at");
	bool ok = field_read(a, w->field, c->entity, field, &c->field, m);

	ok = field_read(a, w->of, c->entity, of, &c->of, m) && ok;
	ok = field_read(a, w->at, c->entity, at, &c->at, m) && ok;
	return ok && is_of_type(a, c, c->field, false, field, m) && is_of_type(a, c, c->of, false, of, m)
	    && is_of_type(a, c, c->at, true, at, m) && currencies_agree(a, c, field, m);
}

static bool contract_read(struct arena *a, const struct node *n, const struct entity *entities, size_t count,
	struct contract *c, struct mistakes *m)
{
	struct contract_written w = {0};
	bool ok = keys_read(a, n, contract_keys, KEY_COUNT(contract_keys), &w, m);

	*c = (struct contract){.name = n->name, .title = w.title.len > 0 ? w.title : n->name, .node = n,
		.field = -1, .of = -1, .at = -1, .rounding = w.rounding};
	if (w.entity.len == 0)
		return false;
	c->entity = entity_named(a, entities, count, w.entity, node_place(n, "entity"), m);
	if (!c->entity)
		return false;
	ok = text_is(c->entity->name, w.entity) && ok;
	ok = fields_read(a, &w, n, c, m) && ok;
	return rates_read(a, w.rates, c, m) && ok;
}

bool contracts_read(struct arena *a, const struct node *root, const struct entity *entities, size_t entity_count,
	struct contracts *out, struct mistakes *m)
{
	const struct node *list;
	bool ok = true;

	*out = (struct contracts){0};
	if (!key_sections(root, "contract", &list, m))
		return false;
	*out = (struct contracts){arena_array(a, list->count, struct contract), list->count};
	for (size_t i = 0; i < out->count; i++)
		ok = contract_read(a, list->items[i], entities, entity_count, &out->at[i], m) && ok;
	return ok;
}
