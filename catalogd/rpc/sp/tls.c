#include "rpc/sp/tls.h"

#include "base/limits.h"

#include <errno.h>
#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>
#include <nng/nng.h>
#include <nng/supplemental/tls/tls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PEM_LIMIT_BYTES (256 * KIB)

/* Reads PATH whole, NUL-terminated; the caller frees *ret_text. */
static status_code read_pem(const char *path, char **ret_text, struct problem *problem) {
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "TLS_FILE_UNREADABLE", "cannot open %s: %s", path,
                           strerror(errno));
    char *text = calloc(1, PEM_LIMIT_BYTES + 1);
    size_t size = text == NULL ? 0 : fread(text, 1, PEM_LIMIT_BYTES + 1, file);
    fclose(file);
    if (text == NULL)
        return problem_no_memory(problem);
    if (size == 0 || size > PEM_LIMIT_BYTES) {
        free(text);
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "TLS_FILE_UNREADABLE", "%s is no file of 1 to %lu bytes",
                           path, PEM_LIMIT_BYTES);
    }
    *ret_text = text;
    return STATUS_OK;
}

static void free_secret(char *text) {
    if (text != NULL)
        explicit_bzero(text, strlen(text));
    free(text);
}

static status_code refuse_file(const char *path, int error, struct problem *problem) {
    return problem_set(problem, STATUS_INVALID_ARGUMENT, "TLS_FILE_INVALID", "%s is not usable: %s", path,
                       nng_strerror(error));
}

/* nng and Mbed TLS take any key with any certificate, and then no handshake ends well. */
static bool is_pair(const char *cert, const char *key) {
    mbedtls_x509_crt chain;
    mbedtls_pk_context secret;
    mbedtls_x509_crt_init(&chain);
    mbedtls_pk_init(&secret);
    bool is_one = mbedtls_x509_crt_parse(&chain, (const unsigned char *)cert, strlen(cert) + 1) == 0 &&
                  mbedtls_pk_parse_key(&secret, (const unsigned char *)key, strlen(key) + 1, NULL, 0) == 0 &&
                  mbedtls_pk_check_pair(&chain.pk, &secret) == 0;
    mbedtls_pk_free(&secret);
    mbedtls_x509_crt_free(&chain);
    return is_one;
}

static status_code add_own_certificate(nng_tls_config *config, const struct sp_tls_options *options,
                                       struct problem *problem) {
    char *cert = NULL;
    char *key = NULL;
    status_code code = read_pem(options->cert_file, &cert, problem);
    if (code == STATUS_OK)
        code = read_pem(options->key_file, &key, problem);
    bool has_both = code == STATUS_OK && cert != NULL && key != NULL;
    if (has_both && (!is_pair(cert, key) || nng_tls_config_own_cert(config, cert, key, NULL) != 0))
        code = problem_set(problem, STATUS_INVALID_ARGUMENT, "TLS_FILE_INVALID",
                           "%s and %s are not a certificate in PEM and its key", options->cert_file, options->key_file);
    free(cert);
    free_secret(key);
    return code;
}

static status_code add_authority(nng_tls_config *config, const char *path, struct problem *problem) {
    char *authority = NULL;
    status_code code = read_pem(path, &authority, problem);
    int error = code == STATUS_OK ? nng_tls_config_ca_chain(config, authority, NULL) : 0;
    free(authority);
    return error == 0 ? code : refuse_file(path, error, problem);
}

/* A peer that may stay unverified is a peer that anyone can be: REQUIRED or NONE, never OPTIONAL. */
static status_code set_verification(nng_tls_config *config, const char *ca_file, bool is_required,
                                    struct problem *problem) {
    status_code code = ca_file == NULL ? STATUS_OK : add_authority(config, ca_file, problem);
    int mode = is_required ? NNG_TLS_AUTH_MODE_REQUIRED : NNG_TLS_AUTH_MODE_NONE;
    if (code == STATUS_OK && nng_tls_config_auth_mode(config, (nng_tls_auth_mode)mode) != 0)
        return problem_no_memory(problem);
    return code;
}

static status_code keep_or_free(status_code code, nng_tls_config *config, nng_tls_config **ret_config) {
    if (code == STATUS_OK)
        *ret_config = config;
    else
        nng_tls_config_free(config);
    return code;
}

status_code sp_tls_server_config(const struct sp_tls_options *options, nng_tls_config **ret_config,
                                 struct problem *problem) {
    if (options->cert_file == NULL || options->key_file == NULL)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "TLS_CERTIFICATE_MISSING",
                           "a tls+tcp address needs a certificate file and a key file");
    nng_tls_config *config = NULL;
    if (nng_tls_config_alloc(&config, NNG_TLS_MODE_SERVER) != 0)
        return problem_no_memory(problem);
    status_code code = add_own_certificate(config, options, problem);
    if (code == STATUS_OK)
        code = set_verification(config, options->ca_file, options->ca_file != NULL, problem);
    return keep_or_free(code, config, ret_config);
}

status_code sp_tls_client_config(const struct sp_tls_options *options, const char *host, nng_tls_config **ret_config,
                                 struct problem *problem) {
    if (options->ca_file == NULL && !options->is_insecure)
        return problem_set(problem, STATUS_INVALID_ARGUMENT, "TLS_CERTIFICATE_MISSING",
                           "a tls+tcp address needs the file of the authority that signed the server's certificate");
    nng_tls_config *config = NULL;
    if (nng_tls_config_alloc(&config, NNG_TLS_MODE_CLIENT) != 0)
        return problem_no_memory(problem);
    status_code code = STATUS_OK;
    if (options->cert_file != NULL && options->key_file != NULL)
        code = add_own_certificate(config, options, problem);
    if (code == STATUS_OK)
        code = set_verification(config, options->ca_file, !options->is_insecure, problem);
    const char *name = options->server_name != NULL ? options->server_name : host;
    if (code == STATUS_OK && nng_tls_config_server_name(config, name) != 0)
        code = problem_no_memory(problem);
    return keep_or_free(code, config, ret_config);
}
