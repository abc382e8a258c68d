/* What the index has no room for, put aside and read back: in order, by part, whatever fits in memory; and files that
 * cannot be made, grow no further, or lose their end. */
#include "stage/spill.h"

#include "base/file.h"
#include "chance.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { ITEMS = 5000 };

static struct arena *memory;
static const char *folder;

static struct spilled some_item(size_t i)
{
	return (struct spilled){{chance() & (UINT64_C(0x3) << 56 | 0xFFFF), i}, chance(), (int64_t)i, i};
}

static bool is_same(const struct spilled *x, const struct spilled *y)
{
	return hash_is(x->key, y->key) && x->row == y->row && x->version == y->version && x->record == y->record;
}

/* Whether each part gives back what was put into it, in its order. */
static bool gives_back(struct spill *s, const struct spilled *items, struct err *e)
{
	size_t found = 0, counted = 0;

	for (size_t part = 0; part < SPILL_PARTS; part++) {
		struct spilled item;
		size_t at = 0;

		counted += spill_count(s, part);
		spill_turn(s, part);
		while (spill_next(s, &item, e)) {
			while (at < ITEMS && items[at].key.high >> 56 != part)
				at++;
			if (at == ITEMS || !is_same(&item, &items[at++]))
				return false;
			found++;
		}
	}
	return e->kind == ERR_NONE && found == ITEMS && counted == ITEMS;
}

static void there_and_back(int64_t room)
{
	struct arena *a = arena_new(memory);
	struct spilled *items = arena_array(a, ITEMS, struct spilled);
	struct err e = {0};
	struct spill *s;
	bool put = spill_new(a, folder, room, &s, &e);

	for (size_t i = 0; put && i < ITEMS; i++) {
		items[i] = some_item(i);
		put = spill_put(s, &items[i], &e);
	}
	ok(put && gives_back(s, items, &e), "%d items in room for %" PRId64 " bytes %s", ITEMS, room, e.message);
	arena_end(a);
}

/* The number of the file that has no name any more. */
static int file_without_name(void)
{
	for (int fd = 3; fd < 100; fd++) {
		char path[64], to[4096];
		ssize_t size;

		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		size = readlink(path, to, sizeof to);
		if (size > 0 && text_find((Str){to, (size_t)size}, S(".known-")) < (size_t)size)
			return fd;
	}
	return -1;
}

static void cut_off(void)
{
	struct arena *a = arena_new(memory);
	struct spilled item = some_item(1);
	struct err e = {0};
	struct spill *s;
	bool good = spill_new(a, folder, 1, &s, &e) && spill_put(s, &item, &e) && spill_put(s, &item, &e);

	ok(good && ftruncate(file_without_name(), sizeof item) == 0, "a file is cut off %s", e.message);
	spill_turn(s, item.key.high >> 56);
	ok(spill_next(s, &item, &e) && !spill_next(s, &item, &e) && e.kind == ERR_INTERNAL
		&& text_find(text(e.message), S(": shorter than it was written")) < strlen(e.message), "and says so: %s",
		e.message);
	arena_end(a);
}

static void full(void)
{
	struct arena *a = arena_new(memory);
	struct rlimit before, limit;
	struct spilled item = some_item(1);
	struct err e = {0};
	struct spill *s;
	bool good = spill_new(a, folder, 1, &s, &e);
	int count = 0;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit = (struct rlimit){5 * sizeof item / 2, before.rlim_max};
	setrlimit(RLIMIT_FSIZE, &limit);
	while (good && count < 10 && spill_put(s, &item, &e))
		count++;
	setrlimit(RLIMIT_FSIZE, &before);
	ok(good && count == 2, "a file has room for two items and a half: %d", count);
	ok(e.kind == ERR_INTERNAL && text_find(text(e.message), S(": cannot write: File too large")) < strlen(e.message),
		"and then says so: %s", e.message);
	arena_end(a);
}

static void not_made(void)
{
	struct arena *a = arena_new(memory);
	const char *file = path_join(a, folder, "file");
	struct rlimit before, none;
	struct err e = {0};
	struct spill *s;

	ok(file_write(file, S("x"), &e) && !spill_new(a, file, 1, &s, &e), "a file is no folder: %s", e.message);
	err_clear(&e);
	getrlimit(RLIMIT_NOFILE, &before);
	none = (struct rlimit){3, before.rlim_max};
	setrlimit(RLIMIT_NOFILE, &none);
	ok(!spill_new(a, folder, 1, &s, &e) && e.kind == ERR_TEMPORARY, "as many files are open as may be: %s", e.message);
	setrlimit(RLIMIT_NOFILE, &before);
	unlink(file);
	(void)!rmdir(folder);
	arena_end(a);
}

int main(void)
{
	char made[] = "/tmp/counterfoil-spill-XXXXXX";

	memory = arena_new(NULL);
	chance_open();
	folder = mkdtemp(made);
	there_and_back(1);
	there_and_back((int64_t)(3 * SPILL_PARTS * sizeof(struct spilled)));
	there_and_back(INT64_C(1) << 40);
	cut_off();
	full();
	ok(rmdir(folder) == 0 && mkdir(folder, 0700) == 0, "nothing is left of it");
	not_made();
	arena_end(memory);
	return done();
}
