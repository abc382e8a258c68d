#include "server.h"
#include "gzip.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static const struct vendor *const vendors[] = {
	&woocommerce, &magento, &quickbooks, &square, &hubspot, &zendesk, &klaviyo, &akeneo,

	&stripe, &shopify, &business_central,
	&paypal, &adyen, &amazon, &ups, &shipstation, &shipbob, &shiphero, &loyalty,
};

enum { VENDORS = sizeof vendors / sizeof *vendors, GZIP_LEAST = 200 };

/* The last good answer of a route, for the faults that give it again. */
struct before {
	Str route;
	struct arena *mem;
	struct reply reply;
	struct before *next;
};

struct entry {
	Str method, path, query, route;
	unsigned status, fault;
};

struct desk {
	struct arena *mem, *log_mem, *script_mem;
	struct systems *systems;
	struct faults faults;
	struct before *before;
	struct entry *log;
	size_t log_count;
	uint64_t beyond_rate, refused, elsewhere, secrets_elsewhere, idle;
};

void rate_init(struct arena *a, struct rate *rate, size_t calls, int64_t per)
{
	*rate = (struct rate){.at = arena_array(a, calls, int64_t), .calls = calls, .per = per};
	rate_forget(rate);
}

void rate_forget(struct rate *rate)
{
	for (size_t i = 0; i < rate->calls; i++)
		rate->at[i] = INT64_MIN / 2;
}

bool rate_take(struct rate *rate, int64_t now)
{
	if (rate->at[rate->next] > now - rate->per)
		return false;
	rate->at[rate->next] = now;
	rate->next = (rate->next + 1) % rate->calls;
	return true;
}

void reply_json(struct reply *r, unsigned status, Str body)
{
	r->status = status;
	r->type = "application/json";
	r->body = body;
}

struct desk *desk_new(struct arena *a, struct systems *s, const struct faults *faults)
{
	struct desk *d = arena_new_of(a, struct desk);
	*d = (struct desk){.mem = a, .log_mem = arena_new(a), .script_mem = arena_new(a), .systems = s, .faults = *faults};
	s->own = arena_array(a, VENDORS, void *);
	return d;
}

/* A vendor fills its lists when somebody first asks for it: most tests ask one. */
static void *own_of(struct desk *d, size_t vendor)
{
	void **own = &d->systems->own[vendor];
	if (!*own)
		*own = vendors[vendor]->open(d->systems);
	return *own;
}

static void say(struct reply *r, unsigned status, Str body)
{
	r->status = status;
	r->type = "text/plain";
	r->body = body;
}

static void write_log(struct desk *d, struct buf *out)
{
	buf_print(out, "{\"beyond_rate\":%" PRIu64 ",\"refused_credentials\":%" PRIu64 ",\"requests_elsewhere\":%" PRIu64
	          ",\"secrets_elsewhere\":%" PRIu64 ",\"idle_faults\":%" PRIu64 ",\"faults\":[", d->beyond_rate, d->refused,
	          d->elsewhere, d->secrets_elsewhere, d->idle);
	for (size_t i = 0; i < d->faults.count; i++) {
		const struct fault *f = &d->faults.at[i];
		buf_print(out, "%s{\"route\":", i ? "," : "");
		value_write_text(out, f->route);
		buf_print(out, ",\"at\":%" PRIu64 ",\"seen\":%" PRIu64 ",\"played\":%" PRIu64 "}", f->at, f->seen, f->played);
	}
	buf_add(out, S("],\"requests\":["));
	for (size_t i = 0; i < d->log_count; i++) {
		const struct entry *e = &d->log[i];
		const struct pair members[] = {{S("method"), e->method}, {S("path"), e->path}, {S("query"), e->query},
		                               {S("route"), e->route}};
		buf_add(out, i ? S(",\n{") : S("\n{"));
		for (size_t m = 0; m < 4; m++) {
			value_write_text(out, members[m].name);
			buf_byte(out, ':');
			value_write_text(out, members[m].value);
			buf_byte(out, ',');
		}
		buf_print(out, "\"status\":%u,\"fault\":%s}", e->status, e->fault ? "true" : "false");
	}
	buf_add(out, S("]}\n"));
}

static void forget(struct desk *d)
{
	arena_end(d->log_mem);
	d->log = NULL;
	d->log_count = 0;
	d->beyond_rate = d->refused = d->elsewhere = d->secrets_elsewhere = d->idle = 0;
}

