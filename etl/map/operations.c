#include "map/operations.h"

#include "map/map.h"
#include "map/text.h"

/* ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct decimal negate(struct arena *a, const struct operation *o, struct decimal d)
{
	(void)a;
	(void)o;
	return decimal_negate(d);
}

static struct decimal absolute(struct arena *a, const struct operation *o, struct decimal d)
{
	(void)a;
	(void)o;
	return decimal_absolute(d);
}

static struct decimal shift(struct arena *a, const struct operation *o, struct decimal d)
{
	(void)a;
	return decimal_shift(d, (int)o->n);
}

static struct decimal rounded(struct arena *a, const struct operation *o, struct decimal d)
{
	return decimal_round(a, d, (int)o->n, o->rounding);
}

/* ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────── */

#define UTF8 "invalid UTF-8"

const struct operation_row operation_rows[] = {
	{"trim", "", do_trim, NULL, NULL, "no blanks at both ends"},
	{"collapse", "", do_collapse, NULL, NULL, "runs of blanks become one, none at both ends"},
	{"lower", "", do_lower, NULL, UTF8, "lower case"},
	{"upper", "", do_upper, NULL, UTF8, "upper case"},
	{"fold", "", do_fold, NULL, UTF8, "neither case nor diacritics: for comparing"},
	{"nfc", "", do_nfc, NULL, UTF8, "Unicode normal form C"},
	{"nfkc", "", do_nfkc, NULL, UTF8, "Unicode normal form KC: ligatures, full-width forms"},
	{"digits", "", do_digits, NULL, NULL, "only the digits 0 to 9"},
	{"alphanumeric", "", do_alphanumeric, NULL, NULL, "only a-z, A-Z, 0-9 and what is not ASCII"},
	{"strip", "t", do_strip, NULL, NULL, "none of these characters at both ends"},
	{"left", "n", do_left, NULL, NULL, "the first n characters"},
	{"right", "n", do_right, NULL, NULL, "the last n characters"},
	{"substring", "nn", do_substring, NULL, NULL, "from character start (from 0), length characters"},
	{"pad_left", "nc", do_pad_left, NULL, NULL, "to n characters, with c before"},
	{"pad_right", "nc", do_pad_right, NULL, NULL, "to n characters, with c behind"},
	{"strip_zeros", "", do_strip_zeros, NULL, NULL, "no leading zeros; of zeros alone one stays"},
	{"remove_prefix", "t", do_remove_prefix, NULL, NULL, "without it, if the text begins so"},
	{"remove_suffix", "t", do_remove_suffix, NULL, NULL, "without it, if the text ends so"},
	{"replace", "tt", do_replace, NULL, NULL, "every a by b"},
	{"match", "ri", do_match, NULL, NULL, "that group of the first match (0: all of it); null if there is none"},
	{"substitute", "rw", do_substitute, NULL, NULL, "every match by the text, in which \\1 is a group"},
	{"split", "ti", do_split, NULL, NULL, "the piece at an index, from 0, from the end if negative; or null"},
	{"before", "t", do_before, NULL, NULL, "what stands before the first one; all if there is none"},
	{"after", "t", do_after, NULL, NULL, "what stands behind the first one; null if there is none"},
	{"gid", "", do_gid, NULL, "not a gid://…/…/ID", "gid://shopify/Order/123 is 123"},
	{"url_decode", "", do_url_decode, NULL, "% without two hexadecimal digits", "%20 and its like"},
	{"html_unescape", "", do_html_unescape, NULL, NULL, "`&amp;`, `&#8364;` and their like"},
	{"base64_decode", "", do_base64, NULL, "not base64", "the text that was encoded"},
	{"negate", "", NULL, negate, NULL, "the other sign"},
	{"absolute", "", NULL, absolute, NULL, "without sign"},
	{"shift", "i", NULL, shift, NULL, "times ten to the n, exact"},
	{"round", "im", NULL, rounded, NULL, "to n digits behind the point: half_even, half_up, down or up"},
};

const size_t operation_row_count = sizeof operation_rows / sizeof *operation_rows;

void map_describe_operations(struct buf *b)
{
	static const char *const names[] = {['t'] = "text", ['n'] = "n", ['i'] = "i", ['c'] = "c", ['r'] = "/re/",
		['w'] = "text/", ['m'] = "mode"};

	buf_add(b, S("| operation | on | what it leaves |\n|---|---|---|\n"));
	for (size_t i = 0; i < operation_row_count; i++) {
		const struct operation_row *row = &operation_rows[i];

		buf_print(b, "| `%s", row->name);
		for (const char *c = row->arguments; *c; c++)
			buf_print(b, "%s%s", *c == 'w' ? "" : ":", names[(unsigned char)*c]);
		buf_print(b, "` | %s | %s |\n", row->text ? "text" : "number", row->doc);
	}
}

/* ── reading one ───────────────────────────────────────────────────────────────────────────────────────────────── */

struct parse {
	struct arena *a;
	const struct node *node;
	struct mistakes *m;
	struct operation *o;
	Str rest;                    /* behind the colon of the argument at hand */
	int texts, numbers;          /* how many were read */
};

static bool wrong(struct parse *p, const char *fact)
{
	return mistake(p->m, p->node, "%s: %s", text_quoted(p->a, p->node->text), fact);
}

