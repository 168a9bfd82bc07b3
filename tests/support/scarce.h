/* Memory that runs out when the test says so. The program is linked with --wrap for malloc, calloc, realloc and strdup.
 */
#ifndef CATALOGD_TESTS_SCARCE_H
#define CATALOGD_TESTS_SCARCE_H

#include <stdbool.h>

/* The allocation number COUNT (from 0) of this thread fails from now on, and it alone. */
void scarce_begin(unsigned count);

/* Allocations work again. Returns whether one failed: false means that the code under test needs no more of them. */
bool scarce_end(void);

#endif
