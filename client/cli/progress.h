/* How far long work is, on a terminal: one line that is written over, and gone at the end. */
#ifndef CATALOGCTL_PROGRESS_H
#define CATALOGCTL_PROGRESS_H

#include "cli/page.h"

/* Shows DONE of TOTAL, as in "[=====     ] 5 of 10 WHAT", and nothing any more once all is done. Only for a PAGE that
 * is a terminal. */
void progress_show(struct page *page, const char *what, size_t done, size_t total);

/* Takes the line away before the end. Does nothing where PAGE is no terminal. */
void progress_clear(struct page *page);

#endif
