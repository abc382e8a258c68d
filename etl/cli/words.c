#include "cli/words.h"

#include "report/model.h"

Str words_moment(struct arena *a, const struct locale *l, struct zone *z, instant t)
{
	int32_t offset, minutes;
	struct wall w;

	if (t == INSTANT_NONE)
		return S("");
	w = zone_wall(z, t, &offset);
	minutes = (offset < 0 ? -offset : offset) / 60;
	return text(arena_print(a, "%.*s %02d:%02d %c%02d:%02d", STR(shown_date(a, l, zone_date(z, t))), w.hour, w.minute,
		offset < 0 ? '-' : '+', minutes / 60, minutes % 60));
}

Str words_date(struct arena *a, const struct locale *l, Str iso)
{
	date d;

	return date_parse(iso, &d) ? shown_date(a, l, d) : S("");
}

Str words_numeric(struct arena *a, const struct locale *l, Str numeric, Str currency)
{
	struct decimal d;

	return decimal_parse(a, numeric, &d) ? shown_amount(a, l, d, currency) : S("");
}

Str words_what(struct arena *a, Str kind, Str field, Str side)
{
	if (text_is(kind, S("not comparable")))
		return text(arena_print(a, "against %.*s", STR(side)));
	if (text_is(kind, S("tolerance")))
		return text(arena_print(a, "tolerance of %.*s, over its budget", STR(field)));
	if (text_is(kind, S("lacking")))
		return text(arena_print(a, "no %.*s in %.*s", STR(field), STR(side)));
	if (text_is(kind, S("look alike")) && field.len > 0)
		return text(arena_print(a, "look alike by %.*s in %.*s", STR(field), STR(side)));
	if (text_is(kind, S("rounding")) && field.len > 0)
		return text(arena_print(a, "%.*s, by rounding, in %.*s", STR(field), STR(side)));
	if (text_is(kind, S("treatment")))
		return text(arena_print(a, "%.*s, treated otherwise, in %.*s", STR(field), STR(side)));
	if (!text_is(kind, S("different")))
		field = kind;                  /* of what names nothing, the field is what it does not name */
	return text(arena_print(a, "%.*s in %.*s", STR(field), STR(side)));
}

/* Of what is not about a field the values are what a record is worth. */
static enum field_type type_of(const struct project *p, Str rule, Str kind, Str field)
{
	const struct field *f = NULL;

	for (size_t i = 0; i < p->rules.count; i++)
		if (text_is(p->rules.at[i].id, rule))
			f = rule_field(&p->rules.at[i], field);
	if (text_is(kind, S("different")) || text_is(kind, S("lacking")) || text_is(kind, S("treatment"))
	    || (text_is(kind, S("rounding")) && f))
		return f ? f->type : TYPE_TEXT;
	return text_is(kind, S("currency")) ? TYPE_CURRENCY : TYPE_MONEY;
}

Str words_found(struct arena *a, const struct project *p, Str rule, Str kind, Str field, Str value, Str currency)
{
	return shown_value(a, p->settings.locale, p->settings.zone, type_of(p, rule, kind, field), value, currency);
}
