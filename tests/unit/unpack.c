#include "shell.h"
#include "tap.h"

#include "base/buf.h"
#include "format/unpack.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/counterfoil-unpack-XXXXXX";

static bool shell(const char *command)
{
	return shell_in(folder, command);
}

static Str content_of(struct arena *a, const char *path)
{
	struct buf *b = buf_new(a, 1 << 28);
	FILE *file = fopen(path, "rb");
	size_t n = 1;

	while (file && n > 0) {
		char *room = buf_room(b, 1 << 16);

		n = fread(room, 1, 1 << 16, file);
		b->len += n;
	}
	if (file)
		fclose(file);
	return buf_str(b);
}

/* "name=content;" of every member, contents past 40 bytes as their length, then "!" and the error. */
static Str unpacked(struct arena *a, struct bytes *from, const struct unpack_limits *limits, const char *pattern)
{
	struct buf *out = buf_new(a, 1 << 20), *content = buf_new(a, 1 << 30);
	struct unpack *u;
	struct err e = {0};
	Str name, chunk = {NULL, 1};
	bool has = true, good = unpack_open(a, from, limits, text(pattern), &u, &e);

	while (good && (good = unpack_next(u, &name, &has, &e)) && has) {
		buf_add(out, name);
		buf_byte(out, '=');
		buf_clear(content);
		for (chunk.len = 1; good && chunk.len > 0;) {
			good = unpack_read(u, &chunk, &e);
			if (good)
				buf_add(content, chunk);
		}
		if (content->len > 40)
			buf_print(out, "%zu bytes;", content->len);
		else
			buf_print(out, "%.*s;", STR(buf_str(content)));
	}
	if (!good)
		buf_print(out, "!%s", e.message);
	return buf_str(out);
}

static const struct unpack_limits usual;

static void gives(const char *file, const char *pattern, const char *want, const char *name)
{
	struct arena *a = arena_new(NULL);
	char *path = arena_print(a, "%s/%s", folder, file);
	struct bytes *from;
	struct err e = {0};
	Str content = content_of(a, path);

	if (!bytes_of_file(a, path, text(file), &from, &e)) {
		ok(false, "%s: %s", name, e.message);
	} else {
		is_str(unpacked(a, from, &usual, pattern), text(want), "%s", name);
		for (size_t step = 1; step < 600; step += 37)
			if (content.len < 4000 &&
			    !text_is(unpacked(a, bytes_of_memory(a, text(file), content, step), &usual, pattern), text(want)))
				ok(false, "%s, in pieces of %zu", name, step);
	}
	arena_end(a);
	free(a);
}

static bool has_error(struct arena *a, const char *file, Str content, const struct unpack_limits *limits,
	const char *part)
{
	Str got = unpacked(a, bytes_of_memory(a, text(file), content, 0), limits, "");
	size_t at = text_find_byte(got, '!');

	while (at < got.len && text_find(text_from(got, at), text(part)) == text_from(got, at).len)
		at += 1 + text_find_byte(text_from(got, at + 1), '!');
	if (at >= got.len)
		tap_show("got", got);
	return at < got.len;
}

static void refuses(const char *file, const char *part, const char *name)
{
	struct arena *a = arena_new(NULL);
	Str content = content_of(a, arena_print(a, "%s/%s", folder, file));

	ok(content.len > 0 && has_error(a, file, content, &usual, part), "%s", name);
	arena_end(a);
	free(a);
}

