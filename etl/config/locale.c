#include "config/locale.h"

#define NO_BREAK_SPACE "\xC2\xA0"
#define NARROW_NO_BREAK_SPACE "\xE2\x80\xAF"
#define RIGHT_QUOTE "\xE2\x80\x99"

const struct locale locales[] = {
	{"bg-BG", ',', NO_BREAK_SPACE, "%-d.%m.%Y"},
	{"cs-CZ", ',', NO_BREAK_SPACE, "%d.%m.%Y"},
	{"da-DK", ',', ".", "%d.%m.%Y"},
	{"de-AT", ',', NO_BREAK_SPACE, "%d.%m.%Y"},
	{"de-CH", '.', RIGHT_QUOTE, "%d.%m.%Y"},
	{"de-DE", ',', ".", "%d.%m.%Y"},
	{"el-GR", ',', ".", "%-d/%-m/%Y"},
	{"en-AU", '.', ",", "%-d/%-m/%Y"},
	{"en-CA", '.', ",", "%Y-%m-%d"},
	{"en-GB", '.', ",", "%d/%m/%Y"},
	{"en-IE", '.', ",", "%d/%m/%Y"},
	{"en-US", '.', ",", "%-m/%-d/%Y"},
	{"es-ES", ',', ".", "%-d/%-m/%Y"},
	{"es-MX", '.', ",", "%d/%m/%Y"},
	{"et-EE", ',', NO_BREAK_SPACE, "%d.%m.%Y"},
	{"fi-FI", ',', NO_BREAK_SPACE, "%-d.%-m.%Y"},
	{"fr-BE", ',', NARROW_NO_BREAK_SPACE, "%d/%m/%Y"},
	{"fr-CH", ',', NARROW_NO_BREAK_SPACE, "%d.%m.%Y"},
	{"fr-FR", ',', NARROW_NO_BREAK_SPACE, "%d/%m/%Y"},
	{"hr-HR", ',', ".", "%d. %m. %Y."},
	{"hu-HU", ',', NO_BREAK_SPACE, "%Y. %m. %d."},
	{"it-IT", ',', ".", "%d/%m/%Y"},
	{"ja-JP", '.', ",", "%Y/%m/%d"},
	{"ko-KR", '.', ",", "%Y. %-m. %-d."},
	{"lt-LT", ',', NO_BREAK_SPACE, "%Y-%m-%d"},
	{"lv-LV", ',', NO_BREAK_SPACE, "%d.%m.%Y"},
	{"nb-NO", ',', NO_BREAK_SPACE, "%d.%m.%Y"},
	{"nl-BE", ',', ".", "%-d/%m/%Y"},
	{"nl-NL", ',', ".", "%d-%m-%Y"},
	{"pl-PL", ',', NO_BREAK_SPACE, "%-d.%m.%Y"},
	{"pt-BR", ',', ".", "%d/%m/%Y"},
	{"pt-PT", ',', NO_BREAK_SPACE, "%d/%m/%Y"},
	{"ro-RO", ',', ".", "%d.%m.%Y"},
	{"sk-SK", ',', NO_BREAK_SPACE, "%-d. %-m. %Y"},
	{"sl-SI", ',', ".", "%-d. %m. %Y"},
	{"sv-SE", ',', NO_BREAK_SPACE, "%Y-%m-%d"},
	{"tr-TR", ',', ".", "%-d.%m.%Y"},
	{"uk-UA", ',', NO_BREAK_SPACE, "%d.%m.%Y"},
	{"zh-CN", '.', ",", "%Y/%-m/%-d"},
};
const size_t locale_count = sizeof locales / sizeof *locales;

const struct locale *locale_find(Str name)
{
	for (size_t i = 0; i < locale_count; i++)
		if (text_is(text(locales[i].name), name))
			return &locales[i];
	return NULL;
}
