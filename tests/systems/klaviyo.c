/*
 * Klaviyo, as developers.klaviyo.com says: "Get Profiles" (page[size] to 100, page[cursor], filter and sort by updated
 * and created, subscriptions and predictive_analytics only as additional-fields[profile]), "Authenticate API requests",
 * "API versioning and deprecation policy" (the header revision is required), "Rate limits, status codes, and errors":
 * 75 a second and 700 a minute, 10 and 150 with predictive_analytics; RateLimit-* with what is not refused for it.
 */
#include "klaviyo.h"
#include "rest.h"

#include <inttypes.h>

enum { BURST = 75, STEADY = 700, SLOW_BURST = 10, SLOW_STEADY = 150, MINUTE = 60 * 1000, SIZE = 20, SIZE_MOST = 100,
       ANSWER_MOST = 1 << 24 };

static const char key[] = "pk_of_the_test_systems";

struct own {
	struct door door;
	struct rate steady, slow_burst, slow_steady;
};

struct asked {
	int64_t from, to, changed_from, changed_to;  /* ends are left out */
	Str email;
	enum order order;
	bool descending;
	uint64_t start, size;
	struct texts fields, more;
	const char *wrong;          /* the name of what is */
};

static Str route(const struct request *q)
{
	if (text_is(q->path, S("/api/profiles")) || text_is(q->path, S("/api/profiles/")))
		return S("klaviyo/profiles");
	return (Str){0};
}

/* JSON:API. */
static void fail(const struct request *q, struct reply *r, unsigned status, const char *code, const char *title,
                 const char *detail, const char *parameter)
{
	reply_value(q, r, status, value_make(q->mem,
		"{'errors':[{'id':'0f0f0f0f-0000-4000-8000-000000000007','status':%u,'code':'%s','title':'%s','detail':'%s',"
		"'source':{'%s':'%s'},'links':{},'meta':{}}]}", status, code, title, detail,
		*parameter ? "parameter" : "pointer", *parameter ? parameter : "/data/"));
	r->type = "application/vnd.api+json";
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	if (status == 401)
		fail(q, r, 401, "not_authenticated", "Authentication credentials were not provided.",
		     "Missing or invalid private key.", "");
	else if (status == 429)
		fail(q, r, 429, "throttled", "Request was throttled.", "Expected available in 1 second.", "");
	else
		fail(q, r, status, "error", "A server error occurred.", "This cannot be done now.", "");
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

/* "greater-than(updated,2026-03-01T00:00:00Z)"; several of them with a comma between, all of which must hold. */
static bool read_filter(struct asked *asked, Str s)
{
	Str sign, field, value;
	int64_t at;
	while (s.len) {
		if (!text_cut(s, '(', &sign, &s) || !text_cut(s, ',', &field, &s) || !text_cut(s, ')', &value, &s))
			return false;
		field = text_trim(field);
		value = text_trim(value);
		if (text_is(field, S("email")) && text_is(sign, S("equals")) && value.len > 2) {
			asked->email = (Str){value.at + 1, value.len - 2};
		} else if (!is_word("updated created", field) || !is_word("greater-than less-than", sign) ||
		           !moment_read(value, &at)) {
			return false;
		} else if (text_is(sign, S("greater-than"))) {
			*(field.at[0] == 'u' ? &asked->changed_from : &asked->from) = at;
		} else {
			*(field.at[0] == 'u' ? &asked->changed_to : &asked->to) = at;
		}
		if (s.len && s.at[0] != ',')
			return false;
		s = text_from(s, 1);
	}
	return true;
}

static bool read_sort(struct asked *asked, Str s)
{
	asked->descending = text_begins(s, S("-"));
	s = text_from(s, asked->descending);
	asked->order = text_is(s, S("updated")) ? BY_CHANGED : text_is(s, S("created")) ? BY_AT : BY_ID;
	return s.len == 0 || is_word("updated created id email", s);
}

/* Base64 of "next::place::sum", where the sum is of all else that was asked. */
static const char *cursor_of(const struct systems *s, const struct request *q, uint64_t place)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < q->query.count; i++) {
		const struct pair *p = &q->query.at[i];
		for (size_t j = 0; j < p->value.len && !text_is(p->name, S("page[cursor]")); j++)
			sum = chosen(s->world, "cursor", sum ^ (unsigned char)p->value.at[j]);
	}
	return base64_text(q->mem, text(arena_print(q->mem, "next::%" PRIu64 "::%016" PRIx64, place, sum)));
}

