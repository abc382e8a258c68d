#include "read/reader.h"

#include "base/card.h"
#include "format/xlsx.h"
#include "read/kinds.h"
#include "read/source.h"
#include "read/totals.h"

struct reader {
	struct arena *arena;
	const struct format *f;
	struct source_parts source;
	struct path *wanted;         /* what was asked for, then what the control totals need */
	size_t wanted_count, hidden;
	const struct need *needs;
	size_t need_count;
	const struct path *stated_at;    /* NULL if no file states its number of records, or anything else */
	struct texts stated;         /* as this member states it */
	Str *headers;                /* by part, of what is no number of records */

	size_t part;
	struct arena *in_part, *in_member;
	struct unpack *unpack;       /* NULL: the next part is to be opened */
	uint64_t members;            /* of this part */
	uint64_t before, lines;      /* records before it; its lines, of JSON lines */
	uint64_t behind;             /* bytes of its text in the members before this one */
	const struct chars *chars;   /* of the member that is open */
	Str name;                    /* of the member: the file's path, and what is in archives, for messages */
	Str member;                  /* the same without the folders before the file */
	bool is_open;                /* a member is */
	bool at_first;               /* of its records */
	bool has_card;               /* one of the members so far has a card number for a name */
	struct opened *opened;       /* what reads it */
	struct csv *csv;             /* the same if it is CSV, else NULL */

	struct founds founds;        /* of the last batch */
	struct record *records;
	size_t room;
	struct totals *totals;
	struct paypal_report *report;    /* of PayPal's: all files together */
};

/* With all columns wanted there is nothing to hide: control totals then cannot be summed, and are not. */
static void want(struct reader *r, const struct path *wanted, size_t count)
{
	bool first = r->f->summary_row == SUMMARY_FIRST;

	r->wanted_count = count;
	r->wanted = arena_array(r->arena, count + 2, struct path);
	for (size_t i = 0; i < count; i++)
		r->wanted[i] = wanted[i];
	if (!r->f->sum || count == 0)
		return;
	if (first)
		r->wanted[count + r->hidden++] = r->f->sum_at;
	r->wanted[count + r->hidden++] = r->f->sum_column;
}

static struct reader *reader_new(struct arena *a, const struct format *f, const struct path *wanted, size_t count)
{
	struct reader *r = arena_new_of(a, struct reader);

	*r = (struct reader){.arena = a, .f = f, .in_part = arena_new(a)};
	r->in_member = arena_new(a);
	want(r, wanted, count);
	r->totals = controls_new(a, f, r->hidden > 0);
	if (f->kind == FORMAT_PAYPAL)
		r->report = paypal_report_new(a);
	return r;
}

bool reader_open(struct arena *a, const struct format *f, const struct landing *l, const struct path *wanted,
		 size_t count, struct reader **r, struct err *e)
{
	*r = reader_new(a, f, wanted, count);
	(*r)->source.landing = l;
	/* Where nothing was to be asked for, nothing came. */
	return l->part_count > 0 || l->proof == PROOF_PAGES || l->proof == PROOF_REPORT
	    || err_set(e, ERR_INCOMPLETE, "%s: a landing without parts", l->manifest);
}

bool reader_open_file(struct arena *a, const struct format *f, struct reader_file file, const struct path *wanted,
		      size_t count, struct reader **r, struct err *e)
{
	*r = reader_new(a, f, wanted, count);
	(*r)->source.file = file.path;
	(*r)->source.name = file.name;
	(*r)->source.content = file.content;
	return file.content.at || *file.path != '\0' || err_set(e, ERR_USAGE, "the name of the file is empty");
}

void reader_require(struct reader *r, const struct need *needs, size_t count)
{
	r->needs = needs;
	r->need_count = count;
}

bool reader_state_count(struct reader *r, Str path, struct err *e)
{
	struct path *at = arena_new_of(r->arena, struct path);

	if (!path_parse(r->arena, path, at, e))
		return false;
	r->stated_at = at;
	return true;
}

void reader_state_header(struct reader *r, const struct path *at, Str *values)
{
	r->stated_at = at;
	r->headers = values;
}

const struct reader_totals *reader_totals(const struct reader *r)
{
	return controls_all(r->totals);
}

bool reader_has_card(const struct reader *r)
{
	return r->has_card;
}

const struct texts *reader_columns(const struct reader *r)
{
	static const struct texts none;

	return r->opened ? kind_columns(r->opened) : &none;
}

static bool open_part(struct reader *r, struct err *e)
{
	struct bytes *bytes;

	arena_end(r->in_part);
	r->members = 0;
	r->behind = r->lines = 0;
	r->before = controls_all(r->totals)->records;
	if (!source_open(r->in_part, &r->source, r->part, &bytes, e))
		return false;
	if (r->f->kind == FORMAT_XLSX && !xlsx_open(r->in_part, bytes, &r->f->unpack, r->f->sheet, &bytes, e))
		return false;
	return unpack_open(r->in_part, bytes, &r->f->unpack, r->f->member, &r->unpack, e);
}

/* What the system stated of the part when it was landed. */
static bool check_stated(struct reader *r, Str name, struct err *e)
{
	const struct landing *l = r->source.landing;
	bool lines = r->f->kind == FORMAT_JSONL;

	if (!l || !l->parts[r->part].is_counted)
		return true;
	return controls_part(r->totals, name, lines ? "lines" : "records", l->parts[r->part].stated,
		lines ? r->lines : controls_all(r->totals)->records - r->before, e)
	    || err_in(e, "%.*s", STR(card_masked(r->arena, name)));
}

