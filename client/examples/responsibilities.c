/* Prints what a component leaves to those who depend on it:
 *
 *   responsibilities aws/s3 [VERSION]
 *
 * The server is the one in CATALOG_URL, or the local daemon. Build it against an installed library with
 *   cc responsibilities.c $(pkg-config --cflags --libs catalog) -o responsibilities */
#include <catalog/catalog.h>

#include <stdio.h>
#include <stdlib.h>

static int fail(const char *what, struct catalog_error *error) {
    fprintf(stderr, "%s: %s (%s)\n", what, catalog_error_message(error), catalog_code_name(catalog_error_code(error)));
    catalog_error_free(error);
    return 2;
}

static void print_responsibility(const Catalog__V1__Responsibility *responsibility) {
    printf("%s%s\n  %s\n", responsibility->id, responsibility->mandatory ? " (mandatory)" : "",
           responsibility->statement);
    for (size_t i = 0; i < responsibility->n_covers; i++)
        printf("  without it open: %s\n", responsibility->covers[i]);
}

static int print_component(const char *name, const Catalog__V1__ObjectVersion *version) {
    if (version->object == NULL || version->object->kind_case != CATALOG__V1__OBJECT__KIND_COMPONENT) {
        fprintf(stderr, "%s: not a component\n", name);
        return 2;
    }
    const Catalog__V1__Model *component = version->object->component;
    printf("%s@%s: %zu responsibilities\n\n", name, version->version, component->n_responsibilities);
    for (size_t i = 0; i < component->n_responsibilities; i++)
        print_responsibility(component->responsibilities[i]);
    return 0;
}

static int look_up(struct catalog_client *client, char *name, char *version) {
    Catalog__V1__ObjectSelector selector;
    catalog__v1__object_selector__init(&selector);
    Catalog__V1__GetObjectRequest request;
    catalog__v1__get_object_request__init(&request);
    selector.name = name;
    if (version != NULL)
        selector.version = version;
    request.selector = &selector;

    Catalog__V1__GetObjectResponse *response = NULL;
    struct catalog_error *error = NULL;
    if (catalog_get_object(client, &request, NULL, &response, &error) != CATALOG_OK)
        return fail(name, error);
    int status = print_component(name, response->object);
    catalog_message_free(response);
    return status;
}

int main(int argc, char **argv) {
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: responsibilities NAME [VERSION]\n");
        return 2;
    }
    struct catalog_client_options options = CATALOG_CLIENT_OPTIONS_INIT;
    options.unreachable_ms = 1000;
    struct catalog_client *client = NULL;
    struct catalog_error *error = NULL;
    if (catalog_client_open(NULL, &options, &client, &error) != CATALOG_OK)
        return fail("catalog", error);
    int status = look_up(client, argv[1], argv[2]);
    catalog_client_close(client);
    return status;
}
