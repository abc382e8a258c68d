#include "base/file.h"

#include "tap.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int entries(const char *folder)
{
	DIR *all = opendir(folder);
	int count = 0;

	while (all && readdir(all))
		count++;
	if (all)
		closedir(all);
	return count - 2;
}

static void reading(struct arena *a, const char *folder)
{
	char *path = path_join(a, folder, "read"), *none = path_join(a, folder, "none");
	struct err e = {0};
	Str content;

	ok(file_write(path, S("a\0b\n"), &e), "writes %s", e.message);
	ok(file_read(a, path, 4, &content, &e), "reads as much as may be %s", e.message);
	is_str(content, S("a\0b\n"), "all of it");
	ok(!file_read(a, path, 3, &content, &e) && e.kind == ERR_SOURCE, "one byte too many");
	is_z(e.message, arena_print(a, "%s: larger than 3 bytes", path), "says so");
	err_clear(&e);
	ok(!file_read(a, none, 10, &content, &e) && e.kind == ERR_SOURCE, "a missing file");
	is_z(e.message, arena_print(a, "%s: cannot open: No such file or directory", none), "says so");
	err_clear(&e);
	ok(!file_read(a, folder, 10, &content, &e) && e.kind == ERR_SOURCE, "a folder: %s", e.message);
	err_clear(&e);
	ok(file_write(path, (Str){NULL, 0}, &e), "writes nothing %s", e.message);
	ok(file_read(a, path, 0, &content, &e) && content.len == 0, "reads nothing %s", e.message);
	ok(file_read(a, "/proc/self/status", 1 << 20, &content, &e) && content.len > 0, "a file of no size %s", e.message);
}

/* Another process reads all the while: each time it sees one whole content. */
static int watch(const char *path, size_t size)
{
	struct arena *a = arena_new(NULL);
	int torn = 0;

	for (int i = 0; i < 300; i++) {
		struct err e = {0};
		Str content;

		if (!file_read(a, path, 2 * size, &content, &e) || content.len != size
		    || memchr(content.at, content.at[0] == 'a' ? 'b' : 'a', size))
			torn++;
		arena_end(a);
	}
	free(a);
	return torn;
}

static void writing(struct arena *a, const char *folder)
{
	enum { SIZE = 200000 };
	char *path = path_join(a, folder, "atomic"), *bytes = arena_raw(a, SIZE);
	struct err e = {0};
	int failed = 0, status = -1;
	pid_t reader;

	memset(bytes, 'a', SIZE);
	ok(file_write(path, (Str){bytes, SIZE}, &e), "writes %s", e.message);
	reader = fork();
	if (reader == 0)
		_exit(watch(path, SIZE) > 0);
	for (int i = 0; i < 50; i++) {
		memset(bytes, i % 2 ? 'a' : 'b', SIZE);
		failed += !file_write(path, (Str){bytes, SIZE}, &e);
	}
	is_int(failed, 0, "fifty times more %s", e.message);
	ok(waitpid(reader, &status, 0) == reader && WIFEXITED(status) && WEXITSTATUS(status) == 0, "no reader saw a part");
}

static void failures(struct arena *a, const char *folder)
{
	char *inside = path_join(a, folder, "sub"), *below = path_join(a, folder, "none/x");
	int before;
	struct err e = {0};
	struct stat status;

	ok(folder_make(path_join(a, inside, "a/b/"), &e) && folder_make(inside, &e), "folders, made twice %s", e.message);
	ok(stat(path_join(a, inside, "a/b"), &status) == 0 && S_ISDIR(status.st_mode), "are there");
	before = entries(folder);
	ok(!file_write(inside, S("x"), &e) && e.kind == ERR_INTERNAL, "no file in the place of a folder: %s", e.message);
	err_clear(&e);
	ok(!file_write(below, S("x"), &e) && e.kind == ERR_INTERNAL, "no file without its folder: %s", e.message);
	is_int(entries(folder), before, "nothing is left behind");
	err_clear(&e);
	ok(!folder_make(path_join(a, folder, "read/x"), &e) && e.kind == ERR_INTERNAL, "nor one in a file: %s", e.message);
	err_clear(&e);
	ok(!folder_sync(below, &e), "no folder to sync: %s", e.message);
	ok(file_exists(inside) && !file_exists(below), "what is there");
	err_clear(&e);
	/* What a process of our number left when it was killed does not stand in the way. */
	ok(file_write(arena_print(a, "%s/kept.new-%ld-0", folder, (long)getpid()), S("old"), &e), "left by another");
	ok(file_write(path_join(a, folder, "kept"), S("x"), &e), "is passed by %s", e.message);
}

static void names(struct arena *a)
{
	is_z(path_join(a, "a", "b"), "a/b", "a and b");
	is_z(path_join(a, "a/", "b"), "a/b", "a/ and b");
	is_z(path_join(a, "a", "/b"), "/b", "an absolute name");
	is_z(path_join(a, "", "b"), "b", "no folder");
	is_z(path_folder(a, "a/b/c"), "a/b", "folder of a/b/c");
	is_z(path_folder(a, "c"), ".", "folder of c");
	is_z(path_folder(a, "/c"), "/", "folder of /c");
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	char folder[] = "/tmp/counterfoil-file-XXXXXX";

	if (!mkdtemp(folder)) {
		ok(false, "a folder to test in");
		return done();
	}
	reading(a, folder);
	writing(a, folder);
	failures(a, folder);
	names(a);
	ok(system(arena_print(a, "rm -rf %s", folder)) == 0, "cleaned up");
	arena_end(a);
	free(a);
	return done();
}
