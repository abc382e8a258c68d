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

static void check_line(struct arena *a, Str line, struct texts *seen)
{
	Str withdrawn = take_last(&line), unit = take_last(&line), number = take_last(&line), code = take_last(&line);
	const struct currency *c = currency_find(code);
	uint64_t exponent = 0;
	bool has_unit = text_uint(unit, &exponent);

	if (withdrawn.len > 0 || code.len != 3 || texts_has(seen, code))
		return;
	texts_add(a, seen, code);
	ok(c && c == currency_by_number(number) && c->exponent == (has_unit ? (int)exponent : -1),
		"%.*s is %.*s with %.*s digits", STR(code), STR(number), STR(unit));
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
	while (text_cut(rest, '\n', &line, &rest))
		check_line(a, line, &seen);
	check_line(a, line, &seen);
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
	for (size_t i = 1; i < currency_count; i++)
		unordered += strcmp(currencies[i - 1].code, currencies[i].code) >= 0;
	is_int(unordered, 0, "in the order of their codes");
	published(a);
	arena_end(a);
	free(a);
	return done();
}
