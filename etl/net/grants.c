#include "net/grants.h"

const struct key grants_keys[GRANTS_KEYS] = {
	KEY(struct grants_text, path, .doc = "where the system says what the key may do, relative to base",
		.required = true),
	KEY(struct grants_text, at, .doc = "where they stand in that answer, such as access_scopes[*].handle; one text of "
		"several is split at blanks and commas", .required = true),
	KEY(struct grants_text, need, .doc = "those without which nothing is read", .required = true),
};

bool grants_read(struct arena *a, const struct node *n, const struct grants_text *t, struct grants *out,
	struct mistakes *m)
{
	struct err e = {0};

	*out = (struct grants){0};
	if (!n || !t->path.at || !t->at.at)
		return true;
	if (!path_parse(a, t->at, &out->at, &e))
		return mistake(m, node_place(n, "at"), "%s", e.message);
	out->path = t->path;
	out->written = t->at;
	out->need = t->need;
	return true;
}

static void granted_add(struct arena *a, struct texts *granted, Str said)
{
	for (size_t at = 0, end; at < said.len; at = end + 1) {
		for (end = at; end < said.len && said.at[end] != ' ' && said.at[end] != ','; end++)
			;
		if (end > at)
			texts_add(a, granted, text_head(text_from(said, at), end - at));
	}
}

static struct texts granted_of(struct arena *a, const struct grants *g, const struct answer *answer)
{
	struct answer_place place = {.path = g->at};
	struct texts granted = {0};
	struct cell cell = {0};

	answer_at(a, answer, &place, &cell);
	if (cell.kind == CELL_LIST)
		for (size_t i = 0; i < cell.count; i++)
			granted_add(a, &granted, cell.items[i].text);
	else
		granted_add(a, &granted, cell.text);
	return granted;
}

bool grants_check(struct arena *a, const struct grants *g, const struct answer *answer, struct err *e)
{
	struct texts granted = granted_of(a, g, answer);
	const char *lacking = "";

	if (granted.count == 0)
		return err_set(e, ERR_SOURCE, "%.*s does not say at %.*s what the key may do", STR(g->path), STR(g->written));
	for (size_t i = 0; i < g->need.count; i++)
		if (!texts_has(&granted, g->need.at[i]))
			lacking = arena_print(a, "%s%s%.*s", lacking, *lacking ? ", " : "", STR(g->need.at[i]));
	if (!*lacking)
		return true;
	err_set(e, ERR_SOURCE, "the key lacks %s, without which lists may be short without a word", lacking);
	return err_hint(e, "grant it where the key was made, or take it out of need in grants");
}
