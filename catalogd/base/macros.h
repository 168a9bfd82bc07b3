/* Small attributes that every room uses. */
#ifndef CATALOGD_BASE_MACROS_H
#define CATALOGD_BASE_MACROS_H

#define MUST_CHECK        __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define CLEANUP(function) __attribute__((cleanup(function)))
#define COUNT_OF(array)   (sizeof(array) / sizeof((array)[0]))

#endif
