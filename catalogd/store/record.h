/* The records of the tables, packed and read. A reader walks the bytes and copies nothing: what it returns is borrowed
 * from them. It returns false for bytes that are no such record. Only for files of this room. */
#ifndef CATALOGD_STORE_RECORD_H
#define CATALOGD_STORE_RECORD_H

#include "base/buffer.h"
#include "changelog/chain.h"

#include "catalog/v1/object.pb-c.h"

#define META_FORMAT slice_text("format")
#define META_HEAD   slice_text("head")

struct name_record {
    Catalog__V1__ObjectKind kind;
    uint64_t first_revision;
    uint64_t last_revision;
};

/* A published version or a draft: HEADER is a packed ObjectVersion without what changes (lifecycle, etag) and without
 * the object; for a draft with them. */
struct version_record {
    slice header; /* empty in a draft: it ended */
    slice title;
    struct digest content; /* meaningful with a header */
};

struct lifecycle_record {
    slice header; /* a packed ObjectVersion of lifecycle and etag */
    uint64_t published_revision;
    uint16_t position;
};

struct idempotency_record {
    slice request_digest;
    slice content_digest; /* empty: none */
    uint64_t revision;
    time_ns committed_at;
    bool has_answer;
    slice answer;
};

void format_record_write(struct buffer *bytes, time_ns created_at);
bool format_record_read(slice bytes, uint32_t *ret_version);

void head_record_write(struct buffer *bytes, const struct chain_head *head);
bool head_record_read(slice bytes, struct chain_head *ret_head);

void name_record_write(struct buffer *bytes, const struct name_record *record);
bool name_record_read(slice bytes, struct name_record *ret_record);

void version_record_write(struct buffer *bytes, Catalog__V1__ObjectVersion *header, const char *title);
/* HEADER NULL: the draft ended. */
void draft_record_write(struct buffer *bytes, Catalog__V1__ObjectVersion *header, const char *title);
bool version_record_read(slice bytes, struct version_record *ret_record);

void lifecycle_record_write(struct buffer *bytes, Catalog__V1__ObjectVersion *header, uint64_t published_revision,
                            uint16_t position);
bool lifecycle_record_read(slice bytes, struct lifecycle_record *ret_record);

void idempotency_record_write(struct buffer *bytes, const char *method, const struct idempotency_record *record);
bool idempotency_record_read(slice bytes, struct idempotency_record *ret_record);

/* The kind that a packed ObjectVersion states. */
bool header_read_kind(slice header, Catalog__V1__ObjectKind *ret_kind);

/* The version number that a packed ObjectVersion states. */
bool header_read_version(slice header, slice *ret_version);

/* The lifecycle state that a packed ObjectVersion states. */
bool header_read_state(slice header, Catalog__V1__LifecycleState *ret_state);

/* When the content that a packed ObjectVersion states was stored. */
bool header_read_time(slice header, time_ns *ret_stored_at);

#endif
