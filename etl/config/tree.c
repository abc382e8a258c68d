#include "config/tree.h"

#include "base/buf.h"
#include "base/file.h"
#include "config/environment.h"
#include "config/keys.h"
#include "config/like.h"
#include "config/toml.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>

enum { FILE_LIMIT = 64 << 20 };

static const char jobs_toml[] = "jobs.toml";

/* ── merging ── */

/* Adds what stands in from to into. */
static bool merge(struct arena *a, struct node *into, const struct node *from, struct mistakes *m)
{
	bool good = true;

	for (size_t i = 0; i < from->count; i++) {
		struct node *theirs = from->items[i], *ours = node_child(into, theirs->name);

		if (!ours)
			node_add(a, into, theirs);
		else if (ours->kind == NODE_TABLE && theirs->kind == NODE_TABLE)
			good = merge(a, ours, theirs, m) && good;
		else
			good = mistake(m, theirs, "%s is already set at %s:%d:%d", text_quoted(a, theirs->name),
				ours->file, ours->line, ours->column);
	}
	return good;
}

/* ── files ── */

static bool add_file(struct arena *a, const char *folder, Str name, struct node *root, struct mistakes *m)
{
	const char *file = text_z(a, name);
	struct err e = {0};
	struct node *tree;
	Str content;

	if (!file_read(a, path_join(a, folder, file), FILE_LIMIT, &content, &e))
		return mistake_in(m, file, 0, "cannot be read: %s", e.message);
	if (!toml_read(a, file, content, &tree, &e))
		return mistake(m, tree, "%.*s", STR(tree->text));
	return merge(a, root, tree, m);
}

/* The folder may be called anything; only the pattern is one. */
static const char *pattern_of(struct arena *a, const char *folder, const char *pattern)
{
	struct buf *b = buf_new(a, SIZE_MAX / 2);

	for (const char *c = folder; *c; c++) {
		if (strchr("*?[\\", *c))
			buf_byte(b, '\\');
		buf_byte(b, *c);
	}
	return path_join(a, text_z(a, buf_str(b)), pattern);
}

/* A folder that is not there holds no file; one that cannot be read is a mistake. */
static int unreadable(const char *path, int error)
{
	(void)path;
	errno = error;
	return error != ENOENT && error != ENOTDIR;
}

/* Adds the names of the files that match; one that is no pattern must be there. */
static bool find_files(struct arena *a, const char *folder, const struct node *at, Str pattern, struct texts *files,
	struct mistakes *m)
{
	size_t skip = pattern.at[0] == '/' ? 0 : strlen(path_join(a, folder, "x")) - 1;
	glob_t found = {0};
	int result = glob(pattern_of(a, folder, text_z(a, pattern)), GLOB_NOSORT, unreadable, &found);
	const char *cause = strerror(result == GLOB_NOSPACE ? ENOMEM : errno);

	for (size_t i = 0; result == 0 && i < found.gl_pathc; i++) {
		Str name = text_copy(a, text(found.gl_pathv[i] + skip));

		if (!texts_has(files, name) && !text_is(name, text(jobs_toml)))
			texts_add(a, files, name);
	}
	globfree(&found);
	if (result == GLOB_NOMATCH && strcspn(pattern.at, "*?[") == pattern.len)
		return mistake(m, at, "there is no file %s", text_quoted(a, pattern));
	if (result != 0 && result != GLOB_NOMATCH)
		return mistake(m, at, "files %s cannot be listed: %s", text_quoted(a, pattern), cause);
	return true;
}

static int by_name(const void *x, const void *y)
{
	return text_compare(*(const Str *)x, *(const Str *)y);
}

struct included {
	struct texts include;
};

static bool add_included(struct arena *a, const char *folder, struct node *root, struct mistakes *m)
{
	static const struct key keys[] = {KEY(struct included, include, .def = TREE_INCLUDE)};
	const struct node *own = node_get(root, "counterfoil"), *at = node_child(own, S("include"));
	struct included patterns = {{0}};
	struct texts files = {0};
	bool good = true;

	if (at ? !key_texts(a, at, "include", &patterns.include, m) : !keys_read(a, NULL, keys, 1, &patterns, m))
		return false;
	for (size_t i = 0; i < patterns.include.count; i++)
		if (patterns.include.at[i].len > 0)
			good = find_files(a, folder, at, patterns.include.at[i], &files, m) && good;
	if (files.count > 0)
		qsort(files.at, files.count, sizeof *files.at, by_name);
	for (size_t i = 0; i < files.count; i++)
		good = add_file(a, folder, files.at[i], root, m) && good;
	return good;
}

bool tree_read(struct arena *a, const char *folder, Str environment, struct node **root, struct mistakes *m)
{
	bool good;

	*root = node_new(a, NODE_TABLE, &(struct node){.file = jobs_toml, .line = 1, .column = 1});
	good = add_file(a, folder, text(jobs_toml), *root, m)
	    && add_included(a, folder, *root, m);
	good = environment_lay(a, *root, environment, m) && good;
	return like_fill(a, *root, m) && good;
}
