/*
 * Zendesk, as developer.zendesk.com says: "Incremental Exports" (cursor-based, from start_time or a cursor, to 1000 a
 * page, ten requests a minute, what was deleted comes with that status), "Tickets" (by page[size] and page[after], to
 * 100), "Rate limits", "Security and authentication" (an e-mail with /token, and an API token).
 */
#include "rest.h"
#include "zendesk.h"

#include <inttypes.h>
#include <stdio.h>

enum { EXPORTS = 10, REQUESTS = 400, MINUTE = 60 * 1000, EXPORT_MOST = 1000, PAGE_MOST = 100, ANSWER_MOST = 1 << 26 };

static const char user[] = "agent@lantern.example.com/token", secret[] = "zendesk-token-of-the-test-systems",
                  export_path[] = "/api/v2/incremental/tickets/cursor.json";

struct own {
	struct door door;
	struct rate exports;
};

static bool is_export(const struct request *q)
{
	Str bare = text_head(text(export_path), sizeof export_path - sizeof ".json");
	return text_is(q->path, text(export_path)) || text_is(q->path, bare);
}

static Str route(const struct request *q)
{
	if (is_export(q))
		return S("zendesk/incremental");
	if (text_is(q->path, S("/api/v2/tickets.json")) || text_is(q->path, S("/api/v2/tickets")))
		return S("zendesk/tickets");
	return text_begins(q->path, S("/api/v2/")) ? S("zendesk/elsewhere") : (Str){0};
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *error, const char *description)
{
	reply_value(q, r, status, value_make(q->mem, "{'error':'%s','description':'%s'}", error, description));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		reply_value(q, r, 401, value_make(q->mem, "{'error':'Couldn\\'t authenticate you'}"));
	else if (status == 429)
		fail(q, r, 429, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded");
	else
		fail(q, r, status, status == 500 ? "InternalError" : "ServiceUnavailable", "Please try again later");
}

/* "Requests that exceed the limit" come with Retry-After. */
static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	bool in = door_open(&own->door, &zendesk, q, r, basic_is(q, user, secret));
	if (in && is_export(q) && !rate_take(&own->exports, q->now)) {
		r->beyond_rate = true;
		refuse(q, 429, r);
		in = false;
	}
	if (r->status == 429)
		pairs_add(q->mem, &r->headers, S("Retry-After"), S("60"));
	return in;
}

/* "1576613539.0||467|": behind this ticket of this second. */
static bool read_cursor(struct arena *a, Str cursor, int64_t *second, uint64_t *id)
{
	Str plain = base64_read(a, cursor);
	return plain.len && sscanf(text_z(a, plain), "%" SCNd64 ".0||%" SCNu64 "|", second, id) == 2;
}

static void write_cursor(struct arena *a, struct buf *out, int64_t second, const char *id)
{
	buf_print(out, "\"%s\"", base64_text(a, text(arena_print(a, "%" PRId64 ".0||%s|", second, id))));
}

static bool is_behind(const struct record *one, int64_t second, uint64_t id)
{
	uint64_t own;
	return one->changed > second || (one->changed == second && text_uint(one->id, &own) && own > id);
}

