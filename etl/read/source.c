#include "format/bytes.h"
bool bytes_outer_next(struct bytes_outer *outer, Str *chunk, struct err *e)
{ (void)outer; (void)chunk; return err_set(e, ERR_INTERNAL, "no"); }
bool bytes_outer_seek(struct bytes_outer *outer, uint64_t offset, struct err *e)
{ (void)outer; (void)offset; return err_set(e, ERR_INTERNAL, "no"); }
uint64_t bytes_outer_size(const struct bytes_outer *outer) { (void)outer; return 0; }
