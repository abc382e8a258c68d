#include "report/report.h"

#include "base/file.h"
#include "report/writers.h"

Str rule_slug(struct arena *a, const struct rule_report *r)
{
	char *slug = text_z(a, r->id);

	for (char *p = slug; *p; p++) {
		bool upper = *p >= 'A' && *p <= 'Z', plain = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') || *p == '-';

		*p = upper ? (char)(*p - 'A' + 'a') : plain ? *p : '_';
	}
	return text(slug);
}

static const char *file_of(struct arena *a, const struct report *report, const struct rule_report *r,
	const char *ending)
{
	return path_join(a, report->options->folder, arena_print(a, "%.*s.%s", STR(rule_slug(a, r)), ending));
}

static bool page(struct arena *run, const struct report *report, const struct rule_report *r, const char *path,
	struct err *e)
{
	struct arena *a = arena_new(run);
	struct output *out;
	bool kept = output_open(a, path, &out, e);

	if (kept && r)
		html_rule(a, report, r, out->b);
	else if (kept)
		html_index(a, report, out->b);
	kept = kept && output_keep(out, e);
	arena_end(a);
	return kept;
}

static bool csv(struct arena *run, struct pg *pg, const struct report *report, const struct rule_report *r,
	struct err *e)
{
	struct arena *a = arena_new(run);
	struct output *out;
	bool kept = output_open(a, file_of(a, report, r, "csv"), &out, e)
	    && csv_write(a, pg, report, r, out, e)
	    && output_keep(out, e);

	arena_end(a);
	return kept;
}

typedef bool (*writer)(struct arena *a, struct pg *pg, const struct report *report, struct output *out, struct err *e);

/* A file of the whole report. */
static bool whole(struct arena *run, struct pg *pg, const struct report *report, const char *name, writer write,
	struct err *e)
{
	struct arena *a = arena_new(run);
	struct output *out;
	bool kept = output_open(a, path_join(a, report->options->folder, name), &out, e)
	    && write(a, pg, report, out, e)
	    && output_keep(out, e);

	arena_end(a);
	return kept;
}

static bool rule_files(struct arena *run, struct pg *pg, const struct report *report, const struct rule_report *r,
	struct err *e)
{
	const struct report_options *o = report->options;

	return (!o->csv || csv(run, pg, report, r, e))
	    && (!o->html || page(run, report, r, file_of(run, report, r, "html"), e));
}

static const char *index_of(const struct report_options *o)
{
	return o->html ? "index.html" : o->json ? "report.json" : o->xlsx ? "report.xlsx" : "";
}

/* The index last: where it is, all it points to is. */
static bool files(struct arena *run, struct pg *pg, const struct report *report, const char **index_path, struct err *e)
{
	const struct report_options *o = report->options;

	if (!folder_make(o->folder, e))
		return false;
	for (size_t i = 0; i < report->rule_count; i++)
		if (!rule_files(run, pg, report, &report->rules[i], e))
			return false;
	*index_path = path_join(run, o->folder, index_of(o));
	return (!o->xlsx || whole(run, pg, report, "report.xlsx", workbook_write, e))
	    && (!o->json || whole(run, pg, report, "report.json", json_write, e))
	    && (!o->html || page(run, report, NULL, *index_path, e));
}

/* All writers see one state of the database. */
static bool begin(struct pg *pg, bool *own, struct err *e)
{
	*own = !pg_in_transaction(pg);
	return !*own || pg_begin(pg, REPEATABLE_READ, e);
}

bool report_write(struct arena *run, struct pg *pg, const struct report_options *o, const char **index_path,
	struct err *e)
{
	struct arena *a = arena_new(run);
	struct report *report;
	const char *index = NULL;
	bool own, written;

	if (!begin(pg, &own, e))
		return false;
	written = report_read(a, pg, o, &report, e) && files(a, pg, report, &index, e);
	*index_path = index ? text_z(run, text(index)) : NULL;
	arena_end(a);
	if (own)
		pg_rollback(pg);
	return written;
}

bool report_json(struct arena *run, struct pg *pg, const struct report_options *o, struct buf *out, struct err *e)
{
	struct arena *a = arena_new(run);
	struct report *report;
	struct output *into = output_into(a, out);
	bool own, written;

	if (!begin(pg, &own, e))
		return false;
	written = report_read(a, pg, o, &report, e) && json_write(a, pg, report, into, e) && output_keep(into, e);
	arena_end(a);
	if (own)
		pg_rollback(pg);
	return written;
}
