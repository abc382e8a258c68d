#include "extract/extract.h"

#include "base/card.h"
#include "extract/files.h"
#include "extract/pattern.h"
#include "extract/sums.h"
#include "extract/web.h"
#include "net/retry.h"

/* What is being landed. */
struct delivery {
	struct arena *a;
	const struct extract *x;
	const struct land_options *o;
	struct shelf shelf;
	struct texts unmarked;       /* parts whose marker is not there; one empty text if one marker is for all */
	struct sums sums;
	struct files files;
	const char *lacking;         /* why it is not whole; NULL if it is, as far as files can prove it */
	enum err_kind lacks;
};

static void lacks(struct delivery *d, enum err_kind kind, const char *why)
{
	d->lacks = kind;
	d->lacking = why;
}

static Str name_of(struct delivery *d, Str pattern, Str part)
{
	return pattern_fill(d->a, pattern, d->o->business_date, part);
}

/* ── is it whole? ──────────────────────────────────────────────────────────────────────────────────────────────── */

/* Markers and lists are looked at before the files: a sender writes them last, so files that are looked for afterwards
 * are all there. */
static bool look_for_markers(struct delivery *d, struct err *e)
{
	const struct source *s = &d->x->source;
	struct texts one = {(Str[]){S("")}, 1};
	const struct texts *parts = pattern_has_part(s->marker) ? &s->parts : &one;

	for (size_t i = 0; d->x->complete == PROOF_MARKER && i < parts->count; i++) {
		bool there;

		if (!shelf_look(d->a, &d->shelf, name_of(d, s->marker, parts->at[i]), &there, e))
			return false;
		if (!there)
			texts_add(d->a, &d->unmarked, parts->at[i]);
	}
	return true;
}

static bool read_list(struct delivery *d, struct err *e)
{
	Str name = name_of(d, d->x->source.manifest, S(""));
	const char *path;
	bool there = false;

	if (d->x->complete == PROOF_MANIFEST && !shelf_look(d->a, &d->shelf, name, &there, e))
		return false;
	return !there || (shelf_file(d->a, &d->shelf, name, &path, e) && sums_read(d->a, path, name, &d->sums, e));
}

/* A part without its marker is a missing part, whatever lies there. */
static void drop_unmarked(struct delivery *d)
{
	struct files *f = &d->files;
	size_t kept = 0;

	for (size_t i = 0; i < f->count; i++) {
		if (!texts_has(&d->unmarked, f->at[i].part))
			f->at[kept++] = f->at[i];
		else if (!texts_has(&f->missing_parts, f->at[i].part))
			texts_add(d->a, &f->missing_parts, f->at[i].part);
	}
	f->count = kept;
}

static void check_markers(struct delivery *d)
{
	bool by_part = pattern_has_part(d->x->source.marker);

	if (d->unmarked.count == 0)
		return;
	drop_unmarked(d);
	if (!by_part || d->files.count == 0)
		lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: the marker is not there",
			STR(name_of(d, d->x->source.marker, d->unmarked.at[0]))));
}

static size_t depth(Str name)
{
	size_t slashes = 0;

	for (size_t i = 0; i < name.len; i++)
		slashes += name.at[i] == '/';
	return slashes;
}

static bool is_wanted(const struct delivery *d, Str name)
{
	const struct files *f = &d->files;

	for (size_t i = 0; i < f->patterns.count; i++) {
		bool missing = f->missing_parts.count > 0 && texts_has(&f->missing_parts, d->x->source.parts.at[i]);

		if (!missing && depth(name) == depth(f->patterns.at[i]) && text_glob(f->patterns.at[i], name))
			return true;
	}
	return false;
}

static bool is_found(const struct delivery *d, Str name)
{
	for (size_t i = 0; i < d->files.count; i++)
		if (text_is(d->files.at[i].found, name))
			return true;
	return false;
}

static void check_list(struct delivery *d)
{
	if (!d->sums.name.at)
		lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: the list of files is not there",
			STR(name_of(d, d->x->source.manifest, S("")))));
	for (size_t i = 0; i < d->sums.count && !d->lacking; i++)
		if (is_wanted(d, d->sums.at[i].name) && !is_found(d, d->sums.at[i].name))
			lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: lists %s, which is not there", STR(d->sums.name),
				text_quoted(d->a, card_masked(d->a, d->sums.at[i].name))));
	for (size_t i = 0; i < d->files.count && !d->lacking; i++) {
		d->files.at[i].want_sha256 = true;
		if (!sums_find(&d->sums, d->files.at[i].found))
			lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: does not list %s", STR(d->sums.name),
				text_quoted(d->a, d->files.at[i].name)));
	}
}

static uint64_t page_of(const struct delivery *d, const struct landing_file *file)
{
	uint64_t page = 0;

	(void)pattern_find_page(d->a, d->x->source.path, d->o->business_date, file->part, file->found, &page);
	return page;
}

