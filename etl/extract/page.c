#include "extract/page.h"

#include "base/buf.h"
#include "base/digest.h"
#include "extract/met.h"
#include "net/url.h"

struct pager {
	struct arena *a;
	const struct page *page;
	uint64_t pages, records;
	uint64_t total;              /* as the first page says, if its word counts */
	struct stated_count {
		bool is_known;
		uint64_t n;
	} told[3];                   /* total, and those of stop: total, total_pages */
	bool is_behind;              /* the last page has come; this one shows that it was */
	Str resume;                  /* empty: at the first page */
	int size;
	size_t shrunk;               /* how often */
	bool is_capped;
	Str next;                    /* address of the next page: LINK, NEXT_URL */
	Str cursor, id;
	bool cursor_is_number;       /* as the system wrote it */
	struct met met;              /* on which page: records of pages that held some, cursors, addresses */
};

struct pager *pager_new(struct arena *a, const struct page *page, Str resume)
{
	struct pager *p = arena_new_of(a, struct pager);

	p->a = a;
	p->page = page;
	p->size = page->size;
	p->resume = resume;
	p->cursor = page->first.count > 0 ? page->first.at[0] : (Str){0};
	p->id = page->first.count > 1 ? page->first.at[1] : (Str){0};
	return p;
}

/* ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str number(struct arena *a, uint64_t n)
{
	return text(arena_print(a, "%ju", (uintmax_t)n));
}

struct turn pager_turn(struct arena *a, const struct pager *p)
{
	const struct page *page = p->page;
	struct turn t = {.is_further = p->pages > 0, .first_only = &page->first_only, .on_next = &page->on_next,
		.address = p->next, .slot = &page->to};

	if (page->kind == PAGE_NUMBER) {
		t.word = S("page");
		t.value = number(a, p->pages + (uint64_t)page->start);
	} else if (page->kind == PAGE_OFFSET) {
		t.word = S("offset");
		t.value = number(a, p->records + (uint64_t)page->start);
	} else if (page->kind == PAGE_CURSOR || page->kind == PAGE_KEYSET) {
		t.word = page->kind == PAGE_CURSOR ? S("cursor") : S("after");
		t.value = p->cursor;
		t.id = p->id;
	}
	t.is_number = (page->kind != PAGE_CURSOR && page->kind != PAGE_KEYSET) || p->cursor_is_number;
	if (p->pages == 0 && p->resume.len > 0) {
		t.is_further = true;
		t.slot = &page->resume;
		t.word = S("cursor");
		t.value = p->resume;
		t.is_number = false;
	}
	t.size_param = page->size_param;
	if (p->size > 0)
		t.size = number(a, (uint64_t)p->size);
	return t;
}

/* ── an answer ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct digest content_of(struct arena *a, const struct tree_rows *rows)
{
	struct digester *d = digester_new(a);

	for (size_t i = 0; i < rows->count; i++) {
		digester_add(d, tree_source(a, rows->at[i]->row));
		digester_add(d, S("\n"));
	}
	return digester_end(d);
}

bool page_look(struct arena *a, const struct path *items, struct page_seen *seen, struct tree_rows *rows, struct err *e)
{
	const struct answer *answer = seen->answer;

	*rows = (struct tree_rows){0};
	if (!answer->tree)
		return err_set(e, ERR_INCOMPLETE, "the answer is no JSON%s%s", answer->why_no_tree ? ": " : "",
			answer->why_no_tree ? answer->why_no_tree : "");
	tree_rows(a, answer->tree, items->steps, items->count, rows);
	seen->items = rows->count;
	seen->content = content_of(a, rows);
	seen->last = rows->count > 0 ? rows->at[rows->count - 1]->row : NULL;
	return true;
}

/* ── what an answer says ───────────────────────────────────────────────────────────────────────────────────────── */

static struct cell look(struct arena *a, const struct page_seen *seen, const struct page_place *place)
{
	struct tree_context row = {.row = seen->last};
	struct cell cell = {.kind = CELL_MISSING};

	if (!place->of_last)
		answer_at(a, seen->answer, &place->at, &cell);
	else if (seen->last)
		tree_find(a, &row, &place->at.path, &cell);
	return cell;
}

static bool is_nothing(const struct cell *c)
{
	return c->kind == CELL_MISSING || c->kind == CELL_NULL || ((c->kind == CELL_TEXT) && c->text.len == 0);
}

/* A count that the system states where it is asked for; one that is none is its fault. */
static bool stated(struct arena *a, const struct page_seen *seen, const struct page_place *place, uint64_t *n,
	struct err *e)
{
	struct cell cell = look(a, seen, place);

