#include "base/regex.h"

#include "tap.h"

#include <stdlib.h>

static struct regex *opened(struct arena *a, const char *pattern)
{
	struct err e = {0};
	struct regex *r = NULL;

	if (!regex_open(a, text(pattern), &r, &e))
		ok(false, "opens %s: %s", pattern, e.message);
	return r;
}

static void matches(struct arena *a)
{
	struct regex *r = opened(a, "([A-Z]{2})-(\\d+)(x)?");
	Str found = S("untouched");

	is_int(regex_groups(r), 3, "three groups");
	ok(regex_match(r, S("no PL-1001 here"), 0, &found), "matches inside");
	is_str(found, S("PL-1001"), "all of it");
	ok(regex_match(r, S("no PL-1001 here"), 2, &found), "a group");
	is_str(found, S("1001"), "what it matched");
	ok(regex_match(r, S("PL-1"), 3, &found) && found.at == NULL && found.len == 0, "a group that took no part");
	ok(!regex_match(r, S("PL-1"), 4, &found) && !regex_match(r, S("PL-1"), -1, &found), "no such group");
	ok(!regex_match(r, S("pl-1"), 0, &found), "no match");
	ok(!regex_match(r, S("PL-1\xFF"), 0, &found), "what is no UTF-8 has no match");
	ok(!regex_match(r, (Str){NULL, 0}, 0, &found), "nor has nothing");
	ok(regex_match(opened(a, "^$"), (Str){NULL, 0}, 0, &found) && found.len == 0, "unless the pattern is empty");
	ok(regex_match(opened(a, "^ł.d"), S("łódź"), 0, &found) && found.len == 5, "a point is a character");
	ok(regex_match(opened(a, "^.$"), S("\r"), 0, &found) && !regex_match(opened(a, "."), S("\n"), 0, &found)
		&& regex_match(opened(a, "a$"), S("a\n"), 0, &found) && !regex_match(opened(a, "a$"), S("a\r\n"), 0, &found),
		"a line ends with LF");
	ok(regex_match(opened(a, "b"), S("a\0b"), 0, &found), "a NUL is a character");
	/* Not ended by a NUL, and more behind it. */
	ok(!regex_match(opened(a, "abc"), (Str){"abc", 2}, 0, &found), "nothing is read past the end");
}

/* Exponential without a limit: 2^40 steps. */
static void runs_away(struct arena *a)
{
	static const char *const patterns[] = {"(a+)+$", "(a|aa)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)*=(.*)*;"};
	char subject[61] = "";
	Str found, s = {subject, sizeof subject};

	memset(subject, 'a', sizeof subject);
	subject[sizeof subject - 1] = '!';
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		struct regex *r = opened(a, patterns[i]);

		ok(!regex_match(r, s, 0, &found), "%s does not match", patterns[i]);
		is_str(regex_substitute(a, r, s, S("x")), s, "%s replaces nothing", patterns[i]);
	}
}

/* More than the compiled form's stack holds. */
static void long_subject(struct arena *a)
{
	enum { LENGTH = 20000 };
	struct regex *r = opened(a, "^(?:a|b)*c$");
	char *subject = arena_raw(a, LENGTH);
	Str found = {0};

	memset(subject, 'a', LENGTH);
	subject[LENGTH - 1] = 'c';
	ok(regex_match(r, (Str){subject, LENGTH}, 0, &found) && found.len == LENGTH, "a long text is matched");
	is_str(regex_substitute(a, r, (Str){subject, LENGTH}, S("x")), S("x"), "and replaced");
}

static void substitutes(struct arena *a)
{
	struct err e = {0};
	struct regex *r = opened(a, "(\\d+)-(?<tail>\\d+)");

	is_str(regex_substitute(a, r, S("1-2, 33-44"), S("\\2/\\1")), S("2/1, 44/33"), "every match, by numbers");
	is_str(regex_substitute(a, r, S("1-2"), S("\\g<tail>")), S("2"), "by name");
	is_str(regex_substitute(a, r, S("none"), S("x")), S("none"), "no match");
	is_str(regex_substitute(a, opened(a, "x*"), S("ab"), S("-")), S("-a-b-"), "empty matches");
	is_str(regex_substitute(a, opened(a, "^$"), (Str){NULL, 0}, S("-")), S("-"), "of nothing");
	is_str(regex_substitute(a, opened(a, "a"), S("a\0a"), S("b")), S("a\0a"), "text with a NUL stays");
	is_str(regex_substitute(a, opened(a, "a"), S("a\xFF"), S("b")), S("a\xFF"), "what is no UTF-8 stays");
	ok(regex_check_replacement(a, S("\\1 \\g<tail> $"), &e), "a good replacement");
	ok(!regex_check_replacement(a, S("\\g<"), &e) && e.kind == ERR_CONFIG, "a bad one: %s", e.message);
}

static void refused(struct arena *a)
{
	static const Str bad[] = {{"(ab", 3}, {"[z-a]", 5}, {"*", 1}, {"\xFF", 1}, {"a\0b", 3}, {"(?<n>a)(?<n>b)", 14}};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = {0};
		struct regex *r;

		ok(!regex_open(a, bad[i], &r, &e) && e.kind == ERR_CONFIG, "refused: %s", e.message);
		if (i == 0)
			ok(text_begins(text(e.message), S("regular expression \"(ab\": at char 3: ")), "with its place");
	}
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	matches(a);
	runs_away(a);
	long_subject(a);
	substitutes(a);
	refused(a);
	arena_end(a);
	free(a);
	return done();
}
