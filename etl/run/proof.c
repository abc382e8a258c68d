#include "run/proof.h"

#include "extract/pattern.h"
#include "extract/web.h"
#include "read/format.h"

static bool is_document(const struct format *f)
{
	return f->kind == FORMAT_JSON || format_is_xml(f);
}

/* A row that is there only if the end is. */
static bool has_end(const struct format *f)
{
	return f->dialect.trailer_rows > 0 || f->summary_row != SUMMARY_NONE;
}

/* Each of numbered files can be whole without the last of them being there, which only what is beside them can tell. */
static bool is_of_pages(const struct extract *x)
{
	return pattern_has_page(x->landing_of ? x->landing_of->source.path : x->source.path);
}

/* Its own sums, counts, checksums or ends prove it. */
static bool proves_itself(const struct format *f)
{
	return is_document(f) || format_is_of_statements(f) || format_is_edi(f) || f->kind == FORMAT_XLSX
	    || f->kind == FORMAT_PAYPAL || has_end(f);
}

bool proof_shows(const struct extract *x)
{
	bool lines = !x->format || !proves_itself(x->format);

	if (is_of_pages(x))
		return x->complete == PROOF_MARKER || x->complete == PROOF_MANIFEST;
	return x->complete != PROOF_NONE && !(x->complete == PROOF_STRUCTURE && lines);
}

static bool path_check(struct arena *a, const struct extract *x, const struct node *at, struct mistakes *m)
{
	struct path path;
	struct err e = {0};

	return path_parse(a, x->complete_at, &path, &e) || mistake(m, at, "\"complete\": %s", e.message);
}

bool proof_check(struct arena *a, const struct extract *x, struct mistakes *m)
{
	const struct node *at = node_get(x->node, "complete");

	if (x->source.web && !x->source.web->report.is_given && x->format && x->format->kind != FORMAT_JSON)
		return mistake(m, node_place(x->node, "format"), "what is read over HTTP must be \"json\": its pages prove "
			"that they are whole by what stands in them");
	if (!x->format || !at)
		return true;
	if (x->complete == PROOF_TRAILER && !has_end(x->format))
		return mistake(m, at, "\"complete\" is \"trailer\", but the format declares neither a trailer nor a total");
	if (x->complete == PROOF_COUNT && !is_document(x->format))
		return mistake(m, at, "\"complete\" is %s, but only JSON and XML state a count at a path; rows have a "
			"trailer", text_quoted(a, text(arena_print(a, "count:%.*s", STR(x->complete_at)))));
	return x->complete != PROOF_COUNT || path_check(a, x, at, m);
}
