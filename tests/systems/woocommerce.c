/*
 * WooCommerce, as the "WooCommerce REST API Documentation", v3, says (woocommerce.github.io/woocommerce-rest-api-docs:
 * Authentication, Errors, Pagination; "List all orders", "List all refunds", "List all products", "List all product
 * variations", "List all customers").  It has no rate of its own.  WordPress passes over parameters that it does not
 * know; here they are refused in its own words for one that is not valid.
 */
#include "rest.h"
#include "woocommerce.h"

#include <inttypes.h>

enum { PER_PAGE = 10, PER_PAGE_MOST = 100, PAGE_MOST = 1000000 };

static const char key[] = "ck_of_the_test_systems", secret[] = "cs_of_the_test_systems",
                  base[] = "/wp-json/wc/v3/";

/* _fields is of all that WordPress lists ("REST API Handbook", Global Parameters). */
#define PAGING "context page per_page offset order orderby include exclude search _fields"
#define DATES " after before dates_are_gmt"
#define CHANGES " modified_after modified_before"

/* "Available parameters" of each list. */
static const struct kind {
	const char *list, *parameters, *orders;
	bool by_name_at_first;      /* customers; the others by date, newest first */
} kinds[] = {
	{"orders", PAGING DATES CHANGES " parent parent_exclude status customer product dp",
	 "date modified id include title slug", false},
	{"refunds", PAGING DATES " parent parent_exclude dp", "date modified id include title slug", false},
	{"products", PAGING DATES CHANGES " parent parent_exclude slug status type sku featured category tag stock_status "
	 "on_sale min_price max_price", "date modified id include title slug price popularity rating menu_order", false},
	{"variations", PAGING DATES CHANGES " parent parent_exclude slug status sku stock_status on_sale min_price "
	 "max_price", "date modified id include title slug", false},
	{"customers", PAGING " email role", "id include name registered_date", true},
};

struct own {
	struct door door;
};

/* A path's kind; parent: of a list below another record; one: a single record. */
struct place {
	const struct kind *kind;
	Str parent, one;
};

static const struct kind *kind_of(Str name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (text_is(text(kinds[i].list), name))
			return &kinds[i];
	return NULL;
}

static struct place place_of(const struct request *q)
{
	Str rest = text_from(q->path, sizeof base - 1), first = rest, id = {0}, below = {0};
	struct place p = {0};
	if (text_cut(rest, '/', &first, &rest) && !text_cut(rest, '/', &id, &below))
		id = rest;
	bool refunds = text_is(first, S("orders")) && text_is(below, S("refunds"));
	bool variations = text_is(first, S("products")) && text_is(below, S("variations"));
	if (refunds || variations) {
		p.kind = kind_of(below);
		p.parent = id;
	} else if (!below.len && !text_is(first, S("variations"))) {
		p.kind = kind_of(first);
		p.one = id;
	}
	return p;
}

static Str route(const struct request *q)
{
	if (!text_begins(q->path, text(base)))
		return (Str){0};
	struct place p = place_of(q);
	return text(arena_print(q->mem, "woocommerce/%s", p.kind ? p.kind->list : "elsewhere"));
}

/* "Errors": {code, message, data:{status}}. */
static struct value *failure(const struct request *q, unsigned status, const char *code, const char *message)
{
	return value_make(q->mem, "{'code':'%s','message':'%s','data':{'status':%u}}", code, message, status);
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *message)
{
	reply_value(q, r, status, failure(q, status, code, message));
}

static void fail_parameter(const struct request *q, struct reply *r, Str name)
{
	const char *said = quotable(q->mem, name);
	struct value *v = failure(q, 400, "rest_invalid_param", arena_print(q->mem, "Invalid parameter(s): %s", said));
	value_put(q->mem, value_get(v, S("data")), "params",
	          value_make(q->mem, "{'%s':'%s is no parameter, or has no value that it can have.'}", said, said));
	reply_value(q, r, 400, v);
}

/* Beyond itself it is the host, which answers as it likes: with pages. */
static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401) {
		fail(q, r, status, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
	} else if (status == 500) {
		fail(q, r, status, "internal_server_error", "There has been a critical error on this website.");
	} else {
		r->status = status;
		r->type = "text/html";
		r->body = status == 429 ? S("<html><body>Too Many Requests</body></html>")
		                        : S("<html><body>Briefly unavailable for scheduled maintenance.</body></html>");
	}
}

