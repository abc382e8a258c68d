#include "map/spec.h"

/*
 * Numbers as people and programs write them.  What is declared decides alone how one is read: nothing is guessed, so a
 * group mark must stand where groups are (1.234 is no 1234 unless "." is declared as the group mark, and then 1.23 is
 * no number).
 */

static bool cut_suffix(Str *s, Str suffix)
{
	if (!text_ends(*s, suffix))
		return false;
	s->len -= suffix.len;
	return true;
}

static bool cut_prefix(Str *s, Str prefix)
{
	if (!text_begins(*s, prefix))
		return false;
	*s = text_from(*s, prefix.len);
	return true;
}

/* Accounting's marks: a credit is positive, a debit negative; before or behind, with or without a blank. */
static bool cut_crdr(Str *s, bool *negative)
{
	static const struct {
		Str mark;
		bool negative;
	} marks[] = {{{"CR", 2}, false}, {{"DR", 2}, true}, {{"cr", 2}, false}, {{"dr", 2}, true}, {{"Cr", 2}, false},
		{{"Dr", 2}, true}};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (cut_suffix(s, marks[i].mark) || cut_prefix(s, marks[i].mark)) {
			*s = text_trim(*s);
			*negative = marks[i].negative;
			return s->len > 0 && byte_is_digit(s->at[0]);
		}
	return false;
}

/* Leaves the number without its sign; false if the sign is not written as declared. */
static bool cut_sign(enum sign_style style, Str *s, bool *negative)
{
	*negative = false;
	switch (style) {
	case SIGN_CRDR:
		return cut_crdr(s, negative);
	case SIGN_AFTER:
		*negative = cut_suffix(s, S("-"));
		if (!*negative)
			cut_suffix(s, S("+"));
		*s = text_trim(*s);
		return true;
	case SIGN_PARENTHESES:
		*negative = cut_prefix(s, S("("));
		return *negative ? cut_suffix(s, S(")")) : cut_sign(SIGN_BEFORE, s, negative);
	case SIGN_BEFORE:
		*negative = cut_prefix(s, S("-"));
		if (!*negative)
			cut_prefix(s, S("+"));
		return true;
	}
	return false;
}

/* The digits of a whole part; groups behind the first have three digits, or two before the last (1,23,456). */
static bool ungroup(Str s, Str mark, char *out, size_t *n)
{
	bool first = true;

	for (;;) {
		size_t run = text_digits(s);
		bool last = run == s.len;

		if (!first && run != 3 && (run != 2 || last))
			return false;
		memcpy(out + *n, s.at, run);
		*n += run;
		if (last)
			return true;
		s = text_from(s, run);
		if (run == 0 || run > 3 || mark.len == 0 || !cut_prefix(&s, mark))
			return false;
		first = false;
	}
}

bool number_parse(struct arena *a, const struct number_form *form, Str text, struct decimal *d)
{
	Str whole, fraction = {0};
	char *out;
	size_t n = 0, at;
	bool negative;

	if (form->plain)
		return decimal_parse(a, text, d);
	if (!cut_sign(form->sign, &text, &negative))
		return false;
	out = arena_raw(a, text.len + 2);
	at = text_find(text, form->decimal_mark);
	whole = text_head(text, at);
	if (at < text.len)
		fraction = text_from(text, at + form->decimal_mark.len);
	if (whole.len > 0 && !ungroup(whole, form->group_mark, out, &n))
		return false;
	if (text_digits(fraction) != fraction.len)
		return false;
	out[n++] = '.';
	if (fraction.len > 0)
		memcpy(out + n, fraction.at, fraction.len);
	if (!decimal_parse(a, (Str){out, n + fraction.len}, d))
		return false;
	*d = negative ? decimal_negate(*d) : *d;
	return true;
}

/* What a sum or a count found is written plainly, whatever the source's own form. */
static bool is_computed(const struct spec *s)
{
	return s->source.kind == SOURCE_AGGREGATE
	    && (s->source.aggregate == AGGREGATE_SUM || s->source.aggregate == AGGREGATE_COUNT);
}

/* So long a number could not be read, and may be more than Postgres holds. */
static bool fits(struct work *w, const struct spec *s, const struct decimal *d)
{
	return !decimal_is_long(*d) || reject(w, s, "more than 1000 digits");
}

