/* What the exporter writes into names of a Gemara catalog and the importer takes back from them. */
#ifndef CATALOG_CONVERT_GEMARA_GEMARA_SAID_H
#define CATALOG_CONVERT_GEMARA_GEMARA_SAID_H

/* A catalog that is called so is a namespace of ours: its entries are names of objects. */
#define GEMARA_NAMESPACE "catalog:"

/* A catalog that is called so is a reference scheme whose name would otherwise be taken for another one's. */
#define GEMARA_SCHEME "scheme:"

/* The element that stands for the service and is no capability. */
#define GEMARA_WHOLE_ID       "service"
#define GEMARA_WHOLE_OTHER_ID "service-as-a-whole" /* where a capability has that id */
#define GEMARA_WHOLE_TITLE    "The service as a whole"

#define GEMARA_RELEASE_TAG "release-"
#define GEMARA_CATEGORY    "gemara:"

/* What a requirement says beside its text. */
#define GEMARA_APPLIES     " Applies to: "
#define GEMARA_RECOMMENDED " Recommended: "

/* 1 to 10: what a strength is written as, and from when on it is read as full. */
#define GEMARA_STRENGTH_MAX     10
#define GEMARA_STRENGTH_FULL    9
#define GEMARA_STRENGTH_PARTIAL 5

#endif
