/* A look at a few records of an extract, as reader and map see them; nothing is landed or staged. */
#include "run/run.h"

#include "base/card.h"
#include "base/clock.h"
#include "base/file.h"
#include "extract/files.h"
#include "extract/web.h"
#include "read/reader.h"
#include "run/dates.h"
#include "run/onward.h"
#include "run/value.h"

static const struct extract *owner_of(const struct extract *x)
{
	return x->landing_of ? x->landing_of : x;
}

struct sampling {
	struct arena *a;
	const struct extract *x;
	const struct sample_wish *wish;
	struct map_tally *tally;
	struct sample *samples;
	size_t count;
	Str request;                 /* NULL: nothing was asked for over HTTP */
};

static bool files_of(struct arena *a, const struct shelf *shelf, const struct extract *x, date day,
	struct files *files, struct err *e)
{
	if (!files_find(a, &owner_of(x)->source, shelf, day, files, e))
		return false;
	if (files->count > 0)
		return true;
	err_hint(e, "--date says which business date's file is sampled");
	return err_set(e, ERR_SOURCE, "%.*s: no file for %s: %.*s", STR(x->name), date_text(a, day),
		STR(files->patterns.count > 0 ? files->patterns.at[0] : owner_of(x)->source.path));
}

/* A record as people may see it: what looks like a card number is masked, whether a map asks for it or not. */
static const struct record *shown(struct arena *a, const struct record *record)
{
	struct record *copy = arena_new_of(a, struct record);

	*copy = *record;
	copy->text = card_masked(a, record->text);
	copy->place.member = card_masked(a, record->place.member);
	return copy;
}

/* ── which records ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_rejected(const struct row *row)
{
	return row->has_key ? row->state == ROW_REJECTED : row->state != ROW_FILTERED;
}

static bool has_key(struct arena *a, const struct entity *n, const struct row *row, Str asked)
{
	struct buf *blanks = buf_new(a, 1 << 20), *slashes = buf_new(a, 1 << 20);

	for (size_t i = 0; row->has_key && i < n->key_count; i++) {
		Str part = value_text(a, n->fields[n->key[i]].type, &row->values[n->key[i]]);

		if (text_is(part, asked))
			return true;
		buf_print(blanks, "%s", i > 0 ? " " : "");
		buf_print(slashes, "%s", i > 0 ? "/" : "");
		buf_add(blanks, part);
		buf_add(slashes, part);
	}
	return row->has_key && (text_is(buf_str(blanks), asked) || text_is(buf_str(slashes), asked));
}

static bool is_wanted(struct arena *a, const struct sampling *s, const struct row *row)
{
	return (!s->wish->rejected || is_rejected(row))
	    && (s->wish->key.len == 0 || has_key(a, s->x->entity, row, s->wish->key));
}

/* What is taken is borrowed from the batch: false if the batch may go. */
static bool batch_take(struct sampling *s, struct arena *batch_memory, const struct batch *batch,
	const struct mapped *mapped)
{
	size_t before = s->count;

	for (size_t i = 0; i < mapped->count && s->count < s->wish->count; i++) {
		if (!is_wanted(batch_memory, s, &mapped->rows[i]))
			continue;
		s->samples = arena_grow(s->a, s->samples, s->count, sizeof *s->samples);
		s->samples[s->count++] = (struct sample){shown(s->a, &batch->records[i]), &mapped->rows[i]};
	}
	return s->count > before;
}

static bool file_sample(struct sampling *s, struct reader_file file, struct err *e)
{
	struct arena *memory = arena_new(s->a);
	size_t paths, need_count;
	const struct need *needs = map_needs(s->x->map, &need_count);
	const struct path *wanted = map_paths(s->x->map, &paths);
	struct reader *reader;
	struct mapped mapped;
	struct batch batch;

	if (!reader_open_file(s->a, s->x->format, file, wanted, paths, &reader, e))
		return false;
	reader_require(reader, needs, need_count);
	do {
		if (!reader_next(reader, memory, &batch, e))
			return false;
		map_batch(s->x->map, s->tally, memory, &batch, &mapped);
		if (batch_take(s, memory, &batch, &mapped))
			memory = arena_new(s->a);
		else
			arena_end(memory);
	} while (batch.count > 0 && s->count < s->wish->count);
	return true;
}

static bool files_sample(struct sampling *s, const struct project *p, date day, struct err *e)
{
	struct shelf shelf = shelf_of(s->a, owner_of(s->x), p->folder, project_landings(s->a, p), NULL);
	struct files files = {0};

	if (!files_of(s->a, &shelf, s->x, day, &files, e))
		return false;
	for (size_t i = 0; i < files.count && s->count < s->wish->count; i++) {
		struct reader_file file = {.name = files.at[i].name};

		if (!shelf_file(s->a, &shelf, files.at[i].found, &file.path, e) || !file_sample(s, file, e))
			return false;
	}
	return true;
}

static bool page_sample(struct sampling *s, const struct project *p, date day, struct err *e)
{
	struct land_options o = {.project = p->folder, .business_date = day, .now = clock_now(),
		.landings = project_landings(s->a, p),
		.askers = askers_new(s->a, NULL)};
	struct web_seen seen;

	onward_unknown(p, &o);
	if (!web_look(s->a, owner_of(s->x), &o, &seen, e))
		return false;
	s->request = seen.request;
	if (!seen.body.at && !seen.file)
		return true;
	return file_sample(s, (struct reader_file){.path = seen.file, .name = seen.request, .content = seen.body}, e);
}

bool run_sample(struct arena *a, const struct project *p, const struct extract *x, date business_date,
	const struct sample_wish *wish, struct sample **samples, size_t *found, Str *request, struct err *e)
{
	struct map_about about = {.run = S("sample")};
	struct sampling s = {.a = a, .x = x, .wish = wish};
	date day = business_date != DATE_NONE ? business_date
					      : content_date(p, owner_of(x), zone_date(x->system->zone, clock_now()), clock_now());
	bool ok;

	if (!map_keys_read(a, x->map, &about.keys, e))
		return false;
	s.tally = map_tally_new(a, x->map, &about);
	ok = owner_of(x)->source.web ? page_sample(&s, p, day, e) : files_sample(&s, p, day, e);

	*samples = s.samples;
	*found = s.count;
	*request = s.request;
	return ok;
}
