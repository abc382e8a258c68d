/*
 * HubSpot, as developers.hubspot.com says: "Contacts" (a list by after, limit to 100), "Search the CRM" (limit to 200,
 * 10,000 results a query, five requests a second, filters of a group joined by and), "Subscriptions preferences"
 * (v3/status/email), "API usage guidelines and limits" (100 requests in ten seconds for a private app), "Error
 * handling".  A property that is none is left out of an answer; one that is searched for must be there.
 */
#include "hubspot.h"
#include "rest.h"

#include <inttypes.h>
#include <stdlib.h>

enum { IN_TEN_SECONDS = 100, SEARCHES = 5, LIMIT = 10, LIMIT_MOST = 100, SEARCH_MOST = 200, RESULTS_MOST = 10000,
       ANSWER_MOST = 1 << 24 };

#define CORRELATION "'correlationId':'aeb5f871-0000-4000-8000-000000000007'"

static const char key[] = "hubspot-token-of-the-test-systems", status_path[] =
	"/communication-preferences/v3/status/email/";
static const char at_first[] = "createdate email firstname hs_object_id lastmodifieddate lastname";
static const char always[] = "createdate hs_object_id lastmodifieddate";

struct own {
	struct door door;
	struct rate searches;
};

static Str route(const struct request *q)
{
	if (text_is(q->path, S("/crm/v3/objects/contacts/search")))
		return S("hubspot/search");
	if (text_is(q->path, S("/crm/v3/objects/contacts")))
		return S("hubspot/contacts");
	if (text_begins(q->path, text(status_path)))
		return S("hubspot/consents");
	return text_begins(q->path, S("/crm/v3/")) ? S("hubspot/elsewhere") : (Str){0};
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *category, const char *message)
{
	reply_value(q, r, status, value_make(q->mem, "{'status':'error','message':'%s'," CORRELATION ",'category':'%s'}",
	                                     message, category));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, "INVALID_AUTHENTICATION", "Authentication credentials not found.");
	else if (status == 429)
		reply_value(q, r, 429, value_make(q->mem, "{'status':'error','message':'You have reached your limit.',"
		                                  "'errorType':'RATE_LIMIT'," CORRELATION ",'policyName':'%s'}",
		                                  text_ends(q->path, S("/search")) ? "SECONDLY" : "TEN_SECONDLY_ROLLING"));
	else
		fail(q, r, status, "SERVER_ERROR", "internal error");
}

static bool wants(const struct texts *names, Str name)
{
	return is_word(always, name) || (names->count ? texts_has(names, name) : is_word(at_first, name));
}

static void write_contact(struct buf *out, const struct value *body, const struct texts *names)
{
	bool any = false;
	buf_byte(out, '{');
	for (const struct value *m = body->first; m; m = m->next) {
		if (m != body->first)
			buf_byte(out, ',');
		value_write_text(out, m->name);
		buf_byte(out, ':');
		if (!text_is(m->name, S("properties"))) {
			value_write(out, m);
			continue;
		}
		buf_byte(out, '{');
		for (const struct value *p = m->first; p; p = p->next) {
			if (!wants(names, p->name))
				continue;
			buf_add(out, any ? S(",") : S(""));
			any = true;
			value_write_text(out, p->name);
			buf_byte(out, ':');
			value_write(out, p);
		}
		buf_byte(out, '}');
	}
	buf_byte(out, '}');
}

/* {total, results, paging:{next:{after, link}}}; a list states no total, a search no link. */
static void give(const struct request *q, struct reply *r, const struct picked *f, struct page page,
                 const struct texts *names, bool search)
{
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	buf_byte(out, '{');
	if (search)
		buf_print(out, "\"total\":%zu,", total_said(q, f->count));
	buf_add(out, S("\"results\":["));
	for (size_t i = page.from; i < page.to; i++) {
		buf_add(out, i > page.from ? S(",") : S(""));
		write_contact(out, f->at[i]->body, names);
	}
	buf_byte(out, ']');
	if (page.more && search) {
		buf_print(out, ",\"paging\":{\"next\":{\"after\":\"%zu\"}}", page.to);
	} else if (page.more) {
		const char *after = text_z(q->mem, f->at[page.to]->id);
		buf_print(out, ",\"paging\":{\"next\":{\"after\":\"%s\",\"link\":", after);
		value_write_text(out, url_with(q, "after", after));
		buf_add(out, S("}}"));
	}
	buf_byte(out, '}');
	reply_json(r, 200, buf_str(out));
}

