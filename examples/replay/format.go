package main

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// A Format is how one system writes its log.
type Format struct {
	Name     string
	Handbook string         // file of the desk's handbook in this folder
	Columns  []string       // that must be there
	Case     string         // the column that names the case
	Fields   []ticket.Field // what of a ticket the rows say, besides state, line and engineer

	// Row reads the row at hand; what is wrong with it becomes a fault of the table.
	Row func(t *table) (id string, reported time.Time, row Row)

	// Finish, if it is there, completes what no row says by itself.
	Finish func(*Log)

	// Caveat is said wherever the verdict on an SLA is shown; "" when there is nothing to say.
	Caveat string
}

// Formats lists all formats.
func Formats() []Format { return []Format{ServiceNow(), VINST()} }

// FormatNamed looks a format up.
func FormatNamed(name string) (Format, bool) {
	all := Formats()
	i := slices.IndexFunc(all, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return all[i], true
}
