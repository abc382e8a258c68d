#include "map/compile.h"
#include "map/keys.h"
#include "map/stamp.h"

static bool one_path(struct compile *c, const struct node *at, Str path, bool many, struct spec *s)
{
	int *paths = arena_new_of(c->a, int);

	*paths = compile_path(c, at, path, many);
	s->source.paths = paths;
	s->source.count = 1;
	return *paths >= 0;
}

/* Which of the texts are paths to one value each; fills the source's list. */
static bool paths_of(struct compile *c, const struct node *at, const Str *texts, size_t count, struct spec *s)
{
	int *paths = arena_array(c->a, count + 1, int);
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		paths[i] = compile_path(c, at, texts[i], false);
		good = paths[i] >= 0 && good;
	}
	s->source.paths = paths;
	s->source.count = count;
	return good;
}

/* The separator of join stands behind the path, after a colon that is in no braces or quotes. */
static size_t end_of_path(Str s)
{
	int depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '"')
			quoted = !quoted;
		depth += s.at[i] == '{' ? 1 : s.at[i] == '}' ? -1 : 0;
		if (s.at[i] == ':' && depth == 0 && !quoted)
			return i;
	}
	return s.len;
}

static bool read_get(struct compile *c, const struct node *at, Str get, struct spec *s)
{
	static const char *const names[] = {[AGGREGATE_SUM] = "sum:", [AGGREGATE_COUNT] = "count:",
		[AGGREGATE_MIN] = "min:",
		[AGGREGATE_MAX] = "max:", [AGGREGATE_ANY] = "any:", [AGGREGATE_ALL] = "all:", [AGGREGATE_JOIN] = "join:"};
	size_t end;
	Str path;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!text_begins(get, text(names[i])))
			continue;
		s->source.kind = SOURCE_AGGREGATE;
		s->source.aggregate = (enum aggregate)i;
		path = text_from(get, strlen(names[i]));
		end = end_of_path(path);
		s->source.constant = end < path.len ? text_from(path, end + 1) : S(",");
		if (s->source.aggregate == AGGREGATE_JOIN)
			path = text_head(path, end);
		return one_path(c, at, path, true, s);
	}
	s->source.kind = SOURCE_PATH;
	return one_path(c, at, get, false, s);
}

static bool read_any(struct compile *c, const struct node *at, const struct texts *paths, struct spec *s)
{
	s->source.kind = SOURCE_ANY;
	return paths_of(c, at, paths->at, paths->count, s);
}

static bool read_const(struct compile *c, const struct node *n, struct spec *s)
{
	s->source.kind = SOURCE_CONST;
	if (!node_scalar(c->a, n, &s->source.constant))
		return mistake(c->m, n, "\"const\" must be a single value");
	return true;
}

/* Literals and {paths} by turns; {{ and }} are braces. */
static bool read_template(struct compile *c, const struct node *at, Str t, struct spec *s)
{
	struct texts paths = {0}, literals = {0};
	char *literal = text_z(c->a, t);
	size_t n = 0;

	s->source.kind = SOURCE_TEMPLATE;
	for (size_t i = 0; i < t.len; i++) {
		bool doubled = i + 1 < t.len && t.at[i + 1] == t.at[i];
		size_t end;

		if ((t.at[i] != '{' && t.at[i] != '}') || doubled) {
			literal[n++] = t.at[i];
			i += (t.at[i] == '{' || t.at[i] == '}');
			continue;
		}
		end = text_find_byte(text_from(t, i), '}');
		if (t.at[i] == '}' || i + end == t.len)
			return mistake(c->m, at,
				"\"template\" has a brace without its other; {{ and }} stand for braces themselves");
		texts_add(c->a, &literals, text_copy(c->a, (Str){literal, n}));
		texts_add(c->a, &paths, text_head(text_from(t, i + 1), end - 1));
		n = 0;
		i += end;
	}
	texts_add(c->a, &literals, text_copy(c->a, (Str){literal, n}));
	s->source.literals = literals.at;
	return paths_of(c, at, paths.at, paths.count, s);
}

/* A constant offset is kept apart: the format has no place for it. */
static bool read_compose(struct compile *c, const struct node *n, struct spec *s)
{
	struct compose_keys k = {0};
	Str paths[3];
	size_t count = 2;

	if (!keys_read(c->a, n, compose_key_rows, compose_key_count, &k, c->m))
		return false;
	paths[0] = k.date;
	paths[1] = k.time;
	if (k.offset.at && !(s->time.has_offset = offset_read(k.offset, &s->time.offset)))
		paths[count++] = k.offset;
	s->source.kind = SOURCE_COMPOSE;
	return paths_of(c, n, paths, count, s);
}

static bool read_pair(struct compile *c, const struct node *n, struct spec *s)
{
	struct pair_keys k = {0};
	int *paths = arena_array(c->a, 2, int);

	if (!keys_read(c->a, n, pair_key_rows, pair_key_count, &k, c->m))
		return false;
	paths[0] = compile_path(c, n, text(arena_print(c->a, "%.*s.%.*s", STR(k.list), STR(k.name))), true);
	paths[1] = compile_path(c, n, text(arena_print(c->a, "%.*s.%.*s", STR(k.list), STR(k.value))), true);
	s->source = (struct source){.kind = SOURCE_PAIR, .paths = paths, .count = 2, .constant = k.is};
	return paths[0] >= 0 && paths[1] >= 0;
}

bool source_read(struct compile *c, const struct node *n, const struct field_keys *k, struct spec *s)
{
	int count = (k->get.at != NULL) + (k->get_any.at != NULL) + (k->constant != NULL) + (k->meta != META_NONE)
		+ (k->template.at != NULL) + (k->compose != NULL) + (k->pair != NULL);

	if (count != 1)
		return mistake(c->m, n, "%.*s needs %s source: get, get_any, const, meta, template, compose or pair",
			STR(s->name),
			count ? "exactly one" : "a");
	if (k->get.at)
		return read_get(c, node_place(n, "get"), k->get, s);
	if (k->get_any.at)
		return read_any(c, node_place(n, "get_any"), &k->get_any, s);
	if (k->constant)
		return read_const(c, k->constant, s);
	if (k->meta != META_NONE) {
		s->source = (struct source){.kind = SOURCE_META, .meta = (enum meta)k->meta};
		return true;
	}
	if (k->template.at)
		return read_template(c, node_place(n, "template"), k->template, s);
	return k->compose ? read_compose(c, k->compose, s) : read_pair(c, k->pair, s);
}
