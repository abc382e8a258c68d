#include "net/reason.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/card.h"
#include "config/secret.h"
#include "net/url.h"

enum { SHOWN = 200, LOOKED_AT = 1000, PAGE = 16000, BUFFER = 4000, RUN = 8 };

/* ── where it stands ───────────────────────────────────────────────────────────────────────────────────────────── */

/* From those that say most to those that say least. */
static const char *const places[] = {"error_description", "error.message", "errors[0].message", "errors[0].detail",
	"response.errors[0].message", "Fault.Error[0].Detail", "Fault.Error[0].Message", "fault.error[0].message",
	"fault.faultstring", "message", "detail", "error.detail", "error.description", "error_message", "errorMessage",
	"reason", "title", "errors[0]", "errors", "error"};

static Str text_at(struct arena *a, const struct tree *tree, const char *place)
{
	struct tree_context row = {.row = tree};
	struct cell cell = {.kind = CELL_MISSING};
	struct err e = {0};
	struct path path;

	if (path_parse(a, text(place), &path, &e))
		tree_find(a, &row, &path, &cell);
	return cell.kind == CELL_TEXT ? text_trim(cell.text) : S("");
}

static Str first_text(const struct tree *tree)
{
	Str found = tree->kind == TREE_TEXT ? text_trim(tree->text) : S("");

	for (const struct tree *child = tree->children; found.len == 0 && child; child = child->next)
		found = first_text(child);
	return found;
}

static Str json_said(struct arena *a, const struct answer *answer)
{
	Str said = S("");

	for (size_t i = 0; said.len == 0 && i < sizeof places / sizeof *places; i++)
		said = text_at(a, answer->tree, places[i]);
	return said.len > 0 || answer->head.status < 400 ? said : first_text(answer->tree);
}

/* What stands before the next tag; scripts and styles are no text.  False at the end. */
static bool next_text(Str *rest, Str *found)
{
	static const char *const unread[] = {"script", "style"};
	Str tag;

	if (rest->len == 0)
		return false;
	if (!text_cut(*rest, '<', found, rest) || !text_cut(*rest, '>', &tag, rest))
		*rest = S("");
	for (size_t i = 0; i < sizeof unread / sizeof *unread; i++)
		if (rest->len > 0 && text_begins(tag, text(unread[i])))
			*rest = text_from(*rest, text_find(*rest, S("</")));
	*found = text_trim(*found);
	return true;
}

static Str markup_said(struct arena *a, Str body)
{
	struct buf *b = buf_new(a, BUFFER);
	Str rest = text_head(body, PAGE), found, last = {0};

	while (b->len < LOOKED_AT && next_text(&rest, &found)) {
		if (found.len == 0 || text_is(found, last))
			continue;
		buf_print(b, "%s", b->len > 0 ? ", " : "");
		buf_add(b, text_head(found, LOOKED_AT / 2));
		last = found;
	}
	return text_copy(a, buf_str(b));
}

Str reason_find(struct arena *a, const struct answer *answer)
{
	Str body = text_trim(answer->body), begin = text_head(body, LOOKED_AT);

	if (answer->tree)
		return json_said(a, answer);
	if (answer->head.status < 400 || text_find_byte(begin, '\0') < begin.len)
		return S("");
	return text_begins(body, S("<")) ? markup_said(a, body) : body;
}

/* ── what is not shown of it ───────────────────────────────────────────────────────────────────────────────────── */

void reason_secrets(struct arena *a, const struct texts *names, struct texts *values)
{
	for (size_t i = 0; i < names->count; i++) {
		struct err unread = {0};
		Str value;

		if (!secret_read(a, names->at[i], &value, &unread))
			continue;
		texts_add(a, values, value);
		texts_add(a, values, url_escaped(a, value));
		texts_add(a, values, base64_encoded(a, value));
	}
}

static Str lower(struct arena *a, Str s)
{
	char *z = text_z(a, s);

	for (size_t i = 0; i < s.len; i++)
		if (z[i] >= 'A' && z[i] <= 'Z')
			z[i] = (char)(z[i] - 'A' + 'a');
	return (Str){z, s.len};
}

/* Systems say keys back in part, or in other letters: what eight bytes have in common with one is of it. */
static void hide(Str said, Str secret, bool *hidden)
{
	size_t run = secret.len < RUN ? secret.len : RUN;

	for (size_t i = 0; run > 0 && i + run <= said.len; i++)
		if (text_find(secret, (Str){said.at + i, run}) < secret.len)
			memset(hidden + i, true, run);
}

static Str masked(struct arena *a, Str said, const struct texts *secrets)
{
	struct buf *b = buf_new(a, BUFFER);
	bool *hidden = arena_array(a, said.len + 1, bool);
	Str low = lower(a, said);

	for (size_t i = 0; i < secrets->count; i++)
		hide(low, lower(a, secrets->at[i]), hidden);
	for (size_t i = 0; i < said.len; i++) {
		if (!hidden[i])
			buf_byte(b, said.at[i]);
		else if (i == 0 || !hidden[i - 1])
			buf_add(b, S("***"));
	}
	return buf_str(b);
}

const char *reason_quoted(struct arena *a, Str said, const struct texts *secrets)
{
	Str shown = card_masked(a, masked(a, text_head(said, LOOKED_AT), secrets));

	return shown.len > 0 ? arena_print(a, " (%s)", text_excerpt(a, shown, SHOWN)) : "";
}