	*n = 0;
	if ((cell.kind == CELL_TEXT || cell.kind == CELL_NUMBER) && text_uint(cell.text, n))
		return true;
	return err_set(e, ERR_INCOMPLETE, "%.*s is %s, where a count was expected", STR(place->written),
		cell.kind == CELL_MISSING ? "not there" : text_quoted(a, cell.text));
}

static bool flag(struct arena *a, const struct page_seen *seen, const struct page_place *place, bool *value,
	struct err *e)
{
	struct cell cell = look(a, seen, place);

	*value = text_is(cell.text, S("true"));
	if ((cell.kind == CELL_BOOLEAN || cell.kind == CELL_TEXT) && (*value || text_is(cell.text, S("false"))))
		return true;
	return err_set(e, ERR_INCOMPLETE, "%.*s is %s, where true or false was expected", STR(place->written),
		cell.kind == CELL_MISSING ? "not there" : text_quoted(a, cell.text));
}

/* Each of these adds what one declared rule says; one that is not declared says nothing. */
static bool flag_says(struct arena *a, const struct page_seen *seen, const struct page_place *place, bool wanted,
	bool *last, struct err *e)
{
	bool value = !wanted;

	if (place->written.at && !flag(a, seen, place, &value, e))
		return false;
	*last = *last || value == wanted;
	return true;
}

static bool count_says(struct arena *a, const struct page_seen *seen, const struct page_place *place, uint64_t have,
	bool *last, struct err *e)
{
	uint64_t n = UINT64_MAX;

	if (place->written.at && !stated(a, seen, place, &n, e))
		return false;
	*last = *last || have >= n;
	return true;
}

static bool absence_says(struct arena *a, const struct page_seen *seen, const struct page_place *place)
{
	struct cell cell;

	if (!place->written.at)
		return false;
	cell = look(a, seen, place);
	return is_nothing(&cell);
}

/* A page that is the last by what is lacking in it does not say where another one is: a name is wrong, then. */
static bool contradicts(struct arena *a, const struct pager *p, const struct page_seen *seen, struct err *e)
{
	const struct page *page = p->page;
	struct cell next = {.kind = CELL_MISSING};

	if ((page->kind == PAGE_CURSOR || page->kind == PAGE_NEXT_URL) && !page->from.of_last
	    && absence_says(a, seen, &page->stop.field_missing))
		next = look(a, seen, &page->from);
	return !is_nothing(&next) && !err_set(e, ERR_INCOMPLETE, "%.*s is not there, as on the last page, but %.*s says "
		"where another one is", STR(page->stop.field_missing.written), STR(page->from.written));
}

/* Whether any of the declared rules says that this page is the last. */
static bool is_last(struct arena *a, const struct pager *p, const struct page_seen *seen, bool *last, struct err *e)
{
	const struct stop *s = &p->page->stop;

	*last = p->page->kind == PAGE_NONE || (s->empty_page && seen->items == 0)
	    || (s->short_page && seen->items < (size_t)p->size) || absence_says(a, seen, &s->field_missing);
	return flag_says(a, seen, &s->field_true, true, last, e)
	    && flag_says(a, seen, &s->field_false, false, last, e)
	    && count_says(a, seen, &s->total, p->records, last, e)
	    && count_says(a, seen, &s->total_pages, p->pages, last, e);
}

/* ── where it goes on ──────────────────────────────────────────────────────────────────────────────────────────── */

/* `; title="a"; rel="next"`: whether one of these is that relation. */
static bool has_rel(Str params, Str rel)
{
	Str head, name, value;

	while (params.len > 0) {
		text_cut(params, ';', &head, &params);
		if (!text_cut(text_trim(head), '=', &name, &value) || !text_is(text_trim(name), S("rel")))
			continue;
		while (value.len > 0 && (value.at[value.len - 1] == ',' || byte_is_blank(value.at[value.len - 1])))
			value.len--;
		if (value.len >= 2 && value.at[0] == '"')
			value = (Str){value.at + 1, value.len - 2};
		if (text_is(value, rel))
			return true;
	}
	return false;
}

/* The address of a link of that relation, as in `<https://…>; rel="next"` (RFC 8288, 3); NULL if there is none. */
static Str link_of(Str field, Str rel)
{
	while (field.len > 0) {
		size_t open = text_find_byte(field, '<'), close = text_find_byte(field, '>'), end;
		Str params;

		if (open >= field.len || close >= field.len || close <= open)
			break;
		params = text_from(field, close + 1);
		end = text_find_byte(params, '<');
		if (has_rel(text_head(params, end), rel))
			return (Str){field.at + open + 1, close - open - 1};
		field = text_from(params, end);
	}
	return (Str){0};
}

