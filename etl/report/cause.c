#include "report/cause.h"

#include "report/sentence.h"
#include "report/shown.h"

/* The parts of a signature, "day|missing||erp|web|2026-03-31": what is in common, then of what, then what it is. */
struct signature {
	struct arena *a;
	const struct report *report;
	const struct rule_report *rule;
	Str common, kind, field, side, rest;
};

static Str next(Str *rest)
{
	Str part;

	text_cut(*rest, '|', &part, rest);
	return part;
}

static Str named(const struct signature *s, Str side)
{
	return side_title(s->a, s->report, s->rule, side);
}

/* Against which side it is held; empty if the rule is not known any more, or where that goes by the state of
 * records. */
static Str leading(const struct signature *s)
{
	const struct rule *rule = s->rule->rule;

	if (!rule)
		return S("");
	if (rule->kind == RULE_SUM)
		return named(s, rule->whole.side.name);
	for (size_t i = 0; i < rule->compare_count; i++)
		if (text_is(rule->entity->fields[rule->compare[i].field].name, s->field))
			return rule->compare[i].truth < 0 ? S("") : named(s, rule->sides[rule->compare[i].truth].name);
	return rule->side_count > 0 ? named(s, rule->sides[rule->truth].name) : S("");
}

/* "total: ERP differs from shop", "Missing in ERP" */
static Str what(const struct signature *s)
{
	static const struct { const char *kind, *words; } kinds[] = {{"missing", "Missing in"}, {"unexpected", "Only in"},
		{"twice", "Twice in"}, {"currency", "In another currency in"}};
	Str side = named(s, s->side), from = leading(s);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_is(s->kind, text(kinds[i].kind)))
			return text(arena_print(s->a, "%s %.*s", kinds[i].words, STR(side)));
	if (text_is(s->kind, S("lacking")))
		return text(arena_print(s->a, "%.*s without %.*s", STR(side), STR(field_title(s->rule, s->field))));
	if (s->field.len == 0)
		return text(arena_print(s->a, "%.*s and %.*s differ", STR(side), STR(from)));
	return text(arena_print(s->a, "%.*s: %.*s differs%s%.*s", STR(field_title(s->rule, s->field)), STR(side),
		from.len > 0 ? " from " : "", STR(from)));
}

static const char *by_ratio(const struct signature *s)
{
	Str side = named(s, s->side), from = leading(s);

	if (from.len == 0)
		from = S("the leading side");
	if (s->field.len == 0)
		return arena_print(s->a, "%.*s come to %.*s times %.*s", STR(side), STR(s->rest), STR(from));
	return arena_print(s->a, "%.*s: %.*s has %.*s times what %.*s has", STR(field_title(s->rule, s->field)), STR(side),
		STR(s->rest), STR(from));
}

/* Of a channel, if the rows have one: its name may hold what separates the parts. */
static const char *by_day(const struct signature *s)
{
	enum { LENGTH = 10 };      /* of 2026-03-31 */
	Str day = s->rest.len >= LENGTH ? text_from(s->rest, s->rest.len - LENGTH) : S("");
	Str channel = text_head(s->rest, s->rest.len > LENGTH ? s->rest.len - LENGTH - 1 : 0);
	date d;

	if (!date_parse(day, &d))
		return NULL;
	return arena_print(s->a, "%.*s: %.*s%s%.*s", STR(what(s)), STR(channel), channel.len > 0 ? ", " : "",
		STR(long_date(s->a, d)));
}

static const char *common(struct signature *s)
{
	if (text_is(s->common, S("spelling")))
		return arena_print(s->a, "Keys are spelled differently in %.*s and %.*s", STR(named(s, s->side)),
			STR(leading(s)));
	if (text_is(s->common, S("alike"))) {
		Str other = field_title(s->rule, next(&s->rest));

		return arena_print(s->a, "%.*s by exactly the %.*s", STR(what(s)), STR(other));
	}
	if (text_is(s->common, S("amount")))
		return arena_print(s->a, "%.*s by the same amount", STR(what(s)));
	if (text_is(s->common, S("rounding")))
		return arena_print(s->a, "%.*s by rounding", STR(what(s)));
	if (text_is(s->common, S("treatment")))
		return arena_print(s->a, "%.*s: %.*s", STR(what(s)), STR(s->rest));
	if (text_is(s->common, S("ratio")))
		return by_ratio(s);
	if (text_is(s->common, S("day")))
		return by_day(s);
	if (text_is(s->common, S("channel")) || text_is(s->common, S("company")))
		return arena_print(s->a, "%.*s: %.*s", STR(what(s)), STR(s->rest));
	return NULL;
}

Str cause_title(struct arena *a, const struct report *report, const struct rule_report *r, Str signature, Str title)
{
	struct signature s = {.a = a, .report = report, .rule = r, .common = next(&signature)};
	const char *said;

	if (text_is(s.common, S("spelling"))) {
		s.side = signature;
	} else {
		s.kind = text_is(s.common, S("alike")) ? S("different") : next(&signature);
		s.field = next(&signature);
		s.side = next(&signature);
		s.rest = signature;
	}
	said = common(&s);
	return said ? text(said) : title;
}
