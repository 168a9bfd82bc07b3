#include "convert/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static status_code refuse(const char *path, struct problem *problem) {
    return problem_set(problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%.200s cannot be read: %s", path,
                       strerror(errno));
}

status_code source_head(const char *path, struct arena *arena, slice *ret_head, struct problem *problem) {
    struct stat status;
    *ret_head = (slice){0};
    if (stat(path, &status) != 0)
        return refuse(path, problem);
    if (!S_ISREG(status.st_mode))
        return STATUS_OK;
    uint8_t *head = arena_alloc(arena, SOURCE_HEAD_BYTES);
    FILE *file = head == NULL ? NULL : fopen(path, "rbe");
    if (head == NULL)
        return problem_no_memory(problem);
    if (file == NULL)
        return refuse(path, problem);
    *ret_head = slice_of(head, fread(head, 1, SOURCE_HEAD_BYTES, file));
    fclose(file);
    return STATUS_OK;
}

static status_code open_file(const char *path, struct source_stream *stream, struct problem *problem) {
    struct stat status;
    stream->file = fopen(path, "rbe");
    if (stream->file == NULL || fstat(fileno(stream->file), &status) != 0) {
        source_stream_close(stream);
        return refuse(path, problem);
    }
    stream->total_bytes = (size_t)status.st_size;
    if (stream->total_bytes <= LIMIT_STREAM_BYTES)
        return STATUS_OK;
    source_stream_close(stream);
    return problem_set(problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE", "%.200s has more than %lu bytes", path,
                       LIMIT_STREAM_BYTES);
}

status_code source_stream_open(const struct source *source, struct source_stream *ret_stream, struct problem *problem) {
    *ret_stream = (struct source_stream){0};
    if (source->file_count == 0)
        return open_file(source->path, ret_stream, problem);
    ret_stream->rest = source->files[0].text;
    ret_stream->total_bytes = ret_stream->rest.size;
    return STATUS_OK;
}

size_t source_stream_read(void *context, uint8_t *room, size_t size) {
    struct source_stream *stream = context;
    size_t count = size < stream->rest.size ? size : stream->rest.size;
    if (stream->file != NULL)
        count = fread(room, 1, size, stream->file);
    else if (count > 0)
        memcpy(room, stream->rest.data, count);
    if (stream->file == NULL)
        stream->rest = slice_of(stream->rest.data + count, stream->rest.size - count);
    else if (count == 0)
        stream->has_failed = ferror(stream->file) != 0;
    stream->done_bytes += count;
    return count;
}

void source_stream_close(struct source_stream *stream) {
    if (stream->file != NULL)
        fclose(stream->file);
    stream->file = NULL;
}
