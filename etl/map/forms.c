#include "map/compile.h"
#include "map/keys.h"
#include "map/stamp.h"

/* ── do ────────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_number_type(enum field_type type)
{
	return type == TYPE_INTEGER || type == TYPE_DECIMAL || type == TYPE_MONEY || type == TYPE_TEXT;
}

static bool read_operation(struct compile *c, const struct node *n, struct operation *o, struct spec *s)
{
	if (!operation_parse(c->a, n, o, c->m))
		return false;
	if (o->row->number && !is_number_type(s->type))
		return mistake(c->m, n, "\"%s\" is for numbers, %.*s is of type \"%s\"", o->row->name, STR(s->name),
			field_types[s->type].name);
	if (o->row->text && s->text_operations < s->operation_count)
		return mistake(c->m, n, "\"%s\" works on text and must stand before the operations on numbers", o->row->name);
	if (o->regex && o->row->arguments[1] == 'i' && (o->n < 0 || o->n > regex_groups(o->regex)))
		return mistake(c->m, n, "the pattern has no group %jd", (intmax_t)o->n);
	s->operation_count++;
	s->text_operations += o->row->text != NULL;
	return true;
}

static bool read_operations(struct compile *c, const struct node *n, struct spec *s)
{
	struct operation *operations;
	size_t count;
	bool good = true;

	if (!n)
		return true;
	if (n->kind != NODE_ARRAY && n->kind != NODE_TEXT)
		return mistake(c->m, n, "\"do\" must be a list of operations, not %s", node_kind_name(n->kind));
	count = n->kind == NODE_ARRAY ? n->count : 1;
	operations = arena_array(c->a, count + 1, struct operation);
	s->operations = operations;
	for (size_t i = 0; i < count; i++)
		good = read_operation(c, n->kind == NODE_ARRAY ? n->items[i] : n, &operations[i], s) && good;
	return good;
}

/* ── numbers and money ─────────────────────────────────────────────────────────────────────────────────────────── */

static bool read_number(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	s->number = (struct number_form){k->decimal_mark, k->group_mark, (enum sign_style)k->sign, false};
	s->number.plain = text_is(k->decimal_mark, S(".")) && k->group_mark.len == 0 && k->sign == SIGN_BEFORE;
	s->integral = k->integral;
	s->digits = k->digits;
	s->scale = k->scale;
	s->round = k->round;
	if (k->decimal_mark.len == 0 || text_is(k->decimal_mark, k->group_mark))
		return mistake(c->m, node_place(n, "decimal_mark"),
			"\"decimal_mark\" must be given, and another than \"group_mark\"");
	if (k->round >= 0 && k->scale < 0)
		return mistake(c->m, node_place(n, "round"),
			"\"round\" needs \"scale\": the digits behind the point that are kept");
	if (k->digits >= 0 && k->scale > k->digits)
		return mistake(c->m, node_place(n, "scale"), "\"scale\" is more than \"digits\"");
	return true;
}

static bool read_factor(struct compile *c, const struct node *n, struct spec *s)
{
	struct factor_keys k = {0};
	const struct crosswalk *table;
	struct spec *by;
	struct decimal d;

	if (!n)
		return true;
	if (!keys_read(c->a, n, factor_key_rows, factor_key_count, &k, c->m))
		return false;
	table = compile_crosswalk(c, node_place(n, "crosswalk"), k.crosswalk);
	if (!table)
		return false;
	for (size_t i = 0; i < table->count; i++)
		if (!decimal_parse(c->a, table->pairs[i].to, &d))
			return mistake(c->m, n, "crosswalk %.*s gives %s for %s, which is no number", STR(k.crosswalk),
				text_quoted(c->a, table->pairs[i].to), text_quoted(c->a, table->pairs[i].from));
	s->factor.table = table;
	by = compile_extra(c, node_place(n, "by"), k.by, "factor");
	if (!by)
		return false;
	by->optional = s->optional;
	s->factor.slot = by->slot;
	return true;
}

/* The slot of the text that gives the sign; it may be lacking where the amount may. */
static int sign_path(struct compile *c, const struct node *n, Str path, const struct spec *amount)
{
	struct spec *s = compile_extra(c, node_place(n, "get"), path, "sign_by");

	if (!s)
		return -1;
	s->optional = amount->optional;
	return s->slot;
}

