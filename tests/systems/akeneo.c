/*
 * Akeneo, as api.akeneo.com says: "Authentication" (a token for an hour, by password or refresh token, a JSON body or
 * a form under Basic), "Get list of products" (products-uuid), "Pagination" (by search_after, followed as given, or by
 * page to the 10,000th product; limit to 100), "Filters" (search, a JSON object), "Response codes".  Its rates are
 * those of a contract; here there is none.
 */
#include "akeneo.h"
#include "rest.h"

#include <inttypes.h>

enum { LIMIT = 10, LIMIT_MOST = 100, PRODUCTS_MOST = 10000, ANSWER_MOST = 1 << 26 };

static const char client[] = "akeneo-client-of-the-test-systems", secret[] = "akeneo-secret-of-the-test-systems",
                  user[] = "counterfoil", password[] = "akeneo-password-of-the-test-systems",
                  token_path[] = "/api/oauth/v1/token", products_path[] = "/api/rest/v1/products-uuid";

struct own {
	struct door door;
	struct token *refreshes;
};

struct term {
	Str field, sign, value;
};

struct asked {
	struct term terms[8];
	size_t count;
	uint64_t page, limit;
	bool by_search, counted;
	Str after, attributes;
	const char *wrong;          /* what is */
};

static Str route(const struct request *q)
{
	if (text_is(q->path, text(token_path)))
		return S("akeneo/token");
	if (text_is(q->path, text(products_path)))
		return S("akeneo/products");
	return text_begins(q->path, S("/api/rest/v1/")) ? S("akeneo/elsewhere") : (Str){0};
}

static void fail(const struct request *q, struct reply *r, unsigned status, const char *message)
{
	reply_value(q, r, status, value_make(q->mem, "{'code':%u,'message':'%s'}", status, message));
}

static void refuse(const struct request *q, unsigned status, struct reply *r)
{
	fail(q, r, status, status == 401 ? "The access token provided is invalid." :
	     status == 429 ? "Too many requests." : status == 500 ? "Internal server error." : "Service unavailable.");
}

/* Members of a JSON object as pairs: so that both kinds of a body are read alike. */
static struct pairs body_of(const struct request *q)
{
	const struct pair *type = header_find(&q->headers, "Content-Type");
	struct pairs given = {0};
	if (type && text_begins(type->value, S("application/x-www-form-urlencoded")))
		return form_read(q->mem, q->body);
	const struct value *body = value_read(q->mem, q->body);
	for (const struct value *m = body && body->kind == VALUE_OBJECT ? body->first : NULL; m; m = m->next)
		pairs_add(q->mem, &given, m->name, m->text);
	return given;
}

static bool refreshes(const struct own *own, Str given)
{
	const struct token *t = own->refreshes;
	while (t && !text_is(text(t->text), given))
		t = t->next;
	return t != NULL;
}

static void answer_token(struct systems *s, struct own *own, const struct request *q, struct reply *r)
{
	struct pairs given = body_of(q);
	bool by_password = pairs_has(&given, "grant_type", "password"), again = pairs_has(&given, "grant_type",
	                                                                                 "refresh_token");
	r->fault_idle = q->fault == FAULT_TOTAL || q->fault == FAULT_EMPTY_PAGE;
	if (!text_is(q->method, S("POST")) || (!by_password && !again) ||
	    pairs_beyond(q->mem, &given, "grant_type username password refresh_token")) {
		fail(q, r, 400, "Parameter grant_type, username or password is missing or empty");
	} else if (!basic_is(q, client, secret)) {
		r->refused = true;
		fail(q, r, 422, "Parameter client_id is missing or does not match any client, or secret is invalid");
	} else if (by_password ? !pairs_has(&given, "username", user) || !pairs_has(&given, "password", password)
	                       : !refreshes(own, pairs_text(&given, "refresh_token"))) {
		r->refused = true;
		fail(q, r, 422, "No user found for the given username and password, or no such refresh token");
	} else if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else {
		const char *access = token_give(s, &own->door.tokens, "akeneo-access-", q->now);
		const char *refresh = token_give(s, &own->refreshes, "akeneo-refresh-", q->now);
		reply_value(q, r, 200, value_make(q->mem,
			"{'access_token':'%s','expires_in':%" PRId64 ",'token_type':'bearer','scope':null,'refresh_token':'%s'}",
			access, s->settings.token_life, refresh));
	}
}

