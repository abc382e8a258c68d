#include "run/earlier.h"

#include "embedded.h"
#include "extract/files.h"
#include "extract/pattern.h"

/* The columns of sql/run/earlier.sql. */
enum { NAME, BYTES, CHANGED, DIGEST };

enum difference { AS_READ, CORRECTED, COME_SINCE };

/* Names that differ in a card number alone are kept as one: it is as it was read if one of those is. */
static bool compare(struct arena *a, const struct landing_file *file, const struct rows *r, enum difference *how,
	struct err *e)
{
	*how = COME_SINCE;
	for (size_t i = 0; i < rows_count(r); i++) {
		struct landing_part part = {.size = (uint64_t)rows_int(r, i, BYTES),
			.changed = rows_is_null(r, i, CHANGED) ? INSTANT_NONE : rows_instant(r, i, CHANGED)};
		bool same;

		if (!text_is(rows_at(r, i, NAME), file->name))
			continue;
		part.digest = rows_digest(r, i, DIGEST);
		if (!landing_file_is(a, file, &part, &same, e))
			return false;
		*how = same ? AS_READ : CORRECTED;
		if (same)
			return true;
	}
	return true;
}

static const char *told(struct arena *a, Str name, enum difference how, date day)
{
	return arena_print(a, "%.*s is of an earlier date and has %s; run --date %s reads it%s", STR(name),
		how == CORRECTED ? "changed since it was read" : "come since", date_text(a, day),
		how == CORRECTED ? " again" : "");
}

/* What stands in the way of looking is the note: it must not end a night that went well. */
static const char *unseen_told(struct arena *a, const struct err *unseen, date day)
{
	return arena_print(a, "whether files of %s have changed since could not be looked at: %s", date_text(a, day),
		unseen->message);
}

/* At another place nothing is looked for again. */
bool earlier_note(struct ledger *l, const struct project *p, const struct extract *x, date day, date until,
	const char **note, struct err *e)
{
	struct err unseen = {0};
	struct shelf shelf = {.folder = p->folder};
	struct files files;
	struct rows *r;

	*note = NULL;
	if (day == DATE_NONE || x->source.web || source_is_remote(&x->source) || !pattern_has_date(x->source.path))
		return true;
	if (!files_find(l->a, &x->source, &shelf, day, &files, &unseen)) {
		*note = unseen_told(l->a, &unseen, day);
		return true;
	}
	if (!pg_query(l->pg, l->a, sql_run_earlier, P(x->name, param_date(l->a, day), param_date(l->a, until)), &r, e))
		return false;
	for (size_t i = 0; !*note && rows_count(r) > 0 && i < files.count; i++) {
		enum difference how;

		if (!compare(l->a, &files.at[i], r, &how, &unseen))
			*note = unseen_told(l->a, &unseen, day);
		else if (how != AS_READ)
			*note = told(l->a, files.at[i].name, how, day);
	}
	return true;
}
