/*
 * ShipBob's API of 2026-01, as developer.shipbob.com and its OpenAPI file say: a personal access token as Bearer; "Rate
 * limit" (150 calls a minute in a window that slides, x-remaining-calls and x-retry-after); "Get All Inventory Levels"
 * (follow next), "Get Orders" (Page and Limit, a bare list without any total), "Get Multiple Warehouse Receiving
 * Orders" (the same, with totals in headers) and "Get Return Orders" (Cursor is the number of a page; totals, next).
 */
#include "shipbob.h"

#include <inttypes.h>

enum { CALLS = 150, CALLS_PER = 60 * 1000, PAGE_SIZE = 50, PAGE_MOST = 250, PAGES_MOST = 2147483647 };

static const char token[] = "shipbob-token-of-the-test-systems";

static const char *const of_levels[] = {"SearchBy", "InventoryIds", "IsActive", "IsDigital", "PageSize", "SortBy",
                                        "cursor", NULL};
static const char *const of_orders[] = {
	"Page", "Limit", "IDs", "ReferenceIds", "StartDate", "EndDate", "SortOrder", "HasTracking", "LastUpdateStartDate",
	"LastUpdateEndDate", "IsTrackingUploaded", "LastTrackingUpdateStartDate", "LastTrackingUpdateEndDate", NULL,
};
static const char *const of_receivings[] = {
	"Page", "Limit", "Statuses", "InsertStartDate", "InsertEndDate", "FulfillmentCenterIds", "PurchaseOrderNumbers",
	"ExternalSync", "CompletedStartDate", "CompletedEndDate", NULL,
};
static const char *const of_returns[] = {
	"Ids", "ReferenceIds", "Status", "FulfillmentCenterIds", "TrackingNumbers", "OriginalShipmentIds", "InventoryIds",
	"StartDate", "EndDate", "ReturnTypes", "ReturnActions", "StoreOrderIds", "Sortby", "CompletedStartDate",
	"CompletedEndDate", "Cursor", "Limit", "SortOrder", NULL,
};

/* A list, what its pages are called, and which parameters bound what: made, and changed or completed. */
static const struct kind {
	const char *name, *page, *size;
	const char *const *parameters;
	const char *made[2], *changed[2];
} kinds[] = {
	{"inventory-level", "cursor", "PageSize", of_levels, {"", ""}, {"", ""}},
	{"order", "Page", "Limit", of_orders, {"StartDate", "EndDate"}, {"LastUpdateStartDate", "LastUpdateEndDate"}},
	{"receiving", "Page", "Limit", of_receivings, {"InsertStartDate", "InsertEndDate"},
	 {"CompletedStartDate", "CompletedEndDate"}},
	{"return", "Cursor", "Limit", of_returns, {"StartDate", "EndDate"}, {"CompletedStartDate", "CompletedEndDate"}},
};
enum { LEVELS, ORDERS, RECEIVINGS, RETURNS, KINDS };

struct own {
	struct rate rate;
	bool expired;
};

static Str route(const struct request *q)
{
	Str head = S("/shipbob/2026-01/");
	if (!text_begins(q->path, S("/shipbob/")))
		return (Str){0};
	if (!text_begins(q->path, head))
		return S("shipbob/elsewhere");
	return text(arena_print(q->mem, "shipbob/%.*s", STR(text_from(q->path, head.len))));
}

/* "ProblemDetails". */
static void fail(const struct request *q, struct reply *r, unsigned status, const char *title, const char *detail)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_print(out, "{\"type\":\"https://tools.ietf.org/html/rfc9110\",\"title\":\"%s\",\"status\":%u,"
	          "\"detail\":", title, status);
	value_write_text(out, text(detail));
	buf_add(out, S(",\"instance\":"));
	value_write_text(out, q->path);
	buf_byte(out, '}');
	reply_json(r, status, buf_str(out));
}

