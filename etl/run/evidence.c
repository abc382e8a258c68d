#include "run/evidence.h"

#include "base/card.h"
#include "embedded.h"
#include "read/reader.h"

/* The wanted records of one landing and extract: rows [first, end) of the list. */
struct wanted {
	const struct rows *rows;
	size_t first, end;
};

static bool is_same_source(const struct rows *r, size_t i, size_t j)
{
	return rows_int(r, i, 0) == rows_int(r, j, 0) && text_is(rows_at(r, i, 5), rows_at(r, j, 5));
}

static int compared(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* Below, at or behind the wanted place of that row: record numbers begin anew in each member of an archive, offsets do
 * not. */
static int place_compared(const struct wanted *w, size_t i, const struct place *place)
{
	int by_part = compared(rows_int(w->rows, i, 1), place->part);
	int by_record = compared(rows_int(w->rows, i, 2), (int64_t)place->record);

	if (by_part != 0)
		return by_part;
	return by_record != 0 ? by_record : compared(rows_int(w->rows, i, 6), (int64_t)place->offset);
}

static bool is_wanted(const struct wanted *w, const struct place *place)
{
	size_t low = w->first, high = w->end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = place_compared(w, middle, place);

		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

struct kept {
	struct texts texts, parts, records, offsets;
	bool has_cards;
};

/* Postgres takes no NUL in a text, and evidence is shown to people. */
static Str printable(struct arena *a, Str record)
{
	Str copy = text_copy(a, record);
	char *z = text_z(a, copy);
	size_t bad = 0;

	for (size_t i = 0; i < copy.len; i++)
		if (z[i] == '\0')
			z[i] = ' ';
	while (!text_is_utf8((Str){z, copy.len}, &bad))
		z[bad] = '?';
	return (Str){z, copy.len};
}

/* The copy outlives its landing and goes where reports go: what looks like a card number is in none of its cells, also
 * where no map has asked for them (promise 13). */
static Str storable(struct arena *a, Str record, struct kept *kept)
{
	Str whole = printable(a, record), masked = card_masked(a, whole);

	kept->has_cards = kept->has_cards || masked.at != whole.at;
	return masked;
}

static void records_pick(struct arena *a, const struct wanted *w, const struct batch *batch, struct kept *kept)
{
	for (size_t i = 0; i < batch->count; i++) {
		const struct record *record = &batch->records[i];

		if (!is_wanted(w, &record->place))
			continue;
		texts_add(a, &kept->texts, storable(a, record_kept(a, record), kept));
		texts_add(a, &kept->parts, param_int(a, record->place.part));
		texts_add(a, &kept->records, param_int(a, (int64_t)record->place.record));
		texts_add(a, &kept->offsets, param_int(a, (int64_t)record->place.offset));
	}
}

static bool records_read(struct arena *a, const struct landing *l, const struct format *format, const struct wanted *w,
	struct kept *kept, struct err *e)
{
	struct arena *batch_memory = arena_new(a);
	struct reader *reader;
	struct batch batch;
	bool ok = reader_open(a, format, l, NULL, 0, &reader, e);

	do {
		arena_end(batch_memory);
		ok = ok && reader_next(reader, batch_memory, &batch, e);
		if (ok)
			records_pick(a, w, &batch, kept);
	} while (ok && batch.count > 0 && kept->texts.count < w->end - w->first);
	return ok;
}

/* Without its format a landing cannot be read: it was staged on an earlier night, by an earlier configuration. */
static const struct extract *extract_of(struct arena *a, const struct project *p, Str name, struct err *e)
{
	const struct extract *x = project_extract_find(p, name);

	if (!x)
		err_set(e, ERR_CONFIG, "they are of extract %s, which is not configured any more", text_quoted(a, name));
	return x;
}

static bool source_read(struct arena *a, const struct project *p, const struct wanted *w, struct kept *kept,
	struct err *e)
{
	const struct extract *x = extract_of(a, p, rows_at(w->rows, w->first, 5), e);
	struct landing *landing;

	return x
	    && landing_open(a, project_landings(a, p), rows_at(w->rows, w->first, 3), rows_digest(w->rows, w->first, 4),
		    &landing, e)
	    && records_read(a, landing, x->format, w, kept, e);
}

/* What is wrong with the one landing, or with what is said of its extract today, not with us. */
static bool is_of_source(enum err_kind kind)
{
	return kind == ERR_SOURCE || kind == ERR_FORMAT || kind == ERR_CONFIG || kind == ERR_USAGE;
}

/* The first that could not be read, and how many. */
struct unread {
	struct err first;
	size_t count;
};

static bool source_keep(struct arena *a, const struct project *p, struct pg *pg, int64_t rule_run,
	const struct wanted *w, struct unread *unread, struct err *e)
{
	struct err fault = {0};
	struct kept kept = {0};

	if (!source_read(a, p, w, &kept, &fault)) {
		if (!is_of_source(fault.kind)) {
			*e = fault;
			return false;
		}
		if (unread->count++ == 0)
			unread->first = fault;
		return true;
	}
	return pg_run(pg, sql_run_evidence_keep,
		      P(param_texts(a, &kept.texts), param_int(a, rule_run), rows_at(w->rows, w->first, 0),
			param_texts(a, &kept.parts), param_texts(a, &kept.records), param_texts(a, &kept.offsets)), NULL, e)
	    && (!kept.has_cards || pg_run(pg, sql_run_erasure, P(rows_at(w->rows, w->first, 0)), NULL, e));
}

static const char *unread_text(struct arena *a, const struct unread *unread)
{
	const char *said;

	if (unread->count == 0)
		return NULL;
	said = arena_print(a, "the records of a difference cannot be kept beside it: %s", unread->first.message);
	if (unread->count == 1)
		return said;
	return arena_print(a, "%s; nor those of %zu more %s", said, unread->count - 1,
		unread->count == 2 ? "landing" : "landings");
}

bool evidence_keep(struct arena *a, const struct project *p, struct pg *pg, int64_t rule_run, const char **lacking,
	struct err *e)
{
	struct arena *mine = arena_new(a);
	struct unread unread = {0};
	Str id = param_int(mine, rule_run);
	struct rows *r;
	bool ok = pg_run(pg, sql_run_evidence_inherit, P(id), NULL, e)
		&& pg_query(pg, mine, sql_run_evidence_wanted, P(id), &r, e);

	for (size_t i = 0; ok && i < rows_count(r);) {
		struct wanted w = {r, i, i};
		struct arena *one = arena_new(mine);

		while (w.end < rows_count(r) && is_same_source(r, i, w.end))
			w.end++;
		ok = source_keep(one, p, pg, rule_run, &w, &unread, e);
		arena_end(one);
		i = w.end;
	}
	arena_end(mine);
	*lacking = unread_text(a, &unread);
	return ok;
}
