#include "format/csv_columns.h"

/* Names are compared without blanks around them and with single blanks inside: exports differ in them. */
static Str normal(struct arena *a, Str name)
{
	char *copy;
	size_t n = 0;

	name = text_trim(name);
	copy = arena_raw(a, name.len + 1);
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (c >= '\t' && c <= '\r')
			c = ' ';
		if (c != ' ' || copy[n - 1] != ' ')
			copy[n++] = c;
	}
	return (Str){copy, n};
}

/* A column is found by its whole path as written ("address.city" may be a name), else by the step's name. */
static Str wanted_name(const struct csv_columns *c, const struct path *p)
{
	bool is_name = p->count == 1 && p->steps[0].kind == STEP_NAME && p->up == 0;

	return normal(c->arena, is_name ? p->steps[0].name : p->source);
}

static bool resolve(struct csv_columns *c, const struct path *p, size_t *column, struct err *e)
{
	Str name = wanted_name(c, p);

	*column = SIZE_MAX;
	if (p->count == 1 && p->steps[0].kind == STEP_COLUMN) {
		*column = (size_t)p->steps[0].index - 1;
		return true;
	}
	for (size_t i = 0; i < c->told_names.count; i++)
		if (text_is(c->told_names.at[i], name)) {
			*column = CSV_FIRST_TOLD + i;
			return true;
		}
	for (size_t i = 0; i < c->names.count; i++) {
		if (!text_is(c->names.at[i], name))
			continue;
		if (*column != SIZE_MAX)
			return err_set(e, ERR_FORMAT, "the column %s stands twice, as #%zu and #%zu; ask for one by its number",
				       text_quoted(c->arena, name), *column + 1, i + 1);
		*column = i;
	}
	return true;
}

static bool is_met(const struct csv_columns *c, const struct need *n)
{
	for (size_t i = 0; i < n->count; i++) {
		size_t column = c->of[n->paths[i]];

		if (column < c->names.count || (column != SIZE_MAX && (column >= CSV_FIRST_TOLD || c->names.count == 0)))
			return true;
	}
	return false;
}

static void suggest(const struct csv_columns *c, struct buf *b, const bool *met)
{
	const char **names = arena_array(c->arena, c->names.count + 1, const char *), *nearest;
	struct texts near = {0};

	for (size_t i = 0; i < c->names.count; i++)
		names[i] = text_z(c->arena, c->names.at[i]);
	for (size_t i = 0; i < c->need_count; i++)
		for (size_t j = 0; !met[i] && j < c->needs[i].count; j++) {
			nearest = text_nearest(wanted_name(c, &c->wanted[c->needs[i].paths[j]]), names, c->names.count);
			if (nearest && !texts_has(&near, text(nearest)))
				texts_add(c->arena, &near, text(nearest));
		}
	buf_add(b, S("; what may be lacking says missing = \"null\""));
	need_suggest(c->arena, b, &near);
}

/* What seems to stand between the columns where there is only one; NULL if nothing does. */
static const char *another_delimiter(const struct csv_columns *c)
{
	static const struct {
		char byte;
		const char *written;
	} usual[] = {{';', ";"}, {',', ","}, {'\t', "\\t"}, {'|', "|"}};

	for (size_t i = 0; i < sizeof usual / sizeof *usual && c->names.count == 1; i++)
		if (text_find_byte(c->names.at[0], usual[i].byte) < c->names.at[0].len)
			return usual[i].written;
	return NULL;
}

/* "sep=;", which Excel writes before the header, as the delimiter; 0 if it stands not there. */
static char excel_delimiter(const struct csv_columns *c)
{
	Str first = c->names.count > 0 ? c->names.at[0] : S("");

	if (!c->dialect->header || !text_begins(first, S("sep=")) || c->names.count > 2)
		return '\0';
	return first.len == 5 ? first.at[4] : c->dialect->delimiter;
}

static bool lacks(struct csv_columns *c, const bool *met, struct err *e)
{
	struct buf *b = buf_new(c->arena, sizeof e->message);
	const char *delimiter = another_delimiter(c);
	char excel = excel_delimiter(c);

	if (c->dialect->header)
		buf_print(b, "line %ju: ", (uintmax_t)c->header_line);
	buf_add(b, S("no column "));
	need_list(b, c->wanted, c->needs, met, c->need_count);
	if (c->names.count == 0)
		return err_set(e, ERR_FORMAT, "%.*s: without a header columns have no names; ask for them by number, such as "
			"\"#1\"", STR(buf_str(b)));
	buf_add(b, S("; there are "));
	need_names(c->arena, b, &c->names);
	if (excel)
		buf_print(b, "; that line is one of Excel's: skip = 1, and delimiter = \"%s%c\"", excel == '\t' ? "\\" : "",
			excel == '\t' ? 't' : excel);
	else if (delimiter)
		buf_print(b, "; is the delimiter \"%s\"?", delimiter);
	else
		suggest(c, b, met);
	return err_set(e, ERR_FORMAT, "%.*s", STR(buf_str(b)));
}

