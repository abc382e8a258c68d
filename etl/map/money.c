#include "map/spec.h"

/* Every amount of a currency that is used as often as it is comes with the same three letters as the last one. */
static const struct currency *find(struct recall *r, Str s)
{
	const struct system *system = r->map->system;
	uint32_t code;

	if (s.len != 3)
		return system_currency(system, s);
	code = (uint32_t)(unsigned char)s.at[0] << 16 | (uint32_t)(unsigned char)s.at[1] << 8 | (unsigned char)s.at[2];
	if (code == r->code)
		return r->currency;
	r->code = code;
	r->currency = system_currency(system, s);
	return r->currency;
}

static const char *why_none(Str s)
{
	const struct currency *c = currency_listed(s);

	if (!c)
		return "unknown currency";
	return c->withdrawn ? "a withdrawn currency, which the system's exponents do not name"
		: "a code for what is no currency";
}

bool type_currency(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	const struct currency *c;

	c = s->from == FROM_NUMERIC ? currency_by_number(in->text) : find(w->recall, in->text);
	if (!c)
		return reject(w, s, why_none(in->text));
	w->recall->currencies[s->slot] = c;
	v->as.text = (Str){c->code, 3};
	return true;
}

static const char *too_many_digits(struct recall *r, const struct currency *c)
{
	const char **reason = &r->digit_reasons[c - currencies];

	if (!*reason)
		*reason = arena_print(r->run, "more digits than %s allows", c->code);
	return *reason;
}

/* False if it is not known; a currency field that is faulty has said so itself. */
static bool currency_of(struct work *w, const struct spec *s, const struct currency **c)
{
	int slot = s->money.currency_slot;

	*c = s->money.currency;
	if (slot < 0)
		return true;
	if (w->recall->bad[slot])
		return reject(w, s, "its currency could not be read");
	if (w->values[slot].null)
		return reject(w, s, "no currency");
	if (*c && *c != w->recall->currencies[slot])
		return reject(w, s, "another currency than the one declared");
	*c = w->recall->currencies[slot];
	return true;
}

/* Zeros at the end do not count; they are looked for only if the digits as they stand are too many. */
static bool has_more_digits(struct decimal d, int exponent)
{
	return d.scale > exponent && decimal_scale(d) > exponent;
}

/* Digits behind the point beyond the currency's are never rounded away. */
bool type_money(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	const struct currency *c;
	struct decimal d = {0};
	int exponent;

	if (!number_read(w, s, in->text, &d))
		return false;
	if (s->money.unit == UNIT_MINOR && !number_is_whole(s, in->text))
		return reject(w, s, "with a decimal mark, which minor units do not have");
	if (!currency_of(w, s, &c))
		return false;
	exponent = w->map->exponents[c - currencies];
	if (s->money.unit == UNIT_MINOR) {
		if (exponent < 0)
			return reject(w, s, "in minor units of a currency that has none");
		if (!decimal_is_zero(d))
			d.scale += exponent;
	}
	if (s->factor.table && !factor_apply(w, s, &d))
		return false;
	if (exponent >= 0 && has_more_digits(d, exponent))
		return reject(w, s, too_many_digits(w->recall, c));
	if (s->sign_by.slot >= 0 && !sign_apply(w, s, &d))
		return false;
	v->as.decimal = d;
	return true;
}
