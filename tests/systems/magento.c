/*
 * Magento 2 / Adobe Commerce, as "Adobe Commerce Web APIs" say (developer.adobe.com/commerce/webapi: "Token-based
 * authentication", "OAuth-based authentication", "Status codes and responses", "Search using REST endpoints",
 * "Retrieve filtered responses", "Manage source items", "Check salable quantities", and the REST reference of each
 * list).  Reading has no rate.  A page past the last is the last once more, as it is in many releases
 * (magento/magento2, issues 3787 and 26986).
 */
#include "criteria.h"
#include "magento.h"
#include "oauth1.h"
#include "rest.h"

#include <inttypes.h>
#include <stdlib.h>

enum { ANSWER_MOST = 1 << 28 };

static const char user[] = "counterfoil", password[] = "magento-password-of-the-test-systems",
                  access[] = "magento-token-of-the-test-systems";

/* Secrets of at most a block of the digest, with the & between them, and of letters that are not encoded. */
static const struct oauth1 integration = {
	"magento-consumer-key", "magento-consumer-secret-of-the", "magento-access-token", "magento-token-secret-of-the",
	{0},
};

/* A path, and the list that it gives. */
static const struct place {
	const char *path, *list;
} places[] = {
	{"orders", "orders"}, {"invoices", "invoices"}, {"transactions", "transactions"}, {"creditmemos", "creditmemos"},
	{"shipments", "shipments"}, {"inventory/source-items", "source-items"}, {"products", "products"},
	{"customers/search", "customers"},
};

struct own {
	struct door door;
	struct oauth1 oauth1;
};

/* What stands behind "/rest/V1/", or "/rest/{store code}/V1/". */
static bool within(const struct request *q, Str *rest)
{
	Str store;
	if (!text_begins(q->path, S("/rest/")))
		return false;
	*rest = text_from(q->path, 6);
	if (text_begins(*rest, S("default/V1/")) || text_begins(*rest, S("all/V1/")))
		text_cut(*rest, '/', &store, rest);
	if (!text_begins(*rest, S("V1/")))
		return false;
	*rest = text_from(*rest, 3);
	return true;
}

static const char *name_of(Str rest)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (text_is(rest, text(places[i].path)))
			return places[i].list;
	if (text_is(rest, S("integration/admin/token")))
		return "token";
	if (text_begins(rest, S("stockItems/")))
		return "stockItems";
	return text_begins(rest, S("inventory/get-product-salable-quantity/")) ? "salable-quantity" : "elsewhere";
}

static Str route(const struct request *q)
{
	Str rest;
	return within(q, &rest) ? text(arena_print(q->mem, "magento/%s", name_of(rest))) : (Str){0};
}

/* "Response format": a message, and what stands in its %places. */
static void fail(const struct request *q, struct reply *r, unsigned status, const char *message)
{
	reply_value(q, r, status, value_make(q->mem, "{'message':'%s'}", message));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		reply_value(q, r, 401, value_make(q->mem, "{'message':'The consumer isn\\'t authorized to access %%resources.',"
		                                  "'parameters':{'resources':'Magento_Sales::sales'}}"));
	else if (status == 429)
		fail(q, r, 429, "Too Many Requests");
	else if (status == 500)
		fail(q, r, 500, "Internal Error. Details are available in Magento log file. Report ID: webapi-0f0f0f0f");
	else
		fail(q, r, status, "Service Temporarily Unavailable");
}

/* "Request a token": the answer is a text. */
static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct value *given = value_read(q->mem, q->body);
	const struct pair *type = header_find(&q->headers, "Content-Type");
	if (!text_is(q->method, S("POST")) || !type || !text_begins(type->value, S("application/json")) || !given) {
		fail(q, r, 400, "Decoding error");
		return;
	}
	if (!text_is(value_text(given, "username"), text(user)) ||
	    !text_is(value_text(given, "password"), text(password))) {
		r->refused = true;
		fail(q, r, 401, "The account sign-in was incorrect or your account is disabled temporarily.");
		return;
	}
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	reply_value(q, r, 200, value_make(q->mem, "'%s'", token_give(s, &own->door.tokens, "magento-", q->now)));
}

static void sort(struct picked *f, const struct criteria *c)
{
	for (size_t i = 1; c->order[0].field.len && i < f->count; i++) {
		const struct record *one = f->at[i];
		size_t j = i;
		for (; j > 0 && criteria_order(c, f->at[j - 1]->body, one->body) > 0; j--)
			f->at[j] = f->at[j - 1];
		f->at[j] = one;
	}
}

