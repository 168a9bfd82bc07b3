#include "convert/xml_reader.h"

#include <fnmatch.h>
#include <string.h>

static uint32_t line_of(const struct xml_reader *reader) {
    return (uint32_t)XML_GetCurrentLineNumber(reader->parser);
}

/* A byte order mark is no column. */
static uint32_t column_of(const struct xml_reader *reader) {
    uint32_t before = (uint32_t)XML_GetCurrentColumnNumber(reader->parser);
    return before > 0 && reader->has_mark && line_of(reader) == 1 ? before : before + 1;
}

static void fail(struct xml_reader *reader, status_code code) {
    reader->code = code;
    XML_StopParser(reader->parser, XML_FALSE);
}

void xml_reader_refuse(struct xml_reader *reader, const char *text) {
    fail(reader, problem_set(reader->import->problem, STATUS_INVALID_ARGUMENT, "NOT_XML", "%.200s:%u:%u: %s",
                             reader->file, line_of(reader), column_of(reader), text));
}

void xml_reader_refuse_size(struct xml_reader *reader, const char *what, unsigned long limit) {
    fail(reader, problem_set(reader->import->problem, STATUS_RESOURCE_EXHAUSTED, "SOURCE_TOO_LARGE",
                             "%.200s:%u:%u: at most %lu %s are taken", reader->file, line_of(reader), column_of(reader),
                             limit, what));
}

static void no_room(struct xml_reader *reader) {
    xml_reader_refuse_size(reader, "bytes of one element with all it holds", LIMIT_XML_ELEMENT_BYTES);
}

