#include "net/bucket.h"

#include "base/buf.h"
#include "base/file.h"
#include "config/secret.h"
#include "net/bucket_answer.h"
#include "net/url.h"


/* PIECE: bytes of an object that are asked for at once.  LIST_MOST: of all names of a folder. */
enum { PIECE = 8 << 20, LIST_MOST = 64 << 20, PAGES_MOST = 100000 };

struct bucket {
	struct asker *asker;
	const struct endpoint *endpoint;
	struct arena *try;           /* of one request and its answer */
	struct arena *held;          /* of one object, or one list */
};

struct bucket *bucket_new(struct arena *a, struct asker *asker, const struct endpoint *endpoint)
{
	struct bucket *b = arena_new_of(a, struct bucket);

	*b = (struct bucket){asker, endpoint, arena_new(a), arena_new(a)};
	return b;
}

/* ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Of the bucket itself, without a slash behind its name: "https://host/bucket", "https://bucket.host". */
static Str address(struct arena *a, const struct endpoint *endpoint)
{
	Str base = endpoint->base, bucket = endpoint->s3.bucket;
	size_t host = text_find(base, S("://")) + 3;

	if (!endpoint->s3.by_host)
		return text(arena_print(a, "%.*s%.*s", WHOLE(base), WHOLE(url_escaped(a, bucket))));
	return text(arena_print(a, "%.*s%.*s.%.*s", (int)host, base.at, WHOLE(bucket), (int)(base.len - host - 1),
		base.at + host));
}

Str bucket_base(struct arena *a, const struct endpoint *endpoint)
{
	return text(arena_print(a, "%.*s/%.*s", WHOLE(address(a, endpoint)), WHOLE(endpoint->s3.prefix)));
}

static Str shown(const struct bucket *b, Str path)
{
	return text(arena_print(b->try, "%.*s%.*s", WHOLE(bucket_base(b->try, b->endpoint)), WHOLE(path)));
}

static Str key_of(const struct bucket *b, Str path)
{
	return text(arena_print(b->try, "%.*s%.*s", WHOLE(b->endpoint->s3.prefix), WHOLE(path)));
}

/* Segment by segment: a key may hold what means something in an address. */
static Str object_url(const struct bucket *b, Str path)
{
	struct buf *url = buf_new(b->try, SIZE_MAX);
	Str key = key_of(b, path), segment;

	buf_add(url, address(b->try, b->endpoint));
	for (bool more = true; more;) {
		more = text_cut(key, '/', &segment, &key);
		buf_print(url, "/%.*s", WHOLE(url_escaped(b->try, segment)));
	}
	return buf_str(url);
}

/* ── one request ───────────────────────────────────────────────────────────────────────────────────────────────── */

/* Whether it may be repeated: no service should say a key back, and none is let do so. */
static bool is_harmless(const struct bucket *b, Str said)
{
	const struct auth *auth = b->endpoint->auth;
	const Str secrets[] = {auth->access_key, auth->secret_key, auth->session_token};
	struct err unknown = {0};
	Str value;

	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
		if (secrets[i].len > 0 && (!secret_fill(b->try, secrets[i], &value, &unknown)
			|| (value.len > 0 && text_find(said, value) < said.len)))
			return false;
	return true;
}

/* Why it was refused, in the service's own words. */
static bool refused(struct bucket *b, const struct answer *answer, const struct err *bad, struct err *e)
{
	Str code, message;
	bool is_told;

	bucket_refusal(b->try, answer->body, &code, &message);
	if (code.len == 0 || !is_harmless(b, code)) {
		*e = *bad;
		return false;
	}
	is_told = message.len > 0 && is_harmless(b, message);
	err_set(e, bad->kind, "%s: %.*s%s%s", bad->message, STR(code), is_told ? ", " : "",
		is_told ? text_quoted(b->try, message) : "");
	return err_hint(e, bucket_hint(code));
}

/* Of an error too the answer says what came, status 0 if nothing did. */
static bool ask(struct bucket *b, struct ask *ask, struct answer *answer, struct err *e)
{
	enum action action;
	struct err bad = {0};

	*answer = (struct answer){0};
	ask->op = b->endpoint->system;
	ask->request.is_bytes = true;
	ask->is_explained = true;
	return asker_send(b->asker, b->try, ask, answer, &action, &bad) || refused(b, answer, &bad, e);
}

/* ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool ask_page(struct bucket *b, Str folder, Str prefix, Str after, struct bucket_page *page, struct err *e)
{
	struct ask list = {.request = {.method = S("GET"), .url = address(b->try, b->endpoint)}, .shown = shown(b, folder)};
	struct answer answer;

	list.request.url = url_with(b->try, list.request.url, S("list-type"), S("2"));
	list.request.url = url_with(b->try, list.request.url, S("delimiter"), S("/"));
	list.request.url = url_with(b->try, list.request.url, S("encoding-type"), S("url"));
	list.request.url = url_with(b->try, list.request.url, S("prefix"), prefix);
	if (after.len > 0)
		list.request.url = url_with(b->try, list.request.url, S("continuation-token"), after);
	if (!ask(b, &list, &answer, e))
		return false;
	if (!bucket_page_read(b->try, answer.body, page, e))
		return err_in(e, "%.*s", STR(list.shown));
	if (page->next.at && text_is(page->next, after))
		return err_set(e, ERR_SOURCE, "%.*s: the list of objects does not come to an end: it goes on where it began",
			STR(list.shown));
	return true;
}

/* A name with a slash would lie in another folder, whatever the service means. */
static bool is_own(Str name)
{
	return name.len > 0 && !text_is(name, S(".")) && !text_is(name, S(".."));
}

struct listing {
	struct arena *a;
	struct remote_names *names;
	Str within, prefix;          /* what keys begin with: the folder, and what was asked for of it */
	size_t bytes;
};

/* What was asked for comes, and nothing else: a service that ignores what it does not know lists other things. */
static bool add(struct listing *l, const struct texts *keys, bool is_folder, struct err *e)
{
	struct remote_names *names = l->names;

	for (size_t i = 0; i < keys->count; i++) {
		Str key = keys->at[i], name = text_from(key, l->within.len);

		if (is_folder && text_ends(name, S("/")))
			name.len--;
		if (!text_begins(key, l->prefix) || text_find_byte(name, '/') < name.len)
			return err_set(e, ERR_SOURCE, "lists %s, which was not asked for", text_quoted(l->a, key));
		if (!is_own(name))
			continue;
		l->bytes += name.len + sizeof *names->at;
		names->at = arena_grow(l->a, names->at, names->count, sizeof *names->at);
		names->at[names->count++] = (struct remote_name){text_copy(l->a, name), true, is_folder};
	}
	return l->bytes <= LIST_MOST || err_set(e, ERR_SOURCE, "the list of the folder is longer than 64 MiB");
}

bool bucket_list(struct bucket *b, struct arena *a, Str folder, Str begin, struct remote_names *names, struct err *e)
{
	struct listing l = {.a = a, .names = names};
	bool is_open = folder.len == 0 || text_ends(folder, S("/"));
	struct bucket_page page;
	Str after = {0};

	*names = (struct remote_names){0};
	arena_end(b->held);
	l.within = text(arena_print(b->held, "%.*s%.*s%s", WHOLE(b->endpoint->s3.prefix), WHOLE(folder),
		is_open ? "" : "/"));
	l.prefix = text(arena_print(b->held, "%.*s%.*s", WHOLE(l.within), WHOLE(begin)));
	for (int pages = 0; pages < PAGES_MOST; pages++) {
		arena_end(b->try);
		if (!ask_page(b, folder, l.prefix, after, &page, e))
			return false;
		if (!add(&l, &page.objects, false, e) || !add(&l, &page.folders, true, e))
			return err_in(e, "%.*s", STR(shown(b, folder)));
		if (!page.next.at)
			return true;
		after = text_copy(b->held, page.next);
	}
	return err_set(e, ERR_SOURCE, "%.*s: the list of objects does not come to an end", STR(shown(b, folder)));
}

/* ── objects ───────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What an object is, as its head says. */
struct object {
	struct remote_file file;
	Str etag;                    /* NULL: it has none */
};

/* The answer to HEAD says no more than a status: another question has it say why. */
static bool ask_why(struct bucket *b, Str path, const struct err *bad, bool *there, struct err *e)
{
	struct ask get = {.request = {.method = S("GET"), .url = object_url(b, path)}, .shown = shown(b, path)};
	struct answer answer;
	struct err why = {0};
	Str code, message;

	*there = false;
	http_fields_add(b->try, &get.request.fields, S("Range"), S("bytes=0-0"));
	if (!ask(b, &get, &answer, &why)) {
		bucket_refusal(b->try, answer.body, &code, &message);
		if (answer.head.status == 404 && !text_is(code, S("NoSuchBucket")))
			return true;
		*e = why;
		return false;
	}
	*e = *bad;
	return false;
}

