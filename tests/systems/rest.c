#include "rest.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ANSWER_MOST = 1 << 26 };

const char *token_give(struct systems *s, struct token **tokens, const char *head, int64_t now)
{
	struct token *t = arena_new_of(s->mem, struct token);
	uint64_t number = 0;
	for (const struct token *each = *tokens; each; each = each->next)
		number++;
	t->text = arena_print(s->mem, "%s%016" PRIx64 "%04" PRIx64, head, chosen(s->world, head, number), number);
	t->until = now + s->settings.token_life * 1000;
	t->next = *tokens;
	*tokens = t;
	return t->text;
}

bool token_is_good(struct token **tokens, const struct request *q, Str given)
{
	const struct token *found = NULL;
	for (struct token *each = *tokens; each; each = each->next) {
		if (q->fault == FAULT_TOKEN_EXPIRES)
			each->until = 0;
		if (text_is(text(each->text), given))
			found = each;
	}
	return found && found->until > q->now;
}

bool basic_is(const struct request *q, const char *user, const char *secret)
{
	Str given = header_authorization(q, "Basic");
	return text_is(given, text(base64_text(q->mem, text(arena_print(q->mem, "%s:%s", user, secret)))));
}

bool pairs_has(const struct pairs *pairs, const char *name, const char *value)
{
	const struct pair *p = pairs_find(pairs, text(name));
	return p && text_is(p->value, text(value));
}

const struct pair *pairs_strange(const struct pairs *pairs, const char *const *names)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const char *const *name = names;
		while (*name && !text_is(pairs->at[i].name, text(*name)))
			name++;
		if (!*name)
			return &pairs->at[i];
	}
	return NULL;
}

bool pairs_number(const struct pairs *pairs, const char *name, uint64_t least, uint64_t most, uint64_t *number)
{
	const struct pair *p = pairs_find(pairs, text(name));
	return !p || (text_uint(p->value, number) && *number >= least && *number <= most);
}

Str pairs_text(const struct pairs *pairs, const char *name)
{
	const struct pair *p = pairs_find(pairs, text(name));
	return p ? p->value : (Str){0};
}

/* "+02:00", "-0800"; no more than that. */
static bool read_offset(Str s, int64_t *seconds)
{
	uint64_t hours, minutes;
	bool colon = s.len == 6 && s.at[3] == ':';
	if ((s.len != 5 && !colon) || (s.at[0] != '+' && s.at[0] != '-') ||
	    !text_uint((Str){s.at + 1, 2}, &hours) || !text_uint(text_from(s, colon ? 4 : 3), &minutes) || hours > 14 ||
	    minutes > 59)
		return false;
	*seconds = (int64_t)(hours * HOUR + minutes * 60) * (s.at[0] == '-' ? -1 : 1);
	return true;
}

bool moment_read(Str s, int64_t *at)
{
	size_t sign = 10;
	int64_t offset = 0;
	while (sign < s.len && s.at[sign] != '+' && s.at[sign] != '-')
		sign++;
	if (s.len < 11 || s.at[10] != 'T' || (sign == s.len && s.at[s.len - 1] != 'Z'))
		return false;
	if (sign < s.len && !read_offset(text_from(s, sign), &offset))
		return false;
	if (!instant_read(text_head(s, sign), at))
		return false;
	*at -= offset;
	return true;
}

void picked_add(struct arena *a, struct picked *list, const struct record *record)
{
	list->at = arena_grow(a, list->at, list->count, sizeof(const struct record *));
	list->at[list->count++] = record;
}

void picked_write(struct buf *out, const struct picked *list, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_byte(out, ',');
		value_write(out, list->at[i]->body);
	}
}

/* What the paths name of a member; whole if one of them is its name alone. */
static Str paths_below(struct arena *a, Str paths, Str name, bool *whole)
{
	struct buf *below = buf_new(a, 1 << 16);
	Str one, head, rest;
	bool more = paths.len > 0;
	*whole = false;
	while (more) {
		more = text_cut(paths, ',', &one, &paths);
		bool deeper = text_cut(one, '.', &head, &rest);
		if (!text_is(head, name))
			continue;
		*whole = *whole || !deeper;
		if (deeper)
			buf_print(below, "%s%.*s", below->len ? "," : "", WHOLE(rest));
	}
	return below->len ? buf_str(below) : S("");
}

void value_write_of(struct arena *a, struct buf *out, const struct value *v, Str paths)
{
	bool object = v->kind == VALUE_OBJECT, first = true, whole;
	if (!object && v->kind != VALUE_LIST) {
		value_write(out, v);
		return;
	}
	buf_byte(out, object ? '{' : '[');
	for (const struct value *m = v->first; m; m = m->next) {
		Str below = object ? paths_below(a, paths, m->name, &whole) : paths;
		if (object && !whole && below.len == 0)
			continue;
		if (!first)
			buf_byte(out, ',');
		first = false;
		if (object) {
			value_write_text(out, m->name);
			buf_byte(out, ':');
		}
		if (object && whole)
			value_write(out, m);
		else
			value_write_of(a, out, m, below);
	}
	buf_byte(out, object ? '}' : ']');
}

void page_places(const struct request *q, size_t count, uint64_t page, uint64_t size, struct reply *r, size_t *from,
                 size_t *to)
{
	bool beyond = page - 1 > count / size;
	*from = beyond ? count : (size_t)((page - 1) * size) < count ? (size_t)((page - 1) * size) : count;
	*to = count - *from < size ? count : *from + (size_t)size;
	if (q->fault == FAULT_EMPTY_PAGE) {
		r->fault_idle = *to == *from;
		*to = *from;
	}
}