static bool read_term(struct asked *asked, Str field, const struct value *one)
{
	const struct value *value = value_get(one, S("value"));
	struct term term = {field, value_text(one, "operator"), value ? value->text : (Str){0}};
	if (asked->count == sizeof asked->terms / sizeof *asked->terms || !value)
		return false;
	asked->terms[asked->count++] = term;
	if (text_is(field, S("enabled")))
		return is_word("= !=", term.sign);
	return is_word("updated created", field) ? is_word("> <", term.sign) && term.value.len == 19
	                                         : text_is(field, S("sku")) && text_is(term.sign, S("="));
}

/* {"updated":[{"operator":">","value":"2026-03-01 00:00:00"}]}: times of the PIM's own clock. */
static bool read_search(struct arena *a, struct asked *asked, Str search)
{
	const struct value *all = search.len ? value_read(a, search) : NULL;
	if (search.len && (!all || all->kind != VALUE_OBJECT))
		return false;
	for (const struct value *field = all ? all->first : NULL; field; field = field->next)
		for (const struct value *one = field->first; one; one = one->next)
			if (!read_term(asked, field->name, one))
				return false;
	return true;
}

static bool is_flag(Str s)
{
	return !s.len || is_word("true false", s);
}

static const char *read_asked(const struct request *q, struct asked *a)
{
	const struct pairs *given = &q->query;
	const struct pair *other = pairs_beyond(q->mem, given, "search scope locales attributes pagination_type page limit "
	                                        "search_after with_count with_attribute_options with_quality_scores "
	                                        "with_completenesses convert_measurements");
	Str type = pairs_text(given, "pagination_type");
	*a = (struct asked){.page = 1, .limit = LIMIT, .after = pairs_text(given, "search_after"),
	                    .attributes = pairs_text(given, "attributes")};
	a->by_search = text_is(type, S("search_after"));
	a->counted = text_is(pairs_text(given, "with_count"), S("true"));
	if (other)
		return arena_print(q->mem, "Unknown parameter: %s", quotable(q->mem, other->name));
	if (type.len && !is_word("page search_after", type))
		return "Pagination type does not exist.";
	if (!pairs_number(given, "limit", 1, UINT32_MAX, &a->limit) || a->limit > LIMIT_MOST)
		return "You cannot request more than 100 items.";
	if (!pairs_number(given, "page", 1, UINT32_MAX, &a->page) || a->page * a->limit > PRODUCTS_MOST)
		return "You have reached the maximum number of pages you can retrieve with the \"page\" pagination type.";
	if (!read_search(q->mem, a, pairs_text(given, "search")))
		return "Search query parameter should be valid JSON, of filters that are supported.";
	return is_flag(pairs_text(given, "with_count")) ? NULL : "with_count is true or false.";
}

static bool holds(const struct term *t, const struct value *body)
{
	const struct value *own = value_get(body, t->field);
	if (text_is(t->field, S("sku")))
		own = value_get(value_get(value_get(body, S("values")), t->field)->first, S("data"));
	if (is_word("updated created", t->field)) {
		/* "2026-03-01T00:00:00+01:00" beside "2026-03-01 00:00:00". */
		int day = text_compare(text_head(own->text, 10), text_head(t->value, 10));
		int order = day ? day : text_compare(text_head(text_from(own->text, 11), 8), text_from(t->value, 11));
		return text_is(t->sign, S(">")) ? order > 0 : order < 0;
	}
	return text_is(own->text, t->value) == text_is(t->sign, S("="));
}

/* "attributes": values of these only. */
static void write_product(struct arena *a, struct buf *out, const struct asked *asked, const struct value *body)
{
	struct value *copy = value_make(a, "{}");
	char *names = text_z(a, asked->attributes);
	for (char *c = names; *c; c++)
		*c = *c == ',' ? ' ' : *c;
	for (const struct value *m = body->first; m; m = m->next) {
		struct value *member = arena_new_of(a, struct value);
		*member = *m;
		if (text_is(m->name, S("values")) && asked->attributes.len) {
			member->first = member->last = NULL;
			for (const struct value *one = m->first; one; one = one->next) {
				struct value *kept = arena_new_of(a, struct value);
				*kept = *one;
				if (is_word(names, kept->name))
					value_add(member, kept);
			}
		}
		value_add(copy, member);
	}
	value_write(out, copy);
}