/* Another script, its counts and the log from their beginning; so that one server does for many tests. */
static void set_faults(struct desk *d, const struct request *q, struct reply *r)
{
	struct faults faults;
	struct arena *mem = arena_new(d->mem);
	if (!faults_read(mem, "script", text_copy(mem, q->body), &faults)) {
		say(r, 400, S("this is no script of faults\n"));
		return;
	}
	arena_end(d->script_mem);
	d->script_mem = mem;
	d->faults = faults;
	for (struct before *b = d->before; b; b = b->next) {
		arena_end(b->mem);
		b->reply = (struct reply){0};
	}
	for (size_t i = 0; i < VENDORS; i++)
		if (d->systems->own[i])
			vendors[i]->renew(d->systems->own[i]);
	forget(d);
	say(r, 200, S("ok\n"));
}

static const struct list *find_held(struct desk *d, Str vendor, Str name)
{
	for (size_t i = 0; i < VENDORS; i++)
		if (text_is(text(vendors[i]->name), vendor))
			own_of(d, i);
	return held_find(&d->systems->held, vendor, name);
}

static void answer_control(struct desk *d, const struct request *q, struct reply *r)
{
	struct buf *out = buf_new(q->mem, (size_t)1 << 28);
	Str vendor, name;
	if (text_is(q->path, S("/_log"))) {
		write_log(d, out);
		reply_json(r, 200, buf_str(out));
	} else if (text_is(q->path, S("/_faults")) && text_is(q->method, S("POST"))) {
		set_faults(d, q, r);
	} else if (text_begins(q->path, S("/_held/")) && text_cut(text_from(q->path, 7), '/', &vendor, &name)) {
		const struct list *list = find_held(d, vendor, name);
		if (list)
			say(r, 200, list_told(q->mem, list));
		else
			say(r, 404, S("there is no such list\n"));
	} else {
		say(r, 404, S("there is no such page\n"));
	}
}

/* What is asked of the other name of this host must come without any secret. */
static void watch(struct desk *d, const struct request *q)
{
	static const char *const secret[] = {
		"Authorization", "X-Shopify-Access-Token", "Cookie", "Proxy-Authorization", "X-API-Key",
		"x-amz-access-token",
	};
	bool followed = text_find(q->body, S("client_secret")) < q->body.len;
	for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
		followed |= header_find(&q->headers, secret[i]) != NULL;
	d->elsewhere++;
	d->secrets_elsewhere += followed;
}

static struct before *before_of(struct desk *d, Str route)
{
	struct before *b = d->before;
	while (b && !text_is(b->route, route))
		b = b->next;
	if (b)
		return b;
	b = arena_new_of(d->mem, struct before);
	*b = (struct before){text_copy(d->mem, route), arena_new(d->mem), {0}, d->before};
	d->before = b;
	return b;
}

static void copy_reply(struct arena *a, struct reply *to, const struct reply *from)
{
	*to = *from;
	to->body = text_copy(a, from->body);
	to->headers = (struct pairs){0};
	for (size_t i = 0; i < from->headers.count; i++)
		pairs_add(a, &to->headers, text_copy(a, from->headers.at[i].name), text_copy(a, from->headers.at[i].value));
}

static void redirect(struct desk *d, const struct request *q, Str query, struct reply *r)
{
	const char *host = text_begins(q->host, S("localhost")) ? "127.0.0.1" : "localhost";
	say(r, text_is(q->method, S("GET")) ? 302 : 307, S(""));
	pairs_add(q->mem, &r->headers, S("Location"),
	          text(arena_print(q->mem, "http://%s:%u/_elsewhere%.*s%s%.*s", host, d->systems->port, STR(q->path),
	                           query.len ? "?" : "", STR(query))));
}

/* RFC 9110, 5.6.7: an IMF-fixdate. */
static Str http_date(struct arena *a, uint64_t seconds)
{
	char z[40];
	time_t at = time(NULL) + (time_t)seconds;
	struct tm tm;
	gmtime_r(&at, &tm);
	size_t len = strftime(z, sizeof z, "%a, %d %b %Y %H:%M:%S GMT", &tm);
	return text_copy(a, (Str){z, len});
}

