#include "support/scarce.h"

#include <stddef.h>

static _Thread_local struct {
    bool is_on;
    bool has_failed;
    unsigned left;
} scarce;

/* Names that the linker gives. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *text);

void scarce_begin(unsigned count) {
    scarce.is_on = true;
    scarce.has_failed = false;
    scarce.left = count;
}

bool scarce_end(void) {
    scarce.is_on = false;
    return scarce.has_failed;
}

static bool fails(void) {
    if (!scarce.is_on || scarce.has_failed || scarce.left-- > 0)
        return false;
    scarce.has_failed = true;
    return true;
}

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size) {
    return fails() ? NULL : __real_realloc(block, size);
}

char *__wrap_strdup(const char *text) {
    return fails() ? NULL : __real_strdup(text);
}
