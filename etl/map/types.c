#include "map/spec.h"

#include "map/json_text.h"
#include "map/text.h"

/* ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Eight bytes at a time as long as they are ASCII and none is NUL. */
const char *text_fault(Str s)
{
	const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
	uint64_t word;
	size_t i = 0;

	for (; s.len - i >= sizeof word; i += sizeof word) {
		memcpy(&word, s.at + i, sizeof word);
		if ((word & high) || ((word - ones) & ~word & high))
			break;
	}
	for (; i < s.len && (signed char)s.at[i] > 0; i++)
		continue;
	if (i == s.len)
		return NULL;
	if (memchr(s.at, '\0', s.len))
		return "contains a NUL byte";
	return text_is_utf8(s, NULL) ? NULL : "invalid UTF-8";
}

static bool is_value_of(const struct spec *s, Str text)
{
	return !s->values || texts_has(s->values, text);
}

static bool type_text(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	const char *wrong;
	struct decimal d;

	v->as.text = in->text;
	if (s->text_operations < s->operation_count) {
		if (!number_read(w, s, in->text, &d))
			return false;
		v->as.text = decimal_text(w->batch, d);
	}
	wrong = text_fault(v->as.text);
	return !wrong || reject(w, s, wrong);
}

/* ── the smaller ones ──────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_word(Str s, const char *word)
{
	return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

static bool one_of(Str s, const char *const *words)
{
	for (; *words; words++)
		if (is_word(s, *words))
			return true;
	return false;
}

/* What is declared replaces what is usual. */
static bool type_boolean(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	static const char *const yes[] = {"true", "1", "yes", "y", NULL}, *const no[] = {"false", "0", "no", "n", NULL};
	bool is_true = s->true_values.count ? texts_has(&s->true_values, in->text) : one_of(in->text, yes);
	bool is_false = s->false_values.count ? texts_has(&s->false_values, in->text) : one_of(in->text, no);

	v->as.boolean = is_true;
	return is_true != is_false || reject(w, s, "neither true nor false");
}

static bool type_duration(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	return duration_read(w->batch, in->text, &v->as.integer) || reject(w, s, "not a duration");
}

/* RFC 9562: 8-4-4-4-12 hexadecimal digits, or 32 of them; braces around them are Microsoft's. */
static bool uuid_read(struct arena *a, Str s, Str *bytes)
{
	char hex[32];
	size_t n = 0;

	if (s.len == 38 && s.at[0] == '{' && s.at[37] == '}')
		s = text_head(text_from(s, 1), 36);
	if (s.len != 36 && s.len != 32)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		bool dash = s.len == 36 && (i == 8 || i == 13 || i == 18 || i == 23);

		if (dash != (s.at[i] == '-'))
			return false;
		if (!dash)
			hex[n++] = s.at[i];
	}
	return hex_decode(a, (Str){hex, n}, bytes);
}

static bool type_uuid(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	return uuid_read(w->batch, in->text, &v->as.text) || reject(w, s, "not a UUID");
}

static bool bytes_read(struct arena *a, enum from from, Str s, Str *bytes)
{
	if (from == FROM_BASE64)
		return base64_decode(a, s, bytes);
	return hex_decode(a, text_begins(s, S("\\x")) ? text_from(s, 2) : s, bytes);
}

static bool type_bytes(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	return bytes_read(w->batch, s->from, in->text, &v->as.text)
	    || reject(w, s, s->from == FROM_BASE64 ? "not base64" : "not hexadecimal");
}

/* GS1 General Specifications 7.9.1: weights 3 and 1 from the right, the last digit makes the sum a multiple of ten. */
static bool has_check_digit(Str s)
{
	int sum = 0;

	for (size_t i = 0; i < s.len; i++)
		sum += (s.at[s.len - 1 - i] - '0') * (i % 2 ? 3 : 1);
	return sum % 10 == 0;
}

bool gtin_read(struct arena *a, Str s, Str *gtin)
{
	char *out;

	if (s.len != 8 && s.len != 12 && s.len != 13 && s.len != 14)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	if (!has_check_digit(s))
		return false;
	out = arena_raw(a, 14);
	memset(out, '0', 14);
	memcpy(out + 14 - s.len, s.at, s.len);
	*gtin = (Str){out, 14};
	return true;
}

static bool type_gtin(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	return gtin_read(w->batch, in->text, &v->as.text)
	    || reject(w, s, "not a GTIN of 8, 12, 13 or 14 digits with its check digit");
}

/* A JSON source's subtree or scalar is JSON as it stands.  Text of any source is JSON if it is an object or a list
 * (JSON inside a CSV), else it is a string. */
