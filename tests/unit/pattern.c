#include "db/pattern.h"

#include "base/regex.h"
#include "cluster.h"
#include "tap.h"

static const char *const subjects[] = {
	"", "a", "b", "c", "ab", "ba", "aa", "aab", "abab", "abc", "aaaa", "a.b", "-", "]", "a-", "a]b", "ä", "äa", "Ä",
	"x{2}", "\n", "a\n", "\na", "a\nb", "a\r\n", "\r", "a\r", "\r\n", "a\n\n", "a\v", "\f", "a\u2028", "\u2029",
	"\xC2\x85", "a b", "\t", "\\", "a\\b", "bbbbbbbbbbbbbbbbbbbbbbbb", "٣",
};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

/* 1 the pattern was refused, 0 both languages agree on every subject, -1 they do not. */
static int agree(struct arena *a, struct pg *pg, Str pattern)
{
	struct texts list = {0};
	struct err e = {0};
	struct regex *regex;
	struct rows *rows;
	Str sql, found;
	int result = 0;

	if (!regex_open(a, pattern, &regex, &e) || !pattern_sql(a, pattern, &sql, &e))
		return 1;
	for (int i = 0; i < SUBJECTS; i++)
		texts_add(a, &list, text(subjects[i]));
	if (!pg_query(pg, a, "select s ~ $1 from unnest($2::text[]) with ordinality as t(s, n) order by n",
			P(sql, param_texts(a, &list)), &rows, &e)) {
		printf("# %.*s, as %.*s: %s\n", STR(pattern), STR(sql), e.message);
		return -1;
	}
	for (size_t i = 0; i < SUBJECTS; i++)
		if (rows_bool(rows, i, 0) != regex_match(regex, list.at[i], 0, &found)) {
			printf("# %.*s, as %.*s, differs\n", STR(pattern), STR(sql));
			tap_show("on", list.at[i]);
			result = -1;
		}
	return result;
}

static void alike(struct arena *a, struct pg *pg)
{
	static const char *const patterns[] = {
		"", "a.b", "^a$", "^.$", "a\\z", "\\Aa", "^[^a]$", "[]a]", "[^]a]", "[a-]", "[-a]", "^[\\]\\-\\\\]$", "[a-c-e]",
		"^(a|b){2,3}$", "(?:a|b)+?c?", "a{24}|b{24}", "(?=a).b", "a(?!b)", "(?<=a)b", "(?<!a)b", "^(?!.*c)[a-c]+$",
		"\\{2\\}", "x\\{", "^ä$", "^[ä-ö]", "\\.", "a\\ b", "a-\\d{0}|\\t", "|a", "a|", "()", "(|a)$", "]", "}", "$^",
		"a$|^b", "(^a|b$)+", "^$", "\\n$", "\\r$", "(?=(?!b)a)", "\\/|\\\"|\\'", "^\\\\$",
	};

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		int result = agree(a, pg, text(patterns[i]));

		ok(result == (strstr(patterns[i], "\\d") ? 1 : 0), "%s means the same", patterns[i]);
	}
}

static uint64_t state = 88172645463325254;

/* Xorshift (Marsaglia, 2003): the same numbers in every run. */
static size_t below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % n);
}

static Str random_pattern(struct arena *a)
{
	static const char *const words[] = {
		"a", "b", "a", "b", "ä", ".", "[ab]", "[^a]", "[a-c]", "[^\\n]", "\\.", "\\n", "\\r", "\\-", "^", "$",
		"\\z", "\\A", "(", "(", "(?:", "(?=", "(?!", "(?<=", "(?<!", ")", ")", ")", "|", "*", "+", "?", "*?", "{2}",
		"{0,2}", "{1,}", "{",
	};
	struct buf *b = buf_new(a, 1 << 10);
	size_t open = 0;

	for (size_t n = 1 + below(9); n > 0; n--) {
		const char *word = words[below(sizeof words / sizeof *words)];

		open += *word == '(';
		if (*word == ')' && open-- == 0) {
			open = 0;
			continue;
		}
		buf_add(b, text(word));
	}
	while (open-- > 0)
		buf_byte(b, ')');
	return buf_str(b);
}

static void random_ones(struct arena *a, struct pg *pg)
{
	int good = 0, bad = 0;

	for (int i = 0; i < 4000; i++) {
		struct arena *one = arena_new(a);
		int result = agree(one, pg, random_pattern(one));

		good += result == 0;
		bad += result < 0;
		arena_end(one);
	}
	ok(bad == 0, "random patterns mean the same to both: %d of them do", good);
	ok(good > 1000, "most that can be written are such");
}

static void refused(struct arena *a, Str pattern, const char *why)
{
	struct err e = {0};
	struct regex *regex;
	Str sql;

	ok(regex_open(a, pattern, &regex, &e), "%.*s is fine in a map", STR(pattern));
	ok(!pattern_sql(a, pattern, &sql, &e) && e.kind == ERR_CONFIG, "%.*s is refused in a rule", STR(pattern));
	if (!ok(strstr(e.message, why) != NULL, "and says %s", why))
		printf("# %s\n", e.message);
}

static void others(struct arena *a)
{
	refused(a, S("^\\d+$"), "\"^\\d+$\": at char 1: the database understands this otherwise than a map "
		"does; say [0-9]");
	refused(a, S("ä[\\w.]"), "at char 2: the database understands this otherwise than a map "
		"does; say A-Za-z0-9_");
	refused(a, S("\\bword\\b"), "at char 0: the database understands");
	refused(a, S("\\p{L}"), "at char 0: the database does not know this");
	refused(a, S("(a)\\1"), "at char 3: the database does not know this");
	refused(a, S("[[:alpha:]]"), "at char 1: classes by name go by the locale");
	refused(a, S("(?i)ab"), "at char 0: the database does not know this kind of group");
	refused(a, S("(?<name>a)"), "at char 0: the database does not know this kind of group");
	refused(a, S("(?>a)"), "at char 0: the database does not know this kind of group");
	refused(a, S("a++"), "at char 2: the database has no possessive");
	refused(a, S("(?=a)*"), "at char 5: the database repeats no place");
	refused(a, S("a{256}"), "at char 1: the database repeats 255");
	refused(a, S("((a?){50}){50}"), "at char 10: the database repeats 255");
	refused(a, S("a{,2}"), "at char 1: a brace that counts nothing; say \\{");
	refused(a, S("a{"), "at char 1: a brace that counts nothing");
}

static void deep(struct arena *a)
{
	struct buf *b = buf_new(a, 1 << 10);
	struct err e = {0};
	Str sql;

	for (int i = 0; i < 100; i++)
		buf_byte(b, '(');
	for (int i = 0; i < 100; i++)
		buf_byte(b, ')');
	ok(!pattern_sql(a, buf_str(b), &sql, &e), "groups in groups have an end: %s", e.message);
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	struct pg *pg = test_session(a, test_database_empty(a));

	alike(a, pg);
	random_ones(a, pg);
	others(a);
	deep(a);
	arena_end(a);
	free(a);
	return done();
}
