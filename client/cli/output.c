#include "cli/output.h"

#include "base/macros.h"

const struct output *output_find(const char *name) {
    static const struct output *const outputs[] = {&output_text, &output_json, &output_yaml, &output_csv};
    for (size_t i = 0; i < COUNT_OF(outputs); i++) {
        if (strcmp(outputs[i]->name, name) == 0)
            return outputs[i];
    }
    return NULL;
}
