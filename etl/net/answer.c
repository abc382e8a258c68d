#include "net/answer.h"

#include <curl/curl.h>

bool answer_place_parse(struct arena *a, Str written, struct answer_place *place, struct err *e)
{
	static const char prefix[] = "header:";

	*place = (struct answer_place){0};
	if (!text_begins(written, S("header:")))
		return path_parse(a, written, &place->path, e);
	place->header = text_copy(a, text_from(written, sizeof prefix - 1));
	return place->header.len > 0 || err_set(e, ERR_CONFIG, "behind \"header:\" stands no name");
}

void answer_at(struct arena *a, const struct answer *answer, const struct answer_place *place, struct cell *cell)
{
	struct tree_context whole = {.row = answer->tree};
	Str value;

	*cell = (struct cell){.kind = CELL_MISSING};
	if (place->header.at) {
		value = http_field(&answer->head.fields, place->header.at);
		if (value.at)
			*cell = (struct cell){.kind = CELL_TEXT, .text = value};
	} else if (answer->tree) {
		tree_find(a, &whole, &place->path, cell);
	}
}

instant answer_date(const struct answer *answer, const char *field)
{
	Str dated = http_field(&answer->head.fields, field);
	time_t then = dated.at ? curl_getdate(dated.at, NULL) : -1;

	return then < 0 ? INSTANT_NONE : (instant)then * SECOND;
}

instant answer_clock(const struct answer *answer)
{
	return answer_date(answer, "Date");
}
