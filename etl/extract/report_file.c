#include "extract/report_making.h"

#include "base/unicode.h"
#include "extract/aside.h"
#include "extract/landing_write.h"
#include "net/download.h"
#include "net/url.h"

#include <unistd.h>

static bool number_at(struct arena *a, const struct answer *answer, const struct report_place *place, uint64_t *n,
	struct err *e)
{
	Str said = said_at(a, answer, place);

	return (said.at && text_uint(said, n)) || err_set(e, ERR_INCOMPLETE, "%.*s is %s, where a number was expected",
		STR(place->written), said.at ? text_quoted(a, said) : "not there");
}

/* What is packed says so by its first bytes too; what is in it is the reader's to check. */
static bool check_packed(struct arena *a, const struct answer *answer, const struct report_place *place, int fd,
	struct err *e)
{
	Str said = said_at(a, answer, place);
	unsigned char begin[2] = {0};

	if (!said.at || text_is(text_lower(a, said), S("none")))
		return true;
	if (!text_is(text_lower(a, said), S("gzip")))
		return err_set(e, ERR_INCOMPLETE, "it is packed as %s, which is not known here", text_quoted(a, said));
	return (pread(fd, begin, sizeof begin, 0) == (ssize_t)sizeof begin && begin[0] == 0x1f && begin[1] == 0x8b)
	    || err_set(e, ERR_INCOMPLETE, "it is said to be packed as GZIP, and is not");
}

static bool land(struct making *k, Str shown, const struct downloaded *came, const struct aside *file, struct err *e)
{
	struct reporting *g = k->g;
	const struct vendor_report *r = g->report;
	struct landing_part part = {.name = shown, .part = g->part, .changed = came->received,
		.status = came->head.status, .fields = request_kept(g->a, &came->head.fields),
		.is_counted = r->count.written.at != NULL};

	if (part.is_counted && !number_at(k->memory, k->answer, &r->count, &part.stated, e))
		return false;
	if (g->draft)
		return landing_put_file(g->draft, &part, file->path, e);
	*g->looked = arena_print(g->a, "%s", file->path);
	return true;
}

/* where: the answer that says where the file is. */
static bool fetch_from(struct making *k, const struct answer *where, Str url, bool *is_gone, struct err *e)
{
	struct reporting *g = k->g;
	const struct vendor_report *r = g->report;
	struct download d = {.as_us = r->as_us, .at = r->host, .size = -1, .op = g->x->name, .paces = g->paces,
		.waits = g->waits};
	struct downloaded came;
	struct aside *file;
	uint64_t length = 0;
	Str shown;

	if (!url_join(k->memory, g->x->endpoint->base, url, &d.url, e))
		return false;
	shown = text_copy(g->a, download_shown(k->memory, d.url));
	if (r->length.written.at && !number_at(k->memory, where, &r->length, &length, e))
		return err_in(e, "%.*s", STR(shown));
	if (r->length.written.at)
		d.size = (int64_t)length;
	if (!aside_open(g->draft ? k->memory : g->a, g->landings, &file, e)
	    || !asker_download(g->asker, k->memory, &d, file->fd, &came, e))
		return false;
	*is_gone = came.is_gone;
	if (came.is_gone)
		return true;
	if (came.size == 0)
		return err_set(e, ERR_INCOMPLETE, "%.*s: an empty file", STR(shown));
	return (check_packed(k->memory, where, &r->packed, file->fd, e) && land(k, shown, &came, file, e))
	    || err_in(e, "%.*s", STR(shown));
}

/* Without a file there may be nothing to report, if the system says so by its count. */
static bool is_nothing(struct making *k, const struct report_place *place, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	Str count = said_at(k->memory, k->answer, &r->count);
	uint64_t n;

	return (count.at && text_uint(count, &n) && n == 0)
	    || err_set(e, ERR_INCOMPLETE, "report %s is done, but there is no file: nothing is at %.*s",
		text_quoted(k->memory, k->asked.id), STR(place->written));
}

/* The answer that says where the file is: of document, else the one that said that it is done. */
static bool find_file(struct making *k, struct arena *a, bool is_again, struct answer *at, struct err *e)
{
	const struct vendor_report *r = k->g->report;
	enum making_state state;
	Str said = S("");
	struct ask ask;

	if (r->has_document)
		return making_send(k, a, &r->document, is_again ? "where it is now" : "where its file is", at, &ask, e);
	if (is_again && r->has_poll && !making_poll(k, a, &said, &state, e))
		return false;
	*at = *k->answer;
	return true;
}

/* *is_gone: its address is none any more. */
static bool fetch_once(struct making *k, const struct report_place *document, bool is_again, bool *is_gone,
	struct err *e)
{
	const struct vendor_report *r = k->g->report;
	struct arena *a = arena_new(k->memory);
	Str url, id = said_at(a, k->answer, document);
	struct answer at = {0};

	*is_gone = false;
	if (document->written.at && !id.at)
		return is_nothing(k, document, e);
	if (document->written.at)
		making_word(k, "document", id);
	if (!find_file(k, a, is_again, &at, e) || !making_is_ok(k))
		return e->kind == ERR_NONE;
	url = said_at(a, &at, &r->url);
	return url.at ? fetch_from(k, &at, url, is_gone, e) : is_nothing(k, &r->url, e);
}

/* An address may have ended since it was said: it is asked for anew. */
bool making_fetch(struct making *k, const struct report_place *document, struct err *e)
{
	enum { FRESH = 2 };
	bool is_gone = true;

	for (int i = 0; is_gone && i <= FRESH; i++)
		if (!fetch_once(k, document, i > 0, &is_gone, e))
			return false;
	k->is_lost = is_gone;
	return !is_gone || err_set(e, ERR_SOURCE, "the file of report %s is not there any more",
		text_quoted(k->memory, k->asked.id));
}