/* Which pages of a part are there; those past the number of files leave a gap before them. */
struct pages {
	bool *seen;
	uint64_t last;
	bool any;
};

static void note_page(struct delivery *d, const struct landing_file *file, struct pages *p)
{
	uint64_t page = page_of(d, file);
	bool fits = page <= d->files.count;

	if (fits && p->seen[page])
		lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: page %ju is there twice", STR(file->name), (uintmax_t)page));
	if (fits)
		p->seen[page] = true;
	p->last = page > p->last ? page : p->last;
	p->any = true;
}

/* Pages of one part are numbered from 0 or 1 without a gap, each once; that the last one is there they do not tell. */
static void check_pages(struct delivery *d, Str part)
{
	const struct files *f = &d->files;
	struct pages p = {.seen = arena_array(d->a, f->count + 1, bool)};
	uint64_t page;

	for (size_t i = 0; i < f->count && !d->lacking; i++)
		if (text_is(f->at[i].part, part))
			note_page(d, &f->at[i], &p);
	for (page = p.seen[0] ? 0 : 1; page <= f->count && p.seen[page];)
		page++;
	if (p.any && !d->lacking && page <= p.last)
		lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: page %ju is not there, though page %ju is",
			STR(name_of(d, d->x->source.path, part)), (uintmax_t)page, (uintmax_t)p.last));
}

static void check_all_pages(struct delivery *d)
{
	const struct texts *parts = &d->x->source.parts;

	if (parts->count == 0)
		check_pages(d, S(""));
	for (size_t i = 0; i < parts->count && !d->lacking; i++)
		check_pages(d, parts->at[i]);
}

static bool look_at(struct delivery *d, struct shelf_state *states, struct err *e)
{
	for (size_t i = 0; i < d->files.count; i++)
		if (!shelf_state(d->a, &d->shelf, d->files.at[i].found, &states[i], e))
			return false;
	return true;
}

/* A sender may still be writing: what has changed between two looks is left to a later run. */
static bool is_settled(struct delivery *d, struct err *e)
{
	int64_t settle = d->x->source.settle.us;
	struct shelf_state *before = arena_array(d->a, d->files.count, struct shelf_state);
	struct shelf_state *after = arena_array(d->a, d->files.count, struct shelf_state);

	if (settle == 0 || d->files.count == 0)
		return true;
	if (!look_at(d, before, e) || !retry_wait(settle, e) || !look_at(d, after, e))
		return false;
	for (size_t i = 0; i < d->files.count; i++)
		if (before[i].size != after[i].size || before[i].changed != after[i].changed)
			return err_set(e, ERR_TEMPORARY, "%.*s: still changing: %ju bytes, then %ju, %s later",
				STR(d->files.at[i].name), (uintmax_t)before[i].size, (uintmax_t)after[i].size,
				duration_text(d->a, settle));
	return true;
}

static bool find(struct delivery *d, struct err *e)
{
	if (!look_for_markers(d, e) || !read_list(d, e)
	    || !files_find(d->a, &d->x->source, &d->shelf, d->o->business_date, &d->files, e)
	    || !is_settled(d, e))
		return false;
	if (d->files.count == 0)
		lacks(d, ERR_SOURCE, arena_print(d->a, "%.*s: no such file%s",
			STR(d->files.patterns.count > 0 ? d->files.patterns.at[0] : d->x->source.path),
			d->files.patterns.count > 1 ? ", nor one of any other part" : ""));
	else if (d->x->complete == PROOF_MARKER)
		check_markers(d);
	else if (d->x->complete == PROOF_MANIFEST)
		check_list(d);
	if (!d->lacking && pattern_has_page(d->x->source.path))
		check_all_pages(d);
	return true;
}

/* ── landing it ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What had to be fetched lies beside the landings only until it is in this one. */
static bool copy_file(struct delivery *d, struct landing_draft *draft, struct landing_file *file, struct err *e)
{
	struct arena *fetched = arena_new(d->a);
	bool copied = shelf_file(fetched, &d->shelf, file->found, &file->path, e) && landing_add(draft, file, e);

	file->path = NULL;
	arena_end(fetched);
	return copied;
}

static bool copy(struct delivery *d, struct landing_draft *draft, struct err *e)
{
	for (size_t i = 0; i < d->files.count && !d->lacking; i++) {
		struct landing_file *file = &d->files.at[i];
		const struct sum *sum = file->want_sha256 ? sums_find(&d->sums, file->found) : NULL;

		if (!copy_file(d, draft, file, e))
			return false;
		if (sum && !digest_is(sum->sha256, file->sha256))
			lacks(d, ERR_INCOMPLETE, arena_print(d->a, "%.*s: its SHA-256 is %s, but %.*s says %s", STR(file->name),
				digest_text(d->a, file->sha256), STR(d->sums.name), digest_text(d->a, sum->sha256)));
	}
	return true;
}

