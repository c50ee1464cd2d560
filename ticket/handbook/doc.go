// Package handbook reads a [ticket.Handbook] from YAML, and says of every fault in the file on which line it stands.
//
//	book, err := handbook.Load("handbook.yaml")
//
// A file is one YAML document with the fields of [ticket.Definition]; the handbook of examples/servicedesk is commented well
// enough to learn them from. The reader is strict: a field that nobody knows, a value of the wrong type, a field that stands twice, a
// tier, state, zone or calendar that does not exist are all faults, and all of them are reported in one error, which matches
// [ticket.ErrInvalid]; [ticket.Faults] takes it apart. Durations are written "90s", "15m", "8h" (no days), dates "2026-12-24",
// hours "09:00-17:00". JSON is YAML, so a handbook may be written in JSON as well, with durations as texts. [Schema] lets an editor
// complete fields and words.
//
// [Lint] says what of a handbook that was read without a fault can hardly be meant, [Diff] what another version of it changes, in words.
// Tickets keep the version that they were opened under until they adopt another one: see [ticket.Adopt] and [ticket.Desk.Adoptions].
//
// A file is at most [MaxBytes] long and nests at most [MaxDepth] deep. Anchors and aliases are allowed within that; an alias that
// stands for itself many times over is refused by the YAML library.
package handbook
