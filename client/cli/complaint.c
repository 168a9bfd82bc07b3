#include "cli/complaint.h"

#include "base/macros.h"
#include "cli/text_message.h"

/* Generated messages hold `char *` that nobody writes to. */
static char *borrow(const char *text) {
    return (char *)(uintptr_t)text;
}

static Catalog__V1__FieldViolation *violation_of(struct arena *arena, const struct catalog_violation *from) {
    Catalog__V1__FieldViolation *violation = ARENA_NEW(arena, Catalog__V1__FieldViolation);
    if (violation == NULL)
        return NULL;
    catalog__v1__field_violation__init(violation);
    violation->object_index = from->object_index;
    violation->object = borrow(from->object);
    violation->field = borrow(from->field);
    violation->message = borrow(from->message);
    violation->remedy = borrow(from->remedy);
    violation->file = borrow(from->file);
    violation->line = from->line;
    violation->column = from->column;
    return violation;
}

/* Where the sentence is that of the first violation, which is shown anyway, how many there are says more. */
static char *sentence_of(struct arena *arena, const struct catalog_error *error) {
    const struct catalog_violation *first = catalog_error_violation(error, 0);
    const char *sentence = catalog_error_message(error);
    if (first == NULL || strstr(sentence, first->message) == NULL)
        return borrow(sentence);
    size_t total = catalog_error_violations_total(error);
    return arena_printf(arena, "%zu mistake%s", total, total == 1 ? "" : "s");
}

Catalog__V1__Status *complaint_status(struct arena *arena, const struct catalog_error *error) {
    size_t count = catalog_error_violation_count(error);
    Catalog__V1__Status *status = ARENA_NEW(arena, Catalog__V1__Status);
    Catalog__V1__FieldViolation **violations = ARENA_ARRAY(arena, Catalog__V1__FieldViolation *, count + 1);
    char *sentence = sentence_of(arena, error);
    if (status == NULL || violations == NULL || sentence == NULL)
        return NULL;
    catalog__v1__status__init(status);
    status->code = (Catalog__V1__Code)catalog_error_code(error);
    status->reason = borrow(catalog_error_reason(error));
    status->message = sentence;
    status->retry_after_ms = catalog_error_retry_after_ms(error);
    status->violations = violations;
    status->violations_total = (uint32_t)catalog_error_violations_total(error);
    for (; status->n_violations < count; status->n_violations++) {
        violations[status->n_violations] = violation_of(arena, catalog_error_violation(error, status->n_violations));
        if (violations[status->n_violations] == NULL)
            return NULL;
    }
    return status;
}

/* What would help, where the sentence does not say it. */
static const char *help_for(const struct catalog_error *error) {
    static const struct {
        const char *reason;
        const char *help;
    } helps[] = {
        {"OBJECT_NOT_FOUND", "`catalogctl list` shows what there is, `catalogctl versions NAME` the versions"},
        {"NO_SUCH_ROW", "`catalogctl resolve` shows the rows; --output json has all of them"},
    };
    for (size_t i = 0; i < COUNT_OF(helps); i++) {
        if (strcmp(catalog_error_reason(error), helps[i].reason) == 0)
            return helps[i].help;
    }
    return NULL;
}

void complaint_say(struct page *page, const char *sentence, const char *help) {
    page_printf(page, STYLE_BAD, "error:");
    page_blanks(page, 1);
    page_line(page, STYLE_PLAIN, "%s", sentence);
    if (help != NULL && help[0] != '\0')
        page_line(page, STYLE_FAINT, "  help: %s", help);
}

void complaint_print(struct page *page, const struct catalog_error *error) {
    struct arena arena;
    arena_init(&arena, 0);
    const char *sentence = catalog_error_message(error);
    Catalog__V1__Status *status = complaint_status(&arena, error);
    if (status != NULL) {
        sentence = status->message;
        status->message = borrow("");
        text_status(page, &status->base);
    }
    complaint_say(page, sentence, help_for(error));
    arena_done(&arena);
}
