/* Landings: written, read back, damaged, killed. */
#include "tap.h"

#include "base/buf.h"
#include "base/file.h"
#include "extract/aside.h"
#include "extract/blob.h"
#include "extract/landing_write.h"
#include "extract/manifest.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each call of the system that changes what is on disk is a point at which the process may be killed. */
static int calls_left = -1;

static void count_call(void)
{
	if (calls_left == 0)
		kill(getpid(), SIGKILL);
	if (calls_left > 0)
		calls_left--;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	count_call();
	return syscall(SYS_write, fd, bytes, size);
}

int fsync(int fd)
{
	count_call();
	return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
	count_call();
	return (int)syscall(SYS_rename, from, to);
}

int mkdir(const char *path, mode_t mode)
{
	count_call();
	return (int)syscall(SYS_mkdir, path, mode);
}

/* What happens to a file while it is copied: a command for the shell, once, after the first block was read. */
static const char *change_after_read;

ssize_t read(int fd, void *room, size_t size)
{
	ssize_t got = syscall(SYS_read, fd, room, size);
	const char *change = change_after_read;

	if (change && size == LANDING_BLOCK) {
		change_after_read = NULL;
		if (system(change) != 0)
			printf("# cannot change: %s\n", change);
	}
	return got;
}

/* ── what the tests write and count ────────────────────────────────────────────────────────────────────────────── */

static const char *scratch;
static struct err no_err;

static const char *in(struct arena *a, const char *name)
{
	return path_join(a, scratch, name);
}

static const char *shell(struct arena *a, const char *command)
{
	char line[4096] = "";
	FILE *pipe = popen(arena_print(a, "cd '%s' && { %s; } 2>&1", scratch, command), "r");
	size_t got = pipe ? fread(line, 1, sizeof line - 1, pipe) : 0;

	if (pipe)
		pclose(pipe);
	return text_z(a, text_trim((Str){line, got}));
}

/* Bytes that neither repeat nor compress to nothing, the same for the same seed. */
static Str noise(struct arena *a, size_t size, uint32_t seed)
{
	char *bytes = arena_raw(a, size + 1);

	for (size_t i = 0; i < size; i++) {
		seed = seed * 1664525 + 1013904223;
		bytes[i] = (char)('a' + (seed >> 24) % 20);
	}
	return (Str){bytes, size};
}

static void put(struct arena *a, const char *name, Str content)
{
	struct err e = no_err;

	if (!file_write(in(a, name), content, &e))
		printf("Bail out! %s\n", e.message);
}

static struct landing facts(void)
{
	return (struct landing){
		.extract = S("shop.orders"), .business_date = 20543, .landed_at = 20544 * DAY + 5,
		.as_of = 20544 * DAY, .as_of_source = S("name"), .proof = PROOF_STRUCTURE,
	};
}

static bool land(struct arena *a, const char *const *names, size_t count, int64_t run, struct landing *l,
	struct err *e)
{
	struct landing_draft *d;

	*l = facts();
	if (!landing_begin(a, in(a, "landings"), &d, e))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct landing_file file = {.path = in(a, names[i]), .name = text(names[i]), .part = S("")};

		if (!landing_add(d, &file, e))
			return false;
	}
	return landing_seal(d, run, l, e);
}

static bool read_back(struct arena *a, const struct landing *l, size_t part, struct buf *content, struct err *e)
{
	struct landing_stream *s;
	Str bytes = S("-");

	if (!landing_stream_open(a, l, part, &s, e))
		return false;
	while (bytes.len > 0) {
		if (!landing_stream_next(s, &bytes, e))
			return false;
		buf_add(content, bytes);
	}
	return true;
}

static void is_err(const struct err *e, enum err_kind kind, const char *words, const char *what)
{
	ok(e->kind == kind && strstr(e->message, words), "%s", what);
	if (e->kind != kind || !strstr(e->message, words))
		printf("#   got:  %d %s\n#   want: %d %s\n", (int)e->kind, e->message, (int)kind, words);
}

