#include "read/format.h"

#include "base/charset.h"
#include "base/unicode.h"
#include "format/camt.h"
#include "format/statement.h"
#include "format/xlsx.h"
#include "read/layout.h"
#include "read/loops.h"

static const struct key_name kinds[] = {
	{"csv", FORMAT_CSV}, {"tsv", FORMAT_TSV}, {"json", FORMAT_JSON}, {"jsonl", FORMAT_JSONL}, {"xml", FORMAT_XML},
	{"camt", FORMAT_CAMT}, {"mt940", FORMAT_MT940}, {"bai2", FORMAT_BAI2}, {"ofx", FORMAT_OFX},
	{"x12", FORMAT_X12}, {"edifact", FORMAT_EDIFACT}, {"xlsx", FORMAT_XLSX},
	{"paypal", FORMAT_PAYPAL}, {"fixed", FORMAT_FIXED},
	{0},
};

static const struct key_name summary_rows[] = {
	{"none", SUMMARY_NONE}, {"first", SUMMARY_FIRST}, {"last", SUMMARY_LAST}, {0},
};

static const struct key_name newlines[] = {{"lf", 0}, {"cr", 0}, {"none", 0}, {0}};

static const struct key_name units[] = {{"characters", false}, {"bytes", true}, {0}};

static const struct key head_keys[] = {
	KEY(struct format_head, starts, .doc = "what it begins with", .required = true),
	KEY(struct format_head, fields, .takes = "table of fields", .doc = "what stands in it, for records as ^.NAME"),
};

static const struct key sum_keys[] = {
	KEY(struct format_sum, column, .doc = "the column whose values are added", .required = true),
	KEY(struct format_sum, at, .doc = "where their sum stands in the control row: a column by name or #n",
		.required = true),
};

static const struct key total_keys[] = {
	KEY_AS(struct format_sum, column, "of", .doc = "the column whose values are added", .required = true),
	KEY(struct format_sum, at, .doc = "the column of the summary row in which their sum stands", .required = true),
};

static const struct key trailer_keys[] = {
	KEY(struct format_trailer, rows, .doc = "how many rows at the end are no records", .def = "1", .least = 1,
		.most = 100),
	KEY(struct format_trailer, starts, .doc = "what the first of them begins with"),
	KEY(struct format_trailer, fields, .takes = "table of fields", .doc = "of fixed: what stands in it"),
	KEY(struct format_trailer, count, .doc = "where it states the number of records: a column by name or #n"),
	KEY(struct format_trailer, sum, .doc = "a sum that it states", .table = sum_keys,
		.table_count = KEY_COUNT(sum_keys)),
};

static const struct key limit_keys[] = {
	KEY(struct format_limits, depth, .doc = "layers of packing upon each other", .def = "4", .least = 1, .most = 16),
	KEY(struct format_limits, entries, .doc = "members of all archives together", .def = "100000", .least = 1,
		.most = 10000000),
	KEY(struct format_limits, ratio, .doc = "unpacked to packed bytes", .def = "1000", .least = 1, .most = 1000000),
	KEY(struct format_limits, size, .doc = "unpacked bytes", .def = "1099511627776", .least = 1, .most = INT64_MAX),
};