/* A file of no bytes has no columns and no records. */
static bool require(struct csv_columns *c, struct err *e)
{
	bool *met = arena_array(c->arena, c->need_count + 1, bool), all = true;

	if (c->dialect->header && c->names.count == 0)
		return true;
	for (size_t i = 0; i < c->need_count; i++) {
		met[i] = is_met(c, &c->needs[i]);
		all = all && met[i];
	}
	return all || lacks(c, met, e);
}

static void find_unread(struct csv_columns *c)
{
	bool *read = arena_array(c->arena, c->names.count + 1, bool);

	for (size_t i = 0; i < c->wanted_count; i++)
		if (c->of[i] < c->names.count)
			read[c->of[i]] = true;
	for (size_t i = 0; c->wanted_count > 0 && i < c->names.count; i++)
		if (!read[i] && c->names.at[i].len > 0)
			texts_add(c->arena, &c->unread, c->names.at[i]);
}

void csv_columns_init(struct csv_columns *c, struct arena *a, const struct csv_dialect *dialect,
	const struct path *wanted, size_t count)
{
	*c = (struct csv_columns){.arena = a, .dialect = dialect, .wanted = wanted, .wanted_count = count};
}

void csv_columns_add(struct csv_columns *c, Str name)
{
	texts_add(c->arena, &c->names, normal(c->arena, name));
}

void csv_columns_declared(struct csv_columns *c)
{
	for (size_t i = 0; i < c->dialect->names.count; i++)
		csv_columns_add(c, c->dialect->names.at[i]);
}

void csv_columns_tell(struct csv_columns *c, Str name, Str value)
{
	for (size_t i = 0; i < c->told.count; i++)
		if (text_is(c->told_names.at[i], name)) {
			c->told.at[i] = text_copy(c->arena, value);
			return;
		}
	texts_add(c->arena, &c->told_names, text_copy(c->arena, name));
	texts_add(c->arena, &c->told, text_copy(c->arena, value));
}

static bool mark_carried(struct csv_columns *c, struct err *e)
{
	const struct texts *names = &c->dialect->carried;

	for (size_t k = 0; k < names->count; k++)
		if (c->names.count > 0 && !texts_has(&c->names, normal(c->arena, names->at[k])))
			return err_set(e, ERR_FORMAT, "line %ju: no column %s, which records have from the summary row",
				(uintmax_t)c->header_line, text_quoted(c->arena, names->at[k]));
	if (names->count == 0 || c->wanted_count == 0)
		return true;
	c->is_carried = arena_array(c->arena, c->wanted_count, bool);
	c->carried = arena_array(c->arena, c->wanted_count, Str);
	for (size_t i = 0; i < c->wanted_count; i++)
		for (size_t k = 0; k < names->count; k++)
			if (text_is(wanted_name(c, &c->wanted[i]), normal(c->arena, names->at[k])))
				c->is_carried[i] = true;
	return true;
}

bool csv_columns_find(struct csv_columns *c, struct err *e)
{
	c->of = arena_array(c->arena, c->wanted_count, size_t);
	for (size_t i = 0; i < c->wanted_count; i++)
		if (!resolve(c, &c->wanted[i], &c->of[i], e))
			return false;
	c->unread = (struct texts){0};
	find_unread(c);
	return mark_carried(c, e) && require(c, e);
}

bool csv_check(struct arena *a, const struct csv_dialect *dialect, const struct path *wanted, size_t count,
	       const struct need *need, struct err *e)
{
	struct csv_columns c;

	csv_columns_init(&c, a, dialect, wanted, count);
	c.of = arena_array(a, count, size_t);
	c.needs = need;
	c.need_count = 1;
	if (dialect->header)
		return true;
	csv_columns_declared(&c);
	for (size_t i = 0; i < need->count; i++)
		if (!resolve(&c, &wanted[need->paths[i]], &c.of[need->paths[i]], e))
			return false;
	return require(&c, e);
}
