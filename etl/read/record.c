#include "read/batch.h"

static bool is_nested(const struct record *r)
{
	return r->context && r->context->parent;
}

/* As JSON it stands in the source, as XML it is written again. */
static Str own_text(struct arena *a, const struct record *r)
{
	static const struct path itself;
	struct cell cell;

	tree_find(a, r->context, &itself, &cell);
	return cell.text;
}

Str record_kept(struct arena *a, const struct record *r)
{
	Str kept = r->text;

	if (kept.len > RECORD_KEPT && is_nested(r))
		kept = own_text(a, r);
	if (kept.len <= RECORD_KEPT)
		return kept;
	kept.len = RECORD_KEPT;
	while (kept.len > 0 && ((unsigned char)kept.at[kept.len] & 0xC0) == 0x80)
		kept.len--;
	return kept;
}