/* A server may send several fields of that name (RFC 9110, 5.3). */
static Str link_among(const struct http_fields *fields, Str rel)
{
	Str found = {0};

	for (size_t i = 0; !found.at && i < fields->count; i++)
		if (http_field_is(&fields->at[i], "Link"))
			found = link_of(fields->at[i].value, rel);
	return found;
}

static bool find_next(struct arena *a, struct pager *p, const struct page_seen *seen, Str *next, struct err *e)
{
	const struct page *page = p->page;
	struct cell cell;

	*next = (Str){0};
	if (page->kind == PAGE_NUMBER || page->kind == PAGE_OFFSET)
		return true;
	if (page->kind == PAGE_LINK) {
		*next = link_among(&seen->answer->head.fields, page->rel);
	} else {
		cell = look(a, seen, &page->from);
		if (!is_nothing(&cell) && cell.kind <= CELL_NUMBER)
			*next = cell.text;
		p->cursor_is_number = cell.kind == CELL_NUMBER;
	}
	return next->len > 0
	    || err_set(e, ERR_INCOMPLETE, "it is not the last page, but says not where the next one is");
}

/* The order field alone does not tell records of one moment apart; both together are where the page ended. */
static bool find_id(struct arena *a, struct pager *p, const struct page_seen *seen, Str *next, struct err *e)
{
	struct cell cell;

	if (!p->page->id.written.at)
		return true;
	cell = look(a, seen, &p->page->id);
	if (is_nothing(&cell) || cell.kind > CELL_NUMBER)
		return err_set(e, ERR_INCOMPLETE, "%.*s is not there, and it is not the last page",
			STR(p->page->id.written));
	p->id = text_copy(p->a, cell.text);
	*next = text(arena_print(p->a, "%.*s\n%.*s", WHOLE(*next), WHOLE(p->id)));
	return true;
}

static bool go_on(struct arena *a, struct pager *p, const struct page_seen *seen, struct err *e)
{
	bool is_address = p->page->kind == PAGE_LINK || p->page->kind == PAGE_NEXT_URL;
	Str next, url;

	if (p->pages >= (uint64_t)p->page->most)
		return err_set(e, ERR_INCOMPLETE, "there are more than %d pages", p->page->most);
	if (!find_next(a, p, seen, &next, e))
		return false;
	if (!next.at)
		return true;
	next = text_copy(p->a, next);
	if (!is_address)
		p->cursor = next;
	if (!find_id(a, p, seen, &next, e))
		return false;
	if (met_before(p->a, &p->met, digest_of(next), p->pages) > 0)
		return err_set(e, ERR_INCOMPLETE, "page %ju leads back to one that was read before", (uintmax_t)p->pages);
	if (!is_address)
		return true;
	if (!url_join(a, seen->url, next, &url, e))
		return false;
	if (!url_is_same_place(a, seen->url, url))
		return err_set(e, ERR_INCOMPLETE, "page %ju leads to another place, %.*s, where nothing is asked",
			(uintmax_t)p->pages, STR(url_place(a, url)));
	p->next = text_copy(p->a, url);
	return true;
}

static bool is_new(struct pager *p, const struct page_seen *seen, struct err *e)
{
	uint64_t before = seen->items > 0 ? met_before(p->a, &p->met, seen->content, p->pages) : 0;

	return before == 0
	    || err_set(e, ERR_INCOMPLETE, "page %ju has the same records as page %ju", (uintmax_t)p->pages,
		(uintmax_t)before);
}

static bool amounts_to(const struct pager *p, uint64_t n, const struct page_place *said, struct err *e)
{
	return n == p->records || err_set(e, ERR_INCOMPLETE, "%ju records came, but %.*s says %ju", (uintmax_t)p->records,
		STR(said->written), (uintmax_t)n);
}

static bool agrees(struct arena *a, const struct pager *p, const struct page_seen *seen, struct err *e)
{
	uint64_t total = p->total;

	if (!p->page->total.written.at)
		return true;
	return (p->page->total_is_first || stated(a, seen, &p->page->total, &total, e))
	    && amounts_to(p, total, &p->page->total, e);
}

bool pager_is_capped(const struct pager *p)
{
	return p->is_capped;
}

bool pager_shrink(struct pager *p)
{
	if (p->shrunk == p->page->shrink_count)
		return false;
	p->size = (int)p->page->shrink[p->shrunk++];
	p->told[2].is_known = false;
	return true;
}

/* What a page may state again: it is the same, or the list has changed while it was read, and records may have moved
 * from a page that was not read yet to one that was. */
