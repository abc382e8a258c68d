#include "format/window.h"

bool window_pad(struct buf *text)
{
	char *room = buf_room(text, WINDOW_PADDING);

	if (room)
		memset(room, 0, WINDOW_PADDING);
	return room != NULL;
}

struct window *window_new(struct arena *a, struct chars *from, size_t fill)
{
	struct window *w = arena_new_of(a, struct window);

	w->from = from;
	w->fill = fill ? fill : WINDOW_FILL;
	w->text = buf_new(a, (size_t)4 * RECORD_LIMIT);
	return w;
}

static void read_on(struct window *w, size_t wanted)
{
	while (wanted > 0 && !w->ended) {
		Str some = text_head(w->pending, wanted);

		buf_add(w->text, some);
		w->pending = text_from(w->pending, some.len);
		wanted -= some.len;
		if (wanted > 0 && !chars_next(w->from, &w->pending, &w->failed))
			return;
		w->ended = wanted > 0 && w->pending.len == 0;
	}
}

bool window_more(struct window *w, size_t keep, struct err *e)
{
	size_t kept = w->text->len - keep, wanted = kept > w->fill ? kept : w->fill;
	bool first = w->offset == 0 && w->text->len == 0;

	if (err_again(e, &w->failed))
		return false;
	if (kept > RECORD_LIMIT)
		return err_set(e, ERR_FORMAT, "offset %ju: a record is longer than %d MiB", (uintmax_t)w->offset + keep,
			       RECORD_LIMIT >> 20);
	/* Twice of what is kept, so that few copies are made of a long record, but not far past what a record may be. */
	if (wanted > w->fill && kept + wanted > RECORD_LIMIT + w->fill)
		wanted = RECORD_LIMIT + w->fill - kept;
	if (keep > 0)
		buf_drop(w->text, keep);
	w->offset += keep;
	read_on(w, wanted);
	if (w->text->len == kept && err_again(e, &w->failed))
		return false;
	if (first)
		w->offset = chars_start(w->from);
	if (!window_pad(w->text))
		return err_set(e, ERR_INTERNAL, "the window of a reader is full");
	return true;
}
