#include "convert/xml.h"

#include "convert/xml_reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PIECE_BYTES (64 * KIB)

/* Gives the parser what is in its buffer; afterwards READER knows what came of it. */
static void parse(struct xml_reader *reader, size_t size, size_t total) {
    if (XML_ParseBuffer(reader->parser, (int)size, size == 0) == XML_STATUS_ERROR && reader->code == STATUS_OK) {
        enum XML_Error error = XML_GetErrorCode(reader->parser);
        if (error == XML_ERROR_NO_MEMORY)
            reader->code = problem_no_memory(reader->reading->problem);
        else
            xml_reader_refuse(reader, XML_ErrorString(error));
    }
    XML_Index done = XML_GetCurrentByteIndex(reader->parser);
    if (reader->code == STATUS_OK && total - (size_t)(done < 0 ? 0 : done) > LIMIT_XML_TOKEN_BYTES)
        xml_reader_refuse_size(reader, "bytes of one tag or comment", LIMIT_XML_TOKEN_BYTES);
    else if (reader->code == STATUS_OK && total > LIMIT_XML_BYTES)
        xml_reader_refuse_size(reader, "bytes of one file", LIMIT_XML_BYTES);
}

/* Where the bytes come from. */
struct feed {
    FILE *file; /* NULL: the text */
    slice text;
};

static size_t take_piece(struct feed *feed, void *room) {
    if (feed->file != NULL)
        return fread(room, 1, PIECE_BYTES, feed->file);
    size_t size = feed->text.size < PIECE_BYTES ? feed->text.size : PIECE_BYTES;
    if (size == 0)
        return 0;
    memcpy(room, feed->text.data, size);
    feed->text = slice_of(feed->text.data + size, feed->text.size - size);
    return size;
}

static bool has_mark(const void *piece, size_t size) {
    return size >= 3 && (memcmp(piece, "\xEF\xBB\xBF", 3) == 0 || memcmp(piece, "\xFF\xFE", 2) == 0 ||
                         memcmp(piece, "\xFE\xFF", 2) == 0);
}

static status_code read_all(const struct xml_reading *reading, struct feed *feed) {
    struct xml_reader reader;
    size_t size = xml_reader_init(&reader, reading) ? 1 : 0;
    for (size_t total = 0; size > 0 && reader.code == STATUS_OK; total += size) {
        void *room = XML_GetBuffer(reader.parser, PIECE_BYTES);
        size = room == NULL ? 0 : take_piece(feed, room);
        if (total == 0)
            reader.has_mark = has_mark(room, size);
        if (room == NULL)
            reader.code = problem_no_memory(reading->problem);
        else if (feed->file != NULL && ferror(feed->file) != 0)
            reader.code =
                problem_set(reading->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%s cannot be read", reading->file);
        else
            parse(&reader, size, total + size);
    }
    status_code code = reader.code;
    xml_reader_done(&reader);
    return code;
}

status_code xml_read_file(const struct xml_reading *reading) {
    struct feed feed = {.file = fopen(reading->file, "rbe")};
    if (feed.file == NULL)
        return problem_set(reading->problem, STATUS_NOT_FOUND, "FILE_UNREADABLE", "%s cannot be read: %s",
                           reading->file, strerror(errno));
    status_code code = read_all(reading, &feed);
    fclose(feed.file);
    return code;
}

status_code xml_read_text(const struct xml_reading *reading, slice text) {
    struct feed feed = {.text = text};
    return read_all(reading, &feed);
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