static void make(void)
{
	ok(shell("mkdir d; printf one > d/a.csv; printf two > d/b.csv; printf three > c.txt;"
		 "gzip -c c.txt > c.gz; cat c.gz c.gz > cc.gz; gzip -c c.gz > c.gz.gz; bzip2 -k c.txt || 7z a -tbzip2 "
			"c.txt.bz2 c.txt;"
		 "xz -k c.txt || 7z a -txz c.txt.xz c.txt; zstd -q c.txt;"
		 "7z a z.zip d c.txt; 7z a s.7z d c.txt; bsdtar --format ustar -cf t.tar d c.txt; zstd -q t.tar; gzip -c "
			"t.tar > t.tgz;"
		 "7z a inner.zip d/a.csv; 7z a outer.zip inner.zip c.gz; bsdtar --format pax -cf o.tar outer.zip; gzip o.tar;"
		 "printf '%257s%s%400s' goods ustard honey > mustard.txt;"
		 "seq 1 60000 > big; 7z a -mx0 big.zip big c.txt d; 7z a -mx0 -ms=off big.7z big c.txt;"
		 ": > nothing; gzip -c nothing > nothing.gz; zstd -q nothing"),
	   "packed by real tools");
}

static void layers(void)
{
	gives("c.txt", "", "c.txt=three;", "plain");
	gives("mustard.txt", "", "mustard.txt=663 bytes;", "a text that says ustar where a tar does");
	gives("nothing", "", "nothing=;", "nothing");
	gives("nothing.gz", "", "nothing.gz=;", "nothing, in gzip");
	gives("nothing.zst", "", "nothing.zst=;", "nothing, in zstd");
	gives("c.gz", "", "c.gz=three;", "gzip");
	gives("cc.gz", "", "cc.gz=threethree;", "gzip of two members");
	gives("c.gz.gz", "", "c.gz.gz=three;", "gzip in gzip");
	gives("c.txt.bz2", "", "c.txt.bz2=three;", "bzip2");
	gives("c.txt.xz", "", "c.txt.xz=three;", "xz");
	gives("c.txt.zst", "", "c.txt.zst=three;", "zstd");
	gives("z.zip", "", "z.zip!c.txt=three;z.zip!d/a.csv=one;z.zip!d/b.csv=two;", "zip");
	gives("s.7z", "", "s.7z!c.txt=three;s.7z!d/a.csv=one;s.7z!d/b.csv=two;", "7z");
	gives("t.tar", "", "t.tar!d/a.csv=one;t.tar!d/b.csv=two;t.tar!c.txt=three;", "tar");
	gives("t.tar.zst", "", "t.tar.zst!d/a.csv=one;t.tar.zst!d/b.csv=two;t.tar.zst!c.txt=three;", "tar in zstd");
	gives("t.tgz", "*.csv", "t.tgz!d/a.csv=one;t.tgz!d/b.csv=two;", "tar in gzip, by base name");
	gives("z.zip", "d/a*", "z.zip!d/a.csv=one;", "by whole name");
	gives("big.zip", "c.txt", "big.zip!c.txt=three;", "behind a long member that nobody wants");
	gives("big.zip", "*.csv", "big.zip!d/a.csv=one;big.zip!d/b.csv=two;", "two of them");
	gives("big.7z", "c.txt", "big.7z!c.txt=three;", "the same in 7z");
	gives("o.tar.gz", "", "o.tar.gz!outer.zip!c.gz=three;o.tar.gz!outer.zip!inner.zip!d/a.csv=one;",
	      "zip in zip in tar in gzip");
	gives("o.tar.gz", "a.csv", "o.tar.gz!outer.zip!inner.zip!d/a.csv=one;", "the pattern is for what is plain");
}

