/* Cutting text into lines of a given width. */
#ifndef CATALOG_CONVERT_WRAP_H
#define CATALOG_CONVERT_WRAP_H

#include "base/slice.h"

/* Cuts one line of at most COLUMNS (at least 1) off the front of *TEXT, which moves on to the next line. A line ends at
 * a line feed, else at a blank, else behind punctuation, else anywhere; blanks at its ends are dropped. False: nothing
 * but blanks is left. */
bool wrap_next(const char **text, unsigned columns, slice *ret_line);

#endif