/* {items, search_criteria, total_count}, and of it what "fields" names. */
static void give(const struct request *q, struct reply *r, const struct criteria *c, const struct picked *f)
{
	uint64_t size = c->size ? c->size : f->count + 1, pages = (f->count + size - 1) / size;
	uint64_t page = c->page > pages && pages ? pages : c->page;
	struct page cut = page_of(q, r, f->count, (page - 1) * size, size);
	struct value *all = value_make(q->mem, "{'items':[]}"), *items = value_get(all, S("items"));
	for (size_t i = cut.from; i < cut.to; i++) {
		struct value *copy = arena_new_of(q->mem, struct value);
		*copy = *f->at[i]->body;
		value_add(items, copy);
	}
	value_put(q->mem, all, "search_criteria", criteria_said(q->mem, c));
	value_put(q->mem, all, "total_count", value_make(q->mem, "%zu", total_said(q, f->count)));
	reply_value(q, r, 200, fields_of(q->mem, all, c->fields));
}

static void answer_list(const struct request *q, struct reply *r, const struct list *list)
{
	struct criteria c = criteria_read(q->mem, &q->query, list->at[0].body);
	struct picked f = {0};
	if (c.wrong) {
		fail(q, r, 400, c.wrong);
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		if (criteria_fit(&c, list->at[i].body))
			picked_add(q->mem, &f, &list->at[i]);
	sort(&f, &c);
	give(q, r, &c, &f);
}

/* "stockItems/lowStock": those with no more than qty pieces, in pages of its own; "stockItems/{productSku}". */
static void answer_stock(struct systems *s, const struct request *q, struct reply *r, Str which)
{
	const struct list *stock = held_find(&s->held, S("magento"), S("stockItems"));
	const struct pairs *given = &q->query;
	struct criteria c = {.size = 0, .page = 1};
	struct picked f = {0};
	uint64_t most, number;
	for (size_t i = 0; i < s->world->records && !text_is(which, S("lowStock")); i++)
		if (text_is(which, text(s->world->items[i].sku))) {
			reply_value(q, r, 200, stock->at[i].body);
			return;
		}
	if (!text_is(which, S("lowStock"))) {
		fail(q, r, 404, "The product that was requested doesn\\'t exist. Verify the product and try again.");
		return;
	}
	if (pairs_beyond(q->mem, given, "scopeId qty currentPage pageSize fields") ||
	    !text_uint(pairs_text(given, "scopeId"), &number) || !text_uint(pairs_text(given, "qty"), &most) ||
	    !pairs_number(given, "currentPage", 1, UINT32_MAX, &c.page) ||
	    !pairs_number(given, "pageSize", 1, UINT32_MAX, &c.size)) {
		fail(q, r, 400, "scopeId and qty are required; currentPage and pageSize are numbers.");
		return;
	}
	c.paged = c.size > 0;
	c.fields = pairs_text(given, "fields");
	for (size_t i = 0; i < stock->count; i++)
		if (text_uint(stock->at[i].amount, &number) && number <= most)
			picked_add(q->mem, &f, &stock->at[i]);
	give(q, r, &c, &f);
}

/* "Check salable quantities": {sku}/{stockId}, answered by a number. */
static void answer_salable(struct systems *s, const struct request *q, struct reply *r, Str rest)
{
	Str sku = rest, stock = {0};
	text_cut(rest, '/', &sku, &stock);
	const struct record *one = list_find(held_find(&s->held, S("magento"), S("salable-quantity")), sku);
	if (!one || !text_is(stock, S("1")) || q->query.count)
		fail(q, r, 404, "The product that was requested doesn\\'t exist. Verify the product and try again.");
	else
		reply_value(q, r, 200, one->body);
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str rest, given = header_authorization(q, "Bearer");
	within(q, &rest);
	const char *name = name_of(rest);
	if (strcmp(name, "token") == 0) {
		answer_token(s, own, q, r);
		return;
	}
	bool known = token_is_good(&own->door.tokens, q, given);
	if (q->fault == FAULT_TOKEN_EXPIRES)
		own->door.expired = true;
	known |= text_is(given, text(access)) && !own->door.expired;
	known |= !known && !own->door.expired && oauth1_is_signed(s->mem, &own->oauth1, q);
	if (!door_open(&own->door, &magento, q, r, known))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->method, S("GET")) || strcmp(name, "elsewhere") == 0) {
		fail(q, r, 404, "Request does not match any route.");
	} else if (strcmp(name, "stockItems") == 0) {
		answer_stock(s, q, r, text_from(rest, sizeof "stockItems/" - 1));
	} else if (strcmp(name, "salable-quantity") == 0) {
		answer_salable(s, q, r, text_from(rest, sizeof "inventory/get-product-salable-quantity/" - 1));
	} else {
		answer_list(q, r, held_find(&s->held, S("magento"), text(name)));
	}
}

static void *magento_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	own->oauth1 = integration;
	magento_hold(s);
	return own;
}

static void renew(void *own)
{
	door_renew(&((struct own *)own)->door);
}

const struct vendor magento = {"magento", magento_open, route, answer, renew, refuse};