static void damage(void)
{
	ok(shell("head -c 20 c.gz > cut.gz; cp c.gz sum.gz; printf X | dd of=sum.gz bs=1 seek=$(($(stat -c %s c.gz)-6)) "
		"conv=notrunc;"
		 "cp c.gz length.gz; printf X | dd of=length.gz bs=1 seek=$(($(stat -c %s c.gz)-2)) conv=notrunc;"
		 "(cat c.gz; printf junk) > tail.gz; (cat c.txt.zst; printf junk) > tail.zst; (cat c.txt.xz; printf junk) > "
			"tail.xz;"
		 "(cat c.txt.bz2; printf junk) > tail.bz2;"
		 "for s in bz2 xz zst; do head -c $(($(stat -c %s c.txt.$s)-3)) c.txt.$s > cut.$s; done;"
		 "head -c 600 t.tar > cut.tar; head -c 3584 t.tar > between.tar; head -c 4096 t.tar > one.tar;"
		 "head -c 4608 t.tar > whole.tar; (cat t.tar; printf junk) > tail.tar; gzip -c between.tar > between.tgz;"
		 "head -c $(($(stat -c %s z.zip)-30)) z.zip > cut.zip; head -c 100 s.7z > cut.7z;"
		 "7z a -psecret secret.zip c.txt; 7z a -psecret -mhe=on secret.7z c.txt; ln -s c.txt link; ln c.txt hard;"
		 "bsdtar -cf link.tar link; bsdtar -cf hard.tar c.txt hard; mkfifo pipe; bsdtar -cf pipe.tar pipe;"
		 "bsdtar -cPf absolute.tar $PWD/c.txt; bsdtar -cPf up.tar -C d ../c.txt;"
		 "7z a -mx0 stored.zip c.txt; sed 's/three/thrEe/' stored.zip > crc.zip"), "damaged");
	refuses("cut.gz", "cut.gz: the gzip is cut off", "gzip cut off");
	refuses("sum.gz", "the gzip is damaged: incorrect data check", "gzip with a wrong checksum");
	refuses("length.gz", "the gzip is damaged: incorrect length check", "gzip with a wrong length");
	refuses("tail.gz", "bytes behind the end of the gzip", "bytes behind the gzip");
	refuses("tail.zst", "tail.zst: ", "bytes behind the zstd");
	refuses("tail.xz", "tail.xz: ", "bytes behind the xz");
	refuses("tail.bz2", "tail.bz2: ", "bytes behind the bzip2");
	refuses("cut.bz2", "cut.bz2: ", "bzip2 cut off");
	refuses("cut.xz", "cut.xz: ", "xz cut off");
	refuses("cut.zst", "cut.zst: ", "zstd cut off");
	refuses("cut.tar", "cut.tar: ", "tar cut off in a member");
	refuses("between.tar", "the tar is cut off", "tar cut off between members");
	refuses("one.tar", "the tar is cut off", "tar with one end block");
	gives("whole.tar", "*.txt", "whole.tar!c.txt=three;", "tar with two end blocks and no padding");
	refuses("tail.tar", "bytes behind the end of the tar", "bytes behind the tar");
	refuses("between.tgz", "between.tgz: the tar is cut off", "tar in gzip, cut off between members");
	refuses("cut.zip", "cut.zip: ", "zip cut off");
	refuses("cut.7z", "cut.7z: ", "7z cut off");
	refuses("crc.zip", "crc.zip: ", "zip with a wrong checksum");
	ok(shell("(cat z.zip; printf junk) > tail.zip; cat z.zip stored.zip > two.zip; (cat s.7z; printf junk) > tail.7z;"
		 "python3 -c \"import zipfile; zipfile.ZipFile('none.zip', 'w').close();"
		 "z = zipfile.ZipFile('said.zip', 'w'); z.writestr('c.txt', 'three'); z.comment = b'said'; z.close();"
		 "z = zipfile.ZipFile('big.zip', 'w'); f = z.open('c.txt', 'w', force_zip64=True); f.write(b'three');"
		 "f.close(); zipfile.ZIP64_LIMIT = 0; z.close()\";"
		 "python3 -c \"import sys, zipfile; z = zipfile.ZipFile(sys.stdout.buffer, 'w'); z.writestr('c.txt', 'three');"
		 "z.close()\" | cat > stream.zip; (cat none.zip; printf j) > tail-none.zip;"
		 "(head -c 40 big.zip; cat big.zip) > ahead.zip"), "with something around them");
	refuses("tail.zip", "bytes behind the end of the zip", "bytes behind the zip");
	refuses("tail-none.zip", "bytes behind the end of the zip", "bytes behind a zip of nothing");
	refuses("two.zip", "bytes in front of the zip", "a zip behind another");
	refuses("ahead.zip", "bytes in front of the zip", "bytes in front of a zip of 64 bits");
	refuses("tail.7z", "bytes behind the end of the 7z", "bytes behind the 7z");
	gives("none.zip", "", "", "a zip of nothing");
	gives("said.zip", "", "said.zip!c.txt=three;", "a zip with a comment");
	gives("big.zip", "", "big.zip!c.txt=three;", "a zip of 64 bits");
	gives("stream.zip", "", "stream.zip!c.txt=three;", "a zip that was written to a pipe");
	refuses("secret.zip", "encrypted", "encrypted zip");
	refuses("secret.7z", "ncrypted", "encrypted 7z");
	refuses("link.tar", "\"link\" is a link", "a symbolic link");
	refuses("hard.tar", "is a link", "a hard link");
	refuses("pipe.tar", "neither a file nor a folder", "a pipe");
	refuses("absolute.tar", "a path that leads outside", "an absolute path");
	refuses("up.tar", "a path that leads outside", "a path with ..");
}

