#include "extract/squeeze.h"

#include "extract/landing.h"

#include <pthread.h>
#include <zstd.h>

/* Enough for neither side to wait for the other's next step; more is only memory. */
enum { SLOTS = 4, LEVEL = 1 };

struct slot {
	char *bytes;
	size_t size;
	uint32_t frame;
};

struct squeeze {
	pthread_t thread;
	bool running;
	ZSTD_CCtx *zstd;
	char *out_room;
	struct arena *frames_in;
	uint32_t *frames;
	size_t frame_count;          /* how many of the done ones the caller has noted */

	pthread_mutex_t lock;        /* guards what follows */
	pthread_cond_t moved;
	struct slot slots[SLOTS];
	struct aside *to;
	size_t put, done;            /* blocks of this file */
	bool stop;
	struct err err;
};

/* ── the thread ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool compress(struct squeeze *s, struct slot *slot, struct err *e)
{
	size_t frame = ZSTD_compress2(s->zstd, s->out_room, ZSTD_compressBound(LANDING_BLOCK), slot->bytes, slot->size);

	if (ZSTD_isError(frame))
		return err_set(e, ERR_INTERNAL, "%s: cannot compress: %s", s->to->path, ZSTD_getErrorName(frame));
	slot->frame = (uint32_t)frame;
	return aside_write(s->to, (Str){s->out_room, frame}, e);
}

/* Blocks that were put before a failure are passed by, so that the caller never waits for them. */
static void *work(void *subject)
{
	struct squeeze *s = subject;
	struct err failed = {0};

	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		struct slot *slot = &s->slots[s->done % SLOTS];

		if (s->done == s->put) {
			pthread_cond_wait(&s->moved, &s->lock);
			continue;
		}
		failed = s->err;
		pthread_mutex_unlock(&s->lock);
		if (failed.kind == ERR_NONE)
			compress(s, slot, &failed);
		pthread_mutex_lock(&s->lock);
		s->err = failed;
		s->done++;
		pthread_cond_broadcast(&s->moved);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* ── the caller ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void finish(void *subject)
{
	struct squeeze *s = subject;

	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_broadcast(&s->moved);
	pthread_mutex_unlock(&s->lock);
	if (s->running)
		pthread_join(s->thread, NULL);
	ZSTD_freeCCtx(s->zstd);
	pthread_cond_destroy(&s->moved);
	pthread_mutex_destroy(&s->lock);
}

bool squeeze_open(struct arena *a, struct squeeze **squeeze, struct err *e)
{
	struct squeeze *s = arena_new_of(a, struct squeeze);

	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->moved, NULL);
	s->zstd = ZSTD_createCCtx();
	arena_defer(a, finish, s);
	if (!s->zstd || ZSTD_isError(ZSTD_CCtx_setParameter(s->zstd, ZSTD_c_compressionLevel, LEVEL)))
		return err_set(e, ERR_INTERNAL, "cannot prepare zstd");
	s->out_room = arena_raw(a, ZSTD_compressBound(LANDING_BLOCK));
	for (int i = 0; i < SLOTS; i++)
		s->slots[i].bytes = arena_raw(a, LANDING_BLOCK);
	if (pthread_create(&s->thread, NULL, work, s) != 0)
		return err_set(e, ERR_TEMPORARY, "cannot start a thread for compressing");
	s->running = true;
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
	s->frame_count = s->put = s->done = 0;
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
