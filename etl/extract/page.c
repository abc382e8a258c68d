#include "extract/page.h"

#include "base/buf.h"
#include "base/digest.h"
#include "net/url.h"

/* What came before, and on which page: records of pages that held some, cursors, addresses. */
struct met {
	struct digest what;
	uint64_t page;               /* from 1; 0: no entry */
};

struct pager {
	struct arena *a;
	const struct page *page;
	uint64_t pages, records;
	uint64_t total;              /* as the first page says, if its word counts */
	Str resume;                  /* empty: at the first page */
	int size;
	size_t shrunk;               /* how often */
	bool is_capped;
	Str next;                    /* address of the next page: LINK, NEXT_URL */
	Str cursor, id;
	bool cursor_is_number;       /* as the system wrote it */
	struct met *met;             /* by the first bytes of its digest, at most half full */
	size_t met_count, met_room;
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

/* ── what came before ──────────────────────────────────────────────────────────────────────────────────────────── */

static struct met *met_at(const struct pager *p, const struct digest *what)
{
	size_t at;

	memcpy(&at, what->bytes, sizeof at);
	for (at %= p->met_room; p->met[at].page > 0 && !digest_is(p->met[at].what, *what);)
		at = (at + 1) % p->met_room;
	return &p->met[at];
}

static void met_grow(struct pager *p)
{
	struct met *old = p->met;
	size_t count = p->met_room;

	p->met_room = count > 0 ? 2 * count : 64;
	p->met = arena_array(p->a, p->met_room, struct met);
	for (size_t i = 0; i < count; i++)
		if (old[i].page > 0)
			*met_at(p, &old[i].what) = old[i];
}

/* The page that had it first; 0 if it is new, and now known. */
static uint64_t met(struct pager *p, struct digest what)
{
	struct met *at;

	if (2 * p->met_count >= p->met_room)
		met_grow(p);
	at = met_at(p, &what);
	if (at->page > 0)
		return at->page;
	*at = (struct met){what, p->pages};
	p->met_count++;
	return 0;
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

static bool find_next(struct arena *a, struct pager *p, const struct page_seen *seen, Str *next, struct err *e)
{
	const struct page *page = p->page;
	struct cell cell;

	*next = (Str){0};
	if (page->kind == PAGE_NUMBER || page->kind == PAGE_OFFSET)
		return true;
	if (page->kind == PAGE_LINK) {
		*next = link_of(http_field(&seen->answer->head.fields, "Link"), page->rel);
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
	if (met(p, digest_of(next)) > 0)
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
	uint64_t before = seen->items > 0 ? met(p, seen->content) : 0;

	return before == 0
	    || err_set(e, ERR_INCOMPLETE, "page %ju has the same records as page %ju", (uintmax_t)p->pages,
		(uintmax_t)before);
}

static bool agrees(struct arena *a, const struct pager *p, const struct page_seen *seen, struct err *e)
{
	uint64_t total = p->total;

	if (!p->page->total.written.at)
		return true;
	return (p->page->total_is_first || stated(a, seen, &p->page->total, &total, e))
	    && (total == p->records || err_set(e, ERR_INCOMPLETE, "%ju records came, but %.*s says %ju",
		(uintmax_t)p->records, STR(p->page->total.written), (uintmax_t)total));
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
	return true;
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
	if (!is_new(p, seen, e) || !is_last(a, p, seen, &last, e))
		return false;
	*more = !last;
	return last ? agrees(a, p, seen, e) : go_on(a, p, seen, e);
}
