/* The close of a position in one currency as a picture. */
#ifndef REPORT_CLOSE_PICTURE_H
#define REPORT_CLOSE_PICTURE_H

#include "report/close.h"
#include "report/html.h"

/* How the closing came to be, from left to right: a bar from what stood there before to what stood there after each
 * line.  Lines first … end - 1 of the position, all of one currency. */
void close_picture(const struct page *p, const struct closed_position *position, size_t first, size_t end);

#endif
