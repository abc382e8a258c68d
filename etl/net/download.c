#include "net/download.h"

#include "base/card.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/signal.h"
#include "net/redirect.h"
#include "net/url.h"

#include <unistd.h>

struct fetching {
	struct arena *a;             /* of the whole, and */
	struct arena *try;           /* of one try */
	struct asker *asker;
	const struct download *d;
	struct http *http;           /* without who asks */
	int to;
	Str shown;
	const char *name;            /* as it is shown */
	Str url;                     /* where it has led to */
	uint64_t have;               /* bytes that are written */
	Str same;                    /* what says that the file is still the same; empty: nothing */
	struct downloaded *came;
	int64_t pause;               /* that an answer asked for; -1: none did */
	bool was_other;              /* it came once in another length than the stated one */
};

Str download_shown(struct arena *a, Str url)
{
	struct url_parts parts;
	struct err unknown = {0};

	if (!url_split(a, url, &parts, &unknown))
		return S("GET (no address)");
	return card_masked(a, text(arena_print(a, "GET %.*s%.*s", WHOLE(url_place(a, url)), WHOLE(parts.path))));
}

/* ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool put(struct fetching *f, Str bytes, struct err *e)
{
	f->have += bytes.len;
	return file_put(f->to, bytes, f->name, e);
}

static bool begin_again(struct fetching *f, struct err *e)
{
	f->have = 0;
	f->same = S("");
	return (ftruncate(f->to, 0) == 0 && lseek(f->to, 0, SEEK_SET) == 0)
	    || cannot_write(e, f->name, "shorten");
}

/* ── one try ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static struct http_request request_of(const struct fetching *f)
{
	struct http_request request = {.method = S("GET"), .url = f->url};

	if (f->have == 0 || f->same.len == 0)
		return request;
	http_fields_add(f->try, &request.fields, S("Range"),
		text(arena_print(f->try, "bytes=%ju-", (uintmax_t)f->have)));
	http_fields_add(f->try, &request.fields, S("If-Range"), f->same);
	return request;
}

static bool send_plain(struct fetching *f, struct http_request *request, struct http_head *head, struct err *e)
{
	http_fields_add(f->try, &request->fields, S("User-Agent"), S(USER_AGENT));
	http_fields_add(f->try, &request->fields, S("Accept-Encoding"), S("identity"));
	return http_send(f->http, f->try, request, head, e);
}

static bool send(struct fetching *f, struct http_head *head, struct err *e)
{
	struct ask ask = {.request = request_of(f), .paces = f->d->paces, .op = f->d->op, .waits = f->d->waits,
		.shown = f->shown};

	return f->d->as_us ? asker_begin(f->asker, f->try, &ask, head, e) : send_plain(f, &ask.request, head, e);
}

static bool next(struct fetching *f, Str *bytes, struct err *e)
{
	return f->d->as_us ? asker_body(f->asker, bytes, e) : http_body(f->http, bytes, e);
}

/* A turn that cannot be given back is not what ended it. */
static void give_back(struct fetching *f)
{
	struct err lost = {0};

	if (f->d->as_us && !asker_end(f->asker, &lost))
		log_warning("net", "%.*s: %s", STR(f->shown), lost.message);
}

/* "bytes 500-999/1000": from where we asked. */
static bool is_from(Str range, uint64_t at)
{
	Str first, rest;
	uint64_t from;

	if (!text_begins(range, S("bytes ")))
		return false;
	text_cut(text_trim(text_from(range, strlen("bytes "))), '-', &first, &rest);
	return text_uint(first, &from) && from == at;
}

/* A weak tag says that it is much the same, which bytes are not. */
static Str same_of(struct arena *a, const struct http_head *head)
{
	Str tag = http_field(&head->fields, "ETag");
	Str ranges = http_field(&head->fields, "Accept-Ranges");

	if (head->status != 206 && (!ranges.at || !text_is(ranges, S("bytes"))))
		return S("");
	if (!tag.at || text_begins(tag, S("W/")))
		tag = http_field(&head->fields, "Last-Modified");
	return tag.at ? text_copy(a, tag) : S("");
}

