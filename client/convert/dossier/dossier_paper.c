#include "convert/dossier/dossier_table.h"

#include "convert/words.h"

static void write_pair(struct paper *paper, const char *label, const char *text) {
    if (text[0] == '\0')
        return;
    paper->language->begin_row(paper);
    paper_cell(paper, TONE_FAINT, "%s", label);
    paper_cell_code(paper, text);
    paper->language->end_row(paper);
}

static void write_reference(struct paper *paper, const char *label, const Catalog__V1__ObjectRef *reference) {
    const char *text =
        reference == NULL ? "built in" : ARENA_JOIN(paper->arena, reference->name, "@", reference->version);
    paper->out->has_failed |= text == NULL;
    write_pair(paper, label, text == NULL ? "" : text);
}

static void write_basis(struct paper *paper, const struct dossier *dossier) {
    static const char *const columns[] = {"What", "Which"};
    const Catalog__V1__EffectiveModel *effective = dossier->effective;
    const struct word stage = word_of(&catalog__v1__stage__descriptor, (int)effective->stage);
    paper->language->heading(paper, "Judged by");
    paper->language->begin_table(paper, columns, COUNT_OF(columns));
    write_pair(paper, "Model", effective->model);
    write_pair(paper, "Stage", stage.text);
    write_reference(paper, "Policy", effective->policy);
    for (size_t i = 0; i < effective->n_baselines; i++)
        write_reference(paper, "Baseline", effective->baselines[i]);
    write_pair(paper, "Highest classification", effective->data_classification);
    write_pair(paper, "Content digest", effective->content_digest);
    write_pair(paper, "Effective digest", effective->effective_digest);
    paper->language->end_table(paper);
}

static void write_pictures(struct paper *paper, const struct dossier *dossier) {
    if (paper->language->picture == NULL || dossier->picture_count == 0)
        return;
    paper->language->heading(paper, "Diagrams");
    for (size_t i = 0; i < dossier->picture_count; i++) {
        const struct dossier_picture *picture = &dossier->pictures[i];
        if (picture->missing == NULL)
            paper->language->picture(paper, picture->id, picture->caption, picture->svg);
        else
            paper_paragraph(paper, "%s: left out, because %s.", picture->caption, picture->missing);
    }
}

static void write_report(const struct paper_language *language, const struct dossier *dossier, struct buffer *out) {
    static void (*const parts[])(struct paper *, const struct dossier *) = {
        dossier_write_verdict,   dossier_write_matrix, dossier_write_rows,    write_pictures,
        dossier_write_inherited, dossier_write_duties, dossier_write_remarks, write_basis,
    };
    struct arena arena;
    arena_init(&arena, 0);
    struct paper paper = {.language = language, .out = out, .arena = &arena};
    const char *title = arena_printf(&arena, "Threat model report: %s", dossier->effective->model);
    out->has_failed |= title == NULL;
    language->begin(&paper, title == NULL ? "" : title);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        parts[i](&paper, dossier);
    language->end(&paper);
    arena_done(&arena);
}

void dossier_write_markdown(const struct dossier *dossier, struct buffer *out) {
    write_report(&paper_markdown, dossier, out);
}

void dossier_write_html(const struct dossier *dossier, struct buffer *out) {
    write_report(&paper_html, dossier, out);
}
