/*
 * An extract that asks once for each of some values, {over}: a list, a file of them, or a field of what another
 * extract has staged, such as the numbers of shipments that are still on their way.
 */
#ifndef EXTRACT_FAN_H
#define EXTRACT_FAN_H

#include "config/condition.h"
#include "config/system.h"

/* Values of another dataset: parcels that have arrived, of all that left. */
struct fan_except {
	Str dataset;                     /* NULL: none */
	const struct node *at;           /* where it is named */
	const struct entity *entity;
	int field;
	struct conditions where;
};

struct fan {
	bool is_given;
	struct texts list;
	Str file;                        /* in the project's folder, one value a line */
	Str dataset;                     /* "wms.shipment"; NULL: none of these */
	const struct node *at;           /* where it is named */
	const struct entity *entity;     /* of the dataset */
	int field;
	struct conditions where;
	struct fan_except except;        /* what is not asked for any more */
	int batch;                       /* so many values in one request */
	Str join;                        /* with this between them */
};

struct fan_text {
	const struct node *over;
	int batch;
	Str join;
};

enum { FAN_KEYS = 3 };
extern const struct key fan_keys[FAN_KEYS];

/* Every mistake is noted at n, the source. */
bool fan_read(struct arena *a, const struct node *n, const struct fan_text *t, const struct entities *entities,
	struct fan *fan, struct mistakes *m);

/* Each value once, none empty.  staged: those of the dataset.  ERR_SOURCE if the file cannot be read. */
bool fan_values(struct arena *a, const struct fan *fan, const char *project, const struct texts *staged,
	struct texts *values, struct err *e) __attribute__((warn_unused_result));

/* Those of found that are not among done, in the order in which they stand there; done is put into another one. */
void fan_without(struct arena *a, const struct texts *found, struct texts *done, struct texts *values);

/* As {over} has it: those from one on, as many as one request takes. */
Str fan_joined(struct arena *a, const struct fan *fan, const struct texts *values, size_t from);

void fan_describe(struct buf *b);

#endif