static bool read_cursor(const struct systems *s, const struct request *q, struct asked *asked)
{
	Str given = pairs_text(&q->query, "page[cursor]"), rest = text_from(base64_read(q->mem, given), 6);
	if (!given.len)
		return true;
	return text_uint(text_head(rest, text_digits(rest)), &asked->start) &&
	       text_is(given, text(cursor_of(s, q, asked->start)));
}

static void read_asked(const struct systems *s, const struct request *q, struct asked *a)
{
	const struct pairs *given = &q->query;
	const struct pair *other = pairs_beyond(q->mem, given, "page[size] page[cursor] filter sort fields[profile] "
	                                        "additional-fields[profile]");
	*a = (struct asked){INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX, {0}, BY_ID, false, 0, SIZE, {0}, {0}, NULL};
	read_names(q->mem, &a->fields, pairs_text(given, "fields[profile]"));
	read_names(q->mem, &a->more, pairs_text(given, "additional-fields[profile]"));
	if (other)
		a->wrong = quotable(q->mem, other->name);
	else if (!pairs_number(given, "page[size]", 1, SIZE_MOST, &a->size))
		a->wrong = "page[size]";
	else if (!read_filter(a, pairs_text(given, "filter")))
		a->wrong = "filter";
	else if (!read_sort(a, pairs_text(given, "sort")))
		a->wrong = "sort";
	else if (!read_cursor(s, q, a))
		a->wrong = "page[cursor]";
	for (size_t i = 0; i < a->more.count; i++)
		if (!is_word("subscriptions predictive_analytics", a->more.at[i]))
			a->wrong = "additional-fields[profile]";
}

static bool is_given(const struct asked *asked, Str attribute)
{
	if (is_word("subscriptions predictive_analytics", attribute) && !texts_has(&asked->more, attribute))
		return false;
	/* Sparse fieldsets: what is asked for in addition is asked for. */
	return !asked->fields.count || texts_has(&asked->fields, attribute) || texts_has(&asked->more, attribute);
}

static void write_profile(struct arena *a, struct buf *out, const struct asked *asked, const struct value *body)
{
	struct value *copy = value_make(a, "{}");
	for (const struct value *m = body->first; m; m = m->next) {
		struct value *member = arena_new_of(a, struct value);
		*member = *m;
		if (text_is(m->name, S("attributes"))) {
			member->first = member->last = NULL;
			for (const struct value *attribute = m->first; attribute; attribute = attribute->next) {
				struct value *kept = arena_new_of(a, struct value);
				*kept = *attribute;
				if (is_given(asked, kept->name))
					value_add(member, kept);
			}
		}
		value_add(copy, member);
	}
	value_write(out, copy);
}