static bool read_sign_by(struct compile *c, const struct node *n, struct spec *s)
{
	struct sign_by_keys k = {0};
	Str name;

	if (!n)
		return true;
	if (!keys_read(c->a, n, sign_by_key_rows, sign_by_key_count, &k, c->m))
		return false;
	if (!k.field.at == !k.get.at)
		return mistake(c->m, n, "\"sign_by\" names one thing: field = \"…\" or get = \"path\"");
	name = k.field.at ? k.field : k.get;
	s->sign_by.slot = k.field.at ? compile_field(c, node_place(n, "field"), k.field) : sign_path(c, n, k.get, s);
	if (s->sign_by.slot < 0)
		return false;
	if (k.field.at && c->from->entity->fields[s->sign_by.slot].type != TYPE_TEXT)
		return mistake(c->m, node_place(n, "field"), "%s must be of type \"text\" to give a sign",
			text_quoted(c->a, name));
	s->sign_by.negative = k.negative;
	s->sign_by.contradicts = arena_print(c->a, "has a sign of its own, though %.*s gives it", STR(name));
	s->sign_by.unknown = arena_print(c->a, "no %.*s to give its sign", STR(name));
	return true;
}

/* A constant currency fills the currency's field too, if the map says nothing of that. */
static void fill_currency(struct compile *c, int slot, const struct currency *currency)
{
	const struct field *f = &c->from->entity->fields[slot];
	struct spec *s;

	if (compile_fills(c, slot))
		return;
	s = compile_spec(c, slot, f->name, f->type);
	s->source = (struct source){.kind = SOURCE_CONST, .constant = {currency->code, 3}};
}

static bool read_currency(struct compile *c, const struct node *n, Str said, struct spec *s)
{
	const struct entity *entity = c->from->entity;
	const struct node *at = node_place(n, "currency");
	int own = entity->fields[s->slot].currency, named = said.at ? entity_field(entity, said) : -1;

	s->money.currency_slot = own;
	if (!said.at) {
		if (own < 0)
			return mistake(c->m, n, "money needs a currency: currency = \"EUR\", or a field of the entity");
		return compile_field(c, n, entity->fields[own].name) >= 0;
	}
	if (named >= 0) {
		if (own >= 0 && own != named)
			return mistake(c->m, at, "the currency of %.*s stands in %.*s, says its entity", STR(s->name),
				STR(entity->fields[own].name));
		if (entity->fields[named].type != TYPE_CURRENCY)
			return mistake(c->m, at, "%s is not of type \"currency\"", text_quoted(c->a, said));
		s->money.currency_slot = named;
		return compile_field(c, at, said) >= 0;
	}
	s->money.currency = system_currency(c->from->system, said);
	if (!s->money.currency)
		return mistake(c->m, at, "%s is neither a field of %.*s nor a currency of ISO 4217", text_quoted(c->a, said),
			STR(entity->name));
	if (own >= 0)
		fill_currency(c, own, s->money.currency);
	return true;
}

static bool read_money(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	if (s->type != TYPE_MONEY)
		return true;
	s->money.unit = (enum unit)k->unit;
	if (s->money.unit == UNIT_NONE)
		return mistake(c->m, n, "money needs its unit: unit = \"major\" (29.35) or \"minor\" (2935)");
	return read_currency(c, n, k->currency, s);
}

/* ── time ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool read_zone(struct compile *c, const struct node *at, Str name, struct zone **zone)
{
	struct err e = {0};

	if (!name.at)
		return true;
	return zone_open(c->a, name, zone, &e) || mistake(c->m, at, "%s", e.message);
}

/* Not one time in these formats could ever be read: found here, and not in each record. */
static bool zone_is_known(struct compile *c, const struct node *n, const struct spec *s)
{
	const struct system *system = c->from->system;
	size_t bad = 0;

	if (s->time.zone || s->time.has_offset || (s->source.kind == SOURCE_COMPOSE && s->source.count > 2))
		return true;
	while (bad < s->time.count && time_format_lacks_zone(&s->time.formats[bad])
		&& (s->type == TYPE_TIMESTAMP || time_format_has_clock(&s->time.formats[bad])))
		bad++;
	return bad < s->time.count
	    || mistake(c->m, node_place(n, "format"), "times of %.*s in this format say no zone; say zone = \"…\" here, or "
		"timezone in [system.%.*s]", STR(s->name), STR(system->name));
}

static bool read_time(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	struct time_format *formats = arena_array(c->a, k->format.count + 1, struct time_format);
	const char *wrong;

	if (s->type != TYPE_TIMESTAMP && s->type != TYPE_DATE)
		return true;
	for (size_t i = 0; i < k->format.count; i++)
		if (!time_format_of(k->format.at[i], &formats[i], &wrong))
			return mistake(c->m, node_place(n, "format"), "the format %s %s",
				text_quoted(c->a, k->format.at[i]), wrong);
	if (k->format.count == 0)
		return mistake(c->m, node_place(n, "format"), "\"format\" is an empty list");
	s->time.formats = formats;
	s->time.count = k->format.count;
	s->time.gap = (enum gap)k->gap;
	s->time.overlap = (enum overlap)k->overlap;
	if (!read_zone(c, node_place(n, "zone"), k->zone, &s->time.zone)
	    || !read_zone(c, node_place(n, "day_in"), k->day_in, &s->time.day_in))
		return false;
	if (!s->time.zone)
		s->time.zone = c->from->system->own_zone;
	if (s->time.zone)
		s->time.number = c->map->zone_count++;
	return zone_is_known(c, n, s);
}