/* Up to the next colon that no backslash stands before; the rest follows that colon. */
static Str next(struct parse *p, bool all)
{
	char *out = arena_raw(p->a, p->rest.len + 1);
	size_t n = 0, i = 0;

	for (; i < p->rest.len && (all || p->rest.at[i] != ':'); i++) {
		if (p->rest.at[i] == '\\' && i + 1 < p->rest.len && p->rest.at[i + 1] == ':')
			i++;
		out[n++] = p->rest.at[i];
	}
	out[n] = '\0';
	p->rest = i < p->rest.len ? text_from(p->rest, i + 1) : (Str){NULL, 0};
	return (Str){out, n};
}

static void keep_text(struct parse *p, Str s)
{
	*(p->texts++ ? &p->o->second : &p->o->first) = s;
}

static bool number(struct parse *p, char kind)
{
	Str s = next(p, false);
	bool negative = kind == 'i' && text_begins(s, S("-"));
	uint64_t n;

	if (!text_uint(text_from(s, negative ? 1 : 0), &n) || n > 10000)
		return wrong(p, kind == 'i' ? "an argument must be an integer" : "an argument must be a number from 0");
	*(p->numbers++ ? &p->o->m : &p->o->n) = negative ? -(int64_t)n : (int64_t)n;
	return true;
}

static bool mode(struct parse *p)
{
	static const char *const modes[] = {[ROUND_HALF_EVEN] = "half_even", [ROUND_HALF_UP] = "half_up",
		[ROUND_DOWN] = "down", [ROUND_UP] = "up"};
	Str s = next(p, false);

	for (int i = 0; i < 4; i++)
		if (text_is(s, text(modes[i]))) {
			p->o->rounding = (enum decimal_rounding)i;
			return true;
		}
	return wrong(p, "the mode must be half_even, half_up, down or up");
}

/* The text up to a slash without a backslash before it, "\/" being a slash. */
static bool slashed(struct parse *p, Str *s)
{
	char *out = arena_raw(p->a, p->rest.len + 1);
	size_t n = 0, i = 0;

	for (; i < p->rest.len && p->rest.at[i] != '/'; i++) {
		if (p->rest.at[i] == '\\' && i + 1 < p->rest.len) {
			if (p->rest.at[i + 1] != '/')
				out[n++] = '\\';
			i++;
		}
		out[n++] = p->rest.at[i];
	}
	out[n] = '\0';
	*s = (Str){out, n};
	if (i >= p->rest.len)
		return false;
	p->rest = text_from(p->rest, i + 1);
	return true;
}

/* Behind /re/ a colon follows if there are more arguments; what replaces a match follows without one. */
static bool pattern(struct parse *p, bool replaces)
{
	struct err e = {0};
	struct regex *regex;
	Str source;

	if (!text_begins(p->rest, S("/")))
		return wrong(p, "a pattern stands between slashes: /re/");
	p->rest = text_from(p->rest, 1);
	if (!slashed(p, &source))
		return wrong(p, "the pattern has no closing slash");
	if (!regex_open(p->a, source, &regex, &e))
		return wrong(p, e.message);
	p->o->regex = regex;
	if (!replaces)
		p->rest = text_begins(p->rest, S(":")) ? text_from(p->rest, 1) : p->rest.len == 0 ? (Str){NULL, 0} : p->rest;
	return true;
}

static bool replacement(struct parse *p)
{
	Str s;

	struct err e = {0};

	if (!slashed(p, &s) || p->rest.len > 0)
		return wrong(p, "write it as substitute:/re/text/");
	if (!regex_check_replacement(p->a, s, &e))
		return wrong(p, e.message);
	p->rest = (Str){NULL, 0};
	keep_text(p, s);
	return true;
}

static bool character(struct parse *p)
{
	Str s = next(p, true);

	if (text_characters(s) != 1)
		return wrong(p, "the last argument must be one character");
	keep_text(p, s);
	return true;
}

static bool argument(struct parse *p, const char *kind)
{
	bool last = !kind[1];

	if (!p->rest.at)
		return wrong(p, "an argument is missing");
	switch (*kind) {
	case 'n':
	case 'i':
		return number(p, *kind);
	case 'c':
		return character(p);
	case 'r':
		return pattern(p, kind[1] == 'w');
	case 'w':
		return replacement(p);
	case 'm':
		return mode(p);
	default:
		keep_text(p, next(p, last));
		return p->texts > 1 || p->o->first.len > 0 || wrong(p, "an argument is empty");
	}
}

static const struct operation_row *row_of(struct parse *p, Str name)
{
	struct texts names = {0};

	for (size_t i = 0; i < operation_row_count; i++) {
		if (text_is(text(operation_rows[i].name), name))
			return &operation_rows[i];
		texts_add(p->a, &names, text(operation_rows[i].name));
	}
	mistake(p->m, p->node, "unknown operation %s%s", text_quoted(p->a, name), did_you_mean(p->a, name, &names));
	return NULL;
}

bool operation_parse(struct arena *a, const struct node *n, struct operation *o, struct mistakes *m)
{
	struct parse p = {.a = a, .node = n, .m = m, .o = o};
	Str name;

	*o = (struct operation){0};
	if (n->kind != NODE_TEXT)
		return mistake(m, n, "an operation must be a text, not %s", node_kind_name(n->kind));
	if (!text_cut(n->text, ':', &name, &p.rest))
		p.rest = (Str){NULL, 0};
	o->row = row_of(&p, name);
	if (!o->row)
		return false;
	for (const char *kind = o->row->arguments; *kind; kind++)
		if (!argument(&p, kind))
			return false;
	return !p.rest.at || wrong(&p, "an argument too many");
}
