/*
 * XML in every character set that iconv knows: the document is read right, or refused with a place.  Documents are
 * written by iconv from UTF-8, with a byte order mark, with a declaration, or with the zeros of UTF-16 and UTF-32
 * alone.
 */
#include "found.h"

#include "format/xml.h"

#include <iconv.h>
#include <stdlib.h>

/* What a document of that text holds, or "=" and the error. */
static Str read_xml(struct arena *a, Str content, size_t step)
{
	struct buf *out = buf_new(a, 1 << 20);
	struct err e = {0};
	struct founds founds = {0};
	struct xml_reader *xml;
	struct asked asked;
	bool good = ask(a, content, step, true, "o.r[*]", "a", &asked, &e);

	xml = xml_reader_new(a, asked.chars, &asked.rows, asked.wanted, asked.count);
	do {
		good = good && xml_reader_next(xml, a, &founds, &e);
		for (size_t i = 0; good && i < founds.count; i++)
			buf_add(out, founds.at[i].cells[0].text);
	} while (good && founds.count > 0);
	if (!good) {
		buf_clear(out);
		buf_print(out, "=%s", e.message);
	}
	return buf_str(out);
}

/* NULL if the character set has no such text. */
static const char *converted(struct arena *a, const char *to, const char *from, Str s, size_t *size)
{
	iconv_t c = iconv_open(to, from);
	size_t room = 16 * s.len + 64, left = s.len, all = room;
	char *out = arena_alloc(a, room), *end = out, *in = text_z(a, s);
	bool good;

	if (c == (iconv_t)-1)
		return NULL;
	good = iconv(c, &in, &left, &end, &room) == 0 && iconv(c, NULL, NULL, &end, &room) == 0;
	iconv_close(c);
	*size = all - room;
	return good ? out : NULL;
}

static Str written(struct arena *a, const char *charset, const char *declared, const char *mark, const char *sample)
{
	const char *declaration = declared ? arena_print(a, "<?xml version=\"1.0\" encoding='%s'?>\n", declared) : "";
	const char *document = arena_print(a, "%s%s<o><r><a>%s</a></r></o>", mark, declaration, sample);
	size_t size = 0;
	const char *bytes = converted(a, charset, "UTF-8", text(document), &size);

	return (Str){bytes, bytes ? size : 0};
}

static void is_read(const char *charset, const char *declared, const char *mark, const char *sample)
{
	struct arena *a = arena_new(NULL);
	Str content = written(a, charset, declared, mark, sample);
	bool good = content.at != NULL;

	for (size_t step = 0; step < 12 && good; step++)
		good = is_str(read_xml(a, content, step), text(sample), "%s%s%s, in pieces of %zu", charset,
			*mark ? " with a mark" : "", declared ? arena_print(a, ", declared as %s", declared) : "", step);
	if (!content.at)
		ok(false, "%s has \"%s\"", charset, sample);
	arena_end(a);
	free(a);
}

static const struct {
	const char *charset, *sample;
} usual[] = {
	{"UTF-8", "zł €😀"}, {"US-ASCII", "plain"}, {"ISO-8859-1", "éüß"}, {"ISO-8859-2", "Łódź"}, {"ISO-8859-3", "ĦĞ"},
	{"ISO-8859-4", "Ķģ"}, {"ISO-8859-5", "Жук"}, {"ISO-8859-6", "شكر"}, {"ISO-8859-7", "λόγος"}, {"ISO-8859-8", "שלום"},
	{"ISO-8859-9", "İğ"}, {"ISO-8859-10", "Ŋŧ"}, {"ISO-8859-11", "ไทย"}, {"ISO-8859-13", "ąž"}, {"ISO-8859-14", "ŵẁ"},
	{"ISO-8859-15", "€Œ"}, {"ISO-8859-16", "șț€"}, {"windows-1250", "Łódź€"}, {"windows-1251", "Жук€"},
	{"windows-1252", "éü€"}, {"windows-1253", "λόγος€"}, {"windows-1254", "İğ€"}, {"windows-1255", "שלום€"},
	{"windows-1256", "شكر€"}, {"windows-1257", "ąž€"}, {"windows-1258", "ơư€"}, {"KOI8-R", "Жук"}, {"KOI8-U", "Їжак"},
	{"Shift_JIS", "ソ表十テ"}, {"EUC-JP", "ソ表十テ"}, {"ISO-2022-JP", "ソ表十テ"}, {"GB18030", "你好😀"}, {"GBK", "你好"},
	{"GB2312", "你好"}, {"Big5", "功許蓋"}, {"Big5-HKSCS", "功許蓋"}, {"EUC-KR", "한글"}, {"EUC-TW", "功許蓋"},
	{"IBM037", "ABCéü"}, {"IBM500", "ABCéü"}, {"IBM1047", "ABCéü"}, {"macintosh", "éü†"}, {"CP850", "éü½"},
	{"TIS-620", "ไทย"},
};