/* Names as no packer writes them, sizes that lie, and links and secrets in each kind of archive that can hold them. */
static void hostile(void)
{
	static const char *const names[] = {"/etc/x", "../x", "a/../../x", "..", "a\\..\\x", "\\x", "C:\\x", "C:x"};
	char file[32];

	ok(shell("python3 -B \"$OLDPWD/tests/tools/hostile.py\" /etc/x ../x a/../../x .. 'a\\..\\x' '\\x' 'C:\\x' C:x"),
	   "written by hand");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		static const char *const kinds[] = {"zip", "ustar", "gnu", "pax"};

		for (size_t k = 0; k < 4; k++) {
			snprintf(file, sizeof file, "path%zu.%s", i, kinds[k]);
			refuses(file, "a path that leads outside", names[i]);
		}
	}
	refuses("long.tar", "a path that leads outside", "a long path with ..");
	refuses("lies0.zip", "lies0.zip: ", "a member that is longer than its list says");
	refuses("lies1.zip", "lies1.zip: ", "a member that is shorter");
	refuses("lies2.zip", "lies2.zip: ", "a member that is much shorter");
	ok(shell("for f in zip 7zip pax; do bsdtar --format $f -cf link.$f link;"
		 "bsdtar --format $f -cPf outside.$f -C d ../c.txt; done;"
		 "7z a -mem=AES256 -psecret -tzip aes.zip c.txt; truncate -s 1M hole; echo x >> hole;"
		 "tar --sparse -cf sparse.tar hole"), "packed by real tools");
	refuses("link.zip", "\"link\" is a link", "a link in a zip");
	refuses("link.7zip", "\"link\" is a link", "a link in a 7z");
	refuses("link.pax", "\"link\" is a link", "a link in a pax");
	refuses("outside.zip", "a path that leads outside", "a zip whose path has ..");
	refuses("outside.7zip", "a path that leads outside", "a 7z whose path has ..");
	refuses("outside.pax", "a path that leads outside", "a pax whose path has ..");
	refuses("aes.zip", "encrypted", "a zip encrypted with AES");
	refuses("sparse.tar", "a sparse member", "a tar with holes");
}

