#include "read/kinds.h"

#include "format/bai2.h"
#include "format/edi.h"
#include "format/json_read.h"
#include "format/mt940.h"
#include "format/ofx.h"
#include "format/xml.h"

struct opened {
	enum format_kind kind;
	void *reader;
	struct csv *csv;
	struct fixed *fixed;
	struct claims *claims;
};

struct csv *kind_csv(const struct opened *o)
{
	return o->csv;
}

const struct texts *kind_columns(const struct opened *o)
{
	static const struct texts none;

	return o->fixed ? fixed_columns(o->fixed) : o->csv ? csv_columns(o->csv) : &none;
}

const struct csv_row *kind_trailer(const struct opened *o, size_t *rows, const struct texts **names)
{
	const struct csv_row *row = o->fixed ? fixed_trailer(o->fixed) : NULL;

	*rows = row != NULL;
	*names = o->fixed ? fixed_trailer_names(o->fixed) : kind_columns(o);
	return o->csv ? csv_trailer(o->csv, rows) : row;
}

const struct claims *kind_claims(const struct opened *o)
{
	return o->claims;
}

uint64_t kind_lines(const struct opened *o)
{
	return o->kind == FORMAT_JSONL ? json_reader_lines(o->reader) : 0;
}

static struct window *window_of(const struct kind_ask *ask)
{
	return window_new(ask->a, ask->chars, 0);
}

static void *open_csv(struct opened *o, const struct kind_ask *ask)
{
	o->csv = csv_new(ask->a, &ask->f->dialect, window_of(ask), ask->wanted, ask->wanted_count);
	csv_require(o->csv, ask->needs, ask->need_count);
	return o->csv;
}

static bool next_csv(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return csv_next(reader, batch, founds, e);
}

static void *open_json(struct opened *o, const struct kind_ask *ask)
{
	struct json_reader *json = json_reader_new(ask->a, window_of(ask), o->kind == FORMAT_JSONL, &ask->f->rows_path,
		ask->wanted, ask->wanted_count);

	if (ask->stated_at)
		json_reader_state(json, ask->stated_at, ask->stated);
	if (ask->f->missing_ok)
		json_reader_may_lack(json);
	if (ask->f->kin.parent.len > 0 || ask->f->kin.of.len > 0)
		json_reader_relate(json, &ask->f->kin);
	return json;
}

static bool next_json(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return json_reader_next(reader, batch, founds, e);
}

static void *open_xml(struct opened *o, const struct kind_ask *ask)
{
	struct xml_reader *xml = xml_reader_new(ask->a, ask->chars, &ask->f->rows_path, ask->wanted, ask->wanted_count);

	if (ask->stated_at)
		xml_reader_state(xml, ask->stated_at, ask->stated);
	if (o->kind == FORMAT_CAMT)
		xml_reader_hold(xml, o->claims = claims_new(ask->a));
	return xml;
}

static bool next_xml(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return xml_reader_next(reader, batch, founds, e);
}

static void *open_mt940(struct opened *o, const struct kind_ask *ask)
{
	o->claims = claims_new(ask->a);
	return mt940_new(ask->a, window_of(ask), &ask->f->rows_path, ask->wanted, ask->wanted_count, o->claims);
}

static bool next_mt940(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return mt940_next(reader, batch, founds, e);
}

static void *open_bai2(struct opened *o, const struct kind_ask *ask)
{
	o->claims = claims_new(ask->a);
	return bai2_new(ask->a, window_of(ask), &ask->f->rows_path, ask->wanted, ask->wanted_count, o->claims);
}

static bool next_bai2(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return bai2_next(reader, batch, founds, e);
}

static void *open_paypal(struct opened *o, const struct kind_ask *ask)
{
	struct paypal *paypal;

	o->claims = claims_new(ask->a);
	paypal = paypal_new(ask->a, window_of(ask), ask->wanted, ask->wanted_count, ask->report, o->claims);
	o->csv = paypal_csv(paypal);
	csv_require(o->csv, ask->needs, ask->need_count);
	return paypal;
}

static bool next_paypal(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return paypal_next(reader, batch, founds, e);
}

static void *open_fixed(struct opened *o, const struct kind_ask *ask)
{
	o->fixed = fixed_new(ask->a, &ask->f->fixed, window_of(ask), ask->wanted, ask->wanted_count);
	fixed_require(o->fixed, ask->needs, ask->need_count);
	return o->fixed;
}

static bool next_fixed(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return fixed_next(reader, batch, founds, e);
}

static void *open_edi(struct opened *o, const struct kind_ask *ask)
{
	o->claims = claims_new(ask->a);
	return edi_reader_new(ask->a, &ask->f->edi, window_of(ask), &ask->f->rows_path, ask->wanted, ask->wanted_count,
		o->claims);
}

static bool next_edi(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return edi_reader_next(reader, batch, founds, e);
}

static void *open_ofx(struct opened *o, const struct kind_ask *ask)
{
	(void)o;
	return ofx_new(ask->a, window_of(ask), &ask->f->rows_path, ask->wanted, ask->wanted_count);
}

static bool next_ofx(void *reader, struct arena *batch, struct founds *founds, struct err *e)
{
	return ofx_next(reader, batch, founds, e);
}

static const struct {
	void *(*open)(struct opened *o, const struct kind_ask *ask);
	bool (*next)(void *reader, struct arena *batch, struct founds *founds, struct err *e);
} kinds[] = {
	[FORMAT_CSV] = {open_csv, next_csv},
	[FORMAT_TSV] = {open_csv, next_csv},
	[FORMAT_JSON] = {open_json, next_json},
	[FORMAT_JSONL] = {open_json, next_json},
	[FORMAT_XML] = {open_xml, next_xml},
	[FORMAT_CAMT] = {open_xml, next_xml},
	[FORMAT_MT940] = {open_mt940, next_mt940},
	[FORMAT_BAI2] = {open_bai2, next_bai2},
	[FORMAT_OFX] = {open_ofx, next_ofx},
	[FORMAT_XLSX] = {open_csv, next_csv},
	[FORMAT_PAYPAL] = {open_paypal, next_paypal},
	[FORMAT_FIXED] = {open_fixed, next_fixed},
	[FORMAT_X12] = {open_edi, next_edi},
	[FORMAT_EDIFACT] = {open_edi, next_edi},
};

struct opened *kind_open(const struct kind_ask *ask)
{
	struct opened *o = arena_new_of(ask->a, struct opened);

	o->kind = ask->f->kind;
	o->reader = kinds[o->kind].open(o, ask);
	return o;
}

bool kind_next(struct opened *o, struct arena *batch, struct founds *founds, struct err *e)
{
	return kinds[o->kind].next(o->reader, batch, founds, e);
}