/* ── tests ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static void test_round_trip(struct arena *a)
{
	static const char *const names[] = {"a.csv", "b.csv", "c.csv"};
	const Str want[] = {noise(a, 3 * LANDING_BLOCK + 17, 1), noise(a, LANDING_BLOCK, 2), S("x")};
	struct landing l, *back = NULL;
	struct err e = no_err;

	for (size_t i = 0; i < 3; i++)
		put(a, names[i], want[i]);
	ok(land(a, names, 3, 7, &l, &e), "three files are landed%s", e.message);
	is_z(l.manifest, "manifests/shop.orders/2026-03-31-7-1.json",
		"the manifest has its name");
	ok(landing_open(a, l.folder, text(l.manifest), l.seal, &back, &e), "and opened by their seal%s", e.message);
	is_int((int64_t)back->part_count, 3, "with three parts");
	ok(digest_is(back->content, l.content), "and the same content");
	is_str(manifest_write(a, back), manifest_write(a, &l), "the manifest reads as it was written");
	for (size_t i = 0; i < 3; i++) {
		struct buf *got = buf_new(a, SIZE_MAX);

		ok(read_back(a, back, i, got, &e), "part %zu is read%s", i, e.message);
		ok(text_is(buf_str(got), want[i]), "and has the bytes of its file");
	}
	is_z(shell(a, "for f in a b c; do d=$(zstd -dc landings/blobs/*/*.zst | wc -c); done; echo $d"),
		arena_print(a, "%zu", want[0].len + want[1].len + want[2].len), "zstd unpacks the blobs, all bytes of them");
	is_z(shell(a, "ls landings/blobs/tmp | wc -l"), "0", "nothing is left aside");
	ok(land(a, names, 3, 7, &l, &e) && text_ends(text(l.manifest), S("-7-2.json")),
		"the same run again has its own manifest");
	ok(land(a, names + 1, 2, 8, &l, &e), "other parts of the same files");
	is_z(shell(a, "ls landings/blobs/*/*.zst | wc -l"), "3", "equal bytes are stored once");
}

static void test_seek(struct arena *a)
{
	static const char *const names[] = {"a.csv"};
	Str want = noise(a, 3 * LANDING_BLOCK + 17, 1), bytes;
	const size_t places[] = {0, 1, LANDING_BLOCK - 1, LANDING_BLOCK, 2 * LANDING_BLOCK + 5, want.len - 1};
	struct landing_stream *s;
	struct landing l;
	struct err e = no_err;

	ok(land(a, names, 1, 9, &l, &e) && landing_stream_open(a, &l, 0, &s, &e), "a landing to seek in");
	is_int((int64_t)landing_stream_size(s), (int64_t)want.len, "its size is known");
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		ok(landing_stream_seek(s, places[i], &e) && landing_stream_next(s, &bytes, &e) && bytes.len > 0
		   && text_begins(text_from(want, places[i]), bytes), "bytes from %zu", places[i]);
	ok(landing_stream_seek(s, want.len, &e) && landing_stream_next(s, &bytes, &e) && bytes.len == 0,
		"nothing at the end");
	ok(!landing_stream_seek(s, want.len + 1, &e), "no place past the end");
}

static void flip(const char *path, off_t at)
{
	int fd = open(path, O_RDWR);
	char byte = 0;

	if (pread(fd, &byte, 1, at) == 1) {
		byte = (char)(byte ^ 0x40);
		if (pwrite(fd, &byte, 1, at) != 1)
			printf("# cannot damage %s\n", path);
	}
	close(fd);
}

static void test_tampering(struct arena *a, const struct landing *l)
{
	const char *path = path_join(a, l->folder, l->manifest);
	struct err e = no_err;
	struct landing *back;
	Str manifest;

	for (off_t at = 0; at < 400; at += 57) {
		struct err tampered = no_err;

		flip(path, at);
		ok(!landing_open(a, l->folder, text(l->manifest), l->seal, &back, &tampered) && tampered.kind == ERR_SOURCE,
			"a manifest with another byte %d is refused", (int)at);
		flip(path, at);
	}
	if (!file_read(a, path, 1 << 20, &manifest, &e))
		printf("Bail out! %s\n", e.message);
	for (size_t cut = 0, refused = 0; cut <= manifest.len - 1; cut++) {
		struct landing half = {0};
		struct err short_err = no_err;

		refused += !manifest_read(a, text_head(manifest, cut), &half, &short_err);
		if (cut == manifest.len - 2)
			is_int((int64_t)refused, (int64_t)cut + 1, "no manifest cut short is read");
	}
}