static bool is_number(Str s)
{
	return s.len && text_digits(s) == s.len;
}

/* Without dates_are_gmt these are times of the shop's own clock. */
static bool read_date(const struct pairs *given, const char *name, int64_t *at)
{
	Str value = pairs_text(given, name);
	if (!pairs_find(given, text(name)))
		return true;
	if (value.len < 19 || !instant_read(value, at))
		return false;
	bool utc = text_ends(value, S("Z")) || text_is(pairs_text(given, "dates_are_gmt"), S("true"));
	if (!utc)
		*at -= woocommerce_ahead(*at - HOUR);
	return true;
}

struct asked {
	uint64_t page, per_page, offset;
	int64_t after, before, changed_after, changed_before;
	enum order order;
	bool descending;
};

/* The name of what is wrong; empty if nothing is. */
static Str read_asked(const struct request *q, const struct kind *kind, struct asked *asked)
{
	const struct pairs *given = &q->query;
	const struct pair *other = pairs_beyond(q->mem, given, kind->parameters);
	Str order = pairs_text(given, "order"), by = pairs_text(given, "orderby");
	*asked = (struct asked){1, PER_PAGE, UINT64_MAX, INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX,
	                        kind->by_name_at_first ? BY_ID : BY_AT, !kind->by_name_at_first};
	if (other)
		return other->name;
	if (!pairs_number(given, "page", 1, PAGE_MOST, &asked->page))
		return S("page");
	if (!pairs_number(given, "per_page", 1, PER_PAGE_MOST, &asked->per_page))
		return S("per_page");
	if (!pairs_number(given, "offset", 0, PAGE_MOST, &asked->offset))
		return S("offset");
	if (order.len && !text_is(order, S("asc")) && !text_is(order, S("desc")))
		return S("order");
	if (by.len && !is_word(kind->orders, by))
		return S("orderby");
	if (!read_date(given, "after", &asked->after))
		return S("after");
	if (!read_date(given, "before", &asked->before))
		return S("before");
	if (!read_date(given, "modified_after", &asked->changed_after))
		return S("modified_after");
	if (!read_date(given, "modified_before", &asked->changed_before))
		return S("modified_before");
	if (order.len)
		asked->descending = text_is(order, S("desc"));
	if (is_word("date registered_date", by))
		asked->order = BY_AT;
	else if (by.len)
		asked->order = text_is(by, S("modified")) ? BY_CHANGED : BY_ID;
	return (Str){0};
}

/* One of several words with a comma between. */
static bool lists(Str words, Str word)
{
	Str one;
	bool more = words.len > 0;
	while (more) {
		more = text_cut(words, ',', &one, &words);
		if (text_is(one, word))
			return true;
	}
	return false;
}

static bool is_wanted(const struct request *q, const struct place *p, const struct asked *a, const struct record *one)
{
	static const char *const members[] = {"type", "sku", "email", "stock_status"};
	Str status = pairs_text(&q->query, "status"), include = pairs_text(&q->query, "include");
	Str exclude = pairs_text(&q->query, "exclude"), customer = pairs_text(&q->query, "customer");
	if (p->parent.len && !text_is(p->parent, text(one->owner)))
		return false;
	if (one->at <= a->after || one->at >= a->before || one->changed <= a->changed_after ||
	    one->changed >= a->changed_before)
		return false;
	if ((include.len && !lists(include, one->id)) || (exclude.len && lists(exclude, one->id)))
		return false;
	if (status.len && !text_is(status, S("any")) && !lists(status, value_text(one->body, "status")))
		return false;
	if (customer.len && !text_is(customer, value_get(one->body, S("customer_id"))->text))
		return false;
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		Str wanted = pairs_text(&q->query, members[i]);
		if (wanted.len && !text_is(wanted, value_text(one->body, members[i])))
			return false;
	}
	return true;
}

static struct picked find(const struct request *q, const struct list *list, const struct place *p,
                         const struct asked *asked)
{
	struct picked all = picked_all(q->mem, list), f = {.at = all.at};
	for (size_t i = 0; i < all.count; i++)
		if (is_wanted(q, p, asked, all.at[i]))
			f.at[f.count++] = all.at[i];
	picked_sort(&f, asked->order, asked->descending);
	return f;
}