static const struct known_part *known_as(const struct delivery *d, const struct landing_part *file)
{
	for (size_t i = 0; i < d->o->known_count; i++)
		if (text_is(d->o->known[i].part, file->part) && digest_is(d->o->known[i].digest, file->digest))
			return &d->o->known[i];
	return NULL;
}

/* A part may come in several files, of which some did not change: it is news if any of them is. */
static bool is_stale(const struct delivery *d, const struct landing_part *files, size_t count, Str part)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(files[i].part, part) && !known_as(d, &files[i]))
			return false;
	return true;
}

/* Yesterday's bytes of one part among others are no news of it.  If all are such, the whole delivery is stale, which is
 * said of its landing. */
static void drop_stale(struct delivery *d, struct landing_draft *draft, struct landing *l)
{
	size_t count, fresh = 0;
	const struct landing_part *files = landing_parts(draft, &count);
	bool *stale = arena_array(d->a, count, bool);

	for (size_t i = 0; i < count; i++) {
		stale[i] = is_stale(d, files, count, files[i].part);
		fresh += !stale[i];
	}
	for (size_t i = count; i-- > 0 && fresh > 0;) {
		if (!stale[i])
			continue;
		l->lacks = arena_print(d->a, "%.*s: the same bytes as for %s", STR(files[i].name),
			date_text(d->a, known_as(d, &files[i])->business_date));
		if (!texts_has(&d->files.missing_parts, files[i].part))
			texts_add(d->a, &d->files.missing_parts, files[i].part);
		landing_drop(draft, i);
	}
	l->missing_parts = d->files.missing_parts;
}

/* The content's own date: the one that was asked for, if the path asks for one, else the one that stands in the name.
 * A landing of several files knows no more than the oldest of them. */
static bool date_by_name(struct delivery *d, struct landing *l, struct err *e)
{
	date oldest = d->o->business_date, found;

	for (size_t i = 0; i < d->files.count && !pattern_has_date(d->x->source.path); i++) {
		if (!pattern_find_date(d->files.at[i].found, &found))
			return err_set(e, ERR_SOURCE, "%.*s: there is no date in its name; as_of = \"name\" needs one",
				STR(d->files.at[i].name));
		oldest = i == 0 || found < oldest ? found : oldest;
	}
	l->as_of = extract_end_of(d->x, oldest);
	return true;
}

static bool land(struct delivery *d, struct landing **landing, struct err *e)
{
	struct landing *l = extract_landing(d->a, d->x, d->o);
	struct landing_draft *draft;

	if ((d->x->as_of == AS_OF_NAME && !date_by_name(d, l, e)) || !landing_begin(d->a, d->o->landings, &draft, e)
	    || !copy(d, draft, e))
		return false;
	if (d->lacking)
		return true;
	drop_stale(d, draft, l);
	if (!landing_seal(draft, d->o->run, l, e))
		return false;
	*landing = l;
	return true;
}

/* Parts that are not due yet may still come: one landing of all of them is worth waiting for. */
static bool is_worth_landing(const struct delivery *d, bool is_due)
{
	return !d->lacking && (is_due || d->files.missing_parts.count == 0);
}

/* What is not due yet is not asked for. */
static bool web_arrive(struct arena *a, const struct extract *x, const struct land_options *o, bool is_due,
	struct landing **l, enum arrival *arrival, struct err *e)
{
	*arrival = UNREADABLE;
	if (is_due && !web_land(a, x, o, l, e))
		return false;
	*arrival = is_due ? ARRIVED : NOT_DUE;
	return true;
}

bool extract_land(struct arena *a, const struct extract *x, const struct land_options *o, struct landing **l,
	enum arrival *arrival, struct err *e)
{
	struct delivery d = {.a = a, .x = x, .o = o};
	instant due = extract_due(x, o->business_date);
	bool is_due = due != INSTANT_NONE && o->now >= due;

	*l = NULL;
	if (x->source.web)
		return web_arrive(a, x, o, is_due, l, arrival, e);
	*arrival = UNREADABLE;
	if (x->source.path.len == 0)
		return err_set(e, ERR_INTERNAL, "%.*s has no source of its own", STR(x->name));
	d.shelf = shelf_of(a, x, o->project, o->landings, o->askers);
	if (!find(&d, e) || (is_worth_landing(&d, is_due) && !land(&d, l, e)))
		return false;
	*arrival = *l ? (d.files.missing_parts.count > 0 ? PARTIAL : ARRIVED) : is_due ? LATE : NOT_DUE;
	return *arrival != LATE || err_set(e, d.lacks, "%s", d.lacking);
}
