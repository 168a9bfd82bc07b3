#include "cli/output.h"

#include "catalog/message.h"

static void print(struct page *page, const ProtobufCMessage *message, enum catalog_format format) {
    char *text;
    size_t size;
    if (catalog_message_write(message, format, &text, &size, NULL) != CATALOG_OK) {
        page->text.has_failed = true;
        return;
    }
    page_raw(page, slice_of(text, size));
    catalog_text_free(text);
}

static void json_message(struct page *page, const ProtobufCMessage *message) {
    print(page, message, CATALOG_FORMAT_JSON);
}

static void json_model(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned) {
    (void)is_as_planned;
    print(page, &model->base, CATALOG_FORMAT_JSON);
}

const struct output output_json = {"json", json_message, json_message, json_model};

static void yaml_message(struct page *page, const ProtobufCMessage *message) {
    print(page, message, CATALOG_FORMAT_YAML);
}

static void yaml_item(struct page *page, const ProtobufCMessage *message) {
    page_raw(page, slice_text("---\n"));
    print(page, message, CATALOG_FORMAT_YAML);
}

static void yaml_model(struct page *page, const Catalog__V1__EffectiveModel *model, bool is_as_planned) {
    (void)is_as_planned;
    print(page, &model->base, CATALOG_FORMAT_YAML);
}

const struct output output_yaml = {"yaml", yaml_message, yaml_item, yaml_model};
