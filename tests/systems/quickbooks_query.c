/* QuickBooks' query language, as "Data queries" says (developer.intuit.com/app/developer/qbo/docs/learn/explore-the-
 * quickbooks-online-api/data-queries): one entity, terms joined by and, STARTPOSITION from 1, MAXRESULTS to 1000. */
#include "quickbooks.h"
#include "rest.h"

#include <stdlib.h>
#include <strings.h>

enum { MOST = 1000, MOST_AT_FIRST = 100 };

struct words {
	struct arena *a;
	Str rest, word;             /* what follows; the word at hand, empty at the end */
	bool quoted;
};

static bool is_sign(char c)
{
	return c == '<' || c == '>' || c == '=';
}

static void next(struct words *w)
{
	w->rest = text_trim(w->rest);
	w->quoted = text_begins(w->rest, S("'"));
	size_t len = 0;
	if (w->quoted) {
		struct buf *out = buf_new(w->a, 4096);
		for (len = 1; len < w->rest.len && w->rest.at[len] != '\''; len++) {
			len += w->rest.at[len] == '\\' && len + 1 < w->rest.len;
			buf_byte(out, w->rest.at[len]);
		}
		w->word = buf_str(out);
		w->rest = text_from(w->rest, len + 1);
		return;
	}
	if (w->rest.len && memchr("(),", w->rest.at[0], 3))
		len = 1;
	else if (w->rest.len && is_sign(w->rest.at[0]))
		while (len < w->rest.len && is_sign(w->rest.at[len]))
			len++;
	else
		while (len < w->rest.len && !memchr(" \t\n(),'", w->rest.at[len], 7) && !is_sign(w->rest.at[len]))
			len++;
	if (text_is(text_head(w->rest, len), S("count")) && text_begins(w->rest, S("count(*)")))
		len = sizeof "count(*)" - 1;
	w->word = text_head(w->rest, len);
	w->rest = text_from(w->rest, len);
}

static bool is(const struct words *w, const char *word)
{
	return !w->quoted && w->word.len == strlen(word) && strncasecmp(w->word.at, word, w->word.len) == 0;
}

static bool take(struct words *w, const char *word)
{
	if (!is(w, word))
		return false;
	next(w);
	return true;
}

static bool read_columns(struct words *w, struct query *query)
{
	while (w->word.len && !is(w, "from")) {
		query->counts |= is(w, "count(*)") || is(w, "count");
		if (!is(w, "*") && !is(w, ",") && !query->counts)
			texts_add(w->a, &query->columns, w->word);
		if (is(w, "count"))
			for (int i = 0; i < 3; i++)
				next(w);
		next(w);
	}
	return take(w, "from");
}

static bool read_values(struct words *w, struct query_term *t)
{
	bool many = is(w, "in");
	static const char *const signs[] = {"=", "<", ">", "<=", ">=", "in", "like"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (is(w, signs[i]))
			t->sign = text(signs[i]);
	next(w);
	if (!t->sign.len || (many && !take(w, "(")))
		return false;
	do {
		if (t->count == QUERY_VALUES || (!w->word.len && !w->quoted))
			return false;
		t->values[t->count++] = w->word;
		next(w);
	} while (many && take(w, ","));
	return !many || take(w, ")");
}

static bool read_terms(struct words *w, struct query *query)
{
	do {
		if (query->term_count == QUERY_TERMS || !w->word.len)
			return false;
		struct query_term *t = &query->terms[query->term_count++];
		t->field = w->word;
		next(w);
		if (!read_values(w, t))
			return false;
	} while (take(w, "and"));
	return true;
}

static bool read_order(struct words *w, struct query *query)
{
	query->order = w->word;
	next(w);
	query->descending = is(w, "desc");
	if (!take(w, "desc"))
		take(w, "asc");
	return query->order.len > 0;
}

static bool read_number(struct words *w, uint64_t most, uint64_t *n)
{
	bool good = text_uint(w->word, n) && *n >= 1 && *n <= most;
	next(w);
	return good;
}

struct query query_read(struct arena *a, Str said)
{
	struct query query = {.start = 1, .most = MOST_AT_FIRST};
	struct words w = {.a = a, .rest = said};
	next(&w);
	bool good = take(&w, "select") && read_columns(&w, &query);
	query.entity = w.word;
	next(&w);
	if (good && take(&w, "where"))
		good = read_terms(&w, &query);
	if (good && take(&w, "orderby"))
		good = read_order(&w, &query);
	if (good && take(&w, "startposition"))
		good = read_number(&w, UINT32_MAX, &query.start);
	if (good && take(&w, "maxresults"))
		good = read_number(&w, MOST, &query.most);
	query.unparsed = !good || w.word.len || w.quoted;
	if (query.unparsed)
		query.wrong = arena_print(a, "QueryParserError: Encountered %s", quotable(a, w.word));
	return query;
}

/* "MetaData.LastUpdatedTime" is of an object in it. */
static const struct value *field_of(const struct value *body, Str field)
{
	Str head = field, rest = {0};
	bool deep = text_cut(field, '.', &head, &rest);
	const struct value *v = value_get(body, head);
	return deep ? value_get(v, rest) : v;
}

static bool check_field(struct arena *a, struct query *query, const struct value *pattern, Str field)
{
	if (!field_of(pattern, field))
		query->wrong = arena_print(a, "QueryValidationError: Property %s not found for Entity %s", quotable(a, field),
		                           quotable(a, query->entity));
	return !query->wrong;
}

bool query_check(struct arena *a, struct query *query, const struct value *pattern)
{
	bool good = true;
	for (size_t i = 0; i < query->columns.count && good; i++)
		good = check_field(a, query, pattern, query->columns.at[i]);
	for (size_t i = 0; i < query->term_count && good; i++)
		good = check_field(a, query, pattern, query->terms[i].field);
	return good && (!query->order.len || check_field(a, query, pattern, query->order));
}

static int sign_of(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare(Str own, Str other)
{
	int64_t a, b;
	uint64_t m, n;
	if (moment_read(own, &a) && moment_read(other, &b))
		return sign_of(a, b);
	if (text_uint(own, &m) && text_uint(other, &n))
		return m < n ? -1 : m > n;
	return text_compare(own, other);
}

static bool holds(const struct query_term *t, const struct value *own)
{
	if (!own)
		return false;
	int order = compare(own->text, t->values[0]);
	if (text_is(t->sign, S("in"))) {
		for (size_t i = 0; i < t->count; i++)
			if (text_is(own->text, t->values[i]))
				return true;
		return false;
	}
	if (text_is(t->sign, S("like")))
		return text_begins(own->text, text_head(t->values[0], text_find_byte(t->values[0], '%')));
	return (order == 0 && text_find_byte(t->sign, '=') < t->sign.len) ||
	       (order < 0 && t->sign.at[0] == '<') || (order > 0 && t->sign.at[0] == '>');
}

/* What is inactive is left out of a list that says so of its records, unless it is asked for. */
bool query_fits(const struct query *query, const struct value *body)
{
	bool asked = false;
	for (size_t i = 0; i < query->term_count; i++) {
		asked |= text_is(query->terms[i].field, S("Active"));
		if (!holds(&query->terms[i], field_of(body, query->terms[i].field)))
			return false;
	}
	const struct value *active = value_get(body, S("Active"));
	return asked || !active || text_is(active->text, S("true"));
}

int query_order(const struct query *query, const struct value *x, const struct value *y)
{
	const struct value *a = field_of(x, query->order), *b = field_of(y, query->order);
	int order = a && b ? compare(a->text, b->text) : 0;
	return query->descending ? -order : order;
}
