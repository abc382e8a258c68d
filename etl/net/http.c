#include "net/http.h"

#include "base/buf.h"
#include "base/signal.h"
#include "config/secret.h"
#include "net/proxy.h"
#include "net/url.h"

#include <curl/curl.h>
#include <strings.h>

/* HELD: bytes that may wait to be pulled before the connection is told to pause.  HEAD_MOST: of all fields together,
 * less than libcurl itself bears, which says nothing of it. */
enum { HELD = 1 << 20, HEAD_MOST = 1 << 18, WAIT_MS = 1000, CONNECT_S = 30, STALL_S = 60 };

struct http {
	struct http_trust trust;
	struct http_patience patience;
	struct arena *exchange;      /* of the one in hand */
	CURLM *many;                 /* NULL: libcurl could not begin */
	CURL *easy;                  /* NULL between exchanges */
	struct curl_slist *sent;
	CURLcode unset;              /* the first of its options that could not be set, by the reason */
	Str host;
	Str proxy;                   /* through whom it is asked; empty: nobody */

	struct arena *head_memory;
	struct http_head *head;
	bool has_head, paused, ended;
	size_t head_size;
	CURLcode result;
	struct buf *filling, *given;
};

void http_fields_add(struct arena *a, struct http_fields *list, Str name, Str value)
{
	list->at = arena_grow(a, list->at, list->count, sizeof *list->at);
	list->at[list->count++] = (struct http_field){name, value};
}

bool http_field_is(const struct http_field *field, const char *name)
{
	return field->name.len == strlen(name) && strncasecmp(field->name.at, name, strlen(name)) == 0;
}

Str http_field(const struct http_fields *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (http_field_is(&list->at[i], name))
			return list->at[i].value;
	return (Str){0};
}

/* Handles only: memory ends with its arena. */
static void hang_up(struct http *h)
{
	if (h->easy) {
		curl_multi_remove_handle(h->many, h->easy);
		curl_easy_cleanup(h->easy);
	}
	curl_slist_free_all(h->sent);
	h->easy = NULL;
	h->sent = NULL;
}

static void finish(void *p)
{
	struct http *h = p;

	hang_up(h);
	curl_multi_cleanup(h->many);
}

struct http *http_new(struct arena *a, const struct http_trust *trust, const struct http_patience *patience)
{
	struct http *h = arena_new_of(a, struct http);

	h->trust = *trust;
	h->patience = *patience;
	h->exchange = arena_new(a);
	h->many = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_multi_init() : NULL;
	arena_defer(a, finish, h);
	return h;
}

/* ── what libcurl calls: it only fills buffers ─────────────────────────────────────────────────────────────────── */

static size_t take_body(char *at, size_t size, size_t count, void *p)
{
	struct http *h = p;

	h->has_head = true;
	if (h->filling->len >= HELD) {
		h->paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	buf_add(h->filling, (Str){at, size * count});
	return size * count;
}

/* A head begins with its status line; those of 1xx are followed by another. */
static void take_line(struct http *h, Str line)
{
	Str name, value;

	if (text_begins(line, S("HTTP/"))) {
		*h->head = (struct http_head){0};
		return;
	}
	if (text_cut(line, ':', &name, &value) && name.len > 0)
		http_fields_add(h->head_memory, &h->head->fields, text_copy(h->head_memory, text_trim(name)),
			text_copy(h->head_memory, text_trim(value)));
}

static size_t take_head(char *at, size_t size, size_t count, void *p)
{
	struct http *h = p;
	Str line = text_trim((Str){at, size * count});

	h->head_size += size * count;
	if (h->head_size > HEAD_MOST)
		return 0;
	/* Behind the body stand trailers, which are no head. */
	if (!h->has_head && line.len > 0)
		take_line(h, line);
	return size * count;
}

/* ── one exchange ──────────────────────────────────────────────────────────────────────────────────────────────── */

static long seconds_of(int64_t us, long otherwise)
{
	return us > 0 ? (long)((us + 999999) / 1000000) : otherwise;
}

/* Looked at when all are set: what is sent is what was asked for, or nothing is. */
static void keep(struct http *h, CURLcode result)
{
	if (h->unset == CURLE_OK)
		h->unset = result;
}

static void set_patience(struct http *h)
{
	keep(h, curl_easy_setopt(h->easy, CURLOPT_CONNECTTIMEOUT, seconds_of(h->patience.connect, CONNECT_S)));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_LOW_SPEED_LIMIT, 1L));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_LOW_SPEED_TIME, seconds_of(h->patience.stall, STALL_S)));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_NOSIGNAL, 1L));
}

