/* One object of the catalog, whatever its kind: the fields that all kinds share. */
#ifndef CATALOGD_MODEL_OBJECT_H
#define CATALOGD_MODEL_OBJECT_H

#include "base/arena.h"
#include "base/macros.h"

#include "catalog/v1/object.pb-c.h"

#include <stdbool.h>

/* The kind of OBJECT; OBJECT_KIND_UNSPECIFIED when none is set. */
Catalog__V1__ObjectKind object_kind(const Catalog__V1__Object *object);

/* The Threat, Control, Baseline, Model or Policy in OBJECT. NULL: none is set. Borrowed. */
const ProtobufCMessage *object_message(const Catalog__V1__Object *object);

/* The Model of a component or feature. NULL: OBJECT is something else. Borrowed. */
const Catalog__V1__Model *object_model(const Catalog__V1__Object *object);

/* "" when OBJECT has none. Borrowed. */
const char *object_name(const Catalog__V1__Object *object);
const char *object_version(const Catalog__V1__Object *object);
const char *object_title(const Catalog__V1__Object *object);

/* Makes VERSION the version of OBJECT; "" clears it. VERSION is borrowed and what was there before is not freed: for
 * objects that live in an arena. Does nothing to an object without a kind. */
void object_set_version(Catalog__V1__Object *object, const char *version);

/* A copy of OBJECT in ARENA with VERSION as its version, sharing everything else with OBJECT, which is not changed.
 * NULL: no room. */
Catalog__V1__Object *object_with_version(const Catalog__V1__Object *object, const char *version, struct arena *arena);

/* "threat" for OBJECT_KIND_THREAT, as files have it; "object" for what is no kind. */
const char *object_kind_text(Catalog__V1__ObjectKind kind);

/* Reads what object_kind_text writes. */
MUST_CHECK bool object_kind_parse(const char *text, Catalog__V1__ObjectKind *ret_kind);

#endif
