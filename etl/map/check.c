#include "map/check.h"

#include "base/card.h"
#include "map/text.h"

/* At most one @ with something on both sides, a dot inside the domain, no blanks or control characters: what a typing
 * error breaks, not what RFC 5321 could allow. */
static bool is_email(Str s)
{
	Str local, domain;
	size_t dot;

	if (!text_cut(s, '@', &local, &domain) || local.len == 0 || local.len > 64 || s.len > 254)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] <= ' ' || s.at[i] == 0x7F)
			return false;
	if (text_find_byte(domain, '@') < domain.len || text_find(domain, S("..")) < domain.len)
		return false;
	dot = text_find_byte(domain, '.');
	return dot > 0 && dot + 1 < domain.len && domain.at[domain.len - 1] != '.' && local.at[0] != '.'
	    && local.at[local.len - 1] != '.';
}

static bool is_in(enum field_type type, const struct check *c, const struct value *v)
{
	for (size_t i = 0; i < c->count; i++)
		if (value_compare(type, v, &c->values[i]) == 0)
			return true;
	return false;
}

static bool is_length(const struct check *c, Str s)
{
	int64_t length = (int64_t)text_characters(s);

	return length >= c->least && length <= c->most;
}

static bool holds(struct work *w, const struct check *c, enum field_type type, const struct value *v)
{
	Str found;

	switch (c->kind) {
	case CHECK_LENGTH:
		return is_length(c, v->as.text);
	case CHECK_MATCH:
		return regex_match(c->regex, v->as.text, 0, &found);
	case CHECK_IN:
		return is_in(type, c, v);
	case CHECK_MIN:
		return value_compare(type, v, c->values) >= 0;
	case CHECK_MAX:
		return value_compare(type, v, c->values) <= 0;
	case CHECK_LUHN:
		return luhn_is_good(v->as.text);
	case CHECK_GTIN:
		return gtin_read(w->batch, v->as.text, &found);
	case CHECK_EMAIL:
		return is_email(v->as.text);
	}
	return false;
}

/* The member's name has no folders before its file: they stand in its part's. */
static Str folders_of(const struct landing *l, const struct place *place)
{
	Str name = l ? l->parts[place->part].name : S("");

	while (name.len > 0 && name.at[name.len - 1] != '/')
		name.len--;
	return name;
}

static bool fault(struct work *w, const struct spec *s, enum level level, const char *reason)
{
	const struct place *place = &w->record->place;

	if (level == LEVEL_WARN) {
		warn(w, s, reason);
		return true;
	}
	if (level == LEVEL_FAIL && !w->tally->failed)
		w->tally->failed = arena_print(w->recall->run, "%.*s%.*s: record %ju: field \"%.*s\": %s",
			STR(folders_of(w->recall->about.landing, place)), STR(place->member), (uintmax_t)place->record,
			STR(s->name), reason);
	return reject(w, s, reason);
}

bool check_value(struct work *w, const struct spec *s, const struct value *v)
{
	bool good = true;

	for (size_t i = 0; i < s->check_count; i++) {
		const struct check *c = &s->checks[i];

		if (holds(w, c, s->type, v))
			continue;
		if (c->kind == CHECK_IN && !drift_value(w, s, c->reason))
			good = false;
		else
			good = fault(w, s, c->level, c->reason) && good;
	}
	return good;
}

static struct decimal amount_of(struct arena *a, enum field_type type, const struct value *v)
{
	return type == TYPE_INTEGER || type == TYPE_DURATION ? decimal_of(a, v->as.integer) : v->as.decimal;
}

void check_cross(struct work *w, const struct cross *x)
{
	struct decimal sum = decimal_of(w->batch, 0);

	for (size_t i = 0; i < x->count; i++) {
		const struct term *t = &x->terms[i];
		const struct value *v = &w->values[t->slot];
		struct decimal d;

		if (w->recall->bad[t->slot])
			return;          /* it has its own fault */
		if (v->null)
			continue;
		d = amount_of(w->batch, w->map->entity->fields[t->slot].type, v);
		sum = t->negative ? decimal_subtract(w->batch, sum, d) : decimal_add(w->batch, sum, d);
	}
	if (decimal_is_zero(sum))
		return;
	w->raw = w->values[x->spec->slot].null ? (Str){"", 0}
		: decimal_text(w->batch, amount_of(w->batch, x->spec->type, &w->values[x->spec->slot]));
	fault(w, x->spec, x->level, x->reason);
}
