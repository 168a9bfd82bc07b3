/* Importers: from a format of others to objects of the catalog. One row of a table for each format; an importer knows
 * its format and nothing of files, servers or output. */
#ifndef CATALOG_CONVERT_IMPORT_H
#define CATALOG_CONVERT_IMPORT_H

#include "base/string_map.h"
#include "convert/report.h"
#include "convert/source.h"

#include "catalog/v1/object.pb-c.h"

struct import_release;
struct release_reading;

/* An object that its own source advises against. */
struct import_deprecation {
    const char *name;
    const char *replaced_by; /* name of another object; "": nothing */
};

/* One run of an importer. Initialise with import_init. */
struct import {
    struct arena *arena;
    struct report *report;
    const char *name_space; /* of the objects it makes */
    bool keeps_going;       /* a bad entry is reported and left out; else it is an error */
    struct problem *problem;
    VECTOR(Catalog__V1__Object *) objects; /* in the order of the source */
    VECTOR(const char *) marks;            /* of the objects, one each; "": made before any import_source */
    VECTOR(struct import_deprecation) deprecations;
    struct string_map names;      /* of the objects so far, to the object */
    struct string_map remembered; /* by name of a format: what it keeps from source to source */
    struct string_map numbers;    /* by beginning of a name that was taken: the number to try next */
    const char *format;           /* what is read now */
    const char *mark;             /* of the objects made from now on */

    /* Receives the releases of schemes (release.h); NULL: they are only checked. */
    const struct import_release *release;
    const char *release_wanted;      /* what a release is called, whatever its source says; NULL: as it says */
    struct release_reading *reading; /* private to release.c */

    /* Told how far a long source is read, in bytes; NULL: nobody asks. */
    void (*progress)(void *context, size_t done_bytes, size_t total_bytes);
    void *progress_context;
};

struct import_format {
    const char *name;  /* as given to --format */
    const char *title; /* for people */
    const char *shape; /* what it is recognised by, for messages */
    bool (*recognises)(const struct source *source);
    /* Whether a file that begins with HEAD (its first SOURCE_HEAD_BYTES at most) has the shape. One that has is not
     * composed: READ gets a source without files and reads it as a stream (source_stream_open). NULL: the format is
     * read whole. */
    bool (*recognises_head)(slice head);
    /* Adds the objects of SOURCE to IMPORT. Errors: STATUS_INVALID_ARGUMENT with file and place,
     * STATUS_RESOURCE_EXHAUSTED. */
    status_code (*read)(struct import *import, const struct source *source);
    /* Sources of the format refer to each other: all that are given are read as one, the files in byte order of path
     * as if they were those of a directory. */
    bool reads_together;
};

/* A source whose format is known. */
struct import_opened {
    struct source source;
    const struct import_format *format;
};

extern const struct import_format *const import_formats[];
extern const size_t import_format_count;

/* The format called NAME; NULL: there is none. */
const struct import_format *import_format_find(const char *name);

/* Reads the file or directory at PATH as far as its format needs it: WANTED, or where that is NULL the one that it
 * has the shape of. Ownership: *ret_source lives in ARENA. Errors: those of source_read and import_recognise. */
MUST_CHECK status_code import_open(const char *path, const struct import_format *wanted, struct arena *arena,
                                   struct source *ret_source, const struct import_format **ret_format,
                                   struct problem *problem);

/* The one format whose shape SOURCE has. Errors: STATUS_INVALID_ARGUMENT (UNKNOWN_FORMAT, which lists what was looked
 * for, AMBIGUOUS_FORMAT, BAD_FILE where it is no YAML or JSON, NO_SOURCE where it is empty, native or a directory). */
MUST_CHECK status_code import_recognise(const struct source *source, const struct import_format **ret_format,
                                        struct problem *problem);

/* All are borrowed and must outlive IMPORT. */
void import_init(struct import *import, struct arena *arena, struct report *report, const char *name_space,
                 struct problem *problem);

/* Reads SOURCE, which has the shape of FORMAT, and marks the objects with where they come from. Errors: those of
 * `read`. */
MUST_CHECK status_code import_read(struct import *import, const struct import_format *format,
                                   const struct source *source);

/* Reads the COUNT sources OPENED in order, those that are read together at the place of the first. Errors: those of
 * import_read. */
MUST_CHECK status_code import_read_all(struct import *import, const struct import_opened *opened, size_t count);

/* For importers: the object called NAME that IMPORT made; NULL: none. */
Catalog__V1__Object *import_find(const struct import *import, const char *name);

/* For importers, once a source and before its objects: ID is what the source calls itself in every one of its
 * releases. The objects made from now on get a tag made of it, by which a later import knows those that the source no
 * longer has. "": they get none. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code import_source(struct import *import, const char *id);

/* For importers: the source says that the object called NAME is no longer to be used, and names another instead ("":
 * none). The object is made all the same. Both are borrowed. Errors: STATUS_RESOURCE_EXHAUSTED. */
MUST_CHECK status_code import_deprecated(struct import *import, const char *name, const char *replaced_by);

/* Whether TAG says where an object comes from. Exports leave it out: the next import puts its own in its place. */
bool import_is_mark(const char *tag);

/* For importers: memory ran out. Always returns STATUS_RESOURCE_EXHAUSTED. */
status_code import_no_memory(const struct import *import);

/* Refuses NODE of FILE (NULL: the file as a whole): an error, or where IMPORT keeps going a note and STATUS_OK. */
MUST_CHECK status_code import_refuse(struct import *import, const char *file, const struct tree_node *node,
                                     const char *format, ...) PRINTF_LIKE(4, 5);

#endif
