/*
 * How the files of an extract are to be read: its `format = { … }`.  What is not said has the value that the kind's
 * usual files have; what does not belong to the kind is a mistake.
 */
#ifndef READ_FORMAT_H
#define READ_FORMAT_H

#include "config/keys.h"
#include "format/csv.h"
#include "format/edi.h"
#include "format/fixed.h"
#include "format/json_kin.h"
#include "format/path.h"
#include "format/unpack.h"

/* UNSAID: what was written is no kind, which is a mistake. */
enum format_kind { FORMAT_CSV, FORMAT_TSV, FORMAT_JSON, FORMAT_JSONL, FORMAT_XML, FORMAT_CAMT, FORMAT_MT940,
	FORMAT_BAI2, FORMAT_OFX, FORMAT_X12, FORMAT_EDIFACT, FORMAT_XLSX, FORMAT_PAYPAL, FORMAT_FIXED,
	FORMAT_UNSAID };

enum summary_row { SUMMARY_NONE, SUMMARY_FIRST, SUMMARY_LAST };

/* A figure that the file itself states: where it stands in the control row, and what of the records it must equal. */
struct format_sum {
	Str column;                  /* whose values are added */
	Str at;                      /* of the control row: a column by name or #n */
};

struct format_trailer {
	int rows;
	Str starts;
	const struct node *fields;   /* of fixed width: where they stand in it */
	Str count;                   /* of the trailer's first row: where the number of records stands */
	struct format_sum sum;
};

/* Of fixed width: the line before all others. */
struct format_head {
	Str starts;
	const struct node *fields;
};

struct format_limits {
	int depth, entries, ratio;
	int64_t size;
};

struct format {
	enum format_kind kind;
	Str rows;                    /* a path: where the records are */
	Str delimiter, quote, escape, newline, comment, charset, member;
	const struct node *header;   /* true, false, or the columns' names */
	int64_t skip;
	struct format_trailer trailer;
	enum summary_row summary_row;
	struct format_sum total;     /* of the summary row */
	struct texts carry;          /* columns of it that hold for the records, too */
	Str decimal_mark, group_mark;    /* of control totals */
	bool empty_ok, missing_ok;
	struct format_limits limits;
	Str type;                    /* of EDI: which transaction sets or messages are read; empty: all */
	const struct node *loops;    /* of EDI */
	const struct node *fields;   /* of fixed width: where they stand in a record */
	Str starts;                  /* what its records begin with */
	struct format_head head;
	int unit;                    /* of fixed width: false characters, true bytes */
	int64_t length;
	bool stripped;
	Str sheet;                   /* of XLSX: a name or a number */
	struct kin kin;              /* of JSON lines */

	/* Made of the above. */
	struct csv_dialect dialect;
	struct path rows_path;
	struct unpack_limits unpack;
	const struct format_sum *sum;    /* the declared control total, NULL if there is none */
	struct path sum_column, sum_at, count_at;
	struct edi_layout edi;
	struct fixed_layout fixed;
};

/* Every mistake is noted; false if there was one. */
bool format_read(struct arena *a, const struct node *table, struct format *f, struct mistakes *m);

/* XML, whatever it is that stands in it. */
static inline bool format_is_xml(const struct format *f)
{
	return f->kind == FORMAT_XML || f->kind == FORMAT_CAMT;
}

/* Statements of banks in forms of their own, which show that they are whole. */
static inline bool format_is_of_statements(const struct format *f)
{
	return f->kind == FORMAT_MT940 || f->kind == FORMAT_BAI2 || f->kind == FORMAT_OFX;
}

/* Rows of cells: they have columns, a header, control rows. */
static inline bool format_is_csv(const struct format *f)
{
	return f->kind == FORMAT_CSV || f->kind == FORMAT_TSV || f->kind == FORMAT_XLSX;
}

/* Lines of fields that are declared, or named in it: they may have control rows. */
static inline bool format_has_columns(const struct format *f)
{
	return format_is_csv(f) || f->kind == FORMAT_FIXED;
}

static inline bool format_is_edi(const struct format *f)
{
	return f->kind == FORMAT_X12 || f->kind == FORMAT_EDIFACT;
}

/* The reference of [extract.SYSTEM.NAME.format] in Markdown. */
void format_describe(struct buf *b);

#endif