bool number_read(struct work *w, const struct spec *s, Str text, struct decimal *d)
{
	static const struct number_form plain = {.plain = true};

	if (text.len == 0)
		return reject(w, s, "empty, where a number is expected");
	if (!number_parse(w->batch, is_computed(s) ? &plain : &s->number, text, d))
		return reject(w, s, "not a number");
	for (size_t i = s->text_operations; i < s->operation_count; i++)
		*d = s->operations[i].row->number(w->batch, &s->operations[i], *d);
	return s->text_operations == s->operation_count || fits(w, s, d);
}

bool factor_apply(struct work *w, const struct spec *s, struct decimal *d)
{
	const struct value *by = &w->values[s->factor.slot];
	struct decimal factor;
	Str written;

	if (w->recall->bad[s->factor.slot] || by->null)
		return reject(w, s, "no unit to find the factor by");
	if (!crosswalk_get(s->factor.table, by->as.text, &written) || !decimal_parse(w->batch, written, &factor))
		return reject(w, s, "no factor for its unit");
	*d = decimal_multiply(w->batch, *d, factor);
	return fits(w, s, d);
}

/* The sign stands in another field, so the amount has none. */
bool sign_apply(struct work *w, const struct spec *s, struct decimal *d)
{
	const struct value *by = &w->values[s->sign_by.slot];

	if (w->recall->bad[s->sign_by.slot] || by->null)
		return reject(w, s, s->sign_by.unknown);
	if (d->negative)
		return reject(w, s, s->sign_by.contradicts);
	if (texts_has(&s->sign_by.negative, by->as.text))
		*d = decimal_negate(*d);
	return true;
}

/* Digits alone with at most a sign, at most 18 of them: no decimal is needed. */
static bool small_integer(Str s, int64_t *value)
{
	bool negative = s.len > 0 && s.at[0] == '-';
	Str digits = text_from(s, negative ? 1 : 0);
	int64_t n = 0;

	if (digits.len == 0 || digits.len > 18)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		if (!byte_is_digit(digits.at[i]))
			return false;
		n = n * 10 + (digits.at[i] - '0');
	}
	*value = negative ? -n : n;
	return true;
}

bool number_is_whole(const struct spec *s, Str text)
{
	Str mark = s->number.plain ? S(".") : s->number.decimal_mark;

	return text_find(text, mark) == text.len;
}

/* Integer text; a point is only a number's way of writing an integer if the map says so. */
static bool is_integer_text(const struct spec *s, Str text)
{
	return number_is_whole(s, text) && text_find_byte(text, 'e') == text.len
	    && text_find_byte(text, 'E') == text.len;
}

bool type_integer(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	bool has_factor = s->factor.table != NULL, has_sign = s->sign_by.slot >= 0;
	struct decimal d = {0};

	if (s->number.plain && s->text_operations == s->operation_count && !has_factor && !has_sign
	    && small_integer(in->text, &v->as.integer))
		return true;
	if (!number_read(w, s, in->text, &d))
		return false;
	if (has_factor && !factor_apply(w, s, &d))
		return false;
	if (!has_factor && !s->integral && s->text_operations == s->operation_count && !is_computed(s)
	    && !is_integer_text(s, in->text))
		return reject(w, s, decimal_scale(d) > 0 ? "has a fraction"
			: "not written as an integer; integral = true reads it");
	if (has_sign && !sign_apply(w, s, &d))
		return false;
	if (decimal_scale(d) > 0)
		return reject(w, s, "has a fraction");
	return decimal_integer(d, &v->as.integer) || reject(w, s, "too large for an integer");
}

bool type_decimal(struct work *w, const struct spec *s, const struct cell *in, struct value *v)
{
	struct decimal d = {0};
	int64_t whole;

	if (!number_read(w, s, in->text, &d))
		return false;
	if (s->factor.table && !factor_apply(w, s, &d))
		return false;
	if (s->sign_by.slot >= 0 && !sign_apply(w, s, &d))
		return false;
	if (s->scale >= 0 && decimal_scale(d) > s->scale) {
		if (s->round < 0)
			return reject(w, s, "more digits behind the point than declared");
		d = decimal_round(w->batch, d, s->scale, (enum decimal_rounding)s->round);
	}
	whole = (int64_t)d.digits.len - d.scale;
	if (s->digits >= 0 && whole > s->digits - (s->scale > 0 ? s->scale : 0))
		return reject(w, s, "more digits than declared");
	if (s->digits >= 0 && s->scale < 0 && (whole > 0 ? whole : 0) + decimal_scale(d) > s->digits)
		return reject(w, s, "more digits than declared");
	v->as.decimal = d;
	return true;
}
