#include "codec/yaml.h"
#include "convert/export.h"
#include "convert/formats.h"

/* A list of documents, each of which apply takes. */
static status_code write_native(struct export *export, struct buffer *out) {
    status_code code = STATUS_OK;
    for (size_t i = 0; i < export->objects.count && code == STATUS_OK; i++) {
        buffer_append_text(out, i == 0 ? "" : "---\n");
        code = yaml_write(&export->objects.items[i]->base, out, export->problem);
    }
    return code;
}

const struct export_format export_native = {
    .name = "native",
    .title = "native YAML",
    .ending = ".yaml",
    .kinds = EXPORT_ANY,
    .write = write_native,
};
