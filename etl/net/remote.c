#include "net/remote.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/log.h"
#include "base/signal.h"
#include "config/secret.h"
#include "net/url.h"

#include <curl/curl.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIST_MOST = 64 << 20, WAIT_MS = 200, CONNECT_S = 30, STALL_S = 60 };

struct remote {
	const struct endpoint *endpoint;
	bool is_ssh;
	struct arena *try;           /* of one try: in it alone the secrets stand */
	CURLM *many;
	CURL *easy;                  /* NULL between transfers */
	struct buf *filled;          /* since it was last drained */
	CURLcode result, unset;      /* of the transfer; of the first of its options that could not be set */
	char said[CURL_ERROR_SIZE];
};

/* What is asked for. */
struct wish {
	Str path;
	bool names;                  /* of a folder, alone or with all that is shown of them */
	bool lines;
	bool look;                   /* size and time alone */
	uint64_t from;
	int to;                      /* an open file, or -1: into bytes */
	struct buf *bytes;
};

static void hang_up(struct remote *r)
{
	if (r->easy) {
		curl_multi_remove_handle(r->many, r->easy);
		curl_easy_cleanup(r->easy);
	}
	r->easy = NULL;
}

static void finish(void *p)
{
	struct remote *r = p;

	hang_up(r);
	curl_multi_cleanup(r->many);
}

struct remote *remote_new(struct arena *a, const struct endpoint *endpoint)
{
	struct remote *r = arena_new_of(a, struct remote);

	r->endpoint = endpoint;
	r->is_ssh = text_begins(endpoint->base, S("sftp://"));
	r->try = arena_new(a);
	r->many = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? curl_multi_init() : NULL;
	arena_defer(a, finish, r);
	return r;
}

/* With what broke off goes what was agreed upon over it: a server may not know it any more. */
static void begin_anew(struct remote *r)
{
	hang_up(r);
	curl_multi_cleanup(r->many);
	r->many = curl_multi_init();
}

/* Segment by segment: a name may hold what means something in an address. */
static Str address(struct arena *a, const struct remote *r, Str path)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	Str base = r->endpoint->base, segment;

	/* "ftpes" is FTP that begins to speak TLS, which libcurl calls by an option. */
	if (text_begins(base, S("ftpes://")))
		buf_print(b, "ftp://%.*s", WHOLE(text_from(base, sizeof "ftpes://" - 1)));
	else
		buf_add(b, base);
	for (bool more = true, first = true; more; first = false) {
		more = text_cut(path, '/', &segment, &path);
		buf_print(b, "%s%.*s", first ? "" : "/", WHOLE(url_escaped(a, segment)));
	}
	return text_copy(a, buf_str(b));
}

Str remote_shown(struct arena *a, const struct remote *r, Str path)
{
	return text(arena_print(a, "%.*s%.*s", STR(r->endpoint->base), STR(path)));
}

/* ── one transfer ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* What libcurl calls: it only fills the buffer.  It comes back after a hundred times its own room of 16 KiB at the
 * latest (CURLOPT_BUFFERSIZE, and readwrite_data of its transfer.c), so that nothing needs to be held back. */
static size_t take(char *at, size_t size, size_t count, void *p)
{
	struct remote *r = p;

	buf_add(r->filled, (Str){at, size * count});
	return size * count;
}

/* Looked at when all are set: it is asked as it is to be, with hosts and certificates checked, or not at all. */
static void keep(struct remote *r, CURLcode result)
{
	if (r->unset == CURLE_OK)
		r->unset = result;
}

static bool impossible(struct remote *r, const char *why, struct err *e)
{
	return err_set(e, ERR_INTERNAL, "%.*s: libcurl cannot ask: %s", STR(url_place(r->try, r->endpoint->base)), why);
}

static void set_text(struct remote *r, CURLoption option, const char *value)
{
	keep(r, curl_easy_setopt(r->easy, option, value));
}

static void set(struct remote *r, CURLoption option, Str value)
{
	set_text(r, option, text_z(r->try, value));
}

static void set_number(struct remote *r, CURLoption option, long value)
{
	keep(r, curl_easy_setopt(r->easy, option, value));
}

static bool set_password(struct remote *r, struct err *e)
{
	const struct auth *auth = r->endpoint->auth;
	Str user, password;

	if (auth->kind != AUTH_BASIC)
		return true;
	if (!secret_fill(r->try, auth->user, &user, e) || !secret_fill(r->try, auth->password, &password, e))
		return false;
	set(r, CURLOPT_USERNAME, user);
	set(r, CURLOPT_PASSWORD, password);
	return true;
}