static void read_names(struct arena *a, struct texts *names, Str s)
{
	Str one;
	bool more = s.len > 0;
	while (more) {
		more = text_cut(s, ',', &one, &s);
		texts_add(a, names, text_trim(one));
	}
}

/* "Retrieve contacts": after is where it goes on. */
static void answer_list(const struct request *q, struct reply *r, const struct list *contacts)
{
	const struct pairs *given = &q->query;
	const struct pair *other = pairs_beyond(q->mem, given, "limit after properties propertiesWithHistory associations "
	                                        "archived");
	Str after = pairs_text(given, "after");
	uint64_t limit = LIMIT;
	struct picked f = picked_all(q->mem, contacts);
	struct texts names = {0};
	size_t from = 0;
	if (other || !pairs_number(given, "limit", 1, LIMIT_MOST, &limit)) {
		fail(q, r, 400, "VALIDATION_ERROR", arena_print(q->mem, "Invalid input: %s", quotable(q->mem,
		     other ? other->name : S("limit"))));
		return;
	}
	if (text_is(pairs_text(given, "archived"), S("true")))
		f.count = 0;
	while (after.len && from < f.count && !text_is(f.at[from]->id, after))
		from++;
	if (after.len && from == f.count && f.count) {
		fail(q, r, 400, "VALIDATION_ERROR", "Invalid input: after");
		return;
	}
	read_names(q->mem, &names, pairs_text(given, "properties"));
	r->fault_idle = q->fault == FAULT_TOTAL;
	give(q, r, &f, page_of(q, r, f.count, from, limit), &names, false);
}

/* Milliseconds of a date property, or of a value of a filter, which may be such a number already. */
static bool millis(Str s, int64_t *ms)
{
	uint64_t n;
	if (text_uint(s, &n)) {
		*ms = (int64_t)n;
		return s.len >= 12;
	}
	if (!moment_read(s, ms))
		return false;
	*ms *= 1000;
	Str fraction = text_from(s, text_find_byte(s, '.') + 1);
	if (text_uint(text_head(fraction, 3), &n) && fraction.len > 3)
		*ms += (int64_t)n;
	return true;
}

static int compare(Str own, Str other)
{
	int64_t a, b;
	if (millis(own, &a) && millis(other, &b))
		return a < b ? -1 : a > b;
	return text_compare(own, other);
}

static bool holds(const struct value *filter, const struct value *body)
{
	const struct value *own = value_get(value_get(body, S("properties")), value_text(filter, "propertyName"));
	Str sign = value_text(filter, "operator"), value = value_text(filter, "value");
	bool there = own && own->kind != VALUE_NULL;
	if (is_word("HAS_PROPERTY NOT_HAS_PROPERTY", sign))
		return there == (sign.at[0] == 'H');
	if (!there)
		return text_is(sign, S("NEQ"));
	int order = compare(own->text, value);
	if (text_is(sign, S("BETWEEN")))
		return order >= 0 && compare(own->text, value_text(filter, "highValue")) <= 0;
	if (is_word("GT GTE", sign))
		return order > 0 || (order == 0 && sign.len == 3);
	if (is_word("LT LTE", sign))
		return order < 0 || (order == 0 && sign.len == 3);
	return (order == 0) == text_is(sign, S("EQ"));
}

/* One of the groups, of which all filters hold. */
static bool fits(const struct value *groups, const struct value *body)
{
	if (!groups || !groups->first)
		return true;
	for (const struct value *g = groups->first; g; g = g->next) {
		bool all = true;
		const struct value *filters = value_get(g, S("filters"));
		for (const struct value *f = filters ? filters->first : NULL; f; f = f->next)
			all &= holds(f, body);
		if (all)
			return true;
	}
	return false;
}

/* What is wrong with a search; NULL if nothing is. */
static const char *check(const struct value *asked, const struct list *contacts)
{
	const struct value *known = value_get(contacts->at[0].body, S("properties"));
	const struct value *groups = value_get(asked, S("filterGroups")), *sorts = value_get(asked, S("sorts"));
	if (!asked || asked->kind != VALUE_OBJECT)
		return "Invalid input JSON";
	for (const struct value *m = asked->first; m; m = m->next)
		if (!is_word("filterGroups sorts query properties limit after", m->name))
			return "Invalid input JSON: an unknown member";
	for (const struct value *g = groups ? groups->first : NULL; g; g = g->next) {
		const struct value *filters = value_get(g, S("filters"));
		for (const struct value *f = filters ? filters->first : NULL; f; f = f->next) {
			if (!value_get(known, value_text(f, "propertyName")))
				return "There was a problem with the request: a property that is searched for is none";
			if (!is_word("EQ NEQ LT LTE GT GTE BETWEEN HAS_PROPERTY NOT_HAS_PROPERTY", value_text(f, "operator")))
				return "There was a problem with the request: an operator is none";
		}
	}
	if (sorts && sorts->first && !value_get(known, value_text(sorts->first, "propertyName")))
		return "There was a problem with the request: a property of the order is none";
	return NULL;
}