size_t total_said(const struct request *q, size_t count)
{
	return count + (q->fault == FAULT_TOTAL);
}

bool bucket_take(struct bucket *bucket, int64_t now)
{
	const int64_t call = 1000000;
	if (bucket->at == 0)
		bucket->level = bucket->burst * call;
	else
		bucket->level += (now - bucket->at) * bucket->flow / 1000;
	if (bucket->level > bucket->burst * call)
		bucket->level = bucket->burst * call;
	bucket->at = now;
	if (bucket->level < call)
		return false;
	bucket->level -= call;
	return true;
}

const char *tracking_number(struct arena *a, const struct sale *sale)
{
	return arena_print(a, "1Z%010zu", sale->index);
}

const char *amount_fixed(struct arena *a, int64_t cents)
{
	int64_t size = cents < 0 ? -cents : cents;
	return arena_print(a, "%s%" PRId64 ".%02" PRId64, cents < 0 ? "-" : "", size / 100, size % 100);
}

void reply_value(const struct request *q, struct reply *r, unsigned status, const struct value *v)
{
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	value_write(out, v);
	reply_json(r, status, buf_str(out));
}

const char *quotable(struct arena *a, Str s)
{
	char *out = arena_alloc(a, 2 * s.len + 1), *at = out;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\'' || s.at[i] == '\\')
			*at++ = '\\';
		*at++ = (unsigned char)s.at[i] < ' ' ? ' ' : s.at[i];
	}
	return out;
}

bool door_open(struct door *d, const struct vendor *v, const struct request *q, struct reply *r, bool known)
{
	d->expired |= q->fault == FAULT_TOKEN_EXPIRES;
	if (!known || (d->expired && !d->tokens)) {
		r->refused = true;
		v->refuse(q, 401, r);
		return false;
	}
	if (!d->rate.calls || rate_take(&d->rate, q->now))
		return true;
	r->beyond_rate = true;
	v->refuse(q, 429, r);
	return false;
}

void door_renew(struct door *d)
{
	d->expired = false;
	rate_forget(&d->rate);
}

bool is_word(const char *words, Str word)
{
	Str rest = text(words), one;
	bool more = rest.len > 0;
	while (more) {
		more = text_cut(rest, ' ', &one, &rest);
		if (text_is(one, word))
			return true;
	}
	return false;
}

const struct pair *pairs_beyond(struct arena *a, const struct pairs *pairs, const char *words)
{
	struct texts seen = {0};
	for (size_t i = 0; i < pairs->count; i++) {
		const struct pair *p = &pairs->at[i];
		if (!is_word(words, p->name) || texts_has(&seen, p->name))
			return p;
		texts_add(a, &seen, p->name);
	}
	return NULL;
}

struct picked picked_all(struct arena *a, const struct list *list)
{
	struct picked f = {.at = arena_array(a, list->count + 1, const struct record *)};
	for (size_t i = 0; i < list->count; i++)
		f.at[f.count++] = &list->at[i];
	return f;
}

static int compare_ids(const struct record *x, const struct record *y)
{
	uint64_t a, b;
	if (text_uint(x->id, &a) && text_uint(y->id, &b))
		return a < b ? -1 : a > b;
	return text_compare(x->id, y->id);
}

static int by_id(const void *a, const void *b)
{
	const struct record *const *x = a, *const *y = b;
	return compare_ids(*x, *y);
}

static int by_at(const void *a, const void *b)
{
	const struct record *const *x = a, *const *y = b;
	if ((*x)->at != (*y)->at)
		return (*x)->at < (*y)->at ? -1 : 1;
	return compare_ids(*x, *y);
}

static int by_changed(const void *a, const void *b)
{
	const struct record *const *x = a, *const *y = b;
	if ((*x)->changed != (*y)->changed)
		return (*x)->changed < (*y)->changed ? -1 : 1;
	return compare_ids(*x, *y);
}

void picked_sort(struct picked *f, enum order order, bool descending)
{
	static int (*const compare[])(const void *, const void *) = {by_id, by_at, by_changed};
	if (f->count)
		qsort(f->at, f->count, sizeof *f->at, compare[order]);
	for (size_t i = 0; descending && i < f->count / 2; i++) {
		const struct record *other = f->at[i];
		f->at[i] = f->at[f->count - 1 - i];
		f->at[f->count - 1 - i] = other;
	}
}

struct page page_of(const struct request *q, struct reply *r, size_t count, uint64_t from, uint64_t size)
{
	struct page page = {.from = from < count ? (size_t)from : count};
	page.to = count - page.from < size ? count : page.from + (size_t)size;
	if (q->fault == FAULT_EMPTY_PAGE) {
		r->fault_idle = page.to == page.from;
		page.to = page.from;
	}
	page.more = page.to < count;
	return page;
}

Str url_with(const struct request *q, const char *name, const char *value)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_print(out, "http://%.*s%.*s?", STR(q->host), STR(q->path));
	for (size_t i = 0; i < q->query.count; i++) {
		if (text_is(q->query.at[i].name, text(name)))
			continue;
		form_encode(out, q->query.at[i].name);
		buf_byte(out, '=');
		form_encode(out, q->query.at[i].value);
		buf_byte(out, '&');
	}
	form_encode(out, text(name));
	buf_byte(out, '=');
	form_encode(out, text(value));
	return buf_str(out);
}