static bool states_the_same(struct arena *a, struct pager *p, const struct page_seen *seen,
	const struct page_place *place, struct stated_count *told, struct err *e)
{
	struct cell cell = place->written.at ? look(a, seen, place) : (struct cell){.kind = CELL_MISSING};
	uint64_t before = told->n;

	if (is_nothing(&cell) || cell.kind > CELL_NUMBER || !text_uint(cell.text, &told->n))
		return true;
	if (told->is_known && told->n != before)
		return err_set(e, ERR_INCOMPLETE, "%.*s is %ju on page %ju, and was %ju before: the list has changed while it "
			"was read", STR(place->written), (uintmax_t)told->n, (uintmax_t)p->pages, (uintmax_t)before);
	told->is_known = true;
	return true;
}

static bool is_unchanged(struct arena *a, struct pager *p, const struct page_seen *seen, struct err *e)
{
	static const struct page_place none;
	const struct page *page = p->page;

	return states_the_same(a, p, seen, page->total_is_first ? &none : &page->total, &p->told[0], e)
	    && states_the_same(a, p, seen, &page->stop.total, &p->told[1], e)
	    && states_the_same(a, p, seen, &page->stop.total_pages, &p->told[2], e);
}

/* A page that another one announces, or that announces another one, has records, where the system is so. */
static bool is_filled(const struct pager *p, const struct page_seen *seen, bool last, struct err *e)
{
	if (!p->page->empty_fails || seen->items > 0 || (p->pages == 1 && last))
		return true;
	return err_set(e, ERR_INCOMPLETE, "page %ju has no records, %s", (uintmax_t)p->pages,
		last ? "though the one before it says that there are more" : "and is not the last");
}

/* What is behind the last page shows that it was. */
static bool is_end(const struct pager *p, const struct page_seen *seen, struct err *e)
{
	return seen->items == 0 || err_set(e, ERR_INCOMPLETE, "page %ju has records, though page %ju was the last by its "
		"length", (uintmax_t)p->pages, (uintmax_t)p->pages - 1);
}

/* A total that the system states says whether there is more; else as many as it lists at most may not be all. */
static bool cap_says(struct arena *a, struct pager *p, const struct page_seen *seen, struct err *e)
{
	const struct page *page = p->page;
	uint64_t n = p->records;

	if (page->cap == 0)
		return true;
	if (page->total.written.at && !stated(a, seen, &page->total, &n, e))
		return false;
	p->is_capped = page->total.written.at ? n > (uint64_t)page->cap : n >= (uint64_t)page->cap;
	return !p->is_capped || page->splits_at_cap
	    || err_set(e, ERR_INCOMPLETE, "the system lists %d records at most, and there may be more", page->cap);
}

bool pager_take(struct arena *a, struct pager *p, const struct page_seen *seen, bool *more, struct err *e)
{
	bool last;

	p->pages++;
	p->records += seen->items;
	*more = false;
	if (p->pages == 1 && p->page->total_is_first && !stated(a, seen, &p->page->total, &p->total, e))
		return false;
	if (!cap_says(a, p, seen, e))
		return false;
	if (p->is_capped)
		return true;
	if (p->is_behind)
		return is_end(p, seen, e);
	if (!is_new(p, seen, e) || !is_unchanged(a, p, seen, e) || !is_last(a, p, seen, &last, e)
	    || !is_filled(p, seen, last, e))
		return false;
	p->is_behind = last && p->page->behind;
	*more = !last || p->is_behind;
	if (!last)
		return go_on(a, p, seen, e);
	return !contradicts(a, p, seen, e) && agrees(a, p, seen, e);
}

bool pager_end(const struct pager *p, struct err *e)
{
	const struct page *page = p->page;
	const struct stated_count *told = p->told;

	if (page->total_is_first && p->pages > 0 && !amounts_to(p, p->total, &page->total, e))
		return false;
	if (told[0].is_known && !amounts_to(p, told[0].n, &page->total, e))
		return false;
	if (told[1].is_known && !amounts_to(p, told[1].n, &page->stop.total, e))
		return false;
	return !told[2].is_known || p->pages >= told[2].n
	    || err_set(e, ERR_INCOMPLETE, "%ju pages came, but %.*s says %ju", (uintmax_t)p->pages,
		STR(page->stop.total_pages.written), (uintmax_t)told[2].n);
}

bool pager_count(struct arena *a, const struct pager *p, const struct answer *answer, struct err *e)
{
	const struct page_seen seen = {.answer = answer};
	uint64_t n;

	return stated(a, &seen, &p->page->counted, &n, e) && amounts_to(p, n, &p->page->counted, e);
}
