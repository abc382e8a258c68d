#include "config/secret.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MAX = 64 * 1024 };

static const char opening[] = "${secret:";

static bool is_name(Str name)
{
	static const char marks[] = "_-.";

	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || memchr(marks, c, 3)))
			return false;
	}
	return name.len > 0 && name.len <= 100 && name.at[0] != '.';
}

static bool close_after(int file, bool good)
{
	close(file);
	return good;
}

/* A file that is not as it should be is the user's to mend; what the machine lacks now, it may have later. */
static bool cannot_read(const char *path, struct err *e)
{
	bool passes = errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == EIO;

	return err_set(e, passes ? ERR_TEMPORARY : ERR_CONFIG, "%s: %s", path, strerror(errno));
}

/* The content of an open file; it is read here and not as other files are, because its mode must be that of what is
 * read. */
static bool read_open(struct arena *a, int file, const char *path, bool may_be_open, Str *value, struct err *e)
{
	char *bytes = arena_alloc(a, SECRET_MAX + 1);
	struct stat s;
	ssize_t n;

	if (fstat(file, &s) != 0 || !S_ISREG(s.st_mode))
		return err_set(e, ERR_CONFIG, "%s: is no file", path);
	if (!may_be_open && (s.st_mode & S_IROTH))
		return err_set(e, ERR_CONFIG, "%s: a secret that all may read is refused; chmod o-r it", path);
	value->at = bytes;
	value->len = 0;
	while ((n = read(file, bytes + value->len, SECRET_MAX + 1 - value->len)) > 0)
		value->len += (size_t)n;
	if (n < 0)
		return cannot_read(path, e);
	return value->len <= SECRET_MAX || err_set(e, ERR_CONFIG, "%s: is larger than any secret", path);
}

/* found is false, and nothing failed, if there is no such file and it need not be there. */
static bool read_file(struct arena *a, const char *path, bool must_exist, bool may_be_open, Str *value, bool *found,
	struct err *e)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	*found = file >= 0;
	if (file < 0 && !must_exist && (errno == ENOENT || errno == ENOTDIR))
		return true;
	if (file < 0)
		return cannot_read(path, e);
	return close_after(file, read_open(a, file, path, may_be_open, value, e));
}

/* *where: the file or the variable that has it, NULL if it is nowhere. */
static bool look_up(struct arena *a, const char *name, Str *value, const char **where, struct err *e)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY"), *variable = arena_print(a, "COUNTERFOIL_SECRET_%s", name);
	const char *plain = getenv(variable);
	const struct {
		const char *path;
		bool must_exist, may_be_open;
	} files[] = {{folder ? arena_print(a, "%s/%s", folder, name) : NULL, false, true},
		{getenv(arena_print(a, "%s_FILE", variable)), true, false},
		{arena_print(a, "/run/secrets/%s", name), false, true}};
	bool found = false;

	*where = NULL;
	for (size_t i = 0; i < sizeof files / sizeof *files && !found; i++) {
		if (files[i].path
		    && !read_file(a, files[i].path, files[i].must_exist, files[i].may_be_open, value, &found, e))
			return false;
		*where = found ? files[i].path : NULL;
	}
	if (!found && plain) {
		*value = text_copy(a, text(plain));
		*where = variable;
	}
	return true;
}

static bool find(struct arena *a, Str name, Str *value, const char **where, struct err *e)
{
	const char *z = text_z(a, name);

	if (!is_name(name))
		return err_set(e, ERR_CONFIG, "%s cannot be the name of a secret; use letters, digits, _ and -",
			text_quoted(a, name));
	if (!look_up(a, z, value, where, e))
		return err_in(e, "secret \"%s\"", z);
	if (!*where)
		return err_set(e, ERR_CONFIG, "secret \"%s\" is nowhere: not in $CREDENTIALS_DIRECTORY/%s, "
			"COUNTERFOIL_SECRET_%s_FILE, /run/secrets/%s or COUNTERFOIL_SECRET_%s", z, z, z, z, z);
	if (text_ends(*value, S("\n")))
		value->len--;
	return value->len > 0 || err_set(e, ERR_CONFIG, "secret \"%s\" is empty", z);
}

bool secret_read(struct arena *a, Str name, Str *value, struct err *e)
{
	const char *where;

	return find(a, name, value, &where, e);
}

bool secret_where(struct arena *a, Str name, const char **where, struct err *e)
{
	struct arena *memory = arena_new(a);
	const char *found = NULL;
	Str value;
	bool ok = find(memory, name, &value, &found, e);

	*where = ok ? arena_print(a, "%s", found) : NULL;
	arena_end(memory);
	return ok;
}

bool secret_fill(struct arena *a, Str s, Str *filled, struct err *e)
{
	struct buf *b = buf_new(a, SIZE_MAX / 2);
	Str name = {0}, value = {0};

	for (size_t at; (at = text_find(s, text(opening))) < s.len;) {
		buf_add(b, text_head(s, at));
		if (!text_cut(text_from(s, at + strlen(opening)), '}', &name, &s))
			return err_set(e, ERR_CONFIG, "\"${secret:\" without a \"}\"");
		if (!secret_read(a, name, &value, e))
			return false;
		buf_add(b, value);
	}
	buf_add(b, s);
	*filled = text_copy(a, buf_str(b));
	return true;
}

void secret_names(struct arena *a, Str s, struct texts *names)
{
	Str name = {0};

	for (size_t at; (at = text_find(s, text(opening))) < s.len;)
		if (text_cut(text_from(s, at + strlen(opening)), '}', &name, &s) && !texts_has(names, name))
			texts_add(a, names, name);
}

void secret_names_in(struct arena *a, const struct node *n, struct texts *names)
{
	if (n && n->kind == NODE_TEXT)
		secret_names(a, n->text, names);
	for (size_t i = 0; n && i < n->count; i++)
		secret_names_in(a, n->items[i], names);
}