const char *xml_local_name(const char *name) {
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static bool is_namespace(const char *name) {
    return strncmp(name, "xmlns", 5) == 0 && (name[5] == '\0' || name[5] == ':');
}

static bool copy_attributes(struct xml_reader *reader, struct xml_node *node, const char **attributes) {
    size_t count = 0;
    while (attributes[2 * count] != NULL)
        count++;
    struct xml_attribute *copies = ARENA_ARRAY(&reader->tree, struct xml_attribute, count);
    for (size_t i = 0; i < count && copies != NULL; i++) {
        if (is_namespace(attributes[2 * i]))
            continue;
        struct xml_attribute *copy = &copies[node->attribute_count++];
        copy->name = arena_strdup(&reader->tree, xml_local_name(attributes[2 * i]));
        copy->value = arena_strdup(&reader->tree, attributes[2 * i + 1]);
        if (copy->name == NULL || copy->value == NULL)
            return false;
    }
    node->attributes = copies;
    return count == 0 || copies != NULL;
}

static struct xml_node *new_node(struct xml_reader *reader, const char *name, char *text) {
    struct xml_node *node = ARENA_NEW(&reader->tree, struct xml_node);
    struct xml_node *parent = reader->open_count == 0 ? NULL : reader->open[reader->open_count - 1];
    if (node == NULL)
        return NULL;
    node->name = name;
    node->text = text;
    node->line = line_of(reader);
    node->column = column_of(reader);
    if (parent != NULL && parent->last != NULL)
        parent->last->next = node;
    else if (parent != NULL)
        parent->first = node;
    if (parent != NULL)
        parent->last = node;
    return node;
}

/* Makes a node of the text since the last tag. */
static void end_text(struct xml_reader *reader) {
    if (reader->text.size == 0)
        return;
    char *text = arena_strndup(&reader->tree, (const char *)reader->text.data, reader->text.size);
    struct xml_node *node = text == NULL ? NULL : new_node(reader, "", text);
    buffer_reset(&reader->text);
    if (node == NULL) {
        no_room(reader);
        return;
    }
    node->line = reader->text_line;
    node->column = reader->text_column;
}

static struct xml_node *new_element(struct xml_reader *reader, const char *name, const char **attributes) {
    char *copy = arena_strdup(&reader->tree, xml_local_name(name));
    struct xml_node *element = copy == NULL ? NULL : new_node(reader, copy, copy + strlen(copy));
    if (element != NULL && copy_attributes(reader, element, attributes))
        return element;
    no_room(reader);
    return NULL;
}

static void hand_over(struct xml_reader *reader, const struct xml_wanted *wanted, const struct xml_node *element) {
    status_code code = wanted->take(reader->context, element);
    arena_reset(&reader->tree);
    if (code != STATUS_OK)
        fail(reader, code);
}

static const struct xml_wanted *find_wanted(const struct xml_reader *reader) {
    for (size_t i = 0; i < reader->wanted_count; i++) {
        const struct xml_wanted *wanted = &reader->wanted[i];
        if (fnmatch(wanted->path, (const char *)reader->path.data, FNM_PATHNAME) == 0)
            return wanted;
    }
    return NULL;
}

/* The path ends in a NUL that its size does not count. */
static bool enter(struct xml_reader *reader, const char *name) {
    if (reader->depth == LIMIT_FOREIGN_DEPTH) {
        xml_reader_refuse_size(reader, "levels of elements in each other", LIMIT_FOREIGN_DEPTH);
        return false;
    }
    reader->path_sizes[reader->depth++] = reader->path.size;
    if (reader->path.size > 0)
        buffer_append_byte(&reader->path, '/');
    buffer_append_text(&reader->path, xml_local_name(name));
    buffer_append_byte(&reader->path, '\0');
    if (reader->path.has_failed) {
        xml_reader_refuse_size(reader, "bytes of names of elements in each other", LIMIT_XML_TOKEN_BYTES);
        return false;
    }
    reader->path.size--;
    return true;
}

static void begin_element(void *data, const char *name, const char **attributes) {
    struct xml_reader *reader = data;
    if (reader->code != STATUS_OK || !enter(reader, name))
        return;
    if (XML_GetSpecifiedAttributeCount(reader->parser) > 2 * LIMIT_XML_ATTRIBUTES) {
        xml_reader_refuse_size(reader, "attributes of one element", LIMIT_XML_ATTRIBUTES);
        return;
    }
    const struct xml_wanted *wanted = reader->open_count > 0 ? reader->taker : find_wanted(reader);
    if (wanted == NULL)
        return;
    end_text(reader);
    struct xml_node *element = reader->code != STATUS_OK ? NULL : new_element(reader, name, attributes);
    if (element == NULL)
        return;
    if (reader->open_count == 0 && wanted->is_head) {
        hand_over(reader, wanted, element);
        return;
    }
    reader->taker = wanted;
    reader->open[reader->open_count++] = element;
}

/* What is all that ELEMENT holds begins and ends with a word: blanks around it are the layout of the file. */
static void trim(struct xml_node *element) {
    static const char blanks[] = " \t\r\n";
    struct xml_node *only = element->first;
    if (only == NULL || only->next != NULL || only->name[0] != '\0')
        return;
    only->text += strspn(only->text, blanks);
    size_t size = strlen(only->text);
    while (size > 0 && strchr(blanks, only->text[size - 1]) != NULL)
        size--;
    only->text[size] = '\0';
}

static void end_element(void *data, const char *name) {
    struct xml_reader *reader = data;
    (void)name;
    if (reader->code != STATUS_OK)
        return;
    reader->path.size = reader->path_sizes[--reader->depth];
    if (reader->open_count == 0)
        return;
    end_text(reader);
    struct xml_node *element = reader->open[--reader->open_count];
    trim(element);
    if (reader->open_count == 0 && reader->code == STATUS_OK)
        hand_over(reader, reader->taker, element);
}

static void add_text(void *data, const char *text, int size) {
    struct xml_reader *reader = data;
    if (reader->code != STATUS_OK || reader->open_count == 0)
        return;
    if (reader->text.size == 0) {
        reader->text_line = line_of(reader);
        reader->text_column = column_of(reader);
    }
    buffer_append(&reader->text, slice_of(text, (size_t)size));
    if (reader->text.has_failed)
        no_room(reader);
}

static void refuse_doctype(void *data, const char *name, const char *system_id, const char *public_id,
                           int has_internal_subset) {
    (void)name;
    (void)system_id;
    (void)public_id;
    (void)has_internal_subset;
    xml_reader_refuse(data, "a DOCTYPE is not taken: save the file without it");
}

bool xml_reader_init(struct xml_reader *reader) {
    reader->parser = XML_ParserCreate(NULL);
    arena_init(&reader->tree, LIMIT_XML_ELEMENT_BYTES);
    buffer_init(&reader->path, LIMIT_XML_TOKEN_BYTES);
    buffer_init(&reader->text, LIMIT_XML_ELEMENT_BYTES);
    if (reader->parser == NULL) {
        reader->code = import_no_memory(reader->import);
        return false;
    }
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader->parser, add_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, refuse_doctype);
    return true;
}

void xml_reader_done(struct xml_reader *reader) {
    arena_done(&reader->tree);
    buffer_done(&reader->path);
    buffer_done(&reader->text);
    XML_ParserFree(reader->parser);
}
