/*
 * ShipStation's V1 API, as docs.shipstation.com and "ShipStation API Requirements" say: Basic with key and secret; 40
 * calls a minute, of which each answer tells how many are left and for how long; pages of at most 500; times in Pacific
 * time, without a zone ("DateTime Format and Time Zone"); "List Orders", "List Shipments", "List Fulfillments".
 */
#include "shipstation.h"

#include <inttypes.h>

enum { CALLS = 40, CALLS_PER = 60 * 1000, PAGE_SIZE = 100, PAGE_MOST = 500, PAGES_MOST = 1 << 30 };

static const char key[] = "shipstation-key-of-the-test-systems", secret[] = "shipstation-secret-of-the-test-systems";

static const char *const of_orders[] = {
	"customerName", "itemKeyword", "createDateStart", "createDateEnd", "modifyDateStart", "modifyDateEnd",
	"orderDateStart", "orderDateEnd", "orderNumber", "orderStatus", "paymentDateStart", "paymentDateEnd", "storeId",
	"sortBy", "sortDir", "page", "pageSize", NULL,
};
static const char *const of_shipments[] = {
	"recipientName", "recipientCountryCode", "orderNumber", "orderId", "carrierCode", "serviceCode", "trackingNumber",
	"createDateStart", "createDateEnd", "shipDateStart", "shipDateEnd", "voidDateStart", "voidDateEnd", "storeId",
	"includeShipmentItems", "sortBy", "sortDir", "page", "pageSize", NULL,
};
static const char *const of_fulfillments[] = {
	"fulfillmentId", "orderId", "orderNumber", "trackingNumber", "recipientName", "createDateStart", "createDateEnd",
	"shipDateStart", "shipDateEnd", "sortBy", "sortDir", "page", "pageSize", NULL,
};

static const struct kind {
	const char *name;
	const char *const *parameters;
} kinds[] = {{"orders", of_orders}, {"shipments", of_shipments}, {"fulfillments", of_fulfillments}};

/* A window that begins with its first call. */
struct own {
	int64_t begun;
	uint64_t calls;
	bool expired;
};

static Str route(const struct request *q)
{
	if (!text_begins(q->path, S("/shipstation/")))
		return (Str){0};
	return text(arena_print(q->mem, "shipstation/%.*s", STR(text_from(q->path, sizeof "/shipstation/" - 1))));
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *message)
{
	struct buf *out = buf_new(q->mem, 1 << 16);
	buf_add(out, status == 429 ? S("{\"message\":") : S("{\"Message\":"));
	value_write_text(out, text(message));
	buf_byte(out, '}');
	reply_json(r, status, buf_str(out));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, "Authorization has been denied for this request.");
	else if (status == 429)
		fail(q, r, 429, "Too Many Requests");
	else if (status == 503)
		fail(q, r, 503, "The service is unavailable.");
	else
		fail(q, r, status, "An error has occurred.");
}

/* "X-Rate-Limit-Limit", "-Remaining" and "-Reset", the last in seconds. */
static bool take(struct own *own, const struct request *q, struct reply *r)
{
	if (own->calls == 0 || q->now - own->begun >= CALLS_PER) {
		own->begun = q->now;
		own->calls = 0;
	}
	bool good = own->calls < CALLS;
	own->calls += good;
	int64_t reset = (CALLS_PER - (q->now - own->begun) + 999) / 1000;
	pairs_add(q->mem, &r->headers, S("X-Rate-Limit-Limit"), text(arena_print(q->mem, "%d", CALLS)));
	pairs_add(q->mem, &r->headers, S("X-Rate-Limit-Remaining"),
	          text(arena_print(q->mem, "%" PRIu64, CALLS - own->calls)));
	pairs_add(q->mem, &r->headers, S("X-Rate-Limit-Reset"), text(arena_print(q->mem, "%" PRId64, reset)));
	if (good)
		return true;
	r->beyond_rate = true;
	refuse(q, 429, r);
	return false;
}

/* "2026-03-10 12:00:00" or with a T, or the day alone; Pacific time, but with a Z. */
static bool read_time(struct arena *a, Str given, int64_t *at)
{
	char *z = text_z(a, given);
	bool zulu = text_ends(given, S("Z"));
	if (given.len > 10 && z[10] == ' ')
		z[10] = 'T';
	if (!instant_read(text(z), at))
		return false;
	if (!zulu)
		*at -= shipstation_offset(*at);
	return true;
}

