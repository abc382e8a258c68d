#include "net/bucket_answer.h"

#include "base/buf.h"
#include "format/xml.h"
#include "net/url.h"

/* ── XML ───────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The root element, if it is called so. */
static bool root_of(struct arena *a, Str body, const char *name, const struct tree **root, struct err *e)
{
	struct unpack_limits limits = {.depth = 1};
	struct path path;
	struct unpack *u;
	struct founds found;
	Str member;
	bool has;

	if (!path_parse(a, text(name), &path, e)
	    || !unpack_open(a, bytes_of_memory(a, S("the answer"), body, 0), &limits, S(""), &u, e)
	    || !unpack_next(u, &member, &has, e)
	    || !xml_reader_next(xml_reader_new(a, chars_new(a, u, S(""), true), &path, NULL, 0), a, &found, e))
		return false;
	*root = found.count == 1 && found.at[0].context ? found.at[0].context->row : NULL;
	if (!*root)
		err_set(e, ERR_FORMAT, "its %s cannot be read", name);
	return *root != NULL;
}

static Str child(const struct tree *t, const char *name)
{
	for (const struct tree *at = t ? t->children : NULL; at; at = at->next)
		if (text_is(at->name, text(name)))
			return text_trim(at->text);
	return (Str){0};
}

/* ── a list ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Escaped as a form is, where it says that it is escaped: names may hold what XML cannot. */
static Str unescaped(struct arena *a, Str s, bool is_escaped)
{
	struct buf *b = buf_new(a, s.len + 1);

	if (!is_escaped)
		return s;
	for (size_t i = 0; i < s.len; i++)
		buf_byte(b, s.at[i] == '+' ? ' ' : s.at[i]);
	return url_unescaped(a, buf_str(b));
}

bool bucket_page_read(struct arena *a, Str body, struct bucket_page *page, struct err *e)
{
	const struct tree *root;
	struct err bad = {0};
	Str more;
	bool is_escaped;

	*page = (struct bucket_page){0};
	if (!root_of(a, body, "ListBucketResult", &root, &bad))
		return err_set(e, ERR_SOURCE, "the answer is no list of objects: %s", bad.message);
	is_escaped = text_is(child(root, "EncodingType"), S("url"));
	for (const struct tree *t = root->children; t; t = t->next)
		if (text_is(t->name, S("Contents")))
			texts_add(a, &page->objects, unescaped(a, child(t, "Key"), is_escaped));
		else if (text_is(t->name, S("CommonPrefixes")))
			texts_add(a, &page->folders, unescaped(a, child(t, "Prefix"), is_escaped));
	more = child(root, "IsTruncated");
	if (text_is(more, S("false")))
		return true;
	page->next = child(root, "NextContinuationToken");
	return (text_is(more, S("true")) && page->next.len > 0)
	    || err_set(e, ERR_SOURCE, "the list of objects does not say how it goes on, so it is not proven whole");
}

/* ── a refusal ─────────────────────────────────────────────────────────────────────────────────────────────────── */

void bucket_refusal(struct arena *a, Str body, Str *code, Str *message)
{
	const struct tree *root;
	struct err none = {0};

	*code = *message = (Str){0};
	if (!text_begins(text_trim(body), S("<")) || !root_of(a, body, "Error", &root, &none))
		return;
	*code = child(root, "Code");
	*message = child(root, "Message");
}

const char *bucket_hint(Str code)
{
	static const struct {
		const char *code, *hint;
	} rows[] = {
		{"RequestTimeTooSkewed", "the clock of this machine or of the service is wrong by more than 15 minutes; let "
			"this machine's be set by NTP"},
		{"AccessDenied", "the key must be allowed s3:ListBucket on the bucket and s3:GetObject on its objects"},
		{"NoSuchBucket", "s3 = { bucket = … } of the system names it, and region of its auth says where it is"},
		{"SignatureDoesNotMatch", "secret_key is not the one that belongs to access_key, or what stands between "
			"changes requests"},
		{"InvalidAccessKeyId", "access_key is not known there"},
		{"ExpiredToken", "the temporary keys have ended; session_token and both keys come together anew"},
		{"AuthorizationHeaderMalformed", "region of its auth must be the bucket's"},
		{"PermanentRedirect", "base and region must be those of the bucket"},
		{"InvalidObjectState", "the object is archived and must be restored first"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_is(code, text(rows[i].code)))
			return rows[i].hint;
	return NULL;
}

bool bucket_is_range(struct arena *a, Str said, uint64_t from, uint64_t count, uint64_t size)
{
	return text_is(said, text(arena_print(a, "bytes %ju-%ju/%ju", (uintmax_t)from, (uintmax_t)(from + count - 1),
		(uintmax_t)size)));
}
