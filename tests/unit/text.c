#include "base/buf.h"
#include "base/err.h"

#include "tap.h"

#include <stdlib.h>

static void globs(void)
{
	static const struct {
		const char *pattern, *yes, *no;
	} cases[] = {
		{"", "", "a"}, {"a*", "a", "ba"}, {"*.csv", ".csv", "x.csv.gz"},
		{"a*b*c", "abxbc", "abxb"}, {"**a", "a", "b"}, {"a?c", "abc", "ac"}, {"?", "x", ""}, {"[a-c]x", "bx", "dx"},
		{"[!a-c]x", "dx", "bx"}, {"[^a]", "b", "a"}, {"[]a]", "]", "b"}, {"[a-]", "-", "b"}, {"[!]]", "a", "]"},
		{"shop_*", "shop_pl", "shop"}, {"*aaaaaaaaab", "aaaaaaaaaaaaab", "aaaaaaaaaaaaaa"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ok(text_glob(text(cases[i].pattern), text(cases[i].yes)), "%s is like %s", cases[i].yes, cases[i].pattern);
		ok(!text_glob(text(cases[i].pattern), text(cases[i].no)), "%s is not like %s", cases[i].no, cases[i].pattern);
	}
	ok(text_glob(S("*"), S("")) && text_glob(S("*"), S("a/b.c")), "everything is like *");
}

static size_t bad_byte(Str s)
{
	size_t bad = SIZE_MAX;

	return text_is_utf8(s, &bad) ? SIZE_MAX : bad;
}

static void utf8(void)
{
	static const struct {
		Str s;
		size_t bad;
	} cases[] = {
		{{"", 0}, SIZE_MAX}, {{"plain ascii, long enough", 24}, SIZE_MAX}, {{"12345678\xC3\xA9", 10}, SIZE_MAX},
		{{"\xE2\x82\xAC", 3}, SIZE_MAX}, {{"\xF0\x9F\x98\x80", 4}, SIZE_MAX}, {{"\xEF\xBF\xBF", 3}, SIZE_MAX},
		{{"\xF4\x8F\xBF\xBF", 4}, SIZE_MAX}, {{"a\0b", 3}, SIZE_MAX}, {{"12345678\xFF", 9}, 8}, {{"a\x80", 2}, 1},
		{{"\xC3", 1}, 0}, {{"\xC0\xAF", 2}, 0}, {{"\xC1\xBF", 2}, 0}, {{"\xE0\x9F\xBF", 3}, 0},
		{{"\xED\xA0\x80", 3}, 0}, {{"\xF0\x8F\xBF\xBF", 4}, 0}, {{"\xF4\x90\x80\x80", 4}, 0},
		{{"\xF5\x80\x80\x80", 4}, 0}, {{"x\xE2\x82", 3}, 1}, {{"\xE2\x28\xA1", 3}, 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(bad_byte(cases[i].s) == cases[i].bad, "UTF-8, case %zu", i);
}

static void quoting(struct arena *a)
{
	char long_one[200];

	is_z(text_quoted(a, S("a b")), "\"a b\"", "quoted");
	is_z(text_quoted(a, S("")), "\"\"", "nothing, quoted");
	is_z(text_quoted(a, S("a\nb\x7F\0")), "\"a\\x0Ab\\x7F\\x00\"", "control characters");
	is_z(text_quoted(a, S("\xC3\xA9\xFF")), "\"\xC3\xA9\\xFF\"", "what is no UTF-8");
	memset(long_one, 'x', sizeof long_one);
	is_int((int64_t)strlen(text_quoted(a, (Str){long_one, 200})), 80 + 2 + 3, "cut after 80 bytes");
	memcpy(long_one + 79, "\xC3\xA9", 2);
	is_int((int64_t)strlen(text_quoted(a, (Str){long_one, 200})), 79 + 2 + 3, "never inside of a character");
}

static void nearest(void)
{
	static const char *const names[] = {"status", "currency", "total"};

	is_z(text_nearest(S("statsu"), names, 3), "status", "letters that changed places");
	is_z(text_nearest(S("totl"), names, 3), "total", "one that is missing");
	is_z(text_nearest(S("x"), names, 3), NULL, "nothing is near");
	is_z(text_nearest(S("quantity"), names, 3), NULL, "nothing is near a long one either");
	is_z(text_nearest(S("totalamount"), names, 3), "total", "one that it begins with");
	is_z(text_nearest(S("total"), names, 0), NULL, "no candidates");
}

static void pieces(void)
{
	Str head, rest;
	uint64_t n = 7;

	ok(text_cut(S("a:b:c"), ':', &head, &rest) && text_is(head, S("a")) && text_is(rest, S("b:c")), "cut at the first");
	ok(!text_cut(S("abc"), ':', &head, &rest) && text_is(head, S("abc")) && rest.len == 0, "nowhere to cut");
	is_str(text_trim(S(" \t a b\r\n\v\f")), S("a b"), "trimmed");
	is_str(text_trim(S(" \n")), S(""), "blanks alone");
	is_int((int64_t)text_find(S("banana"), S("nan")), 2, "found");
	is_int((int64_t)text_find(S("banana"), S("x")), 6, "found nowhere");
	is_int((int64_t)text_find((Str){NULL, 0}, S("x")), 0, "nothing in nothing");
	ok(text_compare(S("ab"), S("abc")) < 0 && text_compare(S("b"), S("abc")) > 0 && text_compare(S(""), S("")) == 0,
		"order of bytes");
	ok(text_uint(S("18446744073709551615"), &n) && n == UINT64_MAX, "the largest number");
	ok(!text_uint(S("18446744073709551616"), &n) && !text_uint(S(""), &n) && !text_uint(S("-1"), &n)
		&& !text_uint(S("1 "), &n), "no numbers");
	ok(byte_hex('0') == 0 && byte_hex('f') == 15 && byte_hex('A') == 10 && byte_hex('g') == -1, "hexadecimal digits");
}

static void buffers(struct arena *a)
{
	struct buf *b = buf_new(a, 300);

	buf_add(b, S("abc"));
	buf_print(b, "%d", 5);
	is_str(buf_str(b), S("abc5"), "appended");
	buf_drop(b, 2);
	is_str(buf_str(b), S("c5"), "without its first bytes");
	ok(buf_room(b, 298) && !buf_is_over(b), "room up to the limit");
	ok(!buf_room(b, 299) && buf_is_over(b), "and no more");
	buf_add(b, S("x"));
	is_str(buf_str(b), S("c5"), "quiet after the first overflow");
	buf_clear(b);
	buf_add(b, S("x"));
	is_str(buf_str(b), S("x"), "until it is cleared");
}

static void errors(void)
{
	struct err e = {0};

	ok(!err_set(&e, ERR_FORMAT, "%s", "cut off") && !err_set(&e, ERR_SOURCE, "later"), "setting is false");
	ok(e.kind == ERR_FORMAT && strcmp(e.message, "cut off") == 0, "the first cause stays");
	err_in(&e, "a.csv:%d", 7);
	err_add(&e, "see %s", "there");
	is_z(e.message, "a.csv:7: cut off; see there", "with its place and what to do");
	ok(exit_code_first((const int[]){4, 6, 5}, 3) == 6 && exit_code_first((const int[]){8, 3, 7}, 3) == 3,
		"the first exit code that applies");
	ok(exit_code_first((const int[]){0, 130}, 2) == 130 && exit_code_first(NULL, 0) == 0, "others, and none");
}

static void count_down(void *subject)
{
	int *order = subject;

	order[0] = order[0] * 10 + order[1]--;
}

static void lifetimes(struct arena *a)
{
	struct arena *child = arena_new(a);
	int order[2] = {0, 3}, *list = NULL;

	for (int i = 0; i < 3; i++)
		arena_defer(i == 2 ? child : a, count_down, order);
	for (size_t i = 0; i < 1000; i++) {
		list = arena_grow(a, list, i, sizeof *list);
		list[i] = (int)i;
	}
	ok(list[0] == 0 && list[999] == 999, "a list that grew a thousand times");
	is_int(*(char *)arena_alloc(a, 10 << 20), 0, "ten megabytes of zeros");
	arena_end(a);
	is_int(order[0], 321, "what was deferred runs once each, children first");
	is_z(arena_print(a, "%s", "again"), "again", "an arena that ended is usable");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	globs();
	utf8();
	quoting(a);
	nearest();
	pieces();
	buffers(a);
	errors();
	lifetimes(a);
	arena_end(a);
	free(a);
	return done();
}
