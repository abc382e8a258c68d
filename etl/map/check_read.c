#include "map/check.h"
#include "map/keys.h"

/* The checks of one field as they are read. */
struct reading {
	struct compile *c;
	struct spec *s;
	struct check *checks;
	enum level level;
};

static struct check *add(struct reading *r, enum check_kind kind, const char *reason)
{
	struct check *x;

	r->checks = arena_grow(r->c->a, r->checks, r->s->check_count, sizeof *r->checks);
	x = &r->checks[r->s->check_count++];
	*x = (struct check){.kind = kind, .level = r->level, .reason = reason};
	return x;
}

static bool read_value(struct reading *r, const struct node *n, struct value *v)
{
	return value_of_node(r->c->a, r->s->type, n, v)
	    || mistake(r->c->m, n, "this is no value of %.*s, which is of type \"%s\"", STR(r->s->name),
		field_types[r->s->type].name);
}

static bool read_limit(struct reading *r, const struct node *n, enum check_kind kind)
{
	struct value *v = arena_new_of(r->c->a, struct value);
	struct check *x;
	Str shown = {0};

	if (!n)
		return true;
	if (!read_value(r, n, v))
		return false;
	node_scalar(r->c->a, n, &shown);
	x = add(r, kind, arena_print(r->c->a, "%s %.*s", kind == CHECK_MIN ? "less than" : "more than", STR(shown)));
	x->values = v;
	x->count = 1;
	return true;
}

static bool read_in(struct reading *r, const struct node *n)
{
	struct value *values;
	struct check *x;

	if (!n)
		return true;
	if (n->kind != NODE_ARRAY)
		return mistake(r->c->m, n, "\"in\" must be a list of values");
	values = arena_array(r->c->a, n->count + 1, struct value);
	for (size_t i = 0; i < n->count; i++)
		if (!read_value(r, n->items[i], &values[i]))
			return false;
	x = add(r, CHECK_IN, "not one of the values allowed");
	x->values = values;
	x->count = n->count;
	return true;
}

static bool read_length(struct reading *r, const struct node *n)
{
	bool range = n && n->kind == NODE_ARRAY && n->count == 2 && n->items[0]->kind == NODE_INTEGER
		&& n->items[1]->kind == NODE_INTEGER;
	struct check *x;

	if (!n)
		return true;
	if (n->kind != NODE_INTEGER && !range)
		return mistake(r->c->m, n, "\"length\" must be a number of characters, or [least, most]");
	x = add(r, CHECK_LENGTH, NULL);
	x->least = range ? n->items[0]->integer : n->integer;
	x->most = range ? n->items[1]->integer : n->integer;
	x->reason = range ? arena_print(r->c->a, "not from %jd to %jd characters", (intmax_t)x->least, (intmax_t)x->most)
		: arena_print(r->c->a, "not %jd characters", (intmax_t)x->least);
	return x->least <= x->most || mistake(r->c->m, n, "\"length\" has more at least than at most");
}

static bool read_match(struct reading *r, const struct node *n, Str pattern)
{
	struct err e = {0};
	struct regex *regex;

	if (!pattern.at)
		return true;
	if (!regex_open(r->c->a, pattern, &regex, &e))
		return mistake(r->c->m, node_child(n, S("match")), "%s", e.message);
	add(r, CHECK_MATCH, arena_print(r->c->a, "does not match %.*s", STR(pattern)))->regex = regex;
	return true;
}