static void as_declared(void)
{
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		is_read(usual[i].charset, usual[i].charset, "", usual[i].sample);
}

static void wide(void)
{
	static const char *const charsets[] = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"};
	static const char *const names[] = {NULL, "UTF-16", "UTF-32", "UTF-8", "ISO-8859-1"};

	for (size_t i = 0; i < 4; i++)
		for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
			is_read(charsets[i], names[n], "", "zł €😀");
			is_read(charsets[i], names[n], "\xEF\xBB\xBF", "zł €😀");
		}
	is_read("UTF-8", NULL, "\xEF\xBB\xBF", "zł €😀");
	is_read("UTF-8", "UTF-8", "\xEF\xBB\xBF", "zł €😀");
	is_read("UTF-8", NULL, "", "zł €😀");
}

/* Every name that iconv lists, with all letters of these that it has. */
static const char *const letters[] = {"é", "Ł", "Ж", "λ", "ש", "ش", "ไ", "テ", "中", "한", "€", "ą", "ğ", "ą́", "😀", "\\"};

/* Some character sets have only a letter that looks the same. */
static bool has_letter(struct arena *a, const char *charset, Str letter)
{
	size_t size, back_size;
	const char *bytes = converted(a, charset, "UTF-8", letter, &size), *back;

	if (!bytes)
		return false;
	back = converted(a, "UTF-8", charset, (Str){bytes, size}, &back_size);
	return back && text_is((Str){back, back_size}, letter);
}

static void one_of_all(const char *name, int *right, int *refused, int *wrong)
{
	struct arena *a = arena_new(NULL);
	struct buf *sample = buf_new(a, 1000);
	size_t steps[] = {0, 3};
	Str content;

	buf_add(sample, S("abc-123"));
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		if (has_letter(a, name, text(letters[i])))
			buf_add(sample, text(letters[i]));
	content = written(a, name, name, "", text_z(a, buf_str(sample)));
	for (size_t i = 0; content.at && i < 2; i++) {
		Str got = read_xml(a, content, steps[i]);
		bool is_refused = text_begins(got, S("=line "));

		*right += text_is(got, buf_str(sample));
		*refused += is_refused;
		if (!is_refused && !text_is(got, buf_str(sample)) && (*wrong)++ < 5)
			printf("# %s: %.*s, not %.*s\n", name, STR(got), STR(buf_str(sample)));
	}
	arena_end(a);
	free(a);
}

static void all(void)
{
	FILE *list = popen("iconv -l", "r");
	int right = 0, refused = 0, wrong = 0;
	char line[200];

	while (list && fgets(line, sizeof line, list)) {
		line[strcspn(line, "/\n")] = '\0';
		one_of_all(line, &right, &refused, &wrong);
	}
	if (list)
		pclose(list);
	ok(wrong == 0 && right > 1000, "of all names that iconv knows %d documents are read right, %d refused, %d wrong",
	   right, refused, wrong);
}

static void refused(Str content, const char *want, const char *what)
{
	struct arena *a = arena_new(NULL);

	for (size_t step = 0; step < 3; step++)
		is_str(read_xml(a, content, step), text(want), "%s is refused", what);
	arena_end(a);
	free(a);
}

static void wrong(void)
{
	refused(S("<?xml version=\"1.0\" encoding=\"klingon\"?><o/>"),
		"=line 1: it says that it is written in \"klingon\", an unknown character set",
		"an unknown name");
	refused(S("<?xml version=\"1.0\" encoding=\"UTF-16\"?><o/>"),
		"=line 1: it says that it is written in \"UTF-16\", and is not", "what says that it is UTF-16, in bytes");
	refused(S("<?xml version=\"1.0\" encoding=\"IBM037\"?><o/>"),
		"=line 1: it says that it is written in \"IBM037\", and is not", "what says that it is EBCDIC, in ASCII");
	refused(S("<?xml version=\"1.0\" encoding=\"US-ASCII\"?><o><r><a>\xC3\xA9</a></r></o>"),
		"=byte 50: 0xC3 is not US-ASCII", "a letter that ASCII has not");
	refused(S("<?xml version=\"1.0\" encoding=\"windows-1252\"?><o><r><a>\x81</a></r></o>"),
		"=byte 54: 0x81 is not windows-1252", "a byte that is none of its letters");
	refused(S("<?xml version=\"1.0\" encoding=\"EUC-JP\"?><o><r><a>\xA5"),
		"=byte 48: EUC-JP text is cut off inside a character", "a letter cut off");
	refused(S("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><o><r><a>\x83<"), "=byte 51: 0x83 is not Shift_JIS",
		"half a letter");
}

int main(void)
{
	as_declared();
	wide();
	all();
	wrong();
	return done();
}