/* "Pagination": X-WP-Total and X-WP-TotalPages, and a Link to the next page and to those at the ends. */
static void put_pages(const struct request *q, struct reply *r, const struct asked *a, size_t count)
{
	uint64_t total = total_said(q, count), pages = (total + a->per_page - 1) / a->per_page;
	struct buf *link = buf_new(q->mem, 1 << 18);
	const struct { const char *rel; uint64_t page; } rows[] = {
		{"prev", a->page > pages ? pages : a->page - 1}, {"next", a->page < pages ? a->page + 1 : 0},
		{"first", pages ? 1 : 0}, {"last", pages},
	};
	pairs_add(q->mem, &r->headers, S("X-WP-Total"), text(arena_print(q->mem, "%" PRIu64, total)));
	pairs_add(q->mem, &r->headers, S("X-WP-TotalPages"), text(arena_print(q->mem, "%" PRIu64, pages)));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!rows[i].page)
			continue;
		Str url = url_with(q, "page", arena_print(q->mem, "%" PRIu64, rows[i].page));
		buf_print(link, "%s<%.*s>; rel=\"%s\"", link->len ? ", " : "", WHOLE(url), rows[i].rel);
	}
	if (link->len)
		pairs_add(q->mem, &r->headers, S("Link"), buf_str(link));
}

/* What an order's own list of refunds says has no parent_id: the order stands in its path. */
static void write_refunds(struct buf *out, const struct picked *f, struct page page)
{
	for (size_t i = page.from; i < page.to; i++) {
		buf_add(out, i > page.from ? S(",{") : S("{"));
		for (const struct value *m = f->at[i]->body->first; m; m = m->next) {
			if (text_is(m->name, S("parent_id")))
				continue;
			if (m != f->at[i]->body->first)
				buf_byte(out, ',');
			value_write_text(out, m->name);
			buf_byte(out, ':');
			value_write(out, m);
		}
		buf_byte(out, '}');
	}
}

static void write_fields(const struct request *q, struct buf *out, const struct picked *f, struct page page)
{
	for (size_t i = page.from; i < page.to; i++) {
		if (i > page.from)
			buf_byte(out, ',');
		value_write_of(q->mem, out, f->at[i]->body, pairs_text(&q->query, "_fields"));
	}
}

static void answer_list(const struct request *q, struct reply *r, const struct list *list, const struct place *p)
{
	struct asked asked;
	Str wrong = read_asked(q, p->kind, &asked);
	if (wrong.len) {
		fail_parameter(q, r, wrong);
		return;
	}
	struct picked f = find(q, list, p, &asked);
	uint64_t from = asked.offset == UINT64_MAX ? (asked.page - 1) * asked.per_page : asked.offset;
	struct page page = page_of(q, r, f.count, from, asked.per_page);
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	buf_byte(out, '[');
	if (pairs_text(&q->query, "_fields").len)
		write_fields(q, out, &f, page);
	else if (p->parent.len && strcmp(p->kind->list, "refunds") == 0)
		write_refunds(out, &f, page);
	else
		picked_write(out, &f, page.from, page.to);
	buf_byte(out, ']');
	put_pages(q, r, &asked, f.count);
	reply_json(r, 200, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	struct place p = place_of(q);

	if (!door_open(&own->door, &woocommerce, q, r, basic_is(q, key, secret)))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
		return;
	}
	if (!p.kind || !text_is(q->method, S("GET"))) {
		fail(q, r, 404, "rest_no_route", "No route was found matching the URL and request method");
		return;
	}
	const struct list *list = held_find(&s->held, S("woocommerce"), text(p.kind->list));
	bool of_order = strcmp(p.kind->list, "refunds") == 0;
	const struct list *above = held_find(&s->held, S("woocommerce"), of_order ? S("orders") : S("products"));
	const struct record *one = p.one.len ? list_find(list, p.one) : NULL;
	if ((p.parent.len && !list_find(above, p.parent)) || (p.one.len && (!one || !is_number(p.one))))
		fail(q, r, 404, of_order ? "woocommerce_rest_invalid_order_id" : "woocommerce_rest_invalid_id", "Invalid ID.");
	else if (one)
		reply_value(q, r, 200, one->body);
	else
		answer_list(q, r, list, &p);
}

static void *woocommerce_open(struct systems *s)
{
	woocommerce_hold(s);
	return arena_new_of(s->mem, struct own);
}

static void renew(void *own)
{
	door_renew(&((struct own *)own)->door);
}

const struct vendor woocommerce = {"woocommerce", woocommerce_open, route, answer, renew, refuse};