static const struct key keys[] = {
	KEY(struct format, kind, .doc = "what the files are", .required = true, .names = kinds),
	KEY(struct format, rows, .doc = "the path that leads to the records, such as orders[*]; in XML from the root "
		"element on, in x12 from sets[*] on, in edifact from messages[*]; if it is missing, in camt the entries of "
		"each Stmt, of other statements statements[*].entries[*]"),
	KEY(struct format, delimiter, .doc = "one byte between fields: a comma, in tsv a tab"),
	KEY(struct format, quote, .doc = "one byte around fields, or nothing: \" in csv, nothing in tsv"),
	KEY(struct format, escape, .doc = "one byte before a quote that is meant as such; without it a quote is doubled"),
	KEY(struct format, newline, .doc = "what ends a line: lf (crlf too), cr, or none, where records of one length "
		"follow each other", .def = "lf", .names = newlines),
	KEY(struct format, header, .takes = "true or false, or list of texts",
		.doc = "true if the first row names the columns, false if none does, or the names"),
	KEY(struct format, skip, .doc = "lines before the header", .def = "0", .least = 0, .most = 1000000),
	KEY(struct format, comment, .doc = "rows that begin with it are left out"),
	KEY(struct format, charset, .doc = "the character set, as iconv names it; UTF-8 if it is missing, in xml what the "
		"file declares"),
	KEY(struct format, member, .doc = "a pattern for the members of archives that are read; all if it is missing"),
	KEY(struct format, trailer, .doc = "the rows behind the records", .table = trailer_keys,
	    .table_count = KEY_COUNT(trailer_keys)),
	KEY(struct format, summary_row, .doc = "which row among the records states their total", .def = "none",
	    .names = summary_rows),
	KEY(struct format, total, .doc = "what the summary row states", .table = total_keys,
	    .table_count = KEY_COUNT(total_keys)),
	KEY(struct format, carry, .doc = "columns of a summary row that is the first: where a record leaves one empty, "
		"it has what that row has, such as the currency of all"),
	KEY(struct format, decimal_mark, .doc = "the decimal mark of control totals", .def = "."),
	KEY(struct format, group_mark, .doc = "the mark between thousands in control totals"),
	KEY_AS(struct format, empty_ok, "empty_ok", .doc = "whether a file of no bytes is one without records",
		.def = "false"),
	KEY_AS(struct format, missing_ok, "missing_ok", .doc = "of json: whether a document that lacks what rows leads "
		"to is one without records, as some systems answer where there are none", .def = "false"),
	KEY(struct format, type, .doc = "of x12 and edifact: which transaction sets or messages are read, such as 846 or "
		"INVRPT; all if it is missing"),
	KEY(struct format, loops, .takes = "table of loops", .doc = "of x12 and edifact: the segments with which a loop "
		"begins, and what belongs to it: LIN = [] (what follows, up to the next loop or a total), N1 = [\"N3\"] "
		"(only those), CPS = { LIN = [] } (loops in it)"),
	KEY(struct format, fields, .takes = "table of fields", .doc = "of fixed: where they stand in a record, from 1, and "
		"how long they are: sku = [1, 12], or { start = 13, length = 8, trim = \"left\", pad = \"0\" }, where trim is "
		"both, left, right or none"),
	KEY(struct format, starts, .doc = "of fixed: what records begin with; all lines are such if it is missing"),
	KEY(struct format, head, .doc = "of fixed: the line before all others", .table = head_keys,
		.table_count = KEY_COUNT(head_keys)),
	KEY(struct format, unit, .doc = "of fixed: what places and lengths count", .def = "characters", .names = units),
	KEY(struct format, length, .doc = "of fixed: how long each line is; to the end of the last field if it is missing",
		.def = "0", .least = 0, .most = 1 << 20),
	KEY(struct format, stripped, .doc = "of fixed: whether blanks at the end of a line may be lacking", .def = "false"),
	KEY(struct format, sheet, .doc = "of xlsx: the sheet's name, or its number from 1; the first if it is missing"),
	KEY_AS(struct format, kin.parent, "parent", .doc = "of jsonl: the member that names the line to which a line "
		"belongs, such as __parentId; ^ leads there, as if the one stood in the other"),
	KEY_AS(struct format, kin.id, "id", .doc = "of jsonl with parent or of: the member by which a line is named",
		.def = "id"),
	KEY_AS(struct format, kin.of, "of", .doc = "of jsonl: a pattern for the id of the lines that are read, such as "
		"gid://shopify/LineItem/*; all if it is missing"),
	KEY(struct format, limits, .doc = "what unpacking may grow to", .table = limit_keys,
	    .table_count = KEY_COUNT(limit_keys)),
};

