/* Errors of the library as messages of the schema and as text. */
#ifndef CATALOGCTL_COMPLAINT_H
#define CATALOGCTL_COMPLAINT_H

#include "base/arena.h"
#include "catalog/error.h"
#include "cli/page.h"

#include "catalog/v1/envelope.pb-c.h"

/* ERROR as a Status, for output. Ownership: lives in ARENA and borrows strings from ERROR. NULL: no room. */
Catalog__V1__Status *complaint_status(struct arena *arena, const struct catalog_error *error);

/* Prints ERROR: its violations as `FILE:LINE:COLUMN: FIELD: what is wrong`, then the sentence, then what would help. */
void complaint_print(struct page *page, const struct catalog_error *error);

/* "error: SENTENCE" and "  help: HELP", where HELP is not NULL. */
void complaint_say(struct page *page, const char *sentence, const char *help);

#endif
