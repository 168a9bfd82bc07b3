/* Marks of the public interface, and the version of the library. */
#ifndef CATALOG_EXPORT_H
#define CATALOG_EXPORT_H

#ifdef __cplusplus
#define CATALOG_BEGIN extern "C" {
#define CATALOG_END   }
#else
#define CATALOG_BEGIN
#define CATALOG_END
#endif

/* Every function of the library carries it; nothing else is visible outside. */
#define CATALOG_API        __attribute__((visibility("default")))
#define CATALOG_MUST_CHECK __attribute__((warn_unused_result))

CATALOG_BEGIN

/* Version of the library that is linked, for example "0.1.0". Static. Any thread. */
CATALOG_API const char *catalog_version(void);

CATALOG_END

#endif