static void write_link(struct buf *out, const char *name, Str url)
{
	buf_print(out, "%s\"%s\":{\"href\":", strcmp(name, "self") ? "," : "", name);
	value_write_text(out, url);
	buf_byte(out, '}');
}

static void write_links(const struct request *q, struct buf *out, const struct asked *a, const struct picked *f,
                        struct page page)
{
	Str none = text(arena_print(q->mem, "http://%.*s%.*s", STR(q->host), STR(q->path)));
	buf_add(out, S("{\"_links\":{"));
	if (a->by_search) {
		const char *last = page.to ? text_z(q->mem, f->at[page.to - 1]->id) : "";
		write_link(out, "self", a->after.len ? url_with(q, "search_after", text_z(q->mem, a->after)) : none);
		write_link(out, "first", none);
		if (page.more)
			write_link(out, "next", url_with(q, "search_after", last));
		buf_add(out, S("},"));
		return;
	}
	write_link(out, "self", url_with(q, "page", arena_print(q->mem, "%" PRIu64, a->page)));
	write_link(out, "first", url_with(q, "page", "1"));
	if (a->page > 1)
		write_link(out, "previous", url_with(q, "page", arena_print(q->mem, "%" PRIu64, a->page - 1)));
	if (page.more)
		write_link(out, "next", url_with(q, "page", arena_print(q->mem, "%" PRIu64, a->page + 1)));
	buf_print(out, "},\"current_page\":%" PRIu64 ",", a->page);
}

/* {_links:{self, first, next}, _embedded:{items}}, in order of UUID. */
static void answer_list(const struct request *q, struct reply *r, const struct list *products)
{
	struct asked a;
	struct picked f = {0};
	struct buf *out = buf_new(q->mem, ANSWER_MOST);
	uint64_t from = 0;
	a.wrong = read_asked(q, &a);
	if (a.wrong) {
		fail(q, r, 422, quotable(q->mem, text(a.wrong)));
		return;
	}
	for (size_t i = 0; i < products->count; i++) {
		bool good = true;
		for (size_t t = 0; t < a.count; t++)
			good &= holds(&a.terms[t], products->at[i].body);
		if (good)
			picked_add(q->mem, &f, &products->at[i]);
	}
	picked_sort(&f, BY_ID, false);
	while (a.by_search && from < f.count && text_compare(f.at[from]->id, a.after) <= 0)
		from++;
	struct page page = page_of(q, r, f.count, a.by_search ? from : (a.page - 1) * a.limit, a.limit);
	r->fault_idle |= q->fault == FAULT_TOTAL && (!a.counted || a.by_search);
	write_links(q, out, &a, &f, page);
	if (a.counted && !a.by_search)
		buf_print(out, "\"items_count\":%zu,", total_said(q, f.count));
	buf_add(out, S("\"_embedded\":{\"items\":["));
	for (size_t i = page.from; i < page.to; i++) {
		buf_add(out, i > page.from ? S(",") : S(""));
		write_product(q->mem, out, &a, f.at[i]->body);
	}
	buf_add(out, S("]}}"));
	reply_json(r, 200, buf_str(out));
}

static void answer(struct systems *s, void *mine, const struct request *q, struct reply *r)
{
	struct own *own = mine;
	if (text_is(q->path, text(token_path))) {
		answer_token(s, own, q, r);
		return;
	}
	if (!door_open(&own->door, &akeneo, q, r,
	               token_is_good(&own->door.tokens, q, header_authorization(q, "Bearer"))))
		return;
	if (q->fault == FAULT_ERROR_IN_200) {
		refuse(q, 500, r);
		r->status = 200;
	} else if (!text_is(q->method, S("GET")) || !text_is(q->path, text(products_path))) {
		fail(q, r, 404, "There is nothing at this path.");
	} else {
		answer_list(q, r, held_find(&s->held, S("akeneo"), S("products")));
	}
}

static void *akeneo_open(struct systems *s)
{
	akeneo_hold(s);
	return arena_new_of(s->mem, struct own);
}

static void renew(void *own)
{
	door_renew(&((struct own *)own)->door);
}

const struct vendor akeneo = {"akeneo", akeneo_open, route, answer, renew, refuse};