/* createDate, orderDate, paymentDate and shipDate are when it was made, modifyDate when it was changed; both ends. */
static bool is_within(struct arena *a, const struct pair *p, const struct record *record, bool *good)
{
	bool start = text_ends(p->name, S("Start")), end = text_ends(p->name, S("End"));
	int64_t at, own = text_begins(p->name, S("modify")) ? record->changed : record->at;
	if (!start && !end)
		return true;
	if (!read_time(a, p->value, &at)) {
		*good = false;
		return false;
	}
	return start ? own >= at : own <= at;
}

static bool fits(const struct request *q, const struct record *record, bool *good)
{
	for (size_t i = 0; i < q->query.count; i++) {
		const struct pair *p = &q->query.at[i];
		const struct value *member = value_get(record->body, p->name);
		if (!is_within(q->mem, p, record, good) || (member && !text_is(member->text, p->value)))
			return false;
	}
	return true;
}

static const char *wrong_with(const struct request *q, const struct kind *kind, uint64_t *page, uint64_t *size)
{
	const struct pair *strange = pairs_strange(&q->query, kind->parameters);
	Str direction = pairs_text(&q->query, "sortDir");
	if (strange)
		return arena_print(q->mem, "There is no parameter '%.*s'.", STR(strange->name));
	if (!pairs_number(&q->query, "page", 1, PAGES_MOST, page) ||
	    !pairs_number(&q->query, "pageSize", 1, PAGE_MOST, size))
		return "page is from 1, pageSize from 1 to 500.";
	if (direction.len && !text_is(direction, S("ASC")) && !text_is(direction, S("DESC")))
		return "sortDir is ASC or DESC.";
	return NULL;
}

/* What is in a parcel, or null for those who did not ask. */
static void write_record(struct buf *out, const struct kind *kind, const struct record *record, bool items)
{
	buf_byte(out, '{');
	for (const struct value *m = record->body->first; m; m = m->next) {
		if (m != record->body->first)
			buf_byte(out, ',');
		buf_print(out, "\"%.*s\":", STR(m->name));
		value_write(out, m);
	}
	if (kind == &kinds[1]) {
		buf_add(out, S(",\"shipmentItems\":"));
		if (items)
			value_write(out, record->owner);
		else
			buf_add(out, S("null"));
	}
	buf_byte(out, '}');
}

static void answer_list(struct systems *s, const struct request *q, struct reply *r, const struct kind *kind)
{
	const struct list *list = held_find(&s->held, S("shipstation"), text(kind->name));
	struct picked found = {0};
	uint64_t page = 1, size = PAGE_SIZE;
	size_t from, to;
	bool good = true, items = pairs_has(&q->query, "includeShipmentItems", "true");
	const char *wrong = wrong_with(q, kind, &page, &size);
	for (size_t i = 0; i < list->count && !wrong && good; i++)
		if (fits(q, &list->at[i], &good))
			picked_add(q->mem, &found, &list->at[i]);
	if (wrong || !good) {
		fail(q, r, 400, wrong ? wrong : "The request is invalid: a time is '2026-03-31 12:00:00'.");
		return;
	}
	if (found.count)
		picked_sort(&found, BY_AT, pairs_has(&q->query, "sortDir", "DESC"));
	page_places(q, found.count, page, size, r, &from, &to);
	struct buf *out = buf_new(q->mem, (size_t)1 << 26);
	buf_print(out, "{\"%s\":[", kind->name);
	for (size_t i = from; i < to; i++) {
		if (i > from)
			buf_byte(out, ',');
		write_record(out, kind, found.at[i], items);
	}
	buf_print(out, "],\"total\":%zu,\"page\":%" PRIu64 ",\"pages\":%" PRIu64 "}", total_said(q, found.count), page,
	          (found.count + size - 1) / size);
	reply_json(r, 200, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	Str name = text_from(q->path, sizeof "/shipstation/" - 1);
	size_t i = 0;
	own->expired |= q->fault == FAULT_TOKEN_EXPIRES;
	if (own->expired || !basic_is(q, key, secret)) {
		r->refused = true;
		refuse(q, 401, r);
		return;
	}
	if (!take(own, q, r))
		return;
	while (i < sizeof kinds / sizeof *kinds && !text_is(name, text(kinds[i].name)))
		i++;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (i == sizeof kinds / sizeof *kinds || !text_is(q->method, S("GET"))) {
		fail(q, r, 404, "No HTTP resource was found that matches the request URI.");
	} else {
		answer_list(s, q, r, &kinds[i]);
	}
}

static void *shipstation_open(struct systems *s)
{
	shipstation_hold(s);
	return arena_new_of(s->mem, struct own);
}

static void renew(void *mine)
{
	*(struct own *)mine = (struct own){0};
}

const struct vendor shipstation = {"shipstation", shipstation_open, route, answer, renew, refuse};
