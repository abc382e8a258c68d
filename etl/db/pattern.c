#include "db/pattern.h"

/* REPEATS: Postgres's own limit (DUPMAX).  It writes a repeated group out, so that groups in groups would grow past
 * what it compiles ("too complex"): the limit is that of everything repeated.  DEPTH: of our own stack. */
enum { REPEATS = 255, DEPTH = 50 };

struct translation {
	struct arena *a;
	Str pattern;
	size_t at;
	struct buf *sql;
	struct err *e;
	int depth;
};

static bool refused(struct translation *t, size_t at, const char *why, const char *instead)
{
	int chars = 0;

	for (size_t i = 0; i < at; i++)
		chars += ((unsigned char)t->pattern.at[i] & 0xC0) != 0x80;
	return err_set(t->e, ERR_CONFIG, "regular expression %s: at char %d: %s; %s", text_quoted(t->a, t->pattern), chars,
		why, instead);
}

static Str rest(const struct translation *t)
{
	return text_from(t->pattern, t->at);
}

static char next(const struct translation *t)
{
	return t->at < t->pattern.len ? t->pattern.at[t->at] : '\0';
}

static bool take(struct translation *t, Str word)
{
	if (!text_begins(rest(t), word))
		return false;
	t->at += word.len;
	return true;
}

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* ── characters ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* One character of the pattern, of one byte or several; punctuation is no operator behind a backslash. */
static void character_add(struct translation *t)
{
	if (is_punctuation(next(t)))
		buf_byte(t->sql, '\\');
	do {
		buf_byte(t->sql, t->pattern.at[t->at++]);
	} while (((unsigned char)next(t) & 0xC0) == 0x80);
}

static bool escape_refused(struct translation *t, size_t at, bool listed)
{
	static const struct {
		char letter;
		const char *instead, *in_list;
	} known[] = {
		{'d', "say [0-9]", "say 0-9"}, {'D', "say [^0-9]", "say what it may be"},
		{'w', "say [A-Za-z0-9_]", "say A-Za-z0-9_"}, {'W', "say [^A-Za-z0-9_]", "say what it may be"},
		{'s', "say [ \\t]", "say the blank, and \\t"}, {'S', "say [^ \\t]", "say what it may be"},
		{'b', "say what may stand beside the word", "say what it may be"},
		{'Z', "say $", "say what it may be"},
	};
	char letter = next(t);

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].letter == letter)
			return refused(t, at, "the database understands this otherwise than a map does",
				listed ? known[i].in_list : known[i].instead);
	return refused(t, at, "the database does not know this as a map does",
		"behind a backslash it may be punctuation, \\t, \\n, \\r or \\f");
}

/* Behind a backslash at `at`. */
static bool escaped_add(struct translation *t, size_t at, bool listed)
{
	char c = next(t);

	if (c == 't' || c == 'n' || c == 'r' || c == 'f')
		buf_print(t->sql, "\\%c", c);
	else if (!is_punctuation(c) && c != ' ')
		return escape_refused(t, at, listed);
	else
		buf_print(t->sql, c == ' ' ? " " : "\\%c", c);
	t->at++;
	return true;
}

static bool listed_add(struct translation *t)
{
	size_t at = t->at;

	if (take(t, S("\\")))
		return escaped_add(t, at, true);
	if (text_begins(rest(t), S("[:")) || text_begins(rest(t), S("[.")) || text_begins(rest(t), S("[=")))
		return refused(t, at, "classes by name go by the locale in the database",
			"say the characters, as in A-Z, or \\[ for the bracket");
	character_add(t);
	return true;
}

/* Behind "[", up to its "]", which is one of the characters if it is the first. */
static bool list_add(struct translation *t)
{
	bool first = true;

	buf_add(t->sql, take(t, S("^")) ? S("[^") : S("["));
	while (t->at < t->pattern.len && (first || next(t) != ']')) {
		first = false;
		if (!listed_add(t))
			return false;
		if (next(t) != '-' || t->at + 1 >= t->pattern.len || t->pattern.at[t->at + 1] == ']')
			continue;
		t->at++;
		buf_byte(t->sql, '-');
		if (!listed_add(t))
			return false;
	}
	buf_byte(t->sql, ']');
	t->at++;
	return true;
}

/* ── groups, atoms and how often ───────────────────────────────────────────────────────────────────────────────── */

static bool alternatives_add(struct translation *t, int *size);

