#include "convert/xml.h"

#include "convert/xml_reader.h"

#include <string.h>

#define PIECE_BYTES (64 * KIB)

/* Gives the parser the SIZE bytes in its buffer, the last of TOTAL; READER knows what came of it. */
static void parse(struct xml_reader *reader, size_t size, size_t total) {
    if (XML_ParseBuffer(reader->parser, (int)size, size == 0) == XML_STATUS_ERROR && reader->code == STATUS_OK) {
        enum XML_Error error = XML_GetErrorCode(reader->parser);
        if (error == XML_ERROR_NO_MEMORY)
            reader->code = import_no_memory(reader->import);
        else
            xml_reader_refuse(reader, XML_ErrorString(error));
    }
    XML_Index done = XML_GetCurrentByteIndex(reader->parser);
    if (reader->code == STATUS_OK && total - (size_t)(done < 0 ? 0 : done) > LIMIT_XML_TOKEN_BYTES)
        xml_reader_refuse_size(reader, "bytes of one tag or comment", LIMIT_XML_TOKEN_BYTES);
}

static bool has_mark(const uint8_t *piece, size_t size) {
    return size >= 3 && (memcmp(piece, "\xEF\xBB\xBF", 3) == 0 || memcmp(piece, "\xFF\xFE", 2) == 0 ||
                         memcmp(piece, "\xFE\xFF", 2) == 0);
}

/* Reads one piece. False: it was the last, or there was a failure. */
static bool read_piece(struct xml_reader *reader, struct source_stream *stream) {
    uint8_t *room = XML_GetBuffer(reader->parser, PIECE_BYTES);
    bool is_first = stream->done_bytes == 0;
    size_t size = room == NULL ? 0 : source_stream_read(stream, room, PIECE_BYTES);
    if (is_first)
        reader->has_mark = has_mark(room, size);
    if (room == NULL)
        reader->code = import_no_memory(reader->import);
    else if (stream->has_failed)
        reader->code = problem_set(reader->import->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE",
                                   "%.200s cannot be read to its end", reader->file);
    else
        parse(reader, size, stream->done_bytes);
    return size > 0 && reader->code == STATUS_OK;
}

status_code xml_read(struct import *import, const struct source *source, const struct xml_wanted *wanted,
                     size_t wanted_count, void *context) {
    struct source_stream stream;
    struct xml_reader reader = {
        .import = import, .file = source->path, .wanted = wanted, .wanted_count = wanted_count, .context = context};
    status_code code = source_stream_open(source, &stream, import->problem);
    if (code != STATUS_OK)
        return code;
    bool has_more = xml_reader_init(&reader);
    while (has_more) {
        has_more = read_piece(&reader, &stream);
        if (import->progress != NULL)
            import->progress(import->progress_context, stream.done_bytes, stream.total_bytes);
    }
    xml_reader_done(&reader);
    source_stream_close(&stream);
    return reader.code;
}

struct root {
    XML_Parser parser;
    const char *name;
    bool is_it;
};

static void meet_root(void *data, const char *name, const char **attributes) {
    struct root *root = data;
    (void)attributes;
    root->is_it = strcmp(xml_local_name(name), root->name) == 0;
    XML_StopParser(root->parser, XML_FALSE);
}

bool xml_has_root(slice head, const char *name) {
    struct root root = {.parser = XML_ParserCreate(NULL), .name = name};
    if (root.parser == NULL)
        return false;
    XML_SetUserData(root.parser, &root);
    XML_SetStartElementHandler(root.parser, meet_root);
    size_t size = head.size < PIECE_BYTES ? head.size : PIECE_BYTES;
    enum XML_Status status = XML_Parse(root.parser, (const char *)head.data, (int)size, XML_FALSE);
    XML_ParserFree(root.parser);
    return status == XML_STATUS_ERROR && root.is_it;
}