static void refuse_for(const struct request *q, struct reply *r, int64_t seconds)
{
	reply_json(r, 429, text(arena_print(q->mem,
		"{\"statusCode\":429,\"message\":\"Rate limit is exceeded. Try again in %" PRId64 " seconds.\"}", seconds)));
	pairs_add(q->mem, &r->headers, S("x-retry-after"), text(arena_print(q->mem, "%" PRId64, seconds)));
	pairs_add(q->mem, &r->headers, S("x-remaining-calls"), S("0"));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, "Unauthorized", "Authorization missing or invalid");
	else if (status == 429)
		refuse_for(q, r, 1);
	else if (status == 503)
		fail(q, r, 503, "Service Unavailable", "Try again later.");
	else
		fail(q, r, status, "Internal Server Error", "Something went wrong.");
}

static bool take(struct own *own, const struct request *q, struct reply *r)
{
	bool good = rate_take(&own->rate, q->now);
	size_t left = 0;
	int64_t oldest = q->now;
	for (size_t i = 0; i < CALLS; i++) {
		int64_t at = own->rate.at[i];
		left += at <= q->now - CALLS_PER;
		if (at > q->now - CALLS_PER && at < oldest)
			oldest = at;
	}
	if (good) {
		pairs_add(q->mem, &r->headers, S("x-remaining-calls"), text(arena_print(q->mem, "%zu", left)));
		return true;
	}
	r->beyond_rate = true;
	refuse_for(q, r, (oldest + CALLS_PER - q->now + 999) / 1000);
	return false;
}

/* NULL, or the parameter that is wrong. */
static const char *read_page(const struct request *q, const struct kind *kind, uint64_t *page, uint64_t *size)
{
	const struct pair *strange = pairs_strange(&q->query, kind->parameters);
	const struct pair *cursor = kind == &kinds[LEVELS] ? pairs_find(&q->query, S("cursor")) : NULL;
	if (strange)
		return text_z(q->mem, strange->name);
	if (cursor) {
		/* What the link of the page before holds; its own size with it. */
		struct pairs held = form_read(q->mem, base64_read(q->mem, cursor->value));
		*page = 0;
		pairs_number(&held, "page", 1, PAGES_MOST, page);
		pairs_number(&held, "size", 1, PAGE_MOST, size);
		return *page ? NULL : "cursor";
	}
	if (kind != &kinds[LEVELS] && !pairs_number(&q->query, kind->page, 1, PAGES_MOST, page))
		return kind->page;
	return pairs_number(&q->query, kind->size, 1, PAGE_MOST, size) ? NULL : kind->size;
}

/* Whether a bound of two times lets it pass; false with a name in *wrong if a time is none. */
static bool is_within(const struct request *q, const char *const names[2], int64_t own, const char **wrong)
{
	for (size_t i = 0; i < 2; i++) {
		const struct pair *p = *names[i] ? pairs_find(&q->query, text(names[i])) : NULL;
		int64_t at;
		if (p && !moment_read(p->value, &at)) {
			*wrong = names[i];
			return false;
		}
		if (p && (i == 0 ? own < at : own > at))
			return false;
	}
	return true;
}

/* The words that two of the lists filter by; others that are known, but not here, let all pass. */
static bool fits(const struct request *q, const struct kind *kind, const struct record *record, const char **wrong)
{
	static const char *const members[][2] = {{"Statuses", "status"}, {"Status", "status"}, {"StoreOrderIds",
	                                         "store_order_id"}, {"ReferenceIds", "reference_id"}};
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		const struct pair *p = pairs_find(&q->query, text(members[i][0]));
		Str own = value_text(record->body, members[i][1]);
		Str among = p ? text(arena_print(q->mem, ",%.*s,", STR(p->value))) : (Str){0};
		if (p && text_find(among, text(arena_print(q->mem, ",%.*s,", STR(own)))) == among.len)
			return false;
	}
	return is_within(q, kind->made, record->at, wrong) && is_within(q, kind->changed, record->changed, wrong);
}

