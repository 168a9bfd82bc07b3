#include "base/limits.h"
#include "codec/canonical.h"
#include "codec/message.h"
#include "model/taxonomy.h"
#include "service/handlers.h"
#include "service/mutation.h"
#include "service/uploads.h"
#include "store/taxonomies.h"

#include "catalog/store/v1/record.pb-c.h"
#include "catalog/v1/taxonomy_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

static const ProtobufCMessageDescriptor *const staging = &catalog__v1__stage_taxonomy_request__descriptor;

enum call_progress taxonomy_stage(struct service *service, struct call *call) {
    Catalog__V1__StageTaxonomyResponse response;
    struct upload_state state;
    catalog__v1__stage_taxonomy_response__init(&response);
    if (uploads_add(service->uploads, call, &state) != STATUS_OK)
        return CALL_DONE;
    response.item_count = (uint32_t)state.count;
    response.size_bytes = state.size_bytes;
    call_reply(call, &response.base);
    return CALL_DONE;
}

static status_code take_upload(struct mutation *mutation, const char *id, struct staged_items *ret_staged,
                               struct problem *problem) {
    status_code status =
        uploads_take(mutation->service->uploads, mutation->call, staging, id, &mutation->arena, ret_staged, problem);
    if (status != STATUS_OK)
        return status;
    if (!mutation->job.has_content || !digest_equal(&ret_staged->digest, &mutation->job.content_digest))
        return problem_set(problem, STATUS_ABORTED, "UPLOAD_CHANGED",
                           "items were staged while the upload was being imported: import it again when it is whole");
    return STATUS_OK;
}

static status_code choose_items(struct mutation *mutation, const Catalog__V1__ImportTaxonomyRequest *request,
                                struct staged_items *ret_chosen, struct problem *problem) {
    bool is_upload = request->upload_id[0] != '\0';
    if (is_upload && request->n_items > 0)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "TWO_SOURCES",
                           "give items, or the upload_id of items that were staged, and not both");
    if (is_upload)
        return take_upload(mutation, request->upload_id, ret_chosen, problem);
    *ret_chosen = (struct staged_items){.items = (ProtobufCMessage **)request->items, .count = request->n_items};
    return STATUS_OK;
}

/* The canonical bytes of MESSAGE, in ARENA, and their digest. */
static status_code pack(const ProtobufCMessage *message, struct arena *arena, slice *ret_bytes,
                        struct digest *ret_content, struct problem *problem) {
    size_t size = protobuf_c_message_get_packed_size(message);
    uint8_t *bytes = arena_alloc(arena, size + 1);
    if (bytes == NULL)
        return problem_no_memory(problem);
    *ret_bytes = slice_of(bytes, protobuf_c_message_pack(message, bytes));
    *ret_content = canonical_digest_of_bytes(message->descriptor, *ret_bytes);
    return STATUS_OK;
}

static status_code pack_entries(const struct taxonomy_content *content, struct arena *arena,
                                struct write_taxonomy *written, struct problem *problem) {
    struct write_entry *entries = ARENA_ARRAY(arena, struct write_entry, content->entry_count + 1);
    status_code status = entries == NULL ? problem_no_memory(problem) : STATUS_OK;
    for (size_t i = 0; i < content->entry_count && status == STATUS_OK; i++) {
        entries[i].id = content->entries[i]->id;
        status = pack(&content->entries[i]->base, arena, &entries[i].bytes, &entries[i].content, problem);
    }
    written->entries = entries;
    written->entry_count = content->entry_count;
    return status;
}

static int compare_mappings(const void *a, const void *b) {
    const struct write_mapping *first = a;
    const struct write_mapping *second = b;
    return memcmp(first->content.bytes, second->content.bytes, DIGEST_BYTES);
}

/* In byte order of digest, each once: what stands twice says nothing more. */
static void sort_mappings(struct write_mapping *mappings, size_t *count) {
    size_t kept = 0;
    qsort(mappings, *count, sizeof *mappings, compare_mappings);
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || !digest_equal(&mappings[kept - 1].content, &mappings[i].content))
            mappings[kept++] = mappings[i];
    *count = kept;
}

