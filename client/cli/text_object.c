#include "cli/text_message.h"

#include "catalog/message.h"
#include "cli/table.h"
#include "cli/words.h"

static void print_yaml(struct page *page, const ProtobufCMessage *message) {
    char *text;
    size_t size;
    if (catalog_message_write(message, CATALOG_FORMAT_YAML, &text, &size, NULL) != CATALOG_OK) {
        page->text.has_failed = true;
        return;
    }
    page_raw(page, slice_of(text, size));
    catalog_text_free(text);
}

/* A copy of the member of OBJECT, whatever its kind, with VERSION written in. It shares everything below with OBJECT.
 */
static ProtobufCMessage *member_with_version(struct arena *arena, const Catalog__V1__Object *object, char *version) {
    const ProtobufCMessage *member = &object->threat->base;
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(member->descriptor, "version");
    ProtobufCMessage *copy = arena_alloc(arena, member->descriptor->sizeof_message);
    if (copy == NULL || field == NULL)
        return NULL;
    memcpy(copy, member, member->descriptor->sizeof_message);
    memcpy((char *)copy + field->offset, &version, sizeof version);
    return copy;
}

static void print_object(struct page *page, const Catalog__V1__ObjectVersion *version) {
    struct arena arena;
    arena_init(&arena, 0);
    Catalog__V1__Object object = *version->object;
    ProtobufCMessage *member = member_with_version(&arena, version->object, version->version);
    if (member == NULL) {
        page->text.has_failed = true;
    } else {
        object.threat = (Catalog__V1__Threat *)member;
        print_yaml(page, &object.base);
    }
    arena_done(&arena);
}

static struct word state_of(const Catalog__V1__ObjectVersion *version) {
    if (version->lifecycle == NULL)
        return (struct word){"draft"};
    return word_of(&catalog__v1__lifecycle_state__descriptor, (int)version->lifecycle->state);
}

static void add_known(struct page *page, const Catalog__V1__KnownReference *known) {
    const Catalog__V1__Reference *reference = known->reference;
    bool is_current = known->status == CATALOG__V1__TAXONOMY_ENTRY_STATUS__TAXONOMY_ENTRY_STATUS_CURRENT;
    if (reference == NULL || known->state == CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_UNKNOWN)
        return;
    page_printf(page, STYLE_FAINT, "# %s %s: ", reference->scheme, reference->id);
    if (known->state == CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_DANGLING)
        page_printf(page, STYLE_WARN, "not in %s", reference->release);
    else
        page_printf(page, STYLE_FAINT, "%s", known->title);
    if (known->state == CATALOG__V1__REFERENCE_STATE__REFERENCE_STATE_FOUND && !is_current)
        page_printf(page, STYLE_WARN, " (%s)",
                    word_of(&catalog__v1__taxonomy_entry_status__descriptor, (int)known->status).text);
    if (known->replaced_by[0] != '\0')
        page_printf(page, STYLE_WARN, ", replaced by %s", known->replaced_by);
    page_newline(page);
}

void text_object(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__GetObjectResponse *response = (const Catalog__V1__GetObjectResponse *)message;
    const Catalog__V1__ObjectVersion *version = response->object;
    if (version == NULL || version->object == NULL || version->object->kind_case == 0)
        return;
    page_line(page, STYLE_FAINT, "# %s: revision %llu, %s, by %s", state_of(version).text,
              (unsigned long long)version->revision, word_of_time(version->stored_at).text, version->author);
    page_line(page, STYLE_FAINT, "# %s", version->content_digest);
    for (size_t i = 0; i < response->n_known_references; i++)
        add_known(page, response->known_references[i]);
    print_object(page, version);
}

void text_objects(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListObjectsResponse *list = (const Catalog__V1__ListObjectsResponse *)message;
    static const struct column columns[] = {{"NAME", COLUMN_NAME},
                                            {"VERSION", COLUMN_NAME},
                                            {"KIND", COLUMN_TEXT},
                                            {"STATE", COLUMN_TEXT},
                                            {"TITLE", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_objects; i++) {
        const Catalog__V1__ObjectVersion *version = list->objects[i]->version;
        if (version == NULL)
            continue;
        table_cell(&table, STYLE_STRONG, "%s", version->name);
        table_cell(&table, STYLE_PLAIN, "%s", version->version[0] == '\0' ? "-" : version->version);
        table_cell(&table, STYLE_PLAIN, "%s", word_of(&catalog__v1__object_kind__descriptor, (int)version->kind).text);
        table_cell(&table, STYLE_PLAIN, "%s", state_of(version).text);
        table_cell(&table, STYLE_PLAIN, "%s", list->objects[i]->title);
    }
    if (list->n_objects == 0)
        page_line(page, STYLE_PLAIN, "No objects.");
    table_write(&table);
}

static void add_lifecycle(struct table *table, const Catalog__V1__Lifecycle *lifecycle) {
    if (lifecycle == NULL)
        return;
    if (lifecycle->replaced_by[0] != '\0')
        table_detail(table, STYLE_PLAIN, "use instead: %s", lifecycle->replaced_by);
    if (lifecycle->sunset != NULL)
        table_detail(table, STYLE_PLAIN, "sunset: %s", word_of_time(lifecycle->sunset).text);
    if (lifecycle->reason[0] != '\0')
        table_detail(table, STYLE_PLAIN, "reason: %s", lifecycle->reason);
}

void text_versions(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListVersionsResponse *list = (const Catalog__V1__ListVersionsResponse *)message;
    static const struct column columns[] = {{"VERSION", COLUMN_NAME},
                                            {"STATE", COLUMN_TEXT},
                                            {"REVISION", COLUMN_NUMBER},
                                            {"STORED", COLUMN_TEXT},
                                            {"AUTHOR", COLUMN_TEXT}};
    struct table table;
    table_init(&table, page, columns, COUNT_OF(columns), 0);
    for (size_t i = 0; i < list->n_versions; i++) {
        const Catalog__V1__ObjectVersion *version = list->versions[i];
        table_cell(&table, STYLE_STRONG, "%s", version->version);
        table_cell(&table, STYLE_PLAIN, "%s", state_of(version).text);
        table_cell(&table, STYLE_PLAIN, "%llu", (unsigned long long)version->revision);
        table_cell(&table, STYLE_PLAIN, "%s", word_of_time(version->stored_at).text);
        table_cell(&table, STYLE_PLAIN, "%s", version->author);
        add_lifecycle(&table, version->lifecycle);
    }
    table_write(&table);
}

void text_lock(struct page *page, const ProtobufCMessage *message) {
    print_yaml(page, message);
}

void text_reference(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ObjectRef *reference = (const Catalog__V1__ObjectRef *)message;
    page_line(page, STYLE_PLAIN, "%s %s", reference->name, reference->version);
}