/* Where the next page is: within this host for stock, whole for returns. */
static const char *next_link(const struct request *q, const struct kind *kind, uint64_t page, uint64_t size)
{
	if (kind == &kinds[LEVELS])
		return arena_print(q->mem, "%.*s?cursor=%s", STR(q->path), base64_text(q->mem, text(arena_print(q->mem,
		                   "page=%" PRIu64 "&size=%03" PRIu64, page, size))));
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_print(out, "http://%.*s%.*s?Cursor=%" PRIu64, STR(q->host), STR(q->path), page);
	for (size_t i = 0; i < q->query.count; i++)
		if (!text_is(q->query.at[i].name, S("Cursor")))
			buf_print(out, "&%.*s=%.*s", STR(q->query.at[i].name), STR(q->query.at[i].value));
	return text_z(q->mem, buf_str(out));
}

static void tell(const struct request *q, struct reply *r, const char *name, uint64_t number)
{
	pairs_add(q->mem, &r->headers, text(name), text(arena_print(q->mem, "%" PRIu64, number)));
}

static void answer_page(const struct request *q, struct reply *r, const struct kind *kind, const struct picked *found,
                        uint64_t page, uint64_t size)
{
	size_t from, to;
	bool paged = kind == &kinds[LEVELS] || kind == &kinds[RETURNS];
	uint64_t pages = (found->count + size - 1) / size;
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	page_places(q, found->count, page, size, r, &from, &to);
	buf_add(out, paged ? S("{\"items\":[") : S("["));
	picked_write(out, found, from, to);
	buf_byte(out, ']');
	if (paged) {
		buf_print(out, ",\"first\":\"%s\",\"last\":\"%s\"", next_link(q, kind, 1, size),
		          next_link(q, kind, pages, size));
		buf_print(out, page > 1 ? ",\"prev\":\"%s\"" : ",\"prev\":null", next_link(q, kind, page - 1, size));
		buf_print(out, page < pages ? ",\"next\":\"%s\"}" : ",\"next\":null}", next_link(q, kind, page + 1, size));
	}
	if (kind == &kinds[RECEIVINGS] || kind == &kinds[RETURNS]) {
		tell(q, r, "Total-Count", total_said(q, found->count));
		tell(q, r, "Total-Pages", pages);
		tell(q, r, "Page-Number", page);
		tell(q, r, "Page-Size", size);
	} else {
		r->fault_idle |= q->fault == FAULT_TOTAL;
	}
	reply_json(r, 200, buf_str(out));
}

static void answer_list(struct systems *s, const struct request *q, struct reply *r, const struct kind *kind)
{
	const struct list *list = held_find(&s->held, S("shipbob"), text(kind->name));
	uint64_t page = 1, size = PAGE_SIZE;
	struct picked found = {0};
	const char *wrong = read_page(q, kind, &page, &size);
	for (size_t i = 0; i < list->count && !wrong; i++)
		if (fits(q, kind, &list->at[i], &wrong))
			picked_add(q->mem, &found, &list->at[i]);
	if (wrong) {
		fail(q, r, 400, "Bad Request", arena_print(q->mem, "The value of '%s' is not valid.", wrong));
		return;
	}
	bool oldest = pairs_has(&q->query, "SortOrder", "Oldest") || pairs_has(&q->query, "SortOrder", "Asc");
	if (found.count && kind != &kinds[LEVELS] && kind != &kinds[RECEIVINGS])
		picked_sort(&found, BY_AT, !oldest);
	answer_page(q, r, kind, &found, page, size);
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str name = route(q);
	size_t i = 0;
	own->expired |= q->fault == FAULT_TOKEN_EXPIRES;
	if (own->expired || !text_is(header_authorization(q, "Bearer"), text(token))) {
		r->refused = true;
		refuse(q, 401, r);
		return;
	}
	if (!take(own, q, r))
		return;
	while (i < KINDS && !text_is(name, text(arena_print(q->mem, "shipbob/%s", kinds[i].name))))
		i++;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (i == KINDS || !text_is(q->method, S("GET"))) {
		fail(q, r, 404, "Not Found", "There is nothing at this path.");
	} else {
		answer_list(s, q, r, &kinds[i]);
	}
}

static void *shipbob_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->rate, CALLS, CALLS_PER);
	shipbob_hold(s);
	return own;
}

static void renew(void *mine)
{
	struct own *own = mine;
	own->expired = false;
	rate_forget(&own->rate);
}

const struct vendor shipbob = {"shipbob", shipbob_open, route, answer, renew, refuse};
