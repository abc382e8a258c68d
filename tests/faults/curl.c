/*
 * libcurl.  What it calls itself stands in files.c and socket.c: those calls belong to the exchange whose address was
 * set last.  libcurl is the program's own: none of it is linked here.
 */
#define CURL_DISABLE_TYPECHECK
#include "shim.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#undef curl_easy_getinfo
#undef curl_easy_setopt

/* ── which exchange it is, and how far ─────────────────────────────────────────────────────────────────────────── */

enum { NAME = 48 };

static char exchange[NAME], exchange_on[NAME + 8];
static const char *reached = "";

/* By SSH it depends on the clock how often a transfer is gone on with, and whether it is waited for: libssh2 reads by
 * itself.  Counted is the first call of each transfer, and the first waiting of all. */
static bool is_ssh, has_gone_on, has_waited;

static bool is_first(bool *before)
{
	bool first = !is_ssh || !*before;

	*before = true;
	return first;
}

/* "http://127.0.0.1:8080/stock/2?day=…" is "stock_2". */
static void exchange_begins(const char *url)
{
	const char *at = strstr(url, "://");
	size_t size = 0;

	is_ssh = strncmp(url, "sftp:", 5) == 0;
	has_gone_on = false;
	at = at ? strchr(at + 3, '/') : NULL;
	for (at = at ? at + 1 : ""; *at && *at != '?' && size + 1 < NAME; at++)
		exchange[size++] = isalnum((unsigned char)*at) ? *at : '_';
	exchange[size] = '\0';
	snprintf(exchange_on, sizeof exchange_on, "%.40s_on", exchange);
}

const char *exchange_now(void)
{
	if (is_ssh)
		return "by_ssh";
	return strcmp(reached, "begun") == 0 ? exchange_on : exchange;
}

const char *exchange_reached(void)
{
	return reached;
}

void exchange_reaches(const char *what)
{
	reached = what;
}

/* ── one exchange ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* A place sets many options: each is one of its own. */
static const char *option_name(CURLoption option)
{
	const struct curl_easyoption *(*real)(CURLoption), *found;

	*(void **)&real = fault_real("curl_easy_option_by_id");
	found = real(option);
	return found ? found->name : "unknown";
}

/* What is given is a long, a pointer or an offset, which all come alike where the program runs. */
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
	struct fault f = fault_here("curl_easy_setopt", SITE, option_name(option), "");
	CURLcode (*real)(CURL *, CURLoption, ...), result;
	va_list args;
	void *given;

	va_start(args, option);
	given = va_arg(args, void *);
	va_end(args);
	if (option == CURLOPT_URL && given)
		exchange_begins(given);
	if (f.how == FAILS)
		return (CURLcode)f.number;
	*(void **)&real = fault_real("curl_easy_setopt");
	result = real(easy, option, given);
	fault_after(f);
	return result;
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
	struct fault f = fault_here("curl_easy_getinfo", SITE, exchange, reached);
	CURLcode (*real)(CURL *, CURLINFO, ...), result;
	va_list args;
	void *to;

	va_start(args, info);
	to = va_arg(args, void *);
	va_end(args);
	if (f.how == FAILS)
		return (CURLcode)f.number;
	*(void **)&real = fault_real("curl_easy_getinfo");
	result = real(easy, info, to);
	fault_after(f);
	return result;
}

CURLMcode curl_multi_add_handle(CURLM *many, CURL *easy)
{
	struct fault f = fault_here("curl_multi_add_handle", SITE, exchange, "");
	CURLMcode (*real)(CURLM *, CURL *), result;

	if (f.how == FAILS)
		return (CURLMcode)f.number;
	exchange_reaches("asked");
	*(void **)&real = fault_real("curl_multi_add_handle");
	result = real(many, easy);
	fault_after(f);
	return result;
}

