/* A look at a few records of an extract, as reader and map see them; nothing is landed or staged. */
#include "run/run.h"

#include "base/clock.h"
#include "base/file.h"
#include "extract/files.h"
#include "map/card.h"
#include "read/reader.h"
#include "run/dates.h"

static const struct extract *owner_of(const struct extract *x)
{
	return x->landing_of ? x->landing_of : x;
}

static bool file_find(struct arena *a, const struct project *p, const struct extract *x, date day,
	struct reader_file *file, struct err *e)
{
	struct files files;

	if (!files_find(a, &owner_of(x)->source, p->folder, day, &files, e))
		return false;
	if (files.count == 0) {
		err_hint(e, "--date says which business date's file is sampled");
		return err_set(e, ERR_SOURCE, "%.*s: no file for %s: %.*s", STR(x->name), date_text(a, day),
			STR(files.patterns.count > 0 ? files.patterns.at[0] : owner_of(x)->source.path));
	}
	*file = (struct reader_file){files.at[0].path, files.at[0].name};
	return true;
}

/* A record as people may see it: what looks like a card number is masked, whether a map asks for it or not. */
static const struct record *shown(struct arena *a, const struct record *record)
{
	struct record *copy = arena_new_of(a, struct record);

	*copy = *record;
	copy->text = card_masked(a, record->text);
	return copy;
}

bool run_sample(struct arena *a, const struct project *p, const struct extract *x, date business_date, size_t count,
	struct sample **samples, size_t *found, struct err *e)
{
	struct map_about about = {.run = S("sample")};
	struct map_tally *tally = map_tally_new(a, x->map, &about);
	date day = business_date != DATE_NONE ? business_date
					      : content_date(p, owner_of(x), zone_date(x->system->zone, clock_now()), clock_now());
	const struct path *wanted;
	struct reader *reader;
	struct mapped mapped;
	struct batch batch;
	struct reader_file file = {0};
	size_t paths, need_count;
	const struct need *needs = map_needs(x->map, &need_count);

	*found = 0;
	wanted = map_paths(x->map, &paths);
	if (!file_find(a, p, x, day, &file, e) || !reader_open_file(a, x->format, file, wanted, paths, &reader, e))
		return false;
	reader_require(reader, needs, need_count);
	if (!reader_next(reader, a, &batch, e))
		return false;
	map_batch(x->map, tally, a, &batch, &mapped);
	*found = mapped.count < count ? mapped.count : count;
	*samples = arena_array(a, *found, struct sample);
	for (size_t i = 0; i < *found; i++)
		(*samples)[i] = (struct sample){shown(a, &batch.records[i]), &mapped.rows[i]};
	return true;
}