static bool type_json(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	bool is_tree = in->text.len > 0 && (in->text.at[0] == '{' || in->text.at[0] == '[');
	const char *wrong = text_fault(in->text);

	if (wrong)
		return reject(w, s, wrong);
	v->as.text = in->text;
	if ((in->kind != CELL_TEXT && in->kind != CELL_TREE) || is_tree) {
		wrong = json_fault(in->text);
		return !wrong || reject(w, s, wrong);
	}
	v->as.text = json_quote(w->batch, in->text);
	return true;
}

/* ── all of them ───────────────────────────────────────────────────────────────────────────────────────────────── */

static const converter converters[] = {
	[TYPE_TEXT] = type_text,
	[TYPE_INTEGER] = type_integer,
	[TYPE_DECIMAL] = type_decimal,
	[TYPE_MONEY] = type_money,
	[TYPE_CURRENCY] = type_currency,
	[TYPE_BOOLEAN] = type_boolean,
	[TYPE_TIMESTAMP] = type_timestamp,
	[TYPE_DATE] = type_date,
	[TYPE_DURATION] = type_duration,
	[TYPE_UUID] = type_uuid,
	[TYPE_BYTES] = type_bytes,
	[TYPE_JSON] = type_json,
	[TYPE_GTIN] = type_gtin,
};

converter type_converter(enum field_type type)
{
	return converters[type];
}

/* A crosswalk speaks in texts: a field that has one is text until its value was found, then of its own type. */
static bool convert_found(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	struct cell found = {.kind = CELL_TEXT};
	bool nothing;

	if (!type_text(w, s, in, v))
		return false;
	found.text = v->as.text;
	if (!translate(w, s, &found.text, &nothing))
		return false;
	v->null = nothing;
	if (nothing)
		return true;
	v->as.text = found.text;
	return s->type == TYPE_TEXT || s->convert(w, s, &found, v);
}

bool type_convert(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	v->null = false;
	if (in->kind >= CELL_TREE && s->type != TYPE_JSON)
		return reject(w, s, "an object or a list where a value is expected");
	if (!(s->crosswalk.table ? convert_found(w, s, in, v) : s->convert(w, s, in, v)))
		return false;
	if (s->type != TYPE_TEXT || v->null || is_value_of(s, v->as.text))
		return true;
	return drift_value(w, s, s->not_in_values) && reject(w, s, s->not_in_values);
}

/* ── values in declarations ────────────────────────────────────────────────────────────────────────────────────── */

int value_compare(enum field_type type, const struct value *a, const struct value *b)
{
	switch (type) {
	case TYPE_INTEGER:
	case TYPE_DURATION:
		return (a->as.integer > b->as.integer) - (a->as.integer < b->as.integer);
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		return decimal_compare(a->as.decimal, b->as.decimal);
	case TYPE_BOOLEAN:
		return a->as.boolean - b->as.boolean;
	case TYPE_TIMESTAMP:
		return (a->as.timestamp > b->as.timestamp) - (a->as.timestamp < b->as.timestamp);
	case TYPE_DATE:
		return (a->as.date > b->as.date) - (a->as.date < b->as.date);
	default:
		return text_compare(a->as.text, b->as.text);
	}
}

static bool currency_code(Str s, Str *code)
{
	const struct currency *c = currency_listed(s);

	if (c)
		*code = (Str){c->code, 3};
	return c != NULL;
}

/* A day stands for its beginning in UTC. */
static bool midnight(Str s, instant *at)
{
	date day;

	if (!date_parse(s, &day))
		return false;
	*at = day * DAY;
	return true;
}

static bool value_of_text(struct arena *a, enum field_type type, Str s, struct value *v)
{
	switch (type) {
	case TYPE_INTEGER:
		return decimal_parse(a, s, &v->as.decimal) && decimal_integer(v->as.decimal, &v->as.integer);
	case TYPE_DECIMAL:
	case TYPE_MONEY:
		return decimal_parse(a, s, &v->as.decimal);
	case TYPE_CURRENCY:
		return currency_code(s, &v->as.text);
	case TYPE_BOOLEAN:
		v->as.boolean = text_is(s, S("true"));
		return v->as.boolean || text_is(s, S("false"));
	case TYPE_TIMESTAMP:
		return instant_parse(s, &v->as.timestamp) || midnight(s, &v->as.timestamp);
	case TYPE_DATE:
		return date_parse(s, &v->as.date);
	case TYPE_DURATION:
		return duration_parse(s, &v->as.integer) || duration_read(a, s, &v->as.integer);
	case TYPE_UUID:
		return uuid_read(a, s, &v->as.text);
	case TYPE_BYTES:
		return hex_decode(a, s, &v->as.text);
	case TYPE_GTIN:
		return gtin_read(a, s, &v->as.text);
	case TYPE_JSON:
		return false;
	case TYPE_TEXT:
		v->as.text = s;
		return true;
	}
	return false;
}

bool value_of_node(struct arena *a, enum field_type type, const struct node *n, struct value *v)
{
	Str s;

	v->null = false;
	return node_scalar(a, n, &s) && value_of_text(a, type, s, v);
}
