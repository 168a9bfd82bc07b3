/* Exporters: from objects of the catalog to a format of others. One row of a table for each format; an exporter knows
 * its format and nothing of files, servers or output. What the format cannot hold is a loss in the report. */
#ifndef CATALOG_CONVERT_EXPORT_H
#define CATALOG_CONVERT_EXPORT_H

#include "base/buffer.h"
#include "base/string_map.h"
#include "convert/report.h"
#include "convert/tree_make.h"

#include "catalog/v1/effective.pb-c.h"
#include "catalog/v1/object.pb-c.h"

/* One run of an exporter. Initialise with export_init, tell it the objects, then export_write. */
struct export {
    struct arena *arena;
    struct report *report;
    struct problem *problem;
    VECTOR(const Catalog__V1__Object *) objects;  /* asked for, in order; all of kinds that the format takes */
    const Catalog__V1__EffectiveModel *effective; /* of the first object, a feature; NULL: it was not resolved */
    struct string_map known;                      /* name to the object asked for or looked up */
    struct string_map missing;                    /* names that were looked up in vain */
};

/* Bits of export_format.kinds. */
#define EXPORT_KIND(kind) (1u << CATALOG__V1__OBJECT_KIND__OBJECT_KIND_##kind)
#define EXPORT_MODELS     (EXPORT_KIND(COMPONENT) | EXPORT_KIND(FEATURE))
#define EXPORT_ANY                                                                                                     \
    (EXPORT_MODELS | EXPORT_KIND(THREAT) | EXPORT_KIND(CONTROL) | EXPORT_KIND(BASELINE) | EXPORT_KIND(POLICY))

struct export_format {
    const char *name;   /* as given to --to */
    const char *title;  /* for people */
    const char *ending; /* of its files: ".json" */
    unsigned kinds;     /* of objects that it takes; others are left out with a loss */
    bool is_single;     /* a file holds one object, and more are refused */
    /* Appends the text of EXPORT's objects, at least one, to OUT, the same bytes for the same objects. Errors:
     * STATUS_INVALID_ARGUMENT (the objects cannot stand in one file), STATUS_RESOURCE_EXHAUSTED. */
    status_code (*write)(struct export *export, struct buffer *out);
};

extern const struct export_format *const export_formats[];
extern const size_t export_format_count;

/* The format called NAME; NULL: there is none. */
const struct export_format *export_format_find(const char *name);

/* All are borrowed and must outlive EXPORT. */
void export_init(struct export *export, struct arena *arena, struct report *report, struct problem *problem);

/* Adds OBJECT, which is to be written (IS_ASKED) or only looked up by others; of two with one name the first counts
 * for looking up. Borrowed. False: no room. */
MUST_CHECK bool export_add(struct export *export, const Catalog__V1__Object *object, bool is_asked);

/* Writes the objects asked for to OUT. Errors: STATUS_INVALID_ARGUMENT (UNKNOWN_KIND: none of a kind that FORMAT takes;
 * TOO_MANY_OBJECTS: FORMAT holds one), those of FORMAT's write. */
MUST_CHECK status_code export_write(struct export *export, const struct export_format *format, struct buffer *out);

/* ---- For exporters ---- */

/* The object called NAME. NULL: it is not known, of which there is one warning a name, or NAME is "" or NULL. */
const Catalog__V1__Threat *export_threat(struct export *export, const char *name);
const Catalog__V1__Control *export_control(struct export *export, const char *name);
const Catalog__V1__Model *export_component(struct export *export, const char *name);

/* The threat of USE and the control of MITIGATION, written in the model or looked up. NULL: as above, or it is a
 * provision that is used. */
const Catalog__V1__Threat *export_threat_of(struct export *export, const Catalog__V1__ThreatUse *use);
const Catalog__V1__Control *export_control_of(struct export *export, const Catalog__V1__Mitigation *mitigation);

/* Whether MITIGATION covers PLACE: an alias covers every place of its instance. */
bool export_covers(const Catalog__V1__Mitigation *mitigation, const char *place);

/* Whether MITIGATION answers the threat of USE where it stands. */
bool export_answers(const Catalog__V1__Mitigation *mitigation, const Catalog__V1__ThreatUse *use);

/* The feature or component in OBJECT; NULL: it is neither. */
const Catalog__V1__Model *export_model(const Catalog__V1__Object *object);

/* "namespace/slug" of OBJECT; its kind. */
const char *export_name(const Catalog__V1__Object *object);
Catalog__V1__ObjectKind export_kind(const Catalog__V1__Object *object);

/* Says that the format has no place for something of the object called NAME. */
void export_loss(struct export *export, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

/* TEXT as a title of one line; OTHERWISE where it is empty. "": no room, which MAKER remembers. */
const char *export_title(struct tree_maker *maker, const char *text, const char *otherwise);

/* Puts TAGS of an object into MAP, without those that say where it was imported from. */
void export_put_tags(struct tree_maker *maker, struct tree_node *map, const char *key, char *const *tags, size_t count);

/* Says of each list and mapping in CARRIED, of the object called NAME, that WHERE holds it, which other tools do not
 * show. WHERE is NULL: of each entry, that there is no place for it. */
void export_note_carried(struct export *export, const char *name, const char *where, const struct tree_node *carried);

#endif