static bool set_ssh(struct remote *r, struct err *e)
{
	const struct ssh_trust *ssh = &r->endpoint->ssh;
	long types = ssh->agent ? CURLSSH_AUTH_AGENT : ssh->key ? CURLSSH_AUTH_PUBLICKEY
		: CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD;
	Str value;

	set_text(r, CURLOPT_SSH_KNOWNHOSTS, ssh->known_hosts);
	set_number(r, CURLOPT_SSH_AUTH_TYPES, types);
	if (ssh->user.len > 0) {
		if (!secret_fill(r->try, ssh->user, &value, e))
			return false;
		set(r, CURLOPT_USERNAME, value);
	}
	if (ssh->key)
		set_text(r, CURLOPT_SSH_PRIVATE_KEYFILE, ssh->key);
	if (ssh->key_password.len > 0) {
		if (!secret_fill(r->try, ssh->key_password, &value, e))
			return false;
		set(r, CURLOPT_KEYPASSWD, value);
	}
	return true;
}

static void set_ftp(struct remote *r)
{
	const struct http_trust *trust = &r->endpoint->trust;

	if (text_begins(r->endpoint->base, S("ftpes://")))
		set_number(r, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	set_number(r, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (trust->ca)
		set_text(r, CURLOPT_CAINFO, trust->ca);
	if (trust->certificate)
		set_text(r, CURLOPT_SSLCERT, trust->certificate);
	if (trust->key)
		set_text(r, CURLOPT_SSLKEY, trust->key);
}

static long seconds_of(int64_t us, long otherwise)
{
	return us > 0 ? (long)((us + 999999) / 1000000) : otherwise;
}

static bool prepare(struct remote *r, const struct wish *w, struct err *e)
{
	const struct http_patience *patience = &r->endpoint->patience;

	hang_up(r);
	arena_end(r->try);
	r->easy = r->many ? curl_easy_init() : NULL;
	if (!r->easy)
		return impossible(r, "no room, or not what it was built with", e);
	r->unset = CURLE_OK;
	r->filled = buf_new(r->try, SIZE_MAX);
	r->said[0] = '\0';
	set(r, CURLOPT_URL, address(r->try, r, w->path));
	set_text(r, CURLOPT_PROTOCOLS_STR, "sftp,ftp,ftps");
	keep(r, curl_easy_setopt(r->easy, CURLOPT_ERRORBUFFER, r->said));
	keep(r, curl_easy_setopt(r->easy, CURLOPT_WRITEFUNCTION, take));
	keep(r, curl_easy_setopt(r->easy, CURLOPT_WRITEDATA, r));
	set_number(r, CURLOPT_CONNECTTIMEOUT, seconds_of(patience->connect, CONNECT_S));
	set_number(r, CURLOPT_SERVER_RESPONSE_TIMEOUT, seconds_of(patience->stall, STALL_S));
	set_number(r, CURLOPT_LOW_SPEED_LIMIT, 1L);
	set_number(r, CURLOPT_LOW_SPEED_TIME, seconds_of(patience->stall, STALL_S));
	set_number(r, CURLOPT_NOSIGNAL, 1L);
	set_number(r, CURLOPT_DIRLISTONLY, (long)w->names);
	set_number(r, CURLOPT_NOBODY, (long)w->look);
	set_number(r, CURLOPT_FILETIME, (long)w->look);
	keep(r, curl_easy_setopt(r->easy, CURLOPT_RESUME_FROM_LARGE, (curl_off_t)w->from));
	if (!r->is_ssh)
		set_ftp(r);
	if ((r->is_ssh && !set_ssh(r, e)) || !set_password(r, e))
		return false;
	return r->unset == CURLE_OK || impossible(r, curl_easy_strerror(r->unset), e);
}

static bool drain(struct remote *r, const struct wish *w, const char *name, struct err *e)
{
	Str left = buf_str(r->filled);

	if (w->bytes)
		buf_add(w->bytes, left);
	if (w->to >= 0 && !file_put(w->to, left, name, e))
		return false;
	buf_clear(r->filled);
	return true;
}

static bool is_ended(struct remote *r)
{
	CURLMsg *message;
	bool ended = false;
	int left;

	while ((message = curl_multi_info_read(r->many, &left)))
		if (message->msg == CURLMSG_DONE) {
			r->result = message->data.result;
			ended = true;
		}
	return ended;
}

static bool step(struct remote *r, bool *ended, struct err *e)
{
	int running = 0;
	CURLMcode code = curl_multi_perform(r->many, &running);

	if (code != CURLM_OK)
		return impossible(r, curl_multi_strerror(code), e);
	*ended = is_ended(r);
	if (!*ended && running == 0)
		return impossible(r, "it ended without a result", e);
	if (*ended || r->filled->len > 0)
		return true;
	code = curl_multi_poll(r->many, NULL, 0, WAIT_MS, NULL);
	return code == CURLM_OK || impossible(r, curl_multi_strerror(code), e);
}

/* Until it is over; whether it went well stands in r->result. */
static bool transfer(struct remote *r, const struct wish *w, struct err *e)
{
	bool ended = false;
	CURLMcode code;
	const char *name;

	if (!prepare(r, w, e))
		return false;
	name = text_z(r->try, remote_shown(r->try, r, w->path));
	code = curl_multi_add_handle(r->many, r->easy);
	if (code != CURLM_OK)
		return impossible(r, curl_multi_strerror(code), e);
	while (!ended) {
		if (signal_caught())
			return err_set(e, ERR_SIGNAL, "ended by signal %d while it read from a system", signal_caught());
		if (!step(r, &ended, e) || !drain(r, w, name, e))
			return false;
	}
	return true;
}

/* ── until it went well ────────────────────────────────────────────────────────────────────────────────────────── */

/* What another try would not mend. */
static const char *lasting(const struct remote *r)
{
	switch (r->result) {
	case CURLE_PEER_FAILED_VERIFICATION:
		return r->is_ssh ? "the key of its host is not the one that known_hosts has for it; if it was changed on "
			"purpose, its administrator says the new one" : "its certificate is not believed";
	case CURLE_LOGIN_DENIED:
		return "it does not let us in: user, password or key is not the one that it knows";
	case CURLE_REMOTE_ACCESS_DENIED:
		return "it does not give access";
	case CURLE_USE_SSL_FAILED:
		return "it does not speak TLS";
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_FTP_COULDNT_RETR_FILE:
	case CURLE_QUOTE_ERROR:
	case CURLE_WRITE_ERROR:
		return curl_easy_strerror(r->result);
	default:
		return NULL;
	}
}

/* How much of it is there already: what a broken transfer left is gone on from. */
static bool resume(const struct wish *w, uint64_t *from, struct err *e)
{
	struct stat status;

	*from = 0;
	if (w->bytes)
		buf_clear(w->bytes);
	if (w->to < 0)
		return true;
	if (fstat(w->to, &status) < 0 || lseek(w->to, 0, SEEK_END) < 0)
		return err_set(e, ERR_INTERNAL, "cannot look at what is fetched: %s", strerror(errno));
	*from = (uint64_t)status.st_size;
	return true;
}

/* False if it did not go well in all tries, or could not in any; *there says whether there is anything.  By FTP a
 * folder that is not there is refused as one that may not be seen is. */
static bool ask(struct remote *r, struct wish w, bool *there, struct err *e)
{
	const struct retry *retry = &r->endpoint->retry;

	for (int n = 0;; n++) {
		const char *why;

		if (!resume(&w, &w.from, e) || !transfer(r, &w, e))
			return false;
		*there = r->result != CURLE_REMOTE_FILE_NOT_FOUND
		    && !(w.names && !r->is_ssh && r->result == CURLE_REMOTE_ACCESS_DENIED);
		if (r->result == CURLE_OK || !*there)
			return true;
		why = lasting(r);
		if (why)
			return err_set(e, ERR_SOURCE, "%.*s: %s", STR(remote_shown(r->try, r, w.path)), why);
		if (n >= retry->times)
			return err_set(e, ERR_TEMPORARY, "%.*s: %s, in every try", STR(remote_shown(r->try, r, w.path)),
				curl_easy_strerror(r->result));
		log_debug("net", "%.*s: %s; again", STR(remote_shown(r->try, r, w.path)), curl_easy_strerror(r->result));
		begin_anew(r);
		if (!retry_wait(retry_pause(retry, n), e))
			return false;
	}
}

/* ── what is asked ─────────────────────────────────────────────────────────────────────────────────────────────── */

static Str as_folder(struct arena *a, Str folder)
{
	return folder.len == 0 || text_ends(folder, S("/")) ? folder : text(arena_print(a, "%.*s/", WHOLE(folder)));
}

static bool next_line(Str *left, Str *line)
{
	bool more = left->len > 0;

	text_cut(*left, '\n', line, left);
	if (text_ends(*line, S("\r")))
		line->len--;
	return more;
}

/* By SFTP the lines of `ls -l` come in the order of the names: one that begins with a d is a folder's. */
static void find_folders(struct remote_names *names, Str lines)
{
	struct remote_name *n = names->at;
	Str line;

	for (size_t i = 0; i < names->count && next_line(&lines, &line); i++) {
		n[i].is_known = text_find(line, n[i].name) < line.len;
		n[i].is_folder = n[i].is_known && line.at[0] == 'd';
	}
}

/* A name with a slash would lie in another folder, whatever the server means. */
static bool is_own(Str name)
{
	return name.len > 0 && !text_is(name, S(".")) && !text_is(name, S("..")) && text_find_byte(name, '/') == name.len;
}

static void keep_own(struct remote_names *names)
{
	size_t kept = 0;

	for (size_t i = 0; i < names->count; i++)
		if (is_own(names->at[i].name))
			names->at[kept++] = names->at[i];
	names->count = kept;
}

bool remote_list(struct remote *r, struct arena *a, Str folder, struct remote_names *names, struct err *e)
{
	struct buf *bytes = buf_new(a, LIST_MOST), *lines = buf_new(a, LIST_MOST);
	struct wish w = {.path = as_folder(a, folder), .names = true, .to = -1, .bytes = bytes};
	bool there;
	Str left, line;

	*names = (struct remote_names){0};
	if (!ask(r, w, &there, e))
		return false;
	if (!there)
		return true;
	if (buf_is_over(bytes))
		return err_set(e, ERR_SOURCE, "%.*s: the list of the folder is longer than 64 MiB",
			STR(remote_shown(a, r, folder)));
	for (left = buf_str(bytes); next_line(&left, &line);) {
		names->at = arena_grow(a, names->at, names->count, sizeof *names->at);
		names->at[names->count++] = (struct remote_name){.name = line};
	}
	w.names = false;
	w.bytes = lines;
	if (r->is_ssh && (!ask(r, w, &there, e)))
		return false;
	find_folders(names, buf_str(lines));
	keep_own(names);
	return true;
}

bool remote_look(struct remote *r, Str path, bool *there, struct remote_file *file, struct err *e)
{
	curl_off_t size = -1, changed = -1;

	*file = (struct remote_file){.changed = INSTANT_NONE};
	if (!ask(r, (struct wish){.path = path, .look = true, .to = -1}, there, e))
		return false;
	if (!*there)
		return true;
	if (curl_easy_getinfo(r->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size) != CURLE_OK
	    || curl_easy_getinfo(r->easy, CURLINFO_FILETIME_T, &changed) != CURLE_OK)
		return impossible(r, "it knows neither length nor time", e);
	/* Of an empty file libcurl says no length by SFTP. */
	if (size < 0 && !(r->is_ssh && changed >= 0))
		return err_set(e, ERR_SOURCE, "%.*s: it does not say how long its files are, so none is proven whole",
			STR(remote_shown(r->try, r, path)));
	file->size = size > 0 ? (uint64_t)size : 0;
	file->changed = changed >= 0 ? (instant)changed * SECOND : INSTANT_NONE;
	return true;
}

static bool is_same(const struct remote_file *one, const struct remote_file *other)
{
	return one->size == other->size && one->changed == other->changed;
}

bool remote_fetch(struct remote *r, Str path, int to, struct remote_file *file, struct err *e)
{
	struct remote_file after;
	struct stat status;
	bool there;

	if (!remote_look(r, path, &there, file, e)
	    || (there && !ask(r, (struct wish){.path = path, .to = to}, &there, e))
	    || (there && !remote_look(r, path, &there, &after, e)))
		return false;
	if (!there)
		return err_set(e, ERR_TEMPORARY, "%.*s: vanished while it was fetched", STR(remote_shown(r->try, r, path)));
	if (fstat(to, &status) < 0)
		return err_set(e, ERR_INTERNAL, "cannot look at what is fetched: %s", strerror(errno));
	return (is_same(file, &after) && (uint64_t)status.st_size == file->size)
	    || err_set(e, ERR_TEMPORARY,
		"%.*s: changed while it was fetched: %ju bytes before, %jd fetched, %ju bytes after",
		STR(remote_shown(r->try, r, path)), (uintmax_t)file->size, (intmax_t)status.st_size,
		(uintmax_t)after.size);
}