static status_code pack_mappings(const struct taxonomy_content *content, struct arena *arena,
                                 struct write_taxonomy *written, struct problem *problem) {
    struct write_mapping *mappings = ARENA_ARRAY(arena, struct write_mapping, content->mapping_count + 1);
    status_code status = mappings == NULL ? problem_no_memory(problem) : STATUS_OK;
    for (size_t i = 0; i < content->mapping_count && status == STATUS_OK; i++) {
        mappings[i].from = content->mappings[i]->from;
        mappings[i].to = content->mappings[i]->to;
        status = pack(&content->mappings[i]->base, arena, &mappings[i].bytes, &mappings[i].content, problem);
    }
    written->mapping_count = content->mapping_count;
    if (status == STATUS_OK)
        sort_mappings(mappings, &written->mapping_count);
    written->mappings = mappings;
    return status;
}

/* The blob that names all the others; its digest is the release's. */
static status_code pack_content(const Catalog__V1__Taxonomy *asked, struct arena *arena, struct write_taxonomy *written,
                                struct problem *problem) {
    Catalog__Store__V1__TaxonomyContent content;
    catalog__store__v1__taxonomy_content__init(&content);
    ProtobufCBinaryData *entries = ARENA_ARRAY(arena, ProtobufCBinaryData, written->entry_count + 1);
    ProtobufCBinaryData *mappings = ARENA_ARRAY(arena, ProtobufCBinaryData, written->mapping_count + 1);
    if (entries == NULL || mappings == NULL)
        return problem_no_memory(problem);
    for (size_t i = 0; i < written->entry_count; i++)
        entries[i] = (ProtobufCBinaryData){DIGEST_BYTES, (uint8_t *)(uintptr_t)written->entries[i].content.bytes};
    for (size_t i = 0; i < written->mapping_count; i++)
        mappings[i] = (ProtobufCBinaryData){DIGEST_BYTES, (uint8_t *)(uintptr_t)written->mappings[i].content.bytes};
    content.scheme = asked->scheme;
    content.release = asked->release;
    content.title = asked->title;
    content.source = asked->source;
    content.entries = entries;
    content.n_entries = written->entry_count;
    content.mappings = mappings;
    content.n_mappings = written->mapping_count;
    return pack(&content.base, arena, &written->bytes, &written->content, problem);
}

static status_code prepare(struct mutation *mutation, const Catalog__V1__Taxonomy *asked,
                           struct write_taxonomy *ret_written, struct problem *problem) {
    const Catalog__V1__ImportTaxonomyRequest *request =
        (const Catalog__V1__ImportTaxonomyRequest *)mutation->call->request;
    struct arena *arena = &mutation->arena;
    struct staged_items chosen = {0};
    struct taxonomy_content content = {0};
    status_code status = choose_items(mutation, request, &chosen, problem);
    if (status == STATUS_OK)
        status = taxonomy_prepare(asked, (Catalog__V1__TaxonomyItem *const *)chosen.items, chosen.count, arena,
                                  &content, problem);
    if (status == STATUS_OK)
        status = pack_entries(&content, arena, ret_written, problem);
    if (status == STATUS_OK)
        status = pack_mappings(&content, arena, ret_written, problem);
    return status == STATUS_OK ? pack_content(asked, arena, ret_written, problem) : status;
}

static Catalog__V1__Taxonomy *new_taxonomy(const Catalog__V1__Taxonomy *asked, const struct write_taxonomy *written,
                                           const struct call *call, struct arena *arena) {
    Catalog__V1__Taxonomy *taxonomy = ARENA_NEW(arena, Catalog__V1__Taxonomy);
    char *digest = arena_alloc(arena, DIGEST_TEXT_BYTES);
    if (taxonomy == NULL || digest == NULL)
        return NULL;
    catalog__v1__taxonomy__init(taxonomy);
    digest_text(&written->content, digest);
    taxonomy->scheme = asked->scheme;
    taxonomy->release = asked->release;
    taxonomy->title = asked->title;
    taxonomy->source = asked->source;
    taxonomy->entry_count = (uint32_t)written->entry_count;
    taxonomy->mapping_count = (uint32_t)written->mapping_count;
    taxonomy->digest = digest;
    taxonomy->author = arena_strdup(arena, call->principal.name);
    return taxonomy->author == NULL ? NULL : taxonomy;
}

