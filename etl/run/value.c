#include "run/value.h"

#include "base/buf.h"

#include <inttypes.h>

/* The bytes in hexadecimal, parted by hyphens behind those that dashes names. */
static Str hexadecimal(struct arena *a, Str bytes, unsigned dashes)
{
	struct buf *b = buf_new(a, 3 * bytes.len + 1);

	for (size_t i = 0; i < bytes.len; i++)
		buf_print(b, "%s%02x", i < 32 && (dashes >> i & 1) ? "-" : "", (unsigned char)bytes.at[i]);
	return buf_str(b);
}

Str value_text(struct arena *a, enum field_type type, const struct value *v)
{
	/* A UUID is written 8-4-4-4-12. */
	enum { UUID_DASHES = 1 << 4 | 1 << 6 | 1 << 8 | 1 << 10 };

	if (v->null)
		return (Str){NULL, 0};
	switch (type) {
	case TYPE_TEXT:
	case TYPE_CURRENCY:
	case TYPE_JSON:
	case TYPE_GTIN: return v->as.text.at ? v->as.text : S("");
	case TYPE_BYTES: return hexadecimal(a, v->as.text, 0);
	case TYPE_UUID: return hexadecimal(a, v->as.text, UUID_DASHES);
	case TYPE_INTEGER: return text(arena_print(a, "%" PRId64, v->as.integer));
	case TYPE_DURATION: return text(duration_text(a, v->as.integer));
	case TYPE_DECIMAL:
	case TYPE_MONEY: return decimal_text(a, v->as.decimal);
	case TYPE_BOOLEAN: return v->as.boolean ? S("true") : S("false");
	case TYPE_TIMESTAMP: return text(instant_text(a, v->as.timestamp));
	case TYPE_DATE: return text(date_text(a, v->as.date));
	}
	return (Str){NULL, 0};
}