/* An answer is never there before it was waited for (socket.c), so that it is waited for each time. */
CURLMcode curl_multi_poll(CURLM *many, struct curl_waitfd fds[], unsigned count, int ms, int *ready)
{
	CURLMcode (*real)(CURLM *, struct curl_waitfd[], unsigned, int, int *), result;
	struct fault f = {GOES, 0};

	if (is_first(&has_waited))
		f = fault_here("curl_multi_poll", SITE, is_ssh ? "by_ssh" : exchange, reached);

	if (f.how == FAILS)
		return (CURLMcode)f.number;
	if (strcmp(reached, "asked") == 0)
		exchange_reaches("waited");
	*(void **)&real = fault_real("curl_multi_poll");
	result = real(many, fds, count, ms, ready);
	fault_after(f);
	return result;
}

CURLMcode curl_multi_perform(CURLM *many, int *running)
{
	CURLMcode (*real)(CURLM *, int *), result;
	struct fault f = {GOES, 0};

	if (is_first(&has_gone_on))
		f = fault_here("curl_multi_perform", SITE, exchange, reached);
	if (f.how == FAILS)
		return (CURLMcode)f.number;
	*(void **)&real = fault_real("curl_multi_perform");
	result = real(many, running);
	fault_after(f);
	return result;
}

/* Only calls that bring a message are counted: how often there is none depends on the clock. */
CURLMsg *curl_multi_info_read(CURLM *many, int *left)
{
	CURLMsg *(*real)(CURLM *, int *), *message;
	struct fault f;

	*(void **)&real = fault_real("curl_multi_info_read");
	message = real(many, left);
	if (!message)
		return NULL;
	exchange_reaches("whole");
	f = fault_here("curl_multi_info_read", SITE, exchange, reached);
	if (f.how == FAILS)
		message->data.result = (CURLcode)f.number;
	fault_after(f);
	return f.how == GIVES_NOTHING ? NULL : message;
}

/* ── what fails by a code, or by NULL ──────────────────────────────────────────────────────────────────────────── */

/* NOLINTBEGIN(bugprone-macro-parentheses): a type and a list of parameters */
#define WRAP_CODE(type, name, declared, passed, statement)                           \
	type name declared                                                           \
	{                                                                            \
		struct fault f = fault_here(#name, SITE, statement, reached);        \
		type (*real) declared;                                               \
		type result;                                                         \
                                                                                     \
		if (f.how == FAILS)                                                  \
			return (type)f.number;                                       \
		*(void **)&real = fault_real(#name);                                 \
		result = real passed;                                                \
		fault_after(f);                                                      \
		return result;                                                       \
	}

#define WRAP_NOTHING(type, name, declared, passed, nothing)                          \
	type name declared                                                           \
	{                                                                            \
		struct fault f = fault_here(#name, SITE, "", "");                    \
		type (*real) declared;                                               \
		type result;                                                         \
                                                                                     \
		if (f.how == GIVES_NOTHING)                                          \
			return nothing;                                              \
		*(void **)&real = fault_real(#name);                                 \
		result = real passed;                                                \
		fault_after(f);                                                      \
		return result;                                                       \
	}
/* NOLINTEND(bugprone-macro-parentheses) */

WRAP_CODE(CURLcode, curl_global_init, (long flags), (flags), "")
WRAP_CODE(CURLcode, curl_easy_pause, (CURL *easy, int what), (easy, what), exchange)
WRAP_CODE(CURLMcode, curl_multi_remove_handle, (CURLM *many, CURL *easy), (many, easy), exchange)
WRAP_CODE(CURLMcode, curl_multi_cleanup, (CURLM *many), (many), "")
WRAP_CODE(CURLUcode, curl_url_get, (CURLU *url, CURLUPart part, char **to, unsigned flags),
	(url, part, to, flags), "")
WRAP_CODE(CURLUcode, curl_url_set, (CURLU *url, CURLUPart part, const char *to, unsigned flags),
	(url, part, to, flags), "")

WRAP_NOTHING(CURL *, curl_easy_init, (void), (), NULL)
WRAP_NOTHING(CURLM *, curl_multi_init, (void), (), NULL)
WRAP_NOTHING(CURLU *, curl_url, (void), (), NULL)
WRAP_NOTHING(struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *line), (list, line), NULL)
WRAP_NOTHING(time_t, curl_getdate, (const char *said, const time_t *unused), (said, unused), -1)