/* Another length than the stated one may be a proxy's page, or its packing: once that is worth a new beginning. */
static bool is_other(struct fetching *f, const char *how, struct err *e)
{
	enum err_kind kind = f->was_other ? ERR_INCOMPLETE : ERR_TEMPORARY;

	f->was_other = true;
	f->same = S("");
	return err_set(e, kind, "it has %s%ju bytes, but the system states %jd", how, (uintmax_t)f->have,
		(intmax_t)f->d->size);
}

static bool may_go_on(struct fetching *f, struct err *e)
{
	if (signal_caught())
		return err_set(e, ERR_SIGNAL, "ended by signal %d while it fetched a file", signal_caught());
	return f->d->size < 0 || f->have <= (uint64_t)f->d->size || is_other(f, "at least ", e);
}

/* The body of a 200 or of the rest that was asked for. */
static bool take(struct fetching *f, const struct http_head *head, struct err *e)
{
	Str piece;

	if (head->status == 206 && !is_from(http_field(&head->fields, "Content-Range"), f->have)) {
		if (begin_again(f, e))
			err_set(e, ERR_TEMPORARY, "another part came than the one that was asked for");
		return false;
	}
	if (head->status != 206 && f->have > 0 && !begin_again(f, e))
		return false;
	f->same = same_of(f->a, head);
	do {
		if (!next(f, &piece, e) || !put(f, piece, e) || !may_go_on(f, e))
			return false;
	} while (piece.len > 0);
	return head->ends_itself || f->d->size >= 0 || err_set(e, ERR_INCOMPLETE, "nothing tells where the file ends: "
		"the answer has no length, and the system states none");
}

static bool is_gone(int status)
{
	return status == 403 || status == 404 || status == 410;
}

/* In the words of who refuses, without the query, which may let in whoever has it. */
static const char *reason_said(struct fetching *f, const struct http_head *head)
{
	enum { MOST = 64 << 10 };
	struct buf *b = buf_new(f->try, MOST);
	struct answer answer = {.head = *head};
	struct url_parts parts = {.query = S("")};
	struct err lost = {0};
	Str piece = S(" ");

	while (b->len < MOST && piece.len > 0 && next(f, &piece, &lost))
		buf_add(b, text_head(piece, MOST - b->len));
	answer.body = buf_str(b);
	if (!url_split(f->try, f->url, &parts, &lost))
		return "";
	return asker_reason(f->asker, &(struct ask){.request = request_of(f)}, &answer, parts.query);
}

static bool refused(struct fetching *f, const struct http_head *head, struct err *e)
{
	enum action action = rules_otherwise(head->status);
	struct answer answer = {.head = *head, .received = clock_now()};

	if (head->status == 416 && !begin_again(f, e))
		return false;
	f->pause = rules_on_wait(f->try, NULL, &answer);
	return err_set(e, action == ACTION_RETRY || action == ACTION_RATE_LIMITED || head->status == 416 ? ERR_TEMPORARY
		: ERR_SOURCE, "status %d%s", head->status, reason_said(f, head));
}

/* *leads: it is to be asked for elsewhere. */
static bool once(struct fetching *f, bool *leads, struct err *e)
{
	struct http_head head;
	bool ok;

	arena_end(f->try);
	f->pause = -1;
	*leads = false;
	if (!send(f, &head, e))
		return false;
	if (redirect_is(head.status)) {
		*leads = true;
		ok = redirect_follow(f->a, &head, &f->url, e);
	} else if (head.status == 200 || head.status == 206) {
		ok = take(f, &head, e);
	} else {
		f->came->is_gone = is_gone(head.status);
		ok = f->came->is_gone ? begin_again(f, e) : refused(f, &head, e);
	}
	give_back(f);
	f->came->head = (struct http_head){.status = head.status};
	for (size_t i = 0; ok && i < head.fields.count; i++)
		http_fields_add(f->a, &f->came->head.fields, text_copy(f->a, head.fields.at[i].name),
			text_copy(f->a, head.fields.at[i].value));
	return ok;
}