/* Reading of one table: where mistakes are noted. */
struct reading {
	struct arena *a;
	const struct node *table;
	struct format *f;
	struct mistakes *m;
};

static bool has(const struct reading *r, const char *name)
{
	return node_child(r->table, text(name)) != NULL;
}

static bool wrong(const struct reading *r, const char *name, const char *fact)
{
	const struct node *at = node_child(r->table, text(name));

	return mistake(r->m, at ? at : r->table, "%s %s", name, fact);
}

static bool one_byte(const struct reading *r, const char *name, Str said, char usual, char *byte)
{
	*byte = usual;
	if (!has(r, name))
		return true;
	*byte = '\0';
	if (said.len > 0)
		*byte = said.at[0];
	if (said.len > 1 || (said.len == 1 && (said.at[0] == '\n' || said.at[0] == '\r' || said.at[0] < 0)))
		return wrong(r, name, "must be one ASCII character");
	return true;
}

static bool header(const struct reading *r)
{
	const struct node *n = r->f->header;
	struct csv_dialect *d = &r->f->dialect;

	d->header = !n || (n->kind == NODE_BOOLEAN && n->boolean);
	if (!n || n->kind == NODE_BOOLEAN)
		return true;
	if (n->kind != NODE_ARRAY)
		return wrong(r, "header", "must be true, false or a list of names");
	return key_texts(r->a, n, "header", &d->names, r->m);
}

static bool marks_differ(const struct reading *r)
{
	const struct format *f = r->f;
	const struct csv_dialect *d = &f->dialect;
	bool ok = true;

	if (d->delimiter == '\0')
		return wrong(r, "delimiter", "must be one ASCII character");
	if (d->delimiter == d->quote)
		ok = wrong(r, "quote", "is the delimiter");
	if (d->delimiter == d->escape)
		ok = wrong(r, "escape", "is the delimiter");
	if (f->group_mark.len > 0 && text_is(f->group_mark, f->decimal_mark))
		ok = wrong(r, "group_mark", "is the decimal mark");
	return ok;
}

/* What is declared is all that there is: the names are known before any file. */
static void fixed_names(const struct reading *r)
{
	const struct fixed_layout *l = &r->f->fixed;
	struct texts *names = &r->f->dialect.names;

	for (size_t i = 0; i < l->fields.count; i++)
		texts_add(r->a, names, l->fields.at[i].name);
	for (size_t i = 0; i < l->head.count; i++)
		texts_add(r->a, names, text(arena_print(r->a, "^.%.*s", WHOLE(l->head.at[i].name))));
}

static bool fixed_check(const struct reading *r)
{
	const struct format *f = r->f;
	bool ok = true;

	if (f->fixed.fields.count == 0)
		ok = wrong(r, "fields", "is missing: where the fields stand, such as { sku = [1, 12] }");
	if (f->fixed.ends == FIXED_NONE && f->length == 0)
		ok = wrong(r, "length", "is missing: without newlines nothing else says where a record ends");
	if (f->unit && f->charset.len > 0 && !text_is(text_lower(r->a, f->charset), S("utf-8")))
		ok = wrong(r, "unit", "counts bytes of UTF-8; of another charset count characters");
	if (has(r, "trailer") && (f->trailer.starts.len == 0 || f->trailer.rows != 1))
		ok = wrong(r, "trailer", "is one line of fixed, and must say what it starts with");
	return ok;
}

static bool fixed(const struct reading *r)
{
	struct format *f = r->f;
	struct fixed_layout *l = &f->fixed;
	bool ok;

	*l = (struct fixed_layout){.starts = f->starts, .head_starts = f->head.starts, .trailer_starts = f->trailer.starts,
		.comment = f->comment, .is_bytes = f->unit, .is_stripped = f->stripped, .length = (size_t)f->length,
		.skip = (uint64_t)f->skip, .ends = text_is(f->newline, S("none")) ? FIXED_NONE
			: text_is(f->newline, S("cr")) ? FIXED_CR : FIXED_LF};
	ok = layout_fields(r->a, f->fields, "fields", &l->fields, r->m);
	ok = layout_fields(r->a, f->head.fields, "head.fields", &l->head, r->m) && ok;
	ok = layout_fields(r->a, f->trailer.fields, "trailer.fields", &l->trailer, r->m) && ok;
	f->dialect.header = false;
	if (ok)
		fixed_names(r);
	l->columns = f->dialect;
	return ok && fixed_check(r);
}