/* Little that becomes much, packed in each way: deflate alone gives no more than 1032 times its size. */
static void bombs(void)
{
	static const char *const files[] = {"b.gz", "b.bz2", "b.xz", "b.zst", "b.zip", "b.7z", "b.tar.xz", "b.gz.gz"};
	static const struct unpack_limits small = {.ratio = 800};

	ok(shell("head -c 18000000 /dev/zero > b; gzip -nk9 b; bzip2 -k b || 7z a -tbzip2 b.bz2 b; zstd -qk b;"
		 "7z a -mx9 b.zip b; 7z a -mx1 b.7z b; gzip -nc9 b.gz > b.gz.gz; xz -k0 b; bsdtar -cf b.tar b;"
		 "xz -0 b.tar; rm b"), "bombs");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct arena *a = arena_new(NULL);
		Str bomb = content_of(a, arena_print(a, "%s/%s", folder, files[i]));

		ok(bomb.len > 0 && has_error(a, files[i], bomb, &small, "times its size"), "%s is too large for its size",
		   files[i]);
		arena_end(a);
		free(a);
	}
}

static void check_limits(void)
{
	struct arena *a = arena_new(NULL);
	struct unpack_limits depth = {.depth = 1}, entries = {.entries = 2}, size = {.size = 1000},
		ratio = {.ratio = 100}, sum = {.size = 10000000};
	Str tgz = content_of(a, arena_print(a, "%s/t.tgz", folder)), bomb;

	ok(has_error(a, "t", tgz, &depth, "more than 1 layers"), "too many layers");
	ok(has_error(a, "t", tgz, &entries, "more than 2 members"), "too many members");
	ok(has_error(a, "t", tgz, &size, "more than 1000 bytes"), "too large");
	ok(shell("head -c 60000000 /dev/zero | zstd -q > bomb.zst"), "a bomb");
	bomb = content_of(a, arena_print(a, "%s/bomb.zst", folder));
	ok(has_error(a, "b", bomb, &usual, "more than 1000 times its size"), "too large for its size");
	ok(shell("mkdir many; for i in $(seq 20); do head -c 1000000 /dev/zero > many/$i; done; 7z a many.zip many"),
	   "a bomb in many pieces");
	bomb = content_of(a, arena_print(a, "%s/many.zip", folder));
	ok(has_error(a, "b", bomb, &ratio, "more than 100 times its size"), "too large for its size, all members together");
	ok(has_error(a, "b", bomb, &sum, "more than 10000000 bytes"), "too large, all members together");
	arena_end(a);
	free(a);
}

static void zip_slip(void)
{
	static const char archives[] = "../shared/suites/zip-slip/archives";
	DIR *all = opendir(archives);

	if (!all)
		skip("zip-slip is not here");
	for (struct dirent *d; all && (d = readdir(all));) {
		struct arena *a = arena_new(NULL);

		if (d->d_name[0] != '.')
			ok(has_error(a, d->d_name, content_of(a, arena_print(a, "%s/%s", archives, d->d_name)), &usual,
				     "a path that leads outside"), "%s", d->d_name);
		arena_end(a);
		free(a);
	}
	if (all)
		closedir(all);
}

/* No prefix of a packed file is a whole one, once it is long enough to be known as packed. */
static void every_cut(void)
{
	static const char *const files[] = {"c.gz", "c.txt.bz2", "c.txt.xz", "c.txt.zst", "z.zip", "s.7z", "t.tar.zst",
		"t.tgz"};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct arena *a = arena_new(NULL);
		Str whole = content_of(a, arena_print(a, "%s/%s", folder, files[i]));
		size_t missed = 0;

		for (size_t n = 16; n < whole.len; n++) {
			Str got = unpacked(a, bytes_of_memory(a, S("x"), text_head(whole, n), 0), &usual, "");

			missed += text_find(got, S("!x: ")) == got.len;
		}
		is_int((int64_t)missed, 0, "%s cut off anywhere is an error", files[i]);
		arena_end(a);
		free(a);
	}
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	if (!mkdtemp(folder))
		abort();
	make();
	layers();
	damage();
	hostile();
	check_limits();
	bombs();
	zip_slip();
	every_cut();
	ok(shell_in("/tmp", arena_print(a, "rm -rf %s", folder)), "cleaned up");
	arena_end(a);
	free(a);
	return done();
}