/* The release as it is there already; a part of it is another. NULL: it is not. */
static status_code find_known(struct snapshot *snapshot, const Catalog__V1__Taxonomy *taxonomy, struct arena *arena,
                              Catalog__V1__Taxonomy **ret_known, struct problem *problem) {
    struct problem detail;
    problem_init(&detail, NULL);
    *ret_known = NULL;
    status_code status = snapshot_taxonomy(snapshot, taxonomy->scheme, taxonomy->release, arena, ret_known, &detail);
    if (status == STATUS_OK && strcmp((*ret_known)->release, taxonomy->release) != 0)
        *ret_known = NULL;
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return STATUS_OK;
    return problem_set(problem, status, detail.reason, "%.500s", detail.message);
}

static status_code answer_known(Catalog__V1__Taxonomy *known, const Catalog__V1__Taxonomy *taxonomy,
                                Catalog__V1__ImportTaxonomyResponse *response, struct problem *problem) {
    if (strcmp(known->digest, taxonomy->digest) != 0)
        return problem_set(problem, STATUS_ALREADY_EXISTS, "TAXONOMY_EXISTS",
                           "%.63s %.63s was imported with other content (%.71s): a release never changes, import this "
                           "under another release",
                           taxonomy->scheme, taxonomy->release, known->digest);
    response->taxonomy = known;
    response->unchanged = true;
    return STATUS_OK;
}

static status_code add_release(struct mutation *mutation, Catalog__V1__Taxonomy *taxonomy,
                               const struct write_taxonomy *written, struct problem *problem) {
    struct write_taxonomy *copy = ARENA_NEW(&mutation->arena, struct write_taxonomy);
    const struct read_mark mark = {.name = taxonomy->scheme, .release = taxonomy->release};
    if (copy == NULL || !mutation_rests_on(mutation, &mark))
        return problem_no_memory(problem);
    *copy = *written;
    mutation->taxonomy = taxonomy;
    mutation->job.taxonomy = copy;
    return STATUS_OK;
}

static status_code store_or_answer(struct mutation *mutation, struct snapshot *snapshot,
                                   const Catalog__V1__Taxonomy *asked, Catalog__V1__ImportTaxonomyResponse *response,
                                   struct problem *problem) {
    struct write_taxonomy written = {0};
    Catalog__V1__Taxonomy *known = NULL;
    status_code status = prepare(mutation, asked, &written, problem);
    if (status != STATUS_OK)
        return status;
    Catalog__V1__Taxonomy *taxonomy = new_taxonomy(asked, &written, mutation->call, &mutation->arena);
    if (taxonomy == NULL)
        return problem_no_memory(problem);
    status = find_known(snapshot, taxonomy, &mutation->arena, &known, problem);
    if (status != STATUS_OK)
        return status;
    if (known != NULL)
        return answer_known(known, taxonomy, response, problem);
    response->taxonomy = taxonomy;
    return add_release(mutation, taxonomy, &written, problem);
}

static status_code plan_import(struct mutation *mutation, struct snapshot *snapshot, struct problem *problem) {
    const Catalog__V1__ImportTaxonomyRequest *request =
        (const Catalog__V1__ImportTaxonomyRequest *)mutation->call->request;
    Catalog__V1__ImportTaxonomyResponse *response = ARENA_NEW(&mutation->arena, Catalog__V1__ImportTaxonomyResponse);
    if (response == NULL)
        return problem_no_memory(problem);
    if (request->taxonomy == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "NO_TAXONOMY", "taxonomy is needed");
    catalog__v1__import_taxonomy_response__init(response);
    mutation->response = &response->base;
    if (mutation->repeated_change == NULL || mutation->repeated_change->n_taxonomies == 0)
        return store_or_answer(mutation, snapshot, request->taxonomy, response, problem);
    response->taxonomy = mutation->repeated_change->taxonomies[0];
    return STATUS_OK;
}

enum call_progress taxonomy_import(struct service *service, struct call *call) {
    const Catalog__V1__ImportTaxonomyRequest *request = (const Catalog__V1__ImportTaxonomyRequest *)call->request;
    struct digest content;
    bool has_content =
        request->upload_id[0] != '\0' && uploads_digest(service->uploads, call, staging, request->upload_id, &content);
    const struct mutation_options options = {
        .plan = plan_import, .is_validate_only = request->validate_only, .content = has_content ? &content : NULL};
    return mutation_run(service, call, &options);
}