static bool number_of(const struct value *asked, const char *name, uint64_t *n)
{
	const struct value *own = value_get(asked, text(name));
	return !own || text_uint(own->text, n);
}

/* "Search the CRM". */
static void answer_search(const struct request *q, struct reply *r, const struct list *contacts)
{
	const struct value *asked = value_read(q->mem, q->body);
	const char *wrong = check(asked, contacts);
	const struct value *sorts = value_get(asked, S("sorts")), *wanted = value_get(asked, S("properties"));
	struct picked f = {0};
	struct texts names = {0};
	uint64_t limit = LIMIT, after = 0;
	if (!wrong && (!number_of(asked, "limit", &limit) || limit < 1 || limit > SEARCH_MOST))
		wrong = "Invalid input JSON: limit is from 1 to 200";
	if (!wrong && (!number_of(asked, "after", &after) || after + limit > RESULTS_MOST))
		wrong = "There was a problem with the request: a search gives 10,000 results at most";
	if (wrong || !text_is(q->method, S("POST"))) {
		fail(q, r, wrong ? 400 : 405, "VALIDATION_ERROR", wrong ? wrong : "Method not allowed");
		return;
	}
	for (size_t i = 0; i < contacts->count; i++)
		if (fits(value_get(asked, S("filterGroups")), contacts->at[i].body))
			picked_add(q->mem, &f, &contacts->at[i]);
	for (const struct value *m = wanted ? wanted->first : NULL; m; m = m->next)
		texts_add(q->mem, &names, m->text);
	if (sorts && sorts->first) {
		Str by = value_text(sorts->first, "propertyName");
		bool changed = text_is(by, S("lastmodifieddate")), created = text_is(by, S("createdate"));
		picked_sort(&f, changed ? BY_CHANGED : created ? BY_AT : BY_ID,
		            text_is(value_text(sorts->first, "direction"), S("DESCENDING")));
	}
	give(q, r, &f, page_of(q, r, f.count, after, limit), &names, true);
}

static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	if (!door_open(&own->door, &hubspot, q, r, text_is(header_authorization(q, "Bearer"), text(key))))
		return false;
	bool search = text_ends(q->path, S("/search"));
	if (search && !rate_take(&own->searches, q->now)) {
		r->beyond_rate = true;
		refuse(q, 429, r);
		return false;
	}
	if (!search) {
		pairs_add(q->mem, &r->headers, S("X-HubSpot-RateLimit-Daily"), S("250000"));
		pairs_add(q->mem, &r->headers, S("X-HubSpot-RateLimit-Interval-Milliseconds"), S("10000"));
		pairs_add(q->mem, &r->headers, S("X-HubSpot-RateLimit-Max"), S("100"));
	}
	return true;
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct list *contacts = held_find(&s->held, S("hubspot"), S("contacts"));
	const struct list *consents = held_find(&s->held, S("hubspot"), S("consents"));
	Str which = route(q);
	if (!is_let_in(own, q, r))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (text_is(which, S("hubspot/search"))) {
		answer_search(q, r, contacts);
	} else if (!text_is(q->method, S("GET")) || text_is(which, S("hubspot/elsewhere"))) {
		fail(q, r, 404, "OBJECT_NOT_FOUND", "There is nothing at this path");
	} else if (text_is(which, S("hubspot/contacts"))) {
		answer_list(q, r, contacts);
	} else {
		const struct record *one = list_find(consents, text_from(q->path, sizeof status_path - 1));
		r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
		if (!one || q->query.count)
			fail(q, r, one ? 400 : 404, "VALIDATION_ERROR", "There is no such recipient, or a parameter is unknown");
		else
			reply_value(q, r, 200, one->body);
	}
}

static void *hubspot_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->door.rate, IN_TEN_SECONDS, 10 * 1000);
	rate_init(s->mem, &own->searches, SEARCHES, 1000);
	hubspot_hold(s);
	return own;
}

static void renew(void *mine)
{
	struct own *own = mine;
	door_renew(&own->door);
	rate_forget(&own->searches);
}

const struct vendor hubspot = {"hubspot", hubspot_open, route, answer, renew, refuse};