static bool dialect(const struct reading *r)
{
	struct format *f = r->f;
	struct csv_dialect *d = &f->dialect;
	bool tabs = f->kind == FORMAT_TSV, ok;

	ok = one_byte(r, "delimiter", f->delimiter, tabs ? '\t' : ',', &d->delimiter);
	ok = one_byte(r, "quote", f->quote, tabs ? '\0' : '"', &d->quote) && ok;
	ok = one_byte(r, "escape", f->escape, '\0', &d->escape) && ok;
	ok = ok && marks_differ(r);
	d->newline = text_is(f->newline, S("cr")) || f->kind == FORMAT_XLSX ? '\r' : '\n';
	d->refused = f->kind == FORMAT_XLSX ? XLSX_ERROR : '\0';
	d->skip = (uint64_t)f->skip;
	d->comment = f->comment;
	d->trailer_rows = has(r, "trailer") ? (uint32_t)f->trailer.rows : f->summary_row == SUMMARY_LAST ? 1 : 0;
	d->trailer_starts = f->trailer.starts;
	d->carried = f->carry;
	if (f->kind == FORMAT_FIXED)
		return fixed(r) && ok;
	if (text_is(f->newline, S("none")))
		ok = wrong(r, "newline", "is none only where all lines are of one length, in fixed");
	return header(r) && ok;
}

static bool path_of(const struct reading *r, const char *name, Str source, struct path *path)
{
	struct err e = {0};

	if (source.len == 0 || path_parse(r->a, source, path, &e))
		return true;
	return wrong(r, name, e.message);
}

/* A control row may have other fields than the records, so of its places only names are looked for. */
static bool can_be_there(const struct reading *r, const struct node *at, const struct path *path, Str key,
	bool by_number)
{
	static const int first;
	struct need need = {.asker = key, .paths = &first, .count = 1};
	struct err e = {0};

	if (path->count == 0 || (!by_number && path->steps[0].kind == STEP_COLUMN))
		return true;
	return csv_check(r->a, &r->f->dialect, path, 1, &need, &e) || mistake(r->m, at, "%s", e.message);
}

/* Of fixed width: what is looked for in the last line is one of its declared fields. */
static bool in_trailer(const struct reading *r, const char *key, Str name)
{
	const struct fixed_fields *fields = &r->f->fixed.trailer;
	bool found = name.len == 0;

	for (size_t i = 0; i < fields->count; i++)
		found = found || text_is(fields->at[i].name, name);
	return found || mistake(r->m, node_place(node_place(r->table, "trailer"), key), "the trailer has no field %s",
		text_quoted(r->a, name));
}

static bool columns_there(const struct reading *r)
{
	const struct node *trailer = node_place(r->table, "trailer"), *sum = node_place(trailer, "sum");
	const struct format *f = r->f;
	bool of_total = f->sum == &f->total;
	const char *of = of_total ? "of" : "column";
	bool ok;

	if (f->kind == FORMAT_FIXED)
		return in_trailer(r, "count", f->trailer.count) && in_trailer(r, "sum", f->trailer.sum.at)
		    && can_be_there(r, node_place(sum, "column"), &f->sum_column, S("trailer.sum.column"), true);
	ok = can_be_there(r, node_place(trailer, "count"), &f->count_at, S("trailer.count"), false);
	if (of_total)
		sum = node_place(r->table, "total");
	ok = can_be_there(r, node_place(sum, of), &f->sum_column, of_total ? S("total.of") : S("trailer.sum.column"), true)
	  && ok;
	return can_be_there(r, node_place(sum, "at"), &f->sum_at, of_total ? S("total.at") : S("trailer.sum.at"), false)
	    && ok;
}

