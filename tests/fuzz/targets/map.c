/*
 * One cell through every type and most operations: a row is what its type allows, in a form that is read as the same
 * value again; what is not is a reject with a reason; and mapping twice gives the same.
 */
#include "fuzz.h"

#include "maps.h"

#include "map/json_text.h"

static const struct {
	const char *field, *keys;
} maps[] = {
	{"t", ""},
	{"t", ", do = [\"html_unescape\", \"collapse\", \"fold\"]"},
	{"t", ", do = [\"url_decode\", \"nfkc\", \"strip:( \", \"strip_zeros\"]"},
	{"t", ", do = [\"substitute:/(.)(.)/\\\\2\\\\1/\", \"substring:1:9\", \"pad_left:9:é\"]"},
	{"t", ", do = [\"split:-:-1\", \"upper\", \"remove_prefix:A\"], null_if = [\"\", \"-\"]"},
	{"t", ", crosswalk = { a = \"b\", c = \"d\" }, else = \"keep\""},
	{"i", ", integral = true, do = [\"shift:2\", \"round:0:half_even\"]"},
	{"i", ""},
	{"d", ", decimal_mark = \",\", group_mark = \".\", sign = \"parentheses\""},
	{"d", ", sign = \"crdr\""},
	{"d", ", sign = \"after\", digits = 12, scale = 2, round = \"half_up\""},
	{"m", ", unit = \"minor\", currency = \"KWD\""},
	{"m", ", unit = \"major\", currency = \"JPY\""},
	{"b", ""},
	{"du", ""},
	{"u", ""},
	{"by", ", from = \"base64\""},
	{"by", ", from = \"hex\""},
	{"j", ""},
	{"g", ""},
	{"dt", ", format = [\"iso\", \"%d.%m.%Y\"]"},
	{"cur", ""},
};

enum { MAPS = sizeof maps / sizeof *maps };

static struct bench *bench_of(size_t which)
{
	static struct bench opened[MAPS];
	char declaration[200];

	snprintf(declaration, sizeof declaration, "id = { const = \"1\" }\n%s = { get = \"a\"%s }", maps[which].field,
		maps[which].keys);
	if (!opened[which].map)
		maps_open(&opened[which], declaration);
	return &opened[which];
}

static Str shown(struct arena *a, const struct bench *x, const struct row *row, enum field_type type, size_t which)
{
	struct buf *b = buf_new(a, 1 << 24);

	if (row->state == ROW_GOOD)
		bench_value(a, b, type, maps_value(x, row, maps[which].field));
	for (size_t i = 0; i < row->fault_count; i++)
		buf_print(b, "%s (%.*s)", row->faults[i].reason, STR(row->faults[i].value));
	return buf_str(b);
}

/* What Postgres would refuse must not come out. */
static void allowed(struct arena *a, const struct value *v, enum field_type type)
{
	Str s = v->as.text;

	if (v->null)
		return;
	if (type == TYPE_TEXT || type == TYPE_JSON || type == TYPE_GTIN || type == TYPE_CURRENCY)
		must(text_is_utf8(s, NULL) && !memchr(s.len ? s.at : "-", '\0', s.len ? s.len : 1), "UTF-8 without NUL");
	if (type == TYPE_JSON)
		must(!json_fault(s), "JSON is JSON: %.*s", STR(s));
	if (type == TYPE_UUID)
		must(s.len == 16, "a UUID has 16 bytes");
	if (type == TYPE_CURRENCY)
		must(s.len == 3, "a currency has three letters");
	if (type == TYPE_GTIN)
		must(s.len == 8 || s.len == 12 || s.len == 13 || s.len == 14, "a GTIN of %zu digits", s.len);
	if (type == TYPE_DECIMAL || type == TYPE_MONEY)
		must(!decimal_is_long(v->as.decimal), "a number is no longer than may be: %.*s",
			STR(decimal_text(a, v->as.decimal)));
	if (type == TYPE_DATE)
		must(instant_is_valid(v->as.date * DAY), "a day is in the years that there are");
}

static void limits(size_t which, const struct value *v)
{
	if (v->null)
		return;
	if (which == 10)
		must(decimal_scale(v->as.decimal) <= 2, "two digits behind the point");
	if (which == 11)
		must(decimal_scale(v->as.decimal) <= 3, "a fils is the thousandth of a dinar");
	if (which == 12)
		must(decimal_scale(v->as.decimal) == 0, "a yen has no parts");
}

static void target(struct arena *a, Str in)
{
	size_t which = take(&in) % MAPS;
	enum cell_kind kind = (enum cell_kind)(CELL_TEXT + take(&in) % 3);
	struct cell cell = {.kind = kind, .text = in};
	struct bench *x = bench_of(which);
	const struct row *row, *again;
	enum field_type type;

	/* A reader hands on UTF-8 without NUL alone, and numbers and truths as JSON writes them. */
	if (!text_is_utf8(in, NULL) || memchr(in.len ? in.at : "-", '\0', in.len ? in.len : 1))
		return;
	if ((kind == CELL_NUMBER && (in.len == 0 || json_fault(in) || in.at[0] > '9'))
	    || (kind == CELL_BOOLEAN && !text_is(in, S("true")) && !text_is(in, S("false"))))
		return;
	type = x->entities.at[0].fields[entity_field(&x->entities.at[0], text(maps[which].field))].type;
	row = maps_row(x, a, cell);
	if (row->state == ROW_GOOD) {
		allowed(a, maps_value(x, row, maps[which].field), type);
		limits(which, maps_value(x, row, maps[which].field));
	}
	again = maps_row(x, a, cell);
	must(row->state == again->state, "the same state twice");
	must_be(shown(a, x, again, type, which), shown(a, x, row, type, which), "the same row twice");
}