static void test_damage(struct arena *a)
{
	static const char *const names[] = {"damage.csv"};
	struct landing l;
	struct err e = no_err;
	struct stat status = {0};
	const char *path;

	put(a, names[0], noise(a, 3 * LANDING_BLOCK + 17, 3));
	ok(land(a, names, 1, 10, &l, &e), "a landing to damage%s", e.message);
	path = blob_path(a, l.folder, l.parts[0].digest);
	stat(path, &status);
	for (int i = 0; i < 4; i++) {
		off_t at = i < 3 ? status.st_size / 3 * i + status.st_size / 6 : status.st_size - 60;

		e = no_err;
		flip(path, at);
		ok(!read_back(a, &l, 0, buf_new(a, SIZE_MAX), &e), "damage in block %d is found", i + 1);
		is_err(&e, ERR_SOURCE, arena_print(a, "block %d of 4 is damaged", i + 1), "and the block is named");
		ok(strstr(e.message, "damage.csv") && strstr(e.message, path), "with blob and file");
		flip(path, at);
	}
	e = no_err;
	ok(read_back(a, &l, 0, buf_new(a, SIZE_MAX), &e), "mended, it is read again%s", e.message);
	for (off_t from_end = 1; from_end < 57; from_end += 11) {
		struct err table = no_err;

		flip(path, status.st_size - from_end);
		ok(!read_back(a, &l, 0, buf_new(a, SIZE_MAX), &table) && table.kind == ERR_SOURCE,
			"damage %d bytes before the end is found", (int)from_end);
		flip(path, status.st_size - from_end);
	}
	flip(path, 1000);
	ok(land(a, names, 1, 10, &l, &e) && read_back(a, &l, 0, buf_new(a, SIZE_MAX), &e),
		"landing the same bytes again mends a damaged blob%s", e.message);
	ok(truncate(path, status.st_size / 2) == 0 && !read_back(a, &l, 0, buf_new(a, SIZE_MAX), &e),
		"a blob cut off is found");
	is_err(&e, ERR_SOURCE, "damaged", "and said");
	e = no_err;
	unlink(path);
	ok(!read_back(a, &l, 0, buf_new(a, SIZE_MAX), &e), "a missing blob is found");
	is_err(&e, ERR_SOURCE, "cannot open", "and said");
	test_tampering(a, &l);
}

static void test_names(struct arena *a)
{
	static const char *const names[] = {"odd \"name\"\\ \n\tü.csv"};
	struct landing l, *back = NULL;
	struct err e = no_err;

	put(a, names[0], S("1"));
	ok(land(a, names, 1, 11, &l, &e) && landing_open(a, l.folder, text(l.manifest), l.seal, &back, &e),
		"an odd file name%s", e.message);
	is_str(back->parts[0].name, text(names[0]), "comes back as it was");
	ok(back->parts[0].changed > 0 && back->parts[0].changed == l.parts[0].changed, "with the file's own time");
}

/* How far a list was read, and what of it there was not, is known to whoever opens its landing later. */
static void test_reading(struct arena *a)
{
	for (int n = 0; n < 8; n++) {
		struct landing l = facts(), back = {0};
		struct err e = no_err;
		Str manifest, list = S("\"skipped\": [");

		l.cursor = n & 1 ? S("2026-03-31T22:00:00Z") : S("");
		l.in_full = (n & 3) == 3;
		for (int i = 0; i < n / 4 * 2; i++)
			texts_add(a, &l.skipped, text(arena_print(a, "\"%d\" (status 404)", i)));
		l.content = manifest_content(a, &l);
		manifest = manifest_write(a, &l);
		ok(manifest_read(a, manifest, &back, &e) && text_is(back.cursor, l.cursor) && back.in_full == l.in_full
			&& back.skipped.count == l.skipped.count, "reading %d comes back%s", n, e.message);
		is_str(manifest_write(a, &back), manifest, "byte for byte");
		ok((strstr(text_z(a, manifest), list.at) != NULL) == (n >= 4), "and says what was left out, if anything was");
	}
}

/* A part as an answer has it, or a file. */
static struct landing_part part_with(struct arena *a, unsigned members, const struct landing_block *block)
{
	struct landing_part p = {.name = S("GET https://shop/a?b=\"1\""), .part = members & 1 ? S("BER") : S(""),
		.changed = members & 2 ? 1774994400000000 : INSTANT_NONE, .size = block->size, .blocks = block,
		.block_count = 1, .digest = blob_digest(a, block, 1)};

	if (!(members & 4))
		return p;
	p.status = 200;
	p.sent = members & 8 ? S("{\"a\": \"\\\t\"}") : (Str){0};
	if (members & 16)
		http_fields_add(a, &p.fields, S("Date"), S("Wed, 01 Apr 2026 02:30:00 GMT"));
	p.is_counted = members & 32;
	p.stated = p.is_counted ? 7 : 0;
	return p;
}