static bool controls(const struct reading *r)
{
	struct format *f = r->f;
	bool ok = path_of(r, "trailer", f->trailer.count, &f->count_at);

	if (has(r, "total") != (f->summary_row != SUMMARY_NONE))
		ok = wrong(r, "total", "and summary_row belong together");
	if (has(r, "carry") && f->summary_row != SUMMARY_FIRST)
		ok = wrong(r, "carry", "is of a summary row that is the first");
	if (has(r, "total") && has(r, "trailer"))
		ok = wrong(r, "total", "and trailer exclude each other");
	if (f->trailer.sum.column.len > 0)
		f->sum = &f->trailer.sum;
	else if (f->total.column.len > 0)
		f->sum = &f->total;
	if (f->sum)
		ok = path_of(r, "trailer", f->sum->column, &f->sum_column) && path_of(r, "trailer", f->sum->at, &f->sum_at) &&
			ok;
	return columns_there(r) && ok;
}

static bool charset(const struct reading *r)
{
	Str name = r->f->charset;
	const char *near;

	if (name.len == 0 || charset_is_known(name))
		return true;
	near = charset_nearest(r->a, name);
	return wrong(r, "charset", arena_print(r->a, "is %s, which iconv does not know%s%s%s", text_quoted(r->a, name),
		near ? "; did you mean \"" : "; see iconv --list", near ? near : "", near ? "\"?" : ""));
}

static bool only_for(const struct reading *r, bool applies, const char *const *names, const char *fact)
{
	bool ok = true;

	for (; !applies && *names; names++)
		if (has(r, *names))
			ok = wrong(r, *names, fact);
	return ok;
}

static bool belongs(const struct reading *r)
{
	static const char *const of_text[] = {"delimiter", "quote", "escape", NULL};
	static const char *const of_lines[] = {"newline", NULL};
	static const char *const of_csv[] = {"header", "summary_row", "total", "carry", NULL};
	static const char *const of_rows[] = {"skip", "comment", "trailer", "decimal_mark", "group_mark", NULL};
	static const char *const of_fixed[] = {"fields", "starts", "head", "unit", "length", "stripped", NULL};
	static const char *const of_xlsx[] = {"sheet", NULL};
	static const char *const of_others[] = {"charset", NULL};
	static const char *const of_trees[] = {"rows", NULL};
	static const char *const of_json[] = {"missing_ok", NULL};
	static const char *const of_kin[] = {"parent", "id", "of", NULL};
	static const char *const of_edi[] = {"type", "loops", NULL};
	bool is_csv = format_is_csv(r->f), is_xlsx = r->f->kind == FORMAT_XLSX, is_fixed = r->f->kind == FORMAT_FIXED;
	bool is_text = is_csv && !is_xlsx, has_rows = is_csv || is_fixed;
	const struct {
		bool applies;
		const char *const *names;
		const char *fact;
	} list[] = {
		{is_text, of_text, "belongs to csv and tsv only"},
		{is_text || is_fixed, of_lines, "belongs to csv, tsv and fixed only"},
		{is_csv, of_csv, "belongs to csv and tsv only"},
		{has_rows, of_rows, "belongs to csv, tsv and fixed only"},
		{is_fixed, of_fixed, "belongs to fixed only"},
		{!has_rows && r->f->kind != FORMAT_PAYPAL, of_trees, "does not belong to csv, tsv, paypal and fixed"},
		{is_xlsx, of_xlsx, "belongs to xlsx only"},
		{!is_xlsx, of_others, "does not belong to xlsx"},
		{r->f->kind == FORMAT_JSONL, of_kin, "belongs to jsonl only"},
		{format_is_edi(r->f), of_edi, "belongs to x12 and edifact only"},
		{r->f->kind == FORMAT_JSON, of_json, "belongs to json only"},
	};
	bool ok = true;

	for (size_t n = 0; n < sizeof list / sizeof *list; n++)
		ok = only_for(r, list[n].applies, list[n].names, list[n].fact) && ok;
	if (r->f->kind == FORMAT_XML && !has(r, "rows"))
		ok = wrong(r, "rows", "is missing: the path from the root element to the records, such as Orders.Order[*]");
	return ok;
}

