#include "cli/csv_message.h"

#include "cli/csv_cells.h"

#include "catalog/v1/changes_service.pb-c.h"

/* What the lines of one change begin with. */
struct change_cells {
    const char *author;
    struct word revision;
    struct word committed_at;
};

static void write_change_objects(struct page *page, const Catalog__V1__Change *change, const struct change_cells *of) {
    for (size_t i = 0; i < change->n_objects; i++) {
        const Catalog__V1__ObjectChange *object = change->objects[i];
        struct word action = value_of(&catalog__v1__change_action__descriptor, (int)object->action);
        struct word kind = value_of(&catalog__v1__object_kind__descriptor, (int)object->kind);
        ROW(page, of->revision.text, of->committed_at.text, of->author, action.text, kind.text, object->name,
            object->version, object->content_digest, "");
    }
}

/* What is about an object, with the id that `decision show`, `advisory show` and `gate show` take. */
static void write_change_records(struct page *page, const Catalog__V1__Change *change, const struct change_cells *of) {
    for (size_t i = 0; i < change->n_decisions; i++) {
        const Catalog__V1__Decision *decision = change->decisions[i];
        struct word state = value_of(&catalog__v1__decision_state__descriptor, (int)decision->state);
        ROW(page, of->revision.text, of->committed_at.text, of->author, state.text, "decision", decision->feature, "",
            "", decision->id);
    }
    for (size_t i = 0; i < change->n_advisories; i++) {
        const Catalog__V1__Advisory *advisory = change->advisories[i];
        ROW(page, of->revision.text, of->committed_at.text, of->author,
            advisory->withdrawn_at == NULL ? "publish" : "withdraw", "advisory", advisory->object, "", "",
            advisory->id);
    }
    for (size_t i = 0; i < change->n_gate_records; i++) {
        const Catalog__V1__GateRecord *record = change->gate_records[i];
        ROW(page, of->revision.text, of->committed_at.text, of->author, "record", "gate", record->feature,
            record->version, record->content_digest, record->id);
    }
}

void csv_changes(struct page *page, const ProtobufCMessage *message) {
    const Catalog__V1__ListChangesResponse *list = (const Catalog__V1__ListChangesResponse *)message;
    ROW(page, "revision", "committed_at", "author", "action", "kind", "name", "version", "content_digest", "id");
    for (size_t i = 0; i < list->n_changes; i++) {
        const Catalog__V1__Change *change = list->changes[i];
        const struct change_cells of = {change->author, number_of(change->revision), time_of(change->committed_at)};
        write_change_objects(page, change, &of);
        write_change_records(page, change, &of);
    }
}
