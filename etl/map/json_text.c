#include "map/json_text.h"

#include "base/json_out.h"

static const char *const bad = "not JSON";

struct scan {
	const char *at, *end;
	const char *fault;
};

static bool fail(struct scan *s, const char *fault)
{
	s->fault = s->fault ? s->fault : fault;
	return false;
}

static void blanks(struct scan *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

static bool is(const struct scan *s, char c)
{
	return s->at < s->end && *s->at == c;
}

static bool word(struct scan *s, Str w)
{
	if ((size_t)(s->end - s->at) < w.len || memcmp(s->at, w.at, w.len) != 0)
		return fail(s, bad);
	s->at += w.len;
	return true;
}

/* Four hexadecimal digits; -1 if they are none. */
static int unit(struct scan *s)
{
	int code = 0;

	if (s->end - s->at < 4)
		return -1;
	for (int i = 0; i < 4; i++, s->at++) {
		int digit = byte_hex(*s->at);

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

static bool escaped_unit(struct scan *s)
{
	int code = unit(s), low;

	if (code < 0)
		return fail(s, bad);
	if (code == 0)
		return fail(s, "JSON with \\u0000, which Postgres cannot hold");
	if (code < 0xD800 || code > 0xDFFF)
		return true;
	if (code > 0xDBFF || s->end - s->at < 6 || s->at[0] != '\\' || s->at[1] != 'u')
		return fail(s, "JSON with half a surrogate pair");
	s->at += 2;
	low = unit(s);
	return (low >= 0xDC00 && low <= 0xDFFF) || fail(s, "JSON with half a surrogate pair");
}

static bool string(struct scan *s)
{
	s->at++;
	while (s->at < s->end && *s->at != '"') {
		unsigned char c = (unsigned char)*s->at++;

		if (c < 0x20)
			return fail(s, bad);
		if (c != '\\')
			continue;
		if (s->at == s->end || text_find_byte(S("\"\\/bfnrtu"), *s->at) == 9)
			return fail(s, bad);
		if (*s->at++ == 'u' && !escaped_unit(s))
			return false;
	}
	if (s->at == s->end)
		return fail(s, bad);
	s->at++;
	return true;
}

static size_t digits(struct scan *s)
{
	const char *start = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return (size_t)(s->at - start);
}

static bool number(struct scan *s)
{
	enum { LONGEST = 1000, LARGEST_EXPONENT_DIGITS = 3 };
	const char *start, *exponent;

	s->at += is(s, '-');
	start = s->at;
	if (digits(s) == 0 || (*start == '0' && s->at - start > 1))
		return fail(s, bad);
	if (is(s, '.')) {
		s->at++;
		if (digits(s) == 0)
			return fail(s, bad);
	}
	if (s->at - start > LONGEST)
		return fail(s, "JSON with a number of more than 1000 digits");
	if (!is(s, 'e') && !is(s, 'E'))
		return true;
	s->at++;
	s->at += is(s, '-') || is(s, '+');
	exponent = s->at;
	if (digits(s) == 0)
		return fail(s, bad);
	while (exponent < s->at - 1 && *exponent == '0')
		exponent++;
	return s->at - exponent <= LARGEST_EXPONENT_DIGITS || fail(s, "JSON with a number out of range");
}

static bool value(struct scan *s, int depth);

static bool member_name(struct scan *s)
{
	if (!is(s, '"') || !string(s))
		return fail(s, bad);
	blanks(s);
	return word(s, S(":"));
}

static bool members(struct scan *s, char end, int depth)
{
	bool object = end == '}';

	s->at++;
	blanks(s);
	if (is(s, end)) {
		s->at++;
		return true;
	}
	for (;;) {
		if (object && !member_name(s))
			return false;
		blanks(s);
		if (!value(s, depth + 1))
			return false;
		blanks(s);
		if (is(s, end)) {
			s->at++;
			return true;
		}
		if (!word(s, S(",")))
			return false;
		blanks(s);
	}
}

static bool value(struct scan *s, int depth)
{
	if (s->at == s->end)
		return fail(s, bad);
	if (depth > 1000)
		return fail(s, "JSON of more than 1000 levels");
	switch (*s->at) {
	case '{':
		return members(s, '}', depth);
	case '[':
		return members(s, ']', depth);
	case '"':
		return string(s);
	case 't':
		return word(s, S("true"));
	case 'f':
		return word(s, S("false"));
	case 'n':
		return word(s, S("null"));
	default:
		return number(s);
	}
}

const char *json_fault(Str text)
{
	struct scan s = {.at = text.at, .end = text.at + text.len};

	blanks(&s);
	if (value(&s, 0)) {
		blanks(&s);
		if (s.at != s.end)
			fail(&s, bad);
	}
	return s.fault;
}

Str json_quote(struct arena *a, Str s)
{
	struct buf *out = buf_new(a, SIZE_MAX / 2);
	struct json_out j;

	json_begin(&j, out, false);
	json_text(&j, s);
	return buf_str(out);
}