/* Each member that may be lacking, with each other one. */
static void test_members(struct arena *a)
{
	static const struct landing_block block = {.size = 11};
	struct landing_step step = {.request = S("POST https://shop/reports"), .status = 202, .at = 1774994400000000,
		.says = S("created 4711")};
	size_t same = 0;

	for (unsigned members = 0; members < 1 << 13; members++) {
		struct landing l = facts(), back = {0};
		struct landing_part part = part_with(a, members, &block);
		struct err e = no_err;
		Str manifest;

		l.as_of = members & 64 ? 1774994400000000 : INSTANT_NONE;
		l.cursor = members & 128 ? S("s50") : S("");
		l.in_full = (members & 384) == 384;
		l.resumed = members & 512 ? 3 : 0;
		l.resumed_from = members & 512 ? 1774990800000000 : 0;
		l.proof = members & 1024 ? PROOF_REPORT : PROOF_PAGES;
		if (members & 1024)
			texts_add(a, &l.missing_parts, S("HAM"));
		if (members & 2048)
			texts_add(a, &l.skipped, S("4711 (status 404)"));
		step.sent = members & 256 ? S("{}") : (Str){0};
		l.steps = &step;
		l.step_count = members & 4096 ? 1 : 0;
		l.parts = &part;
		l.part_count = 1;
		l.content = manifest_content(a, &l);
		manifest = manifest_write(a, &l);
		same += manifest_read(a, manifest, &back, &e) && text_is(manifest_write(a, &back), manifest)
		    && back.resumed == l.resumed && back.resumed_from == l.resumed_from && back.step_count == l.step_count
		    && back.parts[0].is_counted == part.is_counted && back.parts[0].stated == part.stated
		    && back.parts[0].fields.count == part.fields.count && back.parts[0].sent.len == part.sent.len;
	}
	is_int((int64_t)same, 1 << 13, "every set of members comes back as it was written");
}

static void test_bad_files(struct arena *a)
{
	static const struct {
		const char *name, *make, *words;
		enum err_kind kind;
	} cases[] = {
		{"none.csv", "true", "cannot open", ERR_SOURCE},
		{"empty.csv", ": > empty.csv", "is empty", ERR_SOURCE},
		{"folder.csv", "mkdir folder.csv", "is a folder", ERR_SOURCE},
		{"pipe.csv", "mkfifo pipe.csv", "no regular file", ERR_SOURCE},
		{"loop.csv", "ln -s loop.csv loop.csv", "cannot open", ERR_SOURCE},
		{"closed.csv", "echo x > closed.csv; chmod 000 closed.csv", "Permission denied", ERR_SOURCE},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err e = no_err;
		struct landing l;

		shell(a, cases[i].make);
		/* Root may read every file, so it is somebody else for a moment. */
		if (seteuid(getuid() == 0 ? 65534 : getuid()) < 0)
			printf("Bail out! cannot give up rights\n");
		ok(!land(a, &cases[i].name, 1, 12, &l, &e), "%s is refused", cases[i].name);
		if (seteuid(getuid()) < 0)
			printf("Bail out! cannot take rights back\n");
		is_err(&e, cases[i].kind, cases[i].words, "and it is said why");
		ok(strstr(e.message, cases[i].name), "with its name");
	}
	is_z(shell(a, "ls landings/blobs/tmp | wc -l; ls landings/manifests/shop.orders | grep -c -- -12-"), "0\n0",
		"nothing of it is left");
}

