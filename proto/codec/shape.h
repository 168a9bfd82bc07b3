/* Shapes that the text formats write in a way of their own, recognised by descriptor alone, and the names they use. */
#ifndef CATALOGD_CODEC_SHAPE_H
#define CATALOGD_CODEC_SHAPE_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

#define SHAPE_NAME_BYTES 128

/* The key that says which member of a union is meant. Descriptors do not keep the name of a `oneof`: by convention the
 * one of a union is called `kind`. */
#define SHAPE_UNION_KEY "kind"

/* A message called Timestamp of int64 `seconds` and int32 `nanos`: RFC 3339 text. */
bool shape_is_timestamp(const ProtobufCMessageDescriptor *descriptor);

/* A message of just the strings `name` and `value`: a list of them is a mapping in YAML. */
bool shape_is_setting(const ProtobufCMessageDescriptor *descriptor);

/* A message of one `oneof` and nothing else, whose members are messages that are no unions and have no field `kind`: in
 * YAML its member's fields stand on its own level. */
bool shape_is_union(const ProtobufCMessageDescriptor *descriptor);

/* The member that is set in a union message; NULL: none. */
const ProtobufCFieldDescriptor *shape_union_member(const ProtobufCMessage *message);

/* Writes NAME, a snake_case name, in lowerCamelCase; a longer name is cut to SHAPE_NAME_BYTES. */
void shape_camel_name(const char *name, char ret_name[SHAPE_NAME_BYTES]);

/* Writes the YAML name of VALUE: lower case, without the prefix that all values of TYPE share. */
void shape_enum_name(const ProtobufCEnumDescriptor *type, const ProtobufCEnumValue *value,
                     char ret_name[SHAPE_NAME_BYTES]);

/* The value of TYPE with that YAML name; NULL: none. */
const ProtobufCEnumValue *shape_enum_find(const ProtobufCEnumDescriptor *type, const char *name);

#endif