static bool close_part(struct reader *r, struct err *e)
{
	Str name = source_name(&r->source, r->part);

	if (r->members == 0 && r->f->member.len > 0)
		return err_set(e, ERR_FORMAT, "%.*s: no member of the archive is like %s", STR(name),
			text_quoted(r->arena, r->f->member));
	if (r->members == 0)
		return err_set(e, ERR_FORMAT, "%.*s: the archive holds no files", STR(name));
	if (!check_stated(r, name, e))
		return false;
	r->unpack = NULL;
	r->part++;
	return true;
}

static void open_format(struct reader *r, struct chars *chars)
{
	struct kind_ask ask = {
		.a = r->in_member,
		.f = r->f,
		.chars = chars,
		.wanted = r->wanted,
		.wanted_count = r->wanted_count + r->hidden,
		.needs = r->needs,
		.need_count = r->need_count,
		.stated_at = r->stated_at,
		.stated = &r->stated,
		.report = r->report,
	};

	r->stated = (struct texts){0};
	r->opened = kind_open(&ask);
	r->csv = kind_csv(r->opened);
}

static bool open_member(struct reader *r, Str name, struct err *e)
{
	Str charset = r->f->charset;
	struct chars *chars;
	bool empty;

	arena_end(r->in_member);
	r->name = text_copy(r->in_member, name);
	r->member = text_from(r->name, source_folders(source_name(&r->source, r->part)));
	r->members++;
	r->has_card = r->has_card || card_is_in(r->member);
	chars = chars_new(r->in_member, r->unpack, charset, format_is_xml(r->f) || r->f->kind == FORMAT_OFX);
	if (!chars_is_empty(chars, &empty, e))
		return false;
	if (empty && !r->f->empty_ok)
		return err_set(e, ERR_FORMAT, "the file is empty; if it may be, say empty_ok = true");
	r->chars = chars;
	controls_begin(r->totals, r->member);
	r->is_open = !empty;
	r->at_first = true;
	open_format(r, chars);
	return true;
}

static bool take_stated(struct reader *r, struct err *e)
{
	if (!r->stated_at)
		return true;
	if (!r->headers)
		return controls_count(r->totals, r->stated_at->source, &r->stated, e);
	if (r->stated.count > 0 && !r->headers[r->part].at)
		r->headers[r->part] = text_copy(r->arena, r->stated.at[0]);
	return true;
}

static bool close_member(struct reader *r, struct err *e)
{
	const struct texts *names;
	const struct csv_row *trailer;
	size_t rows;

	r->is_open = false;
	r->behind += chars_end(r->chars);
	trailer = kind_trailer(r->opened, &rows, &names);
	r->lines += kind_lines(r->opened);
	controls_claims(r->totals, kind_claims(r->opened));
	return take_stated(r, e)
	    && controls_end(r->totals, trailer, rows, names, e);
}

/* The first row states the total of the others and is no record. */
static void take_summary(struct reader *r)
{
	const struct found *first = r->founds.at;

	if (!r->at_first || r->founds.count == 0)
		return;
	r->at_first = false;
	if (r->f->summary_row != SUMMARY_FIRST)
		return;
	if (r->hidden > 0)
		controls_state(r->totals, first->cells[first->cell_count - 2].text);
	r->founds.at++;
	r->founds.count--;
}

static struct place place_of(const struct reader *r, const struct found *f)
{
	return (struct place){
		.part = (uint32_t)r->part,
		.member = r->member,
		.record = f->record,
		.index = f->index,
		.line = f->line,
		.offset = r->behind + f->offset,
		.length = f->text.len,
	};
}

static void hand_on(struct reader *r, struct batch *b)
{
	if (r->founds.count > r->room) {
		r->room = r->founds.count > FOUND_LIMIT ? 2 * r->founds.count : FOUND_LIMIT;
		r->records = arena_raw(r->arena, r->room * sizeof *r->records);
	}
	for (size_t i = 0; i < r->founds.count; i++) {
		const struct found *f = &r->founds.at[i];

		controls_add(r->totals, f);
		r->records[i] = (struct record){
			.cells = f->cells,
			.cell_count = f->cell_count - r->hidden,
			.place = place_of(r, f),
			.text = f->text,
			.fault = f->fault,
			.context = f->context,
		};
	}
	*b = (struct batch){.records = r->records, .count = r->founds.count};
	if (r->csv) {
		b->columns = csv_columns(r->csv);
		b->unread = csv_unread(r->csv);
	}
}

/* The next records of the member that is open; it is closed behind its last. */
static bool from_member(struct reader *r, struct arena *batch, struct batch *b, struct err *e)
{
	bool ok = kind_next(r->opened, batch, &r->founds, e);
	bool ended = ok && r->founds.count == 0;

	if (ok) {
		take_summary(r);
		hand_on(r, b);
	}
	if (ended)
		ok = close_member(r, e);
	return ok || err_in(e, "%.*s", STR(card_masked(r->arena, r->name)));
}

static bool next_member(struct reader *r, struct err *e)
{
	bool has;
	Str name;

	if (!r->unpack && !open_part(r, e))
		return false;
	if (!unpack_next(r->unpack, &name, &has, e))
		return false;
	if (has)
		return open_member(r, name, e) || err_in(e, "%.*s", STR(card_masked(r->arena, name)));
	return close_part(r, e);
}

bool reader_next(struct reader *r, struct arena *batch, struct batch *b, struct err *e)
{
	*b = (struct batch){0};
	while (b->count == 0 && (r->is_open || r->part < source_count(&r->source))) {
		bool ok = r->is_open ? from_member(r, batch, b, e) : next_member(r, e);

		if (!ok)
			return false;
	}
	return b->count > 0 || !r->report || paypal_report_end(r->report, e);
}