static void set_trust(struct http *h)
{
	keep(h, curl_easy_setopt(h->easy, CURLOPT_PROTOCOLS_STR, "http,https"));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2));
	if (h->trust.ca)
		keep(h, curl_easy_setopt(h->easy, CURLOPT_CAINFO, h->trust.ca));
	if (h->trust.certificate)
		keep(h, curl_easy_setopt(h->easy, CURLOPT_SSLCERT, h->trust.certificate));
	if (h->trust.key)
		keep(h, curl_easy_setopt(h->easy, CURLOPT_SSLKEY, h->trust.key));
}

/* What the proxy says of its own connection is no head of the answer. */
static bool set_proxy(struct http *h, struct err *e)
{
	Str proxy;

	keep(h, curl_easy_setopt(h->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L));
	if (!h->trust.proxy.at)
		return true;
	if (!secret_fill(h->exchange, h->trust.proxy, &proxy, e))
		return false;
	keep(h, curl_easy_setopt(h->easy, CURLOPT_PROXY, text_z(h->exchange, proxy)));
	return true;
}

static void add_field(struct http *h, const char *line)
{
	struct curl_slist *longer = curl_slist_append(h->sent, line);

	if (longer)
		h->sent = longer;
	else
		keep(h, CURLE_OUT_OF_MEMORY);
}

/* Of a field without a value libcurl wants to hear so in another way; of one that it would send by itself, nothing. */
static void set_fields(struct http *h, const struct http_fields *fields)
{
	add_field(h, "Expect:");
	if (!http_field(fields, "Accept").at)
		add_field(h, "Accept: */*");
	for (size_t i = 0; i < fields->count; i++) {
		Str name = fields->at[i].name, value = fields->at[i].value;

		add_field(h, value.len > 0 ? arena_print(h->exchange, "%.*s: %.*s", WHOLE(name), WHOLE(value))
			: arena_print(h->exchange, "%.*s;", WHOLE(name)));
	}
	keep(h, curl_easy_setopt(h->easy, CURLOPT_HTTPHEADER, h->sent));
}

static void set_request(struct http *h, const struct http_request *r)
{
	keep(h, curl_easy_setopt(h->easy, CURLOPT_URL, text_z(h->exchange, r->url)));
	if (r->body.at) {
		keep(h, curl_easy_setopt(h->easy, CURLOPT_POST, 1L));
		keep(h, curl_easy_setopt(h->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body.len));
		keep(h, curl_easy_setopt(h->easy, CURLOPT_POSTFIELDS, text_z(h->exchange, r->body)));
	}
	if (r->is_once)
		keep(h, curl_easy_setopt(h->easy, CURLOPT_FRESH_CONNECT, 1L));
	if (text_is(r->method, S("HEAD")))
		keep(h, curl_easy_setopt(h->easy, CURLOPT_NOBODY, 1L));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_CUSTOMREQUEST, text_z(h->exchange, r->method)));
	set_fields(h, &r->fields);
}

static void set_places(struct http *h)
{
	keep(h, curl_easy_setopt(h->easy, CURLOPT_WRITEFUNCTION, take_body));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_WRITEDATA, h));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_HEADERFUNCTION, take_head));
	keep(h, curl_easy_setopt(h->easy, CURLOPT_HEADERDATA, h));
}

static bool is_lasting(CURLcode code)
{
	switch (code) {
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_WRITE_ERROR:
		return true;
	default:
		return false;
	}
}

/* What a proxy answers that is asked for a connection and gives none; 0: it was not asked, or gave one. */
static int proxy_status(const struct http *h)
{
	long status = 0;
	CURLcode code = curl_easy_getinfo(h->easy, CURLINFO_HTTP_CONNECTCODE, &status);

	return code == CURLE_OK && status >= 300 ? (int)status : 0;
}

static bool failed(struct http *h, struct err *e)
{
	int refused = proxy_status(h);
	const char *why = curl_easy_strerror(h->result);
	bool before = h->result == CURLE_PARTIAL_FILE || (h->has_head && h->result != CURLE_OPERATION_TIMEDOUT);

	if (h->head_size > HEAD_MOST)
		why = "its head is longer than 256 KiB";
	if (refused)
		return err_set(e, refused < 500 ? ERR_SOURCE : ERR_TEMPORARY, "%.*s: its proxy refuses, status %d%s",
			STR(h->host), refused, refused == 407 ? ": it wants a login" : "");
	err_set(e, is_lasting(h->result) ? ERR_SOURCE : ERR_TEMPORARY, "%.*s: %s%s", STR(h->host),
		before ? "the answer is cut off: " : "", why);
	if (h->proxy.len > 0 && !h->has_head)
		err_add(e, "it is asked through the proxy %.*s", STR(h->proxy));
	return false;
}

