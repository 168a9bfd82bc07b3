#include "convert/threagile/threagile_rules.h"

#include "base/macros.h"

#include <stdlib.h>
#include <string.h>

/* In byte order of id. */
static const struct threagile_rule rules[] = {
    {"accidental-secret-leak", "Accidental Secret Leak", 'I', THREAGILE_ASSET, 200},
    {"code-backdooring", "Code Backdooring", 'T', THREAGILE_ASSET, 912},
    {"container-baseimage-backdooring", "Container Base Image Backdooring", 'T', THREAGILE_ASSET, 912},
    {"container-platform-escape", "Container Platform Escape", 'E', THREAGILE_ASSET, 0},
    {"cross-site-request-forgery", "Cross-Site Request Forgery (CSRF)", 'S', THREAGILE_LINK, 352},
    {"cross-site-scripting", "Cross-Site Scripting (XSS)", 'T', THREAGILE_ASSET, 79},
    {"dos-risky-access-across-trust-boundary", "DoS-risky Access Across Trust-Boundary", 'D', THREAGILE_LINK, 400},
    {"incomplete-model", "Incomplete Model", 'I', THREAGILE_ASSET, 0},
    {"ldap-injection", "LDAP-Injection", 'T', THREAGILE_LINK, 90},
    {"missing-authentication", "Missing Authentication", 'E', THREAGILE_LINK, 306},
    {"missing-authentication-second-factor", "Missing Two-Factor Authentication (2FA)", 'E', THREAGILE_LINK, 308},
    {"missing-build-infrastructure", "Missing Build Infrastructure", 'T', THREAGILE_ASSET, 1127},
    {"missing-cloud-hardening", "Missing Cloud Hardening", 'T', THREAGILE_ASSET, 0},
    {"missing-file-validation", "Missing File Validation", 'S', THREAGILE_ASSET, 434},
    {"missing-hardening", "Missing Hardening", 'T', THREAGILE_ASSET, 0},
    {"missing-identity-propagation", "Missing Identity Propagation", 'E', THREAGILE_LINK, 284},
    {"missing-identity-provider-isolation", "Missing Identity Provider Isolation", 'E', THREAGILE_ASSET, 0},
    {"missing-identity-store", "Missing Identity Store", 'S', THREAGILE_ASSET, 287},
    {"missing-network-segmentation", "Missing Network Segmentation", 'E', THREAGILE_ASSET, 0},
    {"missing-vault", "Missing Vault (Secret Storage)", 'I', THREAGILE_ASSET, 522},
    {"missing-vault-isolation", "Missing Vault Isolation", 'E', THREAGILE_ASSET, 0},
    {"missing-waf", "Missing Web Application Firewall (WAF)", 'T', THREAGILE_ASSET, 0},
    {"mixed-targets-on-shared-runtime", "Mixed Targets on Shared Runtime", 'E', THREAGILE_RUNTIME, 0},
    {"path-traversal", "Path-Traversal", 'I', THREAGILE_LINK, 22},
    {"push-instead-of-pull-deployment", "Push instead of Pull Deployment", 'T', THREAGILE_ASSET, 1127},
    {"search-query-injection", "Search-Query Injection", 'T', THREAGILE_LINK, 74},
    {"server-side-request-forgery", "Server-Side Request Forgery (SSRF)", 'I', THREAGILE_LINK, 918},
    {"service-registry-poisoning", "Service Registry Poisoning", 'S', THREAGILE_ASSET, 693},
    {"sql-nosql-injection", "SQL/NoSQL-Injection", 'T', THREAGILE_LINK, 89},
    {"unchecked-deployment", "Unchecked Deployment", 'T', THREAGILE_ASSET, 1127},
    {"unencrypted-asset", "Unencrypted Technical Assets", 'I', THREAGILE_ASSET, 311},
    {"unencrypted-communication", "Unencrypted Communication", 'I', THREAGILE_LINK, 319},
    {"unguarded-access-from-internet", "Unguarded Access From Internet", 'E', THREAGILE_LINK, 501},
    {"unguarded-direct-datastore-access", "Unguarded Direct Datastore Access", 'E', THREAGILE_LINK, 501},
    {"unnecessary-communication-link", "Unnecessary Communication Link", 'E', THREAGILE_LINK, 0},
    {"unnecessary-data-asset", "Unnecessary Data Asset", 'E', THREAGILE_DATA, 0},
    {"unnecessary-data-transfer", "Unnecessary Data Transfer", 'E', THREAGILE_ASSET, 0},
    {"unnecessary-technical-asset", "Unnecessary Technical Asset", 'E', THREAGILE_ASSET, 0},
    {"untrusted-deserialization", "Untrusted Deserialization", 'T', THREAGILE_ASSET, 502},
    {"wrong-communication-link-content", "Wrong Communication Link Content", 'I', THREAGILE_LINK, 0},
    {"wrong-trust-boundary-content", "Wrong Trust Boundary Content", 'E', THREAGILE_ASSET, 0},
    {"xml-external-entity", "XML External Entity (XXE)", 'I', THREAGILE_ASSET, 611},
};

static int compare_id(const void *id, const void *rule) {
    return strcmp(id, ((const struct threagile_rule *)rule)->id);
}

const struct threagile_rule *threagile_rule_find(const char *id) {
    return bsearch(id, rules, COUNT_OF(rules), sizeof *rules, compare_id);
}
