// Command replay feeds the log of a real service desk through a fourline desk: every case is a ticket, every row a command at the
// row's own time, decided by a handbook of that desk. It then says what the lifecycle accepted and refused, and holds what the
// library counted against what the log says of itself.
//
//	go run -C examples/replay . -log FILE -format servicenow|vinst -store mem|sqlite
//
// FILE is an export in CSV, packed by gzip or not: the audit log of ServiceNow (-format servicenow), or the event log of Volvo's VINST
// (-format vinst, incidents and problems alike).
//
//	-db FILE        the SQLite database to write, which must hold no tickets yet; else one that is removed in the end
//	-workers N      cases replayed at once; the rows of one case are always in order
//	-handbook FILE  another handbook than the one in this folder, servicenow.yaml or vinst.yaml
//	-skip-bad       leave broken rows out; without it a log with a broken row is not replayed at all
//	-json           the figures as one object on one line, and nothing else on the standard output
//
// `go run -C` starts the program in this folder. A relative FILE that is read is looked for here, then where the command was typed;
// a relative database is made here.
//
// # How it is replayed
//
// A row is one command, whose actor is the system itself: an import may do what a person of the first line may not. Its ID is who
// changed the row, when the log says. The first row of a case opens the ticket; every other changes what is different from the
// ticket, and a row that changes nothing is noted. Columns that tell the future (ServiceNow fills in closed_code on every row)
// are not read before the row that they are about. Where times go back within a case the desk takes the time before.
//
// A change of state is two different states in consecutive rows of a case. It is accepted when the ticket stood in the first and
// moved to the second. When the lifecycle refuses, the ticket stays where it is while everything else in the row is done; once the log
// comes to a state that the ticket can follow to, it does, which is reported but not counted as accepted: the pair in the log was
// another one.
//
// # What a log must be
//
// The first line names the columns, in any order; others than those needed are ignored. A row is one line: commas and quotes may stand
// in quoted fields, line breaks may not. The rows of a case stand together. Text is UTF-8 without control characters, and "?" or
// nothing is a value that is missing. A line has up to 64 KiB, a log up to 4 GiB (unpacked), 1,000 columns and 10 million rows; all of
// it is read and checked before anything is written, and kept in memory, some 400 bytes a row. A row that is broken is reported with
// its number (the first below the names is row 1), its line in the file, the column, what was found and what was expected.
package main