static bool impossible(const struct http *h, const char *what, const char *why, struct err *e)
{
	return err_set(e, ERR_INTERNAL, "%.*s: %s: %s", STR(h->host), what, why);
}

/* What waits can be stopped by a signal. */
static bool wait(struct http *h, struct err *e)
{
	CURLMcode code = curl_multi_poll(h->many, NULL, 0, WAIT_MS, NULL);

	if (code != CURLM_OK)
		return impossible(h, "libcurl cannot wait for it", curl_multi_strerror(code), e);
	return !signal_caught() || err_set(e, ERR_SIGNAL, "ended by signal %d while it waited for %.*s", signal_caught(),
		STR(h->host));
}

/* Lets the connection go on, until something came of it. */
static bool step(struct http *h, struct err *e)
{
	CURLMcode code;
	CURLMsg *message;
	int running, left;

	code = curl_multi_perform(h->many, &running);
	if (code != CURLM_OK)
		return impossible(h, "libcurl cannot go on", curl_multi_strerror(code), e);
	while ((message = curl_multi_info_read(h->many, &left)))
		if (message->msg == CURLMSG_DONE) {
			h->result = message->data.result;
			h->ended = true;
		}
	if (h->ended)
		return h->result == CURLE_OK || failed(h, e);
	if (running == 0)
		return impossible(h, "libcurl cannot go on", "it ended without a result", e);
	return h->filling->len > 0 || wait(h, e);
}

/* What came before it broke off is given out first. */
static bool go_on(struct http *h, struct err *e)
{
	struct err broken = {0};

	if (step(h, &broken) || (h->ended && h->has_head))
		return true;
	*e = broken;
	return false;
}

static void forget(struct http *h)
{
	h->has_head = h->paused = h->ended = false;
	h->head_size = 0;
	h->unset = h->result = CURLE_OK;
	h->filling = buf_new(h->exchange, SIZE_MAX);
	h->given = buf_new(h->exchange, SIZE_MAX);
}

static bool begin(struct http *h, const struct http_request *request, struct err *e)
{
	CURLMcode code;

	h->easy = h->many ? curl_easy_init() : NULL;
	if (!h->easy)
		return impossible(h, "libcurl cannot begin", "no room, or not what it was built with", e);
	set_patience(h);
	set_trust(h);
	if (!set_proxy(h, e))
		return false;
	set_request(h, request);
	set_places(h);
	if (h->unset != CURLE_OK)
		return impossible(h, "it cannot be asked as it is to be", curl_easy_strerror(h->unset), e);
	code = curl_multi_add_handle(h->many, h->easy);
	return code == CURLM_OK || impossible(h, "libcurl cannot begin", curl_multi_strerror(code), e);
}

/* What the head says of its body. */
static bool look_at_head(struct http *h, struct err *e)
{
	long status = 0, version = 0;

	if (curl_easy_getinfo(h->easy, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK
	    || curl_easy_getinfo(h->easy, CURLINFO_HTTP_VERSION, &version) != CURLE_OK)
		return impossible(h, "libcurl cannot go on", "it knows no status", e);
	h->head->status = (int)status;
	h->head->ends_itself = version > CURL_HTTP_VERSION_1_1 || http_field(&h->head->fields, "Content-Length").at
	    || http_field(&h->head->fields, "Transfer-Encoding").at;
	return true;
}

bool http_send(struct http *h, struct arena *a, const struct http_request *request, struct http_head *head,
	struct err *e)
{
	hang_up(h);
	arena_end(h->exchange);
	forget(h);
	h->host = url_host(h->exchange, request->url);
	h->proxy = proxy_shown(h->exchange, h->trust.proxy, request->url);
	h->head = head;
	h->head_memory = a;
	*head = (struct http_head){0};
	if (!begin(h, request, e))
		return false;
	while (!h->has_head && !h->ended)
		if (!go_on(h, e))
			return false;
	return look_at_head(h, e);
}

bool http_body(struct http *h, Str *bytes, struct err *e)
{
	struct buf *full;
	CURLcode code;

	buf_clear(h->given);
	while (h->filling->len == 0 && !h->ended)
		if (!go_on(h, e))
			return false;
	if (h->filling->len == 0 && h->result != CURLE_OK)
		return failed(h, e);
	full = h->filling;
	h->filling = h->given;
	h->given = full;
	*bytes = buf_str(full);
	if (!h->paused)
		return true;
	h->paused = false;
	code = curl_easy_pause(h->easy, CURLPAUSE_CONT);
	return code == CURLE_OK || impossible(h, "libcurl cannot go on", curl_easy_strerror(code), e);
}