/* Behind "(" at `at`.  Nothing is captured: nobody asks what matched. */
static bool group_add(struct translation *t, size_t at, int *size, bool *repeatable)
{
	static const Str looks[] = {{"?=", 2}, {"?!", 2}, {"?<=", 3}, {"?<!", 3}};
	Str opens = S("?:");

	for (size_t i = 0; *repeatable && i < sizeof looks / sizeof *looks; i++)
		if (take(t, looks[i])) {
			opens = looks[i];
			*repeatable = false;
		}
	if (*repeatable && !take(t, S("?:")) && (next(t) == '?' || next(t) == '*'))
		return refused(t, at, "the database does not know this kind of group",
			"say (…), (?:…), or (?=…) and its like, and both cases of a letter as in [Aa]");
	if (++t->depth > DEPTH)
		return refused(t, at, "groups in groups in groups", "say it in fewer");
	buf_print(t->sql, "(%.*s", STR(opens));
	if (!alternatives_add(t, size))
		return false;
	t->depth--;
	t->at++;
	buf_byte(t->sql, ')');
	return true;
}

/* repeatable: not a place, such as ^. */
static bool atom_add(struct translation *t, int *size, bool *repeatable)
{
	size_t at = t->at;

	*size = 1;
	*repeatable = true;
	if (take(t, S("[")))
		return list_add(t);
	if (take(t, S("(")))
		return group_add(t, at, size, repeatable);
	if (take(t, S("."))) {
		buf_add(t->sql, S("[^\\n]"));
		return true;
	}
	*repeatable = false;
	if (take(t, S("^")) || take(t, S("\\A")))
		buf_add(t->sql, S("^"));
	else if (take(t, S("\\z")))
		buf_add(t->sql, S("\\Z"));
	else if (take(t, S("$")))
		buf_add(t->sql, S("(?=\\n?\\Z)"));
	else {
		*repeatable = true;
		if (take(t, S("\\")))
			return escaped_add(t, at, false);
		if (next(t) == '{')
			return refused(t, at, "a brace that counts nothing", "say \\{");
		character_add(t);
	}
	return true;
}

/* "{m}", "{m,}" or "{m,n}"; times: the larger of what is said. */
static bool count_take(struct translation *t, uint64_t *times)
{
	Str s = rest(t), inside, low, high;

	if (!text_begins(s, S("{")) || !text_cut(text_from(s, 1), '}', &inside, &s))
		return false;
	if (!text_cut(inside, ',', &low, &high))
		low = high = inside;
	if (!text_uint(low, times) || (high.len > 0 && !text_uint(high, times)))
		return false;
	buf_print(t->sql, "{%.*s}", STR(inside));
	t->at += inside.len + 2;
	return true;
}

/* Lazy or not is all one to whether there is a match. */
static bool often_add(struct translation *t, int *size, bool repeatable)
{
	size_t at = t->at;
	uint64_t times = 1;

	if (take(t, S("*")) || take(t, S("+")) || take(t, S("?")))
		buf_byte(t->sql, t->pattern.at[at]);
	else if (next(t) != '{' || !count_take(t, &times))
		return true;
	if (!repeatable)
		return refused(t, at, "the database repeats no place", "say which characters may be repeated");
	if (times > REPEATS || times * (uint64_t)*size > REPEATS)
		return refused(t, at, "the database repeats 255 characters at the most, groups written out",
			"say * or +, or repeat less");
	*size *= times > 1 ? (int)times : 1;
	if (next(t) == '+')
		return refused(t, t->at, "the database has no possessive repetition", "leave the + out");
	take(t, S("?"));
	return true;
}

static bool alternatives_add(struct translation *t, int *size)
{
	int sum = 0, one;
	bool repeatable;

	while (t->at < t->pattern.len && next(t) != ')') {
		if (take(t, S("|"))) {
			buf_byte(t->sql, '|');
			continue;
		}
		if (!atom_add(t, &one, &repeatable) || !often_add(t, &one, repeatable))
			return false;
		sum += one;
	}
	*size = sum > 0 ? sum : 1;
	return true;
}

bool pattern_sql(struct arena *a, Str pattern, Str *sql, struct err *e)
{
	struct translation t = {.a = a, .pattern = pattern, .sql = buf_new(a, 64 * pattern.len + 64), .e = e};
	int size;

	if (!alternatives_add(&t, &size))
		return false;
	if (t.at < pattern.len)
		return refused(&t, t.at, "a bracket that closes nothing", "say \\)");
	*sql = t.sql->len > 0 ? buf_str(t.sql) : S("");
	return true;
}
