/* The syntax of names. Letters are lower-case ASCII, whatever the locale. */
#ifndef CATALOGD_MODEL_NAME_H
#define CATALOGD_MODEL_NAME_H

#include "base/slice.h"

/* The implicit instance that platform-level baseline entries stand for. No namespace, id or alias may be called so. */
#define NAME_PLATFORM "platform"

/* The name of the one Policy. */
#define NAME_POLICY "policy/organisation"

/* What a name looks like, for messages. */
#define NAME_OBJECT_SYNTAX  "namespace/slug, each [a-z][a-z0-9-]{0,62}"
#define NAME_ID_SYNTAX      "[a-z][a-z0-9_-]{0,62}"
#define NAME_SETTING_SYNTAX "[a-z][a-z0-9_]{0,62}"

/* "namespace/slug". The reserved namespace is well-formed: see name_is_reserved. */
bool name_is_object(const char *text);

/* An id inside an object: elements, aliases, provisions and the like. */
bool name_is_id(const char *text);

/* A parameter or a fact. */
bool name_is_setting(const char *text);

/* NAME stands in the namespace "platform". */
bool name_is_reserved(const char *name);

/* The part of NAME before the first '/'; the whole of NAME when it has none. Borrowed. */
slice name_namespace(const char *name);

/* Takes the first part of *ADDRESS (up to a '.', or all of it) and moves *ADDRESS past the dot. False: *ADDRESS is
 * empty. "login.keys.key" gives "login", "keys", "key". Borrowed. */
bool name_next_part(const char **address, slice *ret_part);

#endif