static void answer_export(const struct request *q, struct reply *r, const struct list *tickets)
{
	const struct pairs *given = &q->query;
	const struct pair *other = pairs_beyond(q->mem, given, "start_time cursor per_page include exclude_deleted "
	                                        "support_type_scope");
	uint64_t size = EXPORT_MOST, start = 0, id = 0;
	int64_t second;
	struct picked f = {0};
	struct buf *out = buf_new(q->mem, ANSWER_MOST), *cursor = buf_new(q->mem, 4096);
	Str given_cursor = pairs_text(given, "cursor");
	bool begun = pairs_number(given, "start_time", 1, UINT32_MAX, &start) && start;
	second = (int64_t)start - 1;
	id = UINT64_MAX;
	if (other || !pairs_number(given, "per_page", 1, EXPORT_MOST, &size) || begun == (given_cursor.len > 0) ||
	    (!begun && !read_cursor(q->mem, given_cursor, &second, &id))) {
		fail(q, r, 400, "InvalidValue", "A parameter is unknown, or has no such value; either start_time or cursor is "
		     "required");
		return;
	}
	for (size_t i = 0; i < tickets->count; i++)
		if (is_behind(&tickets->at[i], second, id))
			picked_add(q->mem, &f, &tickets->at[i]);
	picked_sort(&f, BY_CHANGED, false);
	struct page page = page_of(q, r, f.count, 0, size);
	r->fault_idle |= q->fault == FAULT_TOTAL;
	if (page.to > 0)
		write_cursor(q->mem, cursor, f.at[page.to - 1]->changed, text_z(q->mem, f.at[page.to - 1]->id));
	else
		write_cursor(q->mem, cursor, second, begun ? "99999999999" : arena_print(q->mem, "%" PRIu64, id));
	Str after = (Str){buf_str(cursor).at + 1, buf_str(cursor).len - 2};
	struct request without = *q;
	without.query = (struct pairs){0};
	buf_add(out, S("{\"tickets\":["));
	picked_write(out, &f, page.from, page.to);
	buf_add(out, S("],\"after_url\":"));
	value_write_text(out, url_with(&without, "cursor", text_z(q->mem, after)));
	buf_print(out, ",\"after_cursor\":%.*s,\"before_cursor\":null,\"before_url\":null,\"end_of_stream\":%s}",
	          WHOLE(buf_str(cursor)), page.more ? "false" : "true");
	reply_json(r, 200, buf_str(out));
}

/* "List tickets", by cursor: without those that were deleted. */
static void answer_list(const struct request *q, struct reply *r, const struct list *tickets)
{
	const struct pairs *given = &q->query;
	uint64_t size = PAGE_MOST, id = 0;
	int64_t ignored = 0;
	struct picked f = {0};
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	Str after = pairs_text(given, "page[after]");
	if (pairs_beyond(q->mem, given, "page[size] page[after]") ||
	    !pairs_number(given, "page[size]", 1, PAGE_MOST, &size) ||
	    (after.len && !read_cursor(q->mem, after, &ignored, &id))) {
		fail(q, r, 400, "InvalidPaginationParameter", "page[size] is from 1 to 100, page[after] a cursor");
		return;
	}
	for (size_t i = 0; i < tickets->count; i++) {
		uint64_t own;
		if (text_uint(tickets->at[i].id, &own) && own > id &&
		    !text_is(value_text(tickets->at[i].body, "status"), S("deleted")))
			picked_add(q->mem, &f, &tickets->at[i]);
	}
	struct page page = page_of(q, r, f.count, 0, size);
	r->fault_idle |= q->fault == FAULT_TOTAL;
	buf_add(out, S("{\"tickets\":["));
	picked_write(out, &f, page.from, page.to);
	buf_print(out, "],\"meta\":{\"has_more\":%s,\"after_cursor\":", page.more ? "true" : "false");
	struct buf *cursor = buf_new(q->mem, 4096);
	write_cursor(q->mem, cursor, 0, page.to ? text_z(q->mem, f.at[page.to - 1]->id) :
	                                arena_print(q->mem, "%" PRIu64, id));
	buf_add(out, buf_str(cursor));
	buf_add(out, S(",\"before_cursor\":null},\"links\":{\"next\":"));
	if (page.more)
		value_write_text(out, url_with(q, "page[after]", text_z(q->mem, (Str){buf_str(cursor).at + 1,
		                 buf_str(cursor).len - 2})));
	else
		buf_add(out, S("null"));
	buf_add(out, S(",\"prev\":null}}"));
	reply_json(r, 200, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct list *tickets = held_find(&s->held, S("zendesk"), S("incremental"));
	if (!is_let_in(own, q, r))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->method, S("GET")) || text_is(route(q), S("zendesk/elsewhere"))) {
		reply_value(q, r, 404, value_make(q->mem, "{'error':'InvalidEndpoint','description':'Not found'}"));
	} else if (is_export(q)) {
		answer_export(q, r, tickets);
	} else {
		answer_list(q, r, tickets);
	}
}

static void *zendesk_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->door.rate, REQUESTS, MINUTE);
	rate_init(s->mem, &own->exports, EXPORTS, MINUTE);
	zendesk_hold(s);
	return own;
}

static void renew(void *mine)
{
	struct own *own = mine;
	door_renew(&own->door);
	rate_forget(&own->exports);
}

const struct vendor zendesk = {"zendesk", zendesk_open, route, answer, renew, refuse};
