#include "extract/sums.h"

#include "base/card.h"
#include "base/file.h"

enum { HEX = 64 };

static const size_t size_limit = (size_t)1 << 24;

static Str unescape(struct arena *a, Str name)
{
	char *out = arena_raw(a, name.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < name.len; i++) {
		bool escaped = name.at[i] == '\\' && i + 1 < name.len;

		i += escaped;
		out[n++] = name.at[i];
		if (escaped && name.at[i] == 'n')
			out[n - 1] = '\n';
		if (escaped && name.at[i] == 'r')
			out[n - 1] = '\r';
	}
	return (Str){out, n};
}

static bool parse(struct arena *a, Str line, struct sum *s)
{
	bool escaped = text_begins(line, S("\\"));
	Str name;

	line = text_from(line, escaped ? 1 : 0);
	if (line.len < HEX + 3 || line.at[HEX] != ' ' || (line.at[HEX + 1] != ' ' && line.at[HEX + 1] != '*')
	    || !digest_parse(text_head(line, HEX), &s->sha256))
		return false;
	name = text_from(line, HEX + 2);
	if (text_begins(name, S("./")))
		name = text_from(name, 2);
	s->name = escaped ? unescape(a, name) : name;
	return s->name.len > 0;
}

/* "in/stock.xml" for "stock.xml" in the list "in/SHA256SUMS". */
static Str beside(struct arena *a, Str list, Str name)
{
	size_t folder = list.len;

	while (folder > 0 && list.at[folder - 1] != '/')
		folder--;
	if (text_begins(name, S("/")))
		return text_copy(a, name);
	return text(arena_print(a, "%.*s%.*s", STR(text_head(list, folder)), STR(name)));
}

bool sums_read(struct arena *a, const char *path, Str name, struct sums *s, struct err *e)
{
	struct err unread = {0};
	Str left, line;

	*s = (struct sums){.name = name};
	/* What could not be read is said of the path, which is another in every installation. */
	if (!file_read(a, path, size_limit, &left, &unread))
		return err_set(e, unread.kind, "%.*s%s", STR(name), unread.message + strlen(path));
	for (int number = 1; left.len > 0; number++) {
		struct sum sum;

		text_cut(left, '\n', &line, &left);
		if (text_ends(line, S("\r")))
			line.len--;
		if (line.len == 0)
			continue;
		if (!parse(a, line, &sum))
			return err_set(e, ERR_FORMAT, "%.*s:%d: no digest and name as sha256sum prints them: %s", STR(name), number,
				text_quoted(a, card_masked(a, line)));
		sum.name = beside(a, name, sum.name);
		s->at = arena_grow(a, s->at, s->count, sizeof *s->at);
		s->at[s->count++] = sum;
	}
	return true;
}

const struct sum *sums_find(const struct sums *s, Str name)
{
	for (size_t i = 0; i < s->count; i++)
		if (text_is(s->at[i].name, name))
			return &s->at[i];
	return NULL;
}
