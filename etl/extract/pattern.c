#include "extract/pattern.h"

#include "base/buf.h"

enum { PATH_LIMIT = 4096 };

static const char known[] = "known are {business_date}, {business_date:%Y%m%d}, {part} and {page}";

/* Cuts at the first brace: what stands before it, what stands in it, what follows.  False if there is none. */
static bool cut_brace(Str pattern, Str *before, Str *inside, Str *after)
{
	Str head, rest, braces;

	if (!text_cut(pattern, '{', &head, &rest) || !text_cut(rest, '}', &braces, &rest))
		return false;
	*before = head;
	*inside = braces;
	*after = rest;
	return true;
}

/* "business_date" and its format; false if the braces hold something else. */
static bool is_date(Str inside, Str *format)
{
	Str name;

	if (!text_cut(inside, ':', &name, format))
		*format = S("%Y-%m-%d");
	return text_is(name, S("business_date"));
}

static void add_conversion(struct buf *b, char c, date d)
{
	int32_t year;
	int month, day;
	date first;

	date_split(d, &year, &month, &day);
	if (c == 'Y')
		buf_print(b, "%04d", year);
	if (c == 'y')
		buf_print(b, "%02d", year % 100);
	if (c == 'm')
		buf_print(b, "%02d", month);
	if (c == 'd')
		buf_print(b, "%02d", day);
	if (c == 'j' && date_of(year, 1, 1, &first))
		buf_print(b, "%03d", d - first + 1);
	if (c == '%')
		buf_byte(b, '%');
}

static bool check_format(struct arena *a, Str format, struct err *e)
{
	for (size_t i = 0; i < format.len; i++) {
		if (format.at[i] != '%')
			continue;
		if (++i == format.len || !strchr("Yymdj%", format.at[i]))
			return err_set(e, ERR_CONFIG, "unknown conversion %s in a date; known are %%Y %%y %%m %%d %%j %%%%",
				text_quoted(a, text_head(text_from(format, i - 1), 2)));
	}
	return true;
}

bool pattern_check(struct arena *a, Str pattern, struct err *e)
{
	Str before, inside, format;

	if (pattern.len == 0)
		return err_set(e, ERR_CONFIG, "the path is empty");
	if (pattern.len > PATH_LIMIT || memchr(pattern.at, '\0', pattern.len))
		return err_set(e, ERR_CONFIG, "%s is no path", text_quoted(a, pattern));
	while (cut_brace(pattern, &before, &inside, &pattern)) {
		if (!is_date(inside, &format) && !text_is(inside, S("part")) && !text_is(inside, S("page")))
			return err_set(e, ERR_CONFIG, "unknown placeholder %s; %s", text_quoted(a, inside), known);
		if (is_date(inside, &format) && !check_format(a, format, e))
			return false;
	}
	if (text_find_byte(pattern, '{') < pattern.len)
		return err_set(e, ERR_CONFIG, "\"{\" without \"}\"; %s", known);
	return true;
}

bool pattern_has_date(Str pattern)
{
	Str before, inside, format;

	while (cut_brace(pattern, &before, &inside, &pattern))
		if (is_date(inside, &format))
			return true;
	return false;
}

bool pattern_has_part(Str pattern)
{
	return text_find(pattern, S("{part}")) < pattern.len;
}

bool pattern_has_page(Str pattern)
{
	return text_find(pattern, S("{page}")) < pattern.len;
}

bool pattern_is_glob(Str pattern)
{
	return pattern_has_page(pattern) || text_find_byte(pattern, '*') < pattern.len
	    || text_find_byte(pattern, '?') < pattern.len || text_find_byte(pattern, '[') < pattern.len;
}

size_t pattern_literal(Str pattern)
{
	size_t n = 0;

	while (n < pattern.len && pattern.at[n] != '*' && pattern.at[n] != '?' && pattern.at[n] != '[')
		n++;
	return n;
}

/* So that a part called "A*" stands for itself: [*] matches nothing but a star. */
static void add_literal(struct buf *b, Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool special = s.at[i] == '*' || s.at[i] == '?' || s.at[i] == '[';

		if (special)
			buf_byte(b, '[');
		buf_byte(b, s.at[i]);
		if (special)
			buf_byte(b, ']');
	}
}

static void add_date(struct arena *a, struct buf *b, Str format, date d)
{
	struct buf *filled = buf_new(a, PATH_LIMIT);

	for (size_t i = 0; i < format.len; i++) {
		if (format.at[i] == '%' && i + 1 < format.len)
			add_conversion(filled, format.at[++i], d);
		else
			buf_byte(filled, format.at[i]);
	}
	add_literal(b, buf_str(filled));
}

Str pattern_fill(struct arena *a, Str pattern, date business_date, Str part)
{
	struct buf *b = buf_new(a, (size_t)4 * PATH_LIMIT);
	Str before, inside, format, rest = pattern;

	while (text_begins(rest, S("./")))
		rest = text_from(rest, 2);
	while (cut_brace(rest, &before, &inside, &rest)) {
		buf_add(b, before);
		if (is_date(inside, &format))
			add_date(a, b, format, business_date);
		else if (text_is(inside, S("part")))
			add_literal(b, part);
		else if (text_is(inside, S("page")))
			buf_add(b, S("[0-9]*"));
		else
			buf_print(b, "{%.*s}", STR(inside));
	}
	buf_add(b, rest);
	return text_copy(a, buf_str(b));
}

/* Any of the name's numbers with which the pattern is the name. */
bool pattern_find_page(struct arena *a, Str pattern, date business_date, Str part, Str name, uint64_t *page)
{
	size_t at = text_find(pattern, S("{page}")), run;
	Str before = pattern_fill(a, text_head(pattern, at), business_date, part);
	Str after = pattern_fill(a, text_from(pattern, at + strlen("{page}")), business_date, part);

	for (size_t i = 0; i < name.len; i += run > 0 ? run : 1) {
		Str digits = text_head(text_from(name, i), run = text_digits(text_from(name, i)));
		Str whole = text(arena_print(a, "%.*s%.*s%.*s", STR(before), STR(digits), STR(after)));

		if (run > 0 && text_glob(whole, name) && text_uint(digits, page))
			return true;
	}
	return false;
}

/* Eight digits of a day in this or the last century: other numbers of eight digits are rarely one. */
static bool packed_date(Str digits, date *d)
{
	char spaced[] = {digits.at[0], digits.at[1], digits.at[2], digits.at[3], '-', digits.at[4], digits.at[5], '-',
		digits.at[6], digits.at[7]};

	return (digits.at[0] == '2' || (digits.at[0] == '1' && digits.at[1] == '9'))
	    && date_parse((Str){spaced, sizeof spaced}, d);
}

bool pattern_find_date(Str name, date *d)
{
	bool found = false;

	for (size_t i = 0, run; i < name.len; i += run ? run : 1) {
		date here;
		bool good;

		run = text_digits(text_from(name, i));
		good = (run == 8 || run == 12 || run == 14) ? packed_date(text_from(name, i), &here)
		    : run == 4 && i + 10 <= name.len && (i + 10 == name.len || !byte_is_digit(name.at[i + 10]))
		    && date_parse((Str){name.at + i, 10}, &here);
		if (good)
			*d = here;
		found = found || good;
	}
	return found;
}