/* ── cross sums ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool add_term(struct reading *r, const struct node *at, Str name, bool negative, struct cross *x,
	struct term *terms)
{
	const struct entity *entity = r->c->from->entity;
	int slot = compile_field(r->c, at, name);
	const struct field *f;

	if (slot < 0)
		return false;
	f = &entity->fields[slot];
	if (f->type != r->s->type)
		return mistake(r->c->m, at, "%s is of type \"%s\", %.*s of type \"%s\": they cannot be added",
			text_quoted(r->c->a, name), field_types[f->type].name, STR(r->s->name), field_types[r->s->type].name);
	if (f->type == TYPE_MONEY && f->currency != entity->fields[r->s->slot].currency)
		return mistake(r->c->m, at, "%s has another currency's field than %.*s: they cannot be added",
			text_quoted(r->c->a, name), STR(r->s->name));
	terms[x->count++] = (struct term){slot, negative};
	return true;
}

static bool wrong_sum(struct reading *r, const struct node *at)
{
	return mistake(r->c->m, at, "\"cross\" must be fields with \"+\", \"-\" and one \"=\" between them: "
		"[\"net\", \"=\", \"gross\", \"-\", \"fee\"]");
}

static bool is_sign(Str s)
{
	return text_is(s, S("+")) || text_is(s, S("-")) || text_is(s, S("="));
}

static bool read_terms(struct reading *r, const struct node *at, const struct texts *tokens, struct cross *x)
{
	struct term *terms = arena_array(r->c->a, tokens->count + 1, struct term);
	bool right = false, negative = false;

	x->terms = terms;
	if (tokens->count % 2 == 0)
		return wrong_sum(r, at);
	for (size_t i = 0; i < tokens->count; i++) {
		Str token = tokens->at[i];

		if (is_sign(token) != (i % 2 == 1) || (right && text_is(token, S("="))))
			return wrong_sum(r, at);
		if (i % 2 == 0 && !add_term(r, at, token, negative != right, x, terms))
			return false;
		right = right || text_is(token, S("="));
		negative = text_is(token, S("-"));
	}
	return right || wrong_sum(r, at);
}

static bool read_cross(struct reading *r, const struct node *n, const struct texts *tokens)
{
	struct compile *c = r->c;
	struct cross x = {.slot = r->s->slot, .level = r->level};
	Str sum = {0};

	if (!tokens->at)
		return true;
	if (!read_terms(r, node_child(n, S("cross")), tokens, &x))
		return false;
	for (size_t i = 0; i < tokens->count; i++)
		sum = text(arena_print(c->a, "%.*s%s%.*s", STR(sum), i ? " " : "", STR(tokens->at[i])));
	x.reason = arena_print(c->a, "does not add up: %.*s", STR(sum));
	c->crosses = arena_grow(c->a, c->crosses, c->map->cross_count, sizeof *c->crosses);
	c->crosses[c->map->cross_count++] = x;
	return true;
}

/* ── a field's checks ──────────────────────────────────────────────────────────────────────────────────────────── */

static bool keys_fit(struct reading *r, const struct node *n)
{
	bool good = true;

	for (size_t i = 0; i < n->count; i++)
		if (!key_applies(n->items[i]->name, (int)r->s->type))
			good = mistake(r->c->m, n->items[i], "\"%.*s\" means nothing for %.*s, which is of type \"%s\"",
				STR(n->items[i]->name), STR(r->s->name), field_types[r->s->type].name);
	return good;
}

static bool read_table(struct reading *r, const struct node *n)
{
	struct check_keys k = {0};
	bool good;

	if (n->kind != NODE_TABLE)
		return mistake(r->c->m, n, "\"check\" must be a table or a list of tables, not %s", node_kind_name(n->kind));
	if (!keys_read(r->c->a, n, check_key_rows, check_key_count, &k, r->c->m) || !keys_fit(r, n))
		return false;
	r->level = (enum level)k.level;
	good = read_length(r, k.length);
	good = read_match(r, n, k.match) && good;
	good = read_in(r, k.in) && good;
	good = read_limit(r, k.min, CHECK_MIN) && good;
	good = read_limit(r, k.max, CHECK_MAX) && good;
	if (k.luhn)
		add(r, CHECK_LUHN, "its check digit is wrong (Luhn)");
	if (k.gtin)
		add(r, CHECK_GTIN, "not a GTIN of 8, 12, 13 or 14 digits with its check digit");
	if (k.email)
		add(r, CHECK_EMAIL, "not an e-mail address");
	return read_cross(r, n, &k.cross) && good;
}

bool checks_read(struct compile *c, const struct field_keys *k, struct spec *s)
{
	struct reading r = {.c = c, .s = s, .level = LEVEL_REJECT};
	bool good = read_limit(&r, k->min, CHECK_MIN);

	good = read_limit(&r, k->max, CHECK_MAX) && good;
	if (k->check && k->check->kind == NODE_ARRAY)
		for (size_t i = 0; i < k->check->count; i++)
			good = read_table(&r, k->check->items[i]) && good;
	else if (k->check)
		good = read_table(&r, k->check) && good;
	s->checks = r.checks;
	return good;
}