static void answer_list(struct systems *s, const struct request *q, struct reply *r, const struct asked *asked)
{
	const struct list *list = held_find(&s->held, S("klaviyo"), S("profiles"));
	struct picked f = {0};
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	for (size_t i = 0; i < list->count; i++) {
		const struct record *one = &list->at[i];
		Str email = value_text(value_get(one->body, S("attributes")), "email");
		if (one->at > asked->from && one->at < asked->to && one->changed > asked->changed_from &&
		    one->changed < asked->changed_to && (!asked->email.len || text_is(email, asked->email)))
			picked_add(q->mem, &f, one);
	}
	picked_sort(&f, asked->order, asked->descending);
	struct page page = page_of(q, r, f.count, asked->start, asked->size);
	r->fault_idle |= q->fault == FAULT_TOTAL;
	buf_add(out, S("{\"data\":["));
	for (size_t i = page.from; i < page.to; i++) {
		buf_add(out, i > page.from ? S(",") : S(""));
		write_profile(q->mem, out, asked, f.at[i]->body);
	}
	buf_add(out, S("],\"links\":{\"self\":"));
	value_write_text(out, text(arena_print(q->mem, "http://%.*s%.*s", STR(q->host), STR(q->path))));
	buf_add(out, S(",\"next\":"));
	if (page.more)
		value_write_text(out, url_with(q, "page[cursor]", cursor_of(s, q, page.to)));
	else
		buf_add(out, S("null"));
	buf_add(out, S(",\"prev\":null}}"));
	reply_json(r, 200, buf_str(out));
	r->type = "application/vnd.api+json";
}

/* Two windows, each of two sizes; on refusal Retry-After, and no RateLimit-*. */
static bool is_let_in(struct own *own, const struct request *q, struct reply *r)
{
	Str more = pairs_text(&q->query, "additional-fields[profile]");
	bool slow = text_find(more, S("predictive_analytics")) < more.len;
	if (!door_open(&own->door, &klaviyo, q, r, text_is(header_authorization(q, "Klaviyo-API-Key"), text(key)))) {
		if (r->status == 429)
			pairs_add(q->mem, &r->headers, S("Retry-After"), S("1"));
		return false;
	}
	bool burst = slow && !rate_take(&own->slow_burst, q->now);
	if (!burst && rate_take(slow ? &own->slow_steady : &own->steady, q->now)) {
		pairs_add(q->mem, &r->headers, S("RateLimit-Limit"),
		          slow ? S("10, 10;w=1, 150;w=60") : S("75, 75;w=1, 700;w=60"));
		pairs_add(q->mem, &r->headers, S("RateLimit-Remaining"), S("1"));
		pairs_add(q->mem, &r->headers, S("RateLimit-Reset"), S("1"));
		return true;
	}
	r->beyond_rate = true;
	refuse(q, 429, r);
	pairs_add(q->mem, &r->headers, S("Retry-After"), burst ? S("1") : S("60"));
	return false;
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	const struct pair *revision = header_find(&q->headers, "revision");
	struct asked asked;
	int64_t day;
	if (!is_let_in(own, q, r))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->method, S("GET"))) {
		fail(q, r, 405, "method_not_allowed", "Method not allowed.", "Only GET is.", "");
	} else if (!revision || !instant_read(text_head(revision->value, 10), &day)) {
		fail(q, r, 400, "invalid", "Invalid input.", "The header revision is required, a date.", "revision");
	} else {
		read_asked(s, q, &asked);
		if (asked.wrong)
			fail(q, r, 400, "invalid", "Invalid input.", "This is none, or has no such value.", asked.wrong);
		else
			answer_list(s, q, r, &asked);
	}
}

static void *klaviyo_open(struct systems *s)
{
	struct own *own = arena_new_of(s->mem, struct own);
	rate_init(s->mem, &own->door.rate, BURST, 1000);
	rate_init(s->mem, &own->steady, STEADY, MINUTE);
	rate_init(s->mem, &own->slow_burst, SLOW_BURST, 1000);
	rate_init(s->mem, &own->slow_steady, SLOW_STEADY, MINUTE);
	klaviyo_hold(s);
	return own;
}

static void renew(void *mine)
{
	struct own *own = mine;
	door_renew(&own->door);
	rate_forget(&own->steady);
	rate_forget(&own->slow_burst);
	rate_forget(&own->slow_steady);
}

const struct vendor klaviyo = {"klaviyo", klaviyo_open, route, answer, renew, refuse};
