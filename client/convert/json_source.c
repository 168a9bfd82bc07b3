#include "convert/json_source.h"

#include <string.h>

static const struct compose_rules rules = {
    .bytes = LIMIT_PIECE_BYTES, .nodes = LIMIT_FOREIGN_ITEMS, .depth = LIMIT_FOREIGN_DEPTH};

status_code json_source_open(struct json_source *json, struct import *import, const struct source *source,
                             const char *list, struct json_pass pass) {
    *json = (struct json_source){.import = import, .path = source->path, .pass = pass};
    const struct json_pieces_input input = {.read = source_stream_read,
                                            .context = &json->stream,
                                            .list = list,
                                            .rules = &rules,
                                            .wants = pass.wants,
                                            .wants_context = pass.context};
    problem_init(&json->detail, import->arena);
    json_pieces_init(&json->pieces, &input, &json->detail);
    return source_stream_open(source, &json->stream, import->problem);
}

static status_code refuse(struct json_source *json, status_code code) {
    const struct problem *detail = &json->detail;
    if (json->stream.has_failed)
        return problem_set(json->import->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE",
                           "%.200s cannot be read to its end", json->path);
    if (detail->violation_count == 0)
        return problem_set(json->import->problem, code, detail->reason, "%.200s:%.200s", json->path, detail->message);
    return problem_set(json->import->problem, code, detail->reason, "%.200s:%u:%u: %.200s", json->path,
                       detail->violations[0].line, detail->violations[0].column, detail->violations[0].message);
}

status_code json_source_next(struct json_source *json, struct json_piece *ret_piece) {
    const struct import *import = json->import;
    size_t before = json->stream.done_bytes;
    size_t total = json->stream.total_bytes;
    status_code code = json_pieces_next(&json->pieces, ret_piece);
    if (code != STATUS_OK)
        return refuse(json, code);
    if (import->progress != NULL && json->stream.done_bytes != before)
        import->progress(import->progress_context, total * json->pass.number + json->stream.done_bytes,
                         total * json->pass.count);
    if (++json->count > LIMIT_STREAM_PIECES)
        return problem_set(import->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                           "%.200s: it has more than %d parts", json->path, LIMIT_STREAM_PIECES);
    return STATUS_OK;
}

void json_source_close(struct json_source *json) {
    json_pieces_done(&json->pieces);
    source_stream_close(&json->stream);
}

static size_t read_head(void *context, uint8_t *room, size_t size) {
    slice *rest = context;
    size_t count = size < rest->size ? size : rest->size;
    if (count > 0)
        memcpy(room, rest->data, count);
    *rest = slice_of(rest->data + count, rest->size - count);
    return count;
}

bool json_head_any(slice head, const char *list, bool (*take)(void *context, const struct json_piece *piece),
                   void *context) {
    const struct json_pieces_input input = {.read = read_head, .context = &head, .list = list, .rules = &rules};
    struct json_pieces pieces;
    struct json_piece piece = {0};
    bool is_taken = false;
    json_pieces_init(&pieces, &input, NULL);
    while (!is_taken && json_pieces_next(&pieces, &piece) == STATUS_OK && piece.value != NULL)
        is_taken = take(context, &piece);
    json_pieces_done(&pieces);
    return is_taken;
}