static bool ask_head(struct bucket *b, Str path, bool *there, struct answer *answer, struct err *e)
{
	struct ask head = {.request = {.method = S("HEAD"), .url = object_url(b, path)}, .shown = shown(b, path)};
	struct err bad = {0};

	*there = true;
	if (ask(b, &head, answer, &bad))
		return true;
	if (answer->head.status >= 400 && answer->head.status < 500)
		return ask_why(b, path, &bad, there, e);
	*e = bad;
	return false;
}

static bool look(struct bucket *b, struct arena *a, Str path, bool *there, struct object *o, struct err *e)
{
	struct answer answer;
	Str size;

	*o = (struct object){.file = {.changed = INSTANT_NONE}};
	arena_end(b->try);
	if (!ask_head(b, path, there, &answer, e) || !*there)
		return e->kind == ERR_NONE;
	size = http_field(&answer.head.fields, "Content-Length");
	if (!text_uint(size, &o->file.size))
		return err_set(e, ERR_SOURCE, "%.*s: it does not say how long its objects are, so none is proven whole",
			STR(shown(b, path)));
	o->file.changed = answer_date(&answer, "Last-Modified");
	o->etag = http_field(&answer.head.fields, "ETag");
	if (o->etag.at)
		o->etag = text_copy(a, o->etag);
	return true;
}

bool bucket_look(struct bucket *b, Str path, bool *there, struct remote_file *file, struct err *e)
{
	struct object o;
	bool looked = look(b, b->try, path, there, &o, e);

	*file = o.file;
	return looked;
}

static bool changed(const struct bucket *b, Str path, struct err *e)
{
	return err_set(e, ERR_TEMPORARY, "%.*s: changed while it was fetched", STR(shown(b, path)));
}

/* The whole of a small object may come instead of what was asked for. */
static bool is_piece(const struct bucket *b, const struct answer *answer, uint64_t from, uint64_t count, uint64_t size)
{
	if (answer->body.len != count)
		return false;
	return answer->head.status == 206
		? bucket_is_range(b->try, http_field(&answer->head.fields, "Content-Range"), from, count, size)
		: answer->head.status == 200 && count == size;
}

static bool fetch_piece(struct bucket *b, Str path, const struct object *o, uint64_t from, int to, struct err *e)
{
	uint64_t left = o->file.size - from, count = left < PIECE ? left : PIECE;
	struct ask get = {.request = {.method = S("GET")}};
	struct answer answer;
	struct err bad = {0};

	arena_end(b->try);
	get.request.url = object_url(b, path);
	get.shown = shown(b, path);
	http_fields_add(b->try, &get.request.fields, S("Range"), text(arena_print(b->try, "bytes=%ju-%ju", (uintmax_t)from,
		(uintmax_t)(from + count - 1))));
	if (o->etag.at)
		http_fields_add(b->try, &get.request.fields, S("If-Match"), o->etag);
	if (!ask(b, &get, &answer, &bad)) {
		if (answer.head.status == 412 || answer.head.status == 404)
			return changed(b, path, e);
		*e = bad;
		return false;
	}
	if (!is_piece(b, &answer, from, count, o->file.size))
		return err_set(e, ERR_SOURCE, "%.*s: bytes %ju to %ju were asked for, and others came", STR(shown(b, path)),
			(uintmax_t)from, (uintmax_t)(from + count - 1));
	return file_put(to, answer.body, text_z(b->try, shown(b, path)), e);
}

bool bucket_fetch(struct bucket *b, Str path, int to, struct remote_file *file, struct err *e)
{
	struct object before, after;
	bool there;

	arena_end(b->held);
	if (!look(b, b->held, path, &there, &before, e))
		return false;
	for (uint64_t from = 0; there && from < before.file.size; from += PIECE)
		if (!fetch_piece(b, path, &before, from, to, e))
			return false;
	if (there && !look(b, b->held, path, &there, &after, e))
		return false;
	if (!there)
		return err_set(e, ERR_TEMPORARY, "%.*s: vanished while it was fetched", STR(shown(b, path)));
	*file = before.file;
	return (before.file.size == after.file.size && before.file.changed == after.file.changed
		&& text_is(before.etag, after.etag)) || changed(b, path, e);
}
