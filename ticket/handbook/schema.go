package handbook

import _ "embed" // for the schema

//go:embed handbook.schema.json
var schemaText []byte

// Schema is the JSON Schema (draft 2020-12) of a handbook's file, generated from the types: an editor that knows it completes fields
// and words and shows what they mean. It asks less than [Parse]: that names which are referred to exist, for example, it cannot tell. It
// stands in the repository as ticket/handbook/handbook.schema.json; a file names it in its first line:
//
//	# yaml-language-server: $schema=https://…/handbook.schema.json
func Schema() []byte { return append([]byte(nil), schemaText...) }