/* ── crosswalk ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool read_else(struct compile *c, const struct node *at, Str said, struct translation *t)
{
	static const char *const names[] = {[ELSE_REJECT] = "reject", [ELSE_KEEP] = "keep", [ELSE_NULL] = "null"};

	if (text_begins(said, S("const:"))) {
		t->otherwise = ELSE_CONST;
		t->constant = text_from(said, 6);
		return true;
	}
	for (int i = 0; i < 3; i++)
		if (text_is(said, text(names[i]))) {
			t->otherwise = (enum otherwise)i;
			return true;
		}
	return mistake(c->m, at, "\"else\" is %s, must be reject, keep, null or const:x", text_quoted(c->a, said));
}

/* What comes out must be what the entity knows. */
static bool gives_values(struct compile *c, const struct node *at, const struct spec *s)
{
	const struct crosswalk *table = s->crosswalk.table;
	bool good = true;

	for (size_t i = 0; s->values && i < table->count; i++)
		if (!texts_has(s->values, table->pairs[i].to))
			good = mistake(c->m, at, "the crosswalk gives %s for %s, which is not one of the values of %.*s%s",
				text_quoted(c->a, table->pairs[i].to), text_quoted(c->a, table->pairs[i].from), STR(s->name),
				did_you_mean(c->a, table->pairs[i].to, s->values));
	if (s->values && s->crosswalk.otherwise == ELSE_CONST && !texts_has(s->values, s->crosswalk.constant))
		good = mistake(c->m, at, "\"else\" gives %s, which is not one of the values of %.*s",
			text_quoted(c->a, s->crosswalk.constant), STR(s->name));
	return good;
}

static bool read_pairs(struct compile *c, const struct node *at, struct spec *s)
{
	struct crosswalk *own = arena_new_of(c->a, struct crosswalk);

	if (at->kind != NODE_TEXT && at->kind != NODE_TABLE)
		return mistake(c->m, at, "\"crosswalk\" must be the name of one or a table of pairs");
	if (at->kind == NODE_TABLE && !crosswalk_read(c->a, at, own, c->m))
		return false;
	s->crosswalk.table = at->kind == NODE_TABLE ? own : compile_crosswalk(c, at, at->text);
	s->crosswalk.unknown = at->kind == NODE_TABLE ? "unknown to its crosswalk"
		: arena_print(c->a, "unknown to the crosswalk %.*s", STR(at->text));
	return s->crosswalk.table;
}

static bool read_crosswalk(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	const struct node *at = k->crosswalk ? k->crosswalk : k->lookup;

	if (k->crosswalk && k->lookup)
		return mistake(c->m, k->lookup, "\"lookup\" and \"crosswalk\" both say what the value becomes");
	if (!at)
		return !node_child(n, S("else"))
		    || mistake(c->m, node_place(n, "else"), "\"else\" means nothing without \"crosswalk\" or \"lookup\"");
	if (s->type == TYPE_JSON || s->type == TYPE_BYTES)
		return mistake(c->m, at, "\"%.*s\" means nothing for type \"%s\"", STR(at->name), field_types[s->type].name);
	return (k->lookup ? lookup_read(c, at, s) : read_pairs(c, at, s))
	    && read_else(c, node_place(n, "else"), k->otherwise, &s->crosswalk)
	    && gives_values(c, at, s);
}

bool forms_read(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	bool good = read_operations(c, k->operations, s);

	good = read_number(c, n, k, s) && good;
	good = read_factor(c, k->factor, s) && good;
	good = read_sign_by(c, k->sign_by, s) && good;
	good = read_money(c, n, k, s) && good;
	good = read_time(c, n, k, s) && good;
	good = read_crosswalk(c, n, k, s) && good;
	s->from = (enum from)k->from;
	s->true_values = k->true_values;
	s->false_values = k->false_values;
	if ((s->from == FROM_NUMERIC && s->type == TYPE_BYTES) || (s->from > FROM_NUMERIC && s->type == TYPE_CURRENCY))
		good = mistake(c->m, node_place(n, "from"), "\"from\" is %s for type \"%s\"",
			s->type == TYPE_BYTES ? "hex or base64" : "numeric", field_types[s->type].name);
	return good;
}
