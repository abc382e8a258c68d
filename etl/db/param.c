#include "base/buf.h"
#include "db/pg.h"

#include <inttypes.h>

Str param_int(struct arena *a, int64_t n)
{
	return text(arena_print(a, "%" PRId64, n));
}

Str param_date(struct arena *a, date d)
{
	return d == DATE_NONE ? PARAM_NULL : text(date_text(a, d));
}

Str param_instant(struct arena *a, instant t)
{
	return t == INSTANT_NONE ? PARAM_NULL : text(instant_text(a, t));
}

Str param_digest(struct arena *a, struct digest d)
{
	return text(arena_print(a, "\\x%s", digest_text(a, d)));
}

Str param_bool(bool b)
{
	return b ? S("t") : S("f");
}

/* An array's text form (PostgreSQL manual, 8.15.6): every element quoted, so that none can be read as NULL. */
Str param_texts(struct arena *a, const struct texts *t)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	buf_byte(b, '{');
	for (size_t i = 0; i < t->count; i++) {
		Str s = t->at[i];

		buf_add(b, i ? S(",") : S(""));
		if (!s.at) {
			buf_add(b, S("NULL"));
			continue;
		}
		buf_byte(b, '"');
		for (size_t j = 0; j < s.len; j++) {
			if (s.at[j] == '"' || s.at[j] == '\\')
				buf_byte(b, '\\');
			buf_byte(b, s.at[j]);
		}
		buf_byte(b, '"');
	}
	buf_byte(b, '}');
	return buf_str(b);
}
