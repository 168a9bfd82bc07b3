/* What the schema says about a method. */
#ifndef CATALOG_LIB_METHOD_H
#define CATALOG_LIB_METHOD_H

#include <protobuf-c/protobuf-c.h>

/* The method called NAME, "catalog.v1.CatalogService/GetObject"; NULL: the library knows none. Static. Any thread. */
const ProtobufCMethodDescriptor *method_of_name(const char *name);

#endif