/* Faults that come instead of an answer; false for all others. */
static bool play_instead(struct desk *d, const struct vendor *v, const struct request *q, Str query,
                         const struct fault *f, struct reply *r)
{
	switch (f->kind) {
	case FAULT_429:
	case FAULT_429_SECONDS:
	case FAULT_429_DATE:
		v->refuse(q, 429, r);
		if (f->kind == FAULT_429_SECONDS)
			pairs_add(q->mem, &r->headers, S("Retry-After"), text(arena_print(q->mem, "%" PRIu64, f->seconds)));
		if (f->kind == FAULT_429_DATE)
			pairs_add(q->mem, &r->headers, S("Retry-After"), http_date(q->mem, f->seconds));
		return true;
	case FAULT_500:
	case FAULT_503:
		v->refuse(q, f->kind == FAULT_500 ? 500 : 503, r);
		return true;
	case FAULT_UNAUTHORIZED:
		v->refuse(q, 401, r);
		return true;
	case FAULT_REDIRECT:
		redirect(d, q, query, r);
		return true;
	default:
		return false;
	}
}

static void play(struct desk *d, size_t vendor, struct request *q, Str query, Str route, const struct fault *f,
                 struct reply *r)
{
	struct before *b = before_of(d, route);
	if (f && play_instead(d, vendors[vendor], q, query, f, r))
		return;
	if (f && (f->kind == FAULT_SAME_PAGE || f->kind == FAULT_LOOP) && b->reply.status) {
		copy_reply(q->mem, r, &b->reply);
		return;
	}
	q->fault = f ? f->kind : FAULT_NONE;
	vendors[vendor]->answer(d->systems, own_of(d, vendor), q, r);
	if (r->status == 200) {
		arena_end(b->mem);
		copy_reply(b->mem, &b->reply, r);
	}
}

static void note(struct desk *d, const struct request *q, Str query, Str route, const struct reply *r, bool fault)
{
	struct arena *a = d->log_mem;
	if (r->elsewhere)
		watch(d, q);
	d->beyond_rate += r->beyond_rate;
	d->refused += r->refused;
	d->idle += fault && r->fault_idle;
	d->log = arena_grow(a, d->log, d->log_count, sizeof *d->log);
	d->log[d->log_count++] = (struct entry){text_copy(a, q->method), text_copy(a, q->path), text_copy(a, query),
	                                        text_copy(a, route), r->status, fault};
}

/* "Accept-Encoding: gzip" is followed, as all vendors do. */
static void compress(const struct request *q, struct reply *r, enum fault_kind fault)
{
	const struct pair *accepted = header_find(&q->headers, "Accept-Encoding");
	bool wanted = accepted && text_find(accepted->value, S("gzip")) < accepted->value.len;
	bool forced = fault == FAULT_GZIP_CUT || fault == FAULT_GZIP_SUM;
	if (!forced && (!wanted || r->body.len < GZIP_LEAST))
		return;
	Str packed = gzip(q->mem, r->body);
	if (fault == FAULT_GZIP_CUT)
		packed.len -= packed.len / 4 + 1;
	if (fault == FAULT_GZIP_SUM) {
		char *bytes = arena_raw(q->mem, packed.len);
		memcpy(bytes, packed.at, packed.len);
		bytes[packed.len - 8] ^= 1;
		packed.at = bytes;
	}
	r->body = packed;
	pairs_add(q->mem, &r->headers, S("Content-Encoding"), S("gzip"));
}

void desk_answer(struct desk *d, struct request *q, Str query, struct reply *r, struct transfer *t)
{
	Str route = {0};
	size_t vendor = 0;
	*r = (struct reply){0};
	*t = (struct transfer){0};
	if (text_begins(q->path, S("/_elsewhere/"))) {
		watch(d, q);
		say(r, 403, S("nothing is given here\n"));
		note(d, q, query, S("elsewhere"), r, false);
		return;
	}
	if (text_begins(q->path, S("/_"))) {
		answer_control(d, q, r);
		return;
	}
	while (vendor < VENDORS && (route = vendors[vendor]->route(q)).len == 0)
		vendor++;
	struct fault *f = route.len ? faults_next(&d->faults, route) : NULL;
	if (route.len)
		play(d, vendor, q, query, route, f, r);
	else
		say(r, 404, S("nobody answers at this path\n"));
	if (f)
		*t = (struct transfer){f->kind, f->seconds};
	compress(q, r, t->fault);
	note(d, q, query, route, r, f != NULL);
}