/* Each change comes after the file was opened and its first block was read. */
static void test_changing(struct arena *a)
{
	static const struct {
		const char *what, *change;
	} cases[] = {
		{"grows", "printf x >> moving.csv"},
		{"shrinks", "truncate -s 100 moving.csv"},
		{"is overwritten", "printf x | dd of=moving.csv conv=notrunc 2>/dev/null"},
		{"is replaced", "cp -p moving.csv other.csv; mv other.csv moving.csv"},
		{"vanishes", "rm moving.csv"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		static const char *const names[] = {"moving.csv"};
		struct err e = no_err;
		struct landing l;

		put(a, names[0], noise(a, 2 * LANDING_BLOCK, 9));
		/* Its time is long ago, so that no change falls into the same tick of the clock. */
		shell(a, "touch -d 2026-03-31T22:00:00Z moving.csv");
		change_after_read = arena_print(a, "cd '%s' && { %s; }", scratch, cases[i].change);
		ok(!land(a, names, 1, 13, &l, &e), "a file that %s", cases[i].what);
		is_err(&e, ERR_TEMPORARY, "while it was copied", "is to be tried again");
	}
	is_z(shell(a, "rm -f moving.csv; ls landings/blobs/tmp | wc -l"), "0", "nothing of them is left aside");
}

/* The process is killed before its first, second, third … call that changes the disk, until it gets through. */
static void test_kill(struct arena *a)
{
	static const char *const names[] = {"kill_a.csv", "kill_b.csv"};
	bool through = false, whole = true, clean = true;
	int point = 0;
	struct err e = no_err;
	struct landing l;

	put(a, names[0], noise(a, LANDING_BLOCK + 100, 20));
	put(a, names[1], noise(a, 100, 21));
	for (; !through && point < 200; point++) {
		pid_t child;
		int status;
		size_t removed = 0;

		shell(a, "rm -rf landings");
		child = fork();
		if (child == 0) {
			calls_left = point;
			_exit(land(a, names, 2, 30, &l, &e) ? 0 : 1);
		}
		waitpid(child, &status, 0);
		through = WIFEXITED(status) && WEXITSTATUS(status) == 0;
		whole = whole && (through || WIFSIGNALED(status))
		    && *shell(a, "for m in landings/manifests/*/*.json; do [ ! -e $m ] || tail -c 2 $m; done "
				 "| tr -d '}\\n'") == '\0';
		clean = clean && landing_sweep(a, in(a, "landings"), &removed, &e)
		    && strcmp(shell(a, "ls landings/blobs/tmp 2>/dev/null | wc -l"), "0") == 0
		    && *shell(a, "for b in landings/blobs/*/*.zst; do [ ! -e $b ] || zstd -tq $b || echo $b; done") == '\0';
	}
	ok(through && point > 10, "killed at each of %d steps, then it gets through", point - 1);
	ok(whole, "a manifest is whole or not there");
	ok(clean, "what is left aside is swept, what is in place is whole");
	ok(land(a, names, 2, 31, &l, &e) && read_back(a, &l, 0, buf_new(a, SIZE_MAX), &e), "and the next landing is fine%s",
		e.message);
}

static void test_sweep(struct arena *a)
{
	struct err e = no_err;
	struct landing_draft *d;
	struct landing_file file = {.path = in(a, "kill_a.csv"), .name = S("kill_a.csv")};
	struct aside *living;
	size_t removed = 0;

	ok(landing_sweep(a, in(a, "no such folder"), &removed, &e) && removed == 0, "nothing to sweep where nothing is");
	ok(aside_open(a, in(a, "landings"), &living, &e), "a file that is being written%s", e.message);
	put(a, "landings/blobs/tmp/99999-0", S("rubbish"));
	ok(landing_sweep(a, in(a, "landings"), &removed, &e) && removed == 1, "rubbish is removed");
	ok(file_exists(living->path), "what is being written is not");
	aside_drop(living);
	ok(landing_begin(a, in(a, "landings"), &d, &e) && landing_add(d, &file, &e), "a draft may be given up");
}

static bool is_as_landed(struct arena *a, const char *name, const struct landing_part *part)
{
	struct landing_file file = {.path = in(a, name), .name = text(name)};
	struct err e = no_err;
	bool same;

	return landing_file_is(a, &file, part, &same, &e) && same;
}

static void test_later(struct arena *a)
{
	static const char *const names[] = {"l.csv"};
	Str content = noise(a, 2 * LANDING_BLOCK, 11);
	struct landing l;
	struct err e = no_err;

	put(a, "l.csv", content);
	ok(land(a, names, 1, 1, &l, &e) && is_as_landed(a, "l.csv", &l.parts[0]), "a file is as it was landed");
	shell(a, "touch -d 2020-01-01 l.csv");
	ok(is_as_landed(a, "l.csv", &l.parts[0]), "so is the same with another time");
	shell(a, "printf x | dd of=l.csv bs=1 seek=1500000 conv=notrunc 2>&1");
	ok(!is_as_landed(a, "l.csv", &l.parts[0]), "not with another byte");
	put(a, "l.csv", text_head(content, LANDING_BLOCK));
	ok(!is_as_landed(a, "l.csv", &l.parts[0]), "nor with another size");
	shell(a, "rm l.csv && mkdir l.csv");
	ok(!is_as_landed(a, "l.csv", &l.parts[0]), "a folder in its place is said");
	shell(a, "rmdir l.csv");
	ok(is_as_landed(a, "l.csv", &l.parts[0]), "of one that is gone nothing is known");
}

int main(void)
{
	static struct arena *a;
	char folder[] = "/tmp/counterfoil-landing-XXXXXX";

	a = arena_new(NULL);
	scratch = mkdtemp(folder);
	if (!scratch || chmod(scratch, 0711) < 0)
		return 1;
	test_round_trip(a);
	test_seek(a);
	test_damage(a);
	test_names(a);
	test_reading(a);
	test_members(a);
	test_bad_files(a);
	test_changing(a);
	test_kill(a);
	test_sweep(a);
	test_later(a);
	shell(a, arena_print(a, "chmod -R u+rwX %s; rm -rf %s", folder, folder));
	arena_end(a);
	return done();
}
