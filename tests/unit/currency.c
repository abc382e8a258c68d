#include "base/currency.h"
#include "base/file.h"

#include "tap.h"

#include <stdlib.h>

#define LIST "../shared/samples/iso4217/currency-codes/data/codes-all.csv"

/* The last fields of a line, from behind: a country's name may be quoted and hold commas. */
static Str take_last(Str *line)
{
	size_t at = line->len;
	Str field;

	while (at > 0 && line->at[at - 1] != ',')
		at--;
	field = text_trim(text_from(*line, at));
	line->len = at > 0 ? at - 1 : 0;
	return field;
}

struct line {
	Str code, number, unit;
	bool withdrawn;
};

static struct line line_of(Str line)
{
	struct line l;

	l.withdrawn = take_last(&line).len > 0;
	l.unit = take_last(&line);
	l.number = take_last(&line);
	l.code = take_last(&line);
	return l;
}

static bool is_no_money(Str code)
{
	return text_is(code, S("XXX")) || text_is(code, S("XTS"));
}

static void check_line(struct arena *a, Str line, struct texts *seen, bool withdrawn)
{
	struct line l = line_of(line);
	const struct currency *c = currency_listed(l.code);
	uint64_t exponent = 0, number = 0;
	bool has_unit = text_uint(l.unit, &exponent), has_number = text_uint(l.number, &number);

	if (l.withdrawn != withdrawn || l.code.len != 3 || texts_has(seen, l.code))
		return;
	texts_add(a, seen, l.code);
	ok(c && c->withdrawn == withdrawn && (uint64_t)c->number == (has_number ? number : 0), "%.*s is %.*s",
		STR(l.code), STR(l.number));
	if (withdrawn || is_no_money(l.code))
		ok(!currency_find(l.code) && (!c || currency_by_number(l.number) != c), "%.*s is no money today",
			STR(l.code));
	else
		ok(c && c == currency_find(l.code) && c == currency_by_number(l.number)
			&& c->exponent == (has_unit ? (int)exponent : -1), "%.*s has %.*s digits", STR(l.code), STR(l.unit));
}

static void check_lines(struct arena *a, Str rest, struct texts *seen, bool withdrawn)
{
	Str line;

	while (text_cut(rest, '\n', &line, &rest))
		check_line(a, line, seen, withdrawn);
	check_line(a, line, seen, withdrawn);
}

/* The published list and ours have the same rows. */
static void published(struct arena *a)
{
	struct texts seen = {0};
	struct err e = {0};
	Str rest, line;

	if (!file_exists(LIST)) {
		skip("the published list is not beside the repository");
		return;
	}
	ok(file_read(a, LIST, 1 << 20, &rest, &e), "the list is read %s", e.message);
	text_cut(rest, '\n', &line, &rest);
	check_lines(a, rest, &seen, false);
	check_lines(a, rest, &seen, true);        /* what is current somewhere is not withdrawn */
	is_int((int64_t)currency_count, (int64_t)seen.count, "no more and no fewer");
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	const struct currency *c = currency_find(S("eur"));
	int unordered = 0;

	ok(c && strcmp(c->code, "EUR") == 0 && c->number == 978 && c->exponent == 2, "euro in any case");
	ok((c = currency_find(S("JPY"))) && c->exponent == 0, "yen has no minor unit");
	ok((c = currency_find(S("KWD"))) && c->exponent == 3, "dinar has three digits");
	ok((c = currency_find(S("CLF"))) && c->exponent == 4, "unidad de fomento has four");
	ok((c = currency_find(S("XAU"))) && c->exponent == -1, "gold has none at all");
	ok((c = currency_by_number(S("008"))) && strcmp(c->code, "ALL") == 0, "lek by its number");
	ok(!currency_by_number(S("8")) && !currency_by_number(S("0008")), "three digits, no more and no fewer");
	ok(!currency_by_number(S("000")), "no such number");
	ok(!currency_find(S("")) && !currency_find(S("EU")) && !currency_find(S("EURO")), "no code");
	ok(!currency_find(S("ABC")) && !currency_find(S("E\0R")) && !currency_find(S("978")), "no such code");
	ok(!currency_find(S("DEM")) && !currency_find(S("HRK")) && !currency_find(S("BGN")), "withdrawn ones");
	ok((c = currency_listed(S("dem"))) && c->withdrawn && c->number == 276 && c->exponent == 2, "the mark was one");
	ok((c = currency_listed(S("ITL"))) && c->withdrawn && c->exponent == 0, "the lira had no cents");
	ok(!currency_find(S("XXX")) && !currency_find(S("XTS")) && !currency_by_number(S("999"))
		&& !currency_by_number(S("963")), "what is no currency");
	ok(!currency_listed(S("ABC")) && !currency_listed(S("EURO")) && currency_listed(S("EUR")), "listed or not");
	for (size_t i = 1; i < currency_count; i++)
		unordered += strcmp(currencies[i - 1].code, currencies[i].code) >= 0;
	is_int(unordered, 0, "in the order of their codes");
	published(a);
	arena_end(a);
	free(a);
	return done();
}