static bool is_whole(struct fetching *f, struct err *e)
{
	return f->came->is_gone || f->d->size < 0 || f->have == (uint64_t)f->d->size || is_other(f, "", e);
}

static bool try(struct fetching *f, struct err *e)
{
	bool leads = true;

	f->url = f->d->url;
	for (int i = 0; leads && i <= REDIRECTS; i++)
		if (!once(f, &leads, e))
			return false;
	return leads ? redirect_is_endless(e) : is_whole(f, e);
}

/* ── until it is whole ─────────────────────────────────────────────────────────────────────────────────────────── */

static bool again(struct fetching *f, int tries, const char *why, struct err *e)
{
	const struct retry *r = &asker_endpoint(f->asker)->retry;
	int64_t wait = f->pause >= 0 ? f->pause : retry_pause(r, tries);

	if (tries >= r->times)
		return err_set(e, ERR_TEMPORARY, "%.*s: %s, in every try", STR(f->shown), why);
	if (wait > r->most.us)
		return err_set(e, ERR_TEMPORARY, "%.*s: %s; to wait for longer than %lld s is left to a later run",
			STR(f->shown), why, (long long)(r->most.us / SECOND));
	log_debug("net", "%.*s: %s; again from byte %ju", STR(f->shown), why,
		(uintmax_t)(f->same.len > 0 ? f->have : 0));
	return retry_wait(wait, e);
}

/* Where it is may be told who asks, and what was asked for safely is not fetched in the clear. */
static bool check_place(struct fetching *f, struct err *e)
{
	const struct download *d = f->d;
	Str base = asker_endpoint(f->asker)->base;

	if (url_has_user(f->a, d->url))
		return err_set(e, ERR_SOURCE, "%.*s: its address names a user", STR(f->shown));
	if (d->as_us && !url_is_same_place(f->a, base, d->url) && !(d->at.at && url_is_same_place(f->a, d->at, d->url)))
		return err_set(e, ERR_SOURCE, "%.*s: it lies at another place, which may not be told who asks",
			STR(f->shown));
	return !text_begins(base, S("https://")) || text_begins(d->url, S("https://"))
	    || err_set(e, ERR_SOURCE, "%.*s: it is not asked for by https://, as all else is", STR(f->shown));
}

/* Nobody else is shown our own certificate. */
static struct http *stranger(struct arena *a, const struct endpoint *endpoint)
{
	struct http_trust trust = {.ca = endpoint->trust.ca, .proxy = endpoint->trust.proxy};

	return http_new(a, &trust, &endpoint->patience);
}

bool asker_download(struct asker *c, struct arena *a, const struct download *d, int to, struct downloaded *came,
	struct err *e)
{
	struct fetching f = {.a = a, .try = arena_new(a), .asker = c, .d = d, .to = to, .same = S(""), .came = came,
		.shown = download_shown(a, d->url)};
	struct err bad = {0};

	*came = (struct downloaded){0};
	if (!check_place(&f, e))
		return false;
	f.name = text_z(a, f.shown);
	f.http = d->as_us ? NULL : stranger(a, asker_endpoint(c));
	for (int tries = 0; !try(&f, &bad); tries++) {
		const char *why = arena_print(a, "%s", bad.message);

		if (bad.kind != ERR_TEMPORARY)
			return err_set(e, bad.kind, "%.*s: %s", STR(f.shown), why);
		err_clear(&bad);
		if (!again(&f, tries, why, e))
			return false;
	}
	came->size = f.have;
	came->received = clock_now();
	return true;
}
