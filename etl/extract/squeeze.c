#include "extract/squeeze.h"

#include "extract/landing.h"

#include <pthread.h>
#include <zstd.h>

/* Enough for no side to wait for another's next step; more is only memory. */
enum { THREADS = 2, SLOTS = 6, LEVEL = 1 };

struct slot {
	char *bytes, *packed;
	size_t size;
	uint32_t frame;
};

struct worker {
	struct squeeze *squeeze;
	ZSTD_CCtx *zstd;
	pthread_t thread;
	bool running;
};

struct squeeze {
	struct worker workers[THREADS];
	struct arena *frames_in;
	uint32_t *frames;
	size_t frame_count;          /* how many of the done ones the caller has noted */

	pthread_mutex_t lock;        /* guards what follows */
	pthread_cond_t moved;
	struct slot slots[SLOTS];
	struct aside *to;
	size_t put, taken, done;     /* blocks of this file; they are done in their order */
	bool stop;
	struct err err;
};

/* ── the threads ───────────────────────────────────────────────────────────────────────────────────────────────── */

static bool compress(struct worker *w, struct slot *slot, struct err *e)
{
	size_t frame = ZSTD_compress2(w->zstd, slot->packed, ZSTD_compressBound(LANDING_BLOCK), slot->bytes, slot->size);

	slot->frame = ZSTD_isError(frame) ? 0 : (uint32_t)frame;
	return !ZSTD_isError(frame)
	    || err_set(e, ERR_INTERNAL, "%s: cannot compress: %s", w->squeeze->to->path, ZSTD_getErrorName(frame));
}

/* Under the lock, which is open while it compresses and while it writes.  Blocks behind a failure are passed
 * by, so that the caller never waits for them. */
static void work_on(struct worker *w, size_t block)
{
	struct squeeze *s = w->squeeze;
	struct slot *slot = &s->slots[block % SLOTS];
	struct err failed = s->err;

	pthread_mutex_unlock(&s->lock);
	if (failed.kind == ERR_NONE)
		compress(w, slot, &failed);
	pthread_mutex_lock(&s->lock);
	while (s->done != block)
		pthread_cond_wait(&s->moved, &s->lock);
	if (s->err.kind != ERR_NONE)
		failed = s->err;
	pthread_mutex_unlock(&s->lock);
	if (failed.kind == ERR_NONE)
		(void)!aside_write(s->to, (Str){slot->packed, slot->frame}, &failed);
	pthread_mutex_lock(&s->lock);
	s->err = failed;
	s->done++;
	pthread_cond_broadcast(&s->moved);
}

static void *work(void *subject)
{
	struct worker *w = subject;
	struct squeeze *s = w->squeeze;

	pthread_mutex_lock(&s->lock);
	while (!s->stop)
		if (s->taken == s->put)
			pthread_cond_wait(&s->moved, &s->lock);
		else
			work_on(w, s->taken++);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* ── the caller ────────────────────────────────────────────────────────────────────────────────────────────────── */

/* A block that was taken is finished first: others may wait for their turn behind it. */
static void finish(void *subject)
{
	struct squeeze *s = subject;

	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
	for (int i = 0; i < THREADS; i++) {
		if (s->workers[i].running)
			pthread_join(s->workers[i].thread, NULL);
		ZSTD_freeCCtx(s->workers[i].zstd);
	}
	pthread_cond_destroy(&s->moved);
	pthread_mutex_destroy(&s->lock);
}

static bool worker_start(struct squeeze *s, struct worker *w, struct err *e)
{
	int failed;

	w->squeeze = s;
	w->zstd = ZSTD_createCCtx();
	if (!w->zstd || ZSTD_isError(ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_compressionLevel, LEVEL)))
		return err_set(e, ERR_INTERNAL, "cannot prepare zstd");
	failed = pthread_create(&w->thread, NULL, work, w);
	if (failed)
		return err_set(e, ERR_TEMPORARY, "cannot start a thread for compressing: %s", strerror(failed));
	w->running = true;
	return true;
}

bool squeeze_open(struct arena *a, struct squeeze **squeeze, struct err *e)
{
	struct squeeze *s = arena_new_of(a, struct squeeze);

	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->moved, NULL);
	arena_defer(a, finish, s);
	for (int i = 0; i < SLOTS; i++) {
		s->slots[i].bytes = arena_raw(a, LANDING_BLOCK);
		s->slots[i].packed = arena_raw(a, ZSTD_compressBound(LANDING_BLOCK));
	}
	for (int i = 0; i < THREADS; i++)
		if (!worker_start(s, &s->workers[i], e))
			return false;
	*squeeze = s;
	return true;
}

/* Under the lock: notes the frames that are done, before their slots are used again. */
static void note(struct squeeze *s)
{
	for (; s->frame_count < s->done; s->frame_count++) {
		s->frames = arena_grow(s->frames_in, s->frames, s->frame_count, sizeof *s->frames);
		s->frames[s->frame_count] = s->slots[s->frame_count % SLOTS].frame;
	}
}

void squeeze_begin(struct squeeze *s, struct arena *a, struct aside *to)
{
	pthread_mutex_lock(&s->lock);
	while (s->done < s->put)
		pthread_cond_wait(&s->moved, &s->lock);
	s->to = to;
	s->frames_in = a;
	s->frames = NULL;
	s->frame_count = s->put = s->taken = s->done = 0;
	err_clear(&s->err);
	pthread_mutex_unlock(&s->lock);
}

char *squeeze_room(struct squeeze *s)
{
	char *room;

	pthread_mutex_lock(&s->lock);
	while (s->put - s->done == SLOTS)
		pthread_cond_wait(&s->moved, &s->lock);
	note(s);
	room = s->slots[s->put % SLOTS].bytes;
	pthread_mutex_unlock(&s->lock);
	return room;
}

bool squeeze_put(struct squeeze *s, size_t size, struct err *e)
{
	pthread_mutex_lock(&s->lock);
	s->slots[s->put % SLOTS].size = size;
	s->put++;
	if (s->err.kind != ERR_NONE)
		*e = s->err;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
	return e->kind == ERR_NONE;
}

bool squeeze_end(struct squeeze *s, uint32_t **frames, size_t *count, struct err *e)
{
	pthread_mutex_lock(&s->lock);
	while (s->done < s->put)
		pthread_cond_wait(&s->moved, &s->lock);
	note(s);
	if (s->err.kind != ERR_NONE)
		*e = s->err;
	pthread_mutex_unlock(&s->lock);
	*frames = s->frames;
	*count = s->frame_count;
	return e->kind == ERR_NONE;
}