static enum edi_kind edi_kind_of(const struct format *f)
{
	return f->kind == FORMAT_X12 ? EDI_X12 : EDI_EDIFACT;
}

/* Where the records are if nothing is said. */
static Str usual_rows(const struct format *f)
{
	if (format_is_of_statements(f))
		return S("statements[*].entries[*]");
	if (f->kind == FORMAT_CAMT)
		return S("Document.BkToCstmrStmt.Stmt[*].Ntry[*]");
	if (format_is_edi(f))
		return f->kind == FORMAT_X12 ? S("sets[*]") : S("messages[*]");
	return f->kind == FORMAT_JSON ? S("[*]") : (Str){0};
}

static bool rows_begin_right(const struct reading *r)
{
	struct format *f = r->f;
	struct err e = {0};

	if (format_is_of_statements(f) && !statements_check(&f->rows_path, &e))
		return wrong(r, "rows", e.message);
	if (f->kind == FORMAT_CAMT && !camt_check(&f->rows_path, &e))
		return wrong(r, "rows", e.message);
	return !format_is_edi(f) || edi_rows_check(edi_kind_of(f), &f->rows_path, &e) || wrong(r, "rows", e.message);
}

static bool rows(const struct reading *r)
{
	struct format *f = r->f;

	if (!has(r, "rows"))
		f->rows = usual_rows(f);
	if (!path_of(r, "rows", f->rows, &f->rows_path))
		return false;
	if (f->rows_path.up > 0)
		return wrong(r, "rows", "begins at the document, nothing is above it");
	for (size_t i = 0; i < f->rows_path.count; i++)
		if (f->rows_path.steps[i].kind == STEP_INDEX && f->rows_path.steps[i].index < 0)
			return wrong(r, "rows", "cannot count from the end");
	return rows_begin_right(r);
}

static bool edi(const struct reading *r)
{
	struct format *f = r->f;

	f->edi = (struct edi_layout){.kind = edi_kind_of(f), .type = f->type};
	return !format_is_edi(f) || loops_read(r->a, f->loops, &f->edi, r->m);
}

/* Its likeness to the name of a kind would only lead astray. */
static bool is_workbook(const struct reading *r)
{
	const struct node *n = node_child(r->table, S("kind"));

	return n && n->kind == NODE_TEXT
	    && (text_is(n->text, S("xls")) || text_is(n->text, S("ods")));
}

bool format_read(struct arena *a, const struct node *table, struct format *f, struct mistakes *m)
{
	struct reading r = {a, table, f, m};
	bool ok;

	*f = (struct format){.kind = FORMAT_UNSAID};
	if (is_workbook(&r))
		return wrong(&r, "kind", arena_print(a, "is %s, that of a workbook: save it as CSV, and read that",
			text_quoted(a, node_child(table, S("kind"))->text)));
	ok = keys_read(a, table, keys, KEY_COUNT(keys), f, m);
	f->unpack = (struct unpack_limits){
		.depth = (uint32_t)f->limits.depth,
		.entries = (uint32_t)f->limits.entries,
		.ratio = (uint32_t)f->limits.ratio,
		.size = (uint64_t)f->limits.size,
	};
	ok = (f->kind == FORMAT_UNSAID || belongs(&r)) && ok;
	ok = dialect(&r) && ok;
	ok = rows(&r) && ok;
	ok = edi(&r) && ok;
	ok = charset(&r) && ok;
	return controls(&r) && ok;
}

void format_describe(struct buf *b)
{
	struct key_section section = {keys, KEY_COUNT(keys), NULL};

	keys_describe(b, "extract.SYSTEM.NAME.format", &section, 1);
}
