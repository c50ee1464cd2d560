package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// A Log is a desk's log, read and checked whole.
type Log struct {
	Kind    string         // of ticket, as the log shows it; "" when it does not
	Fields  []ticket.Field // what Row.Values are, in this order
	Cases   []Case
	Rows    int // good ones
	Skipped int // broken ones, left out
}

// A Case is one ticket's rows, in the order of the log.
type Case struct {
	ID       string
	Reported time.Time // when the requester said so; zero when the log does not say
	Rows     []Row
}

// A Row is how a case stood after one change.
type Row struct {
	At       time.Time
	By       string // who changed it, "" when the log does not say
	State    string
	Line     string   // of support, by the name of a tier; "" when the log has no lines
	Engineer string   // who works on it, "" for nobody
	Values   []string // of Log.Fields; "" when missing
	Code     string   // with what the case was closed; not to be read before it is
	Says     Says
}

// Says is what a log itself says of a case up to a row: nothing is decided by it, it is what the library's own counts are held
// against. The zero value is for a log that says nothing.
type Says struct {
	Reopens, Reassigned, MadeSLA bool // whether the log says these
	ReopenCount, ReassignCount   int
	WithinSLA                    bool
	Priority                     string
}

// last is the row that a case ends with.
func (c *Case) last() *Row { return &c.Rows[len(c.Rows)-1] }

// errBroken says that a log has broken rows; the reader has reported them.
var errBroken = errors.New("the log has broken rows")

// maxReported is how many broken rows are named one by one.
const maxReported = 20

// ReadLog reads and checks a log. What is wrong is reported row by row, the first of it in full; unless broken rows may be skipped,
// it is then an error.
func ReadLog(r io.Reader, f Format, skip bool, report func(string), progress *Progress) (*Log, error) {
	t, err := newTable(r, f.Columns)
	if err != nil {
		return nil, err
	}
	b := builder{log: &Log{Fields: f.Fields}, seen: map[string]int{}}
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		b.add(t, f)
		if !t.broken() {
			progress.Add(1)
			continue
		}
		if b.log.Skipped++; b.log.Skipped <= maxReported {
			for _, fault := range t.faults {
				report(fault.Error())
			}
		}
	}
	return b.finish(f, skip, report)
}

// builder puts rows together to cases.
type builder struct {
	log  *Log
	seen map[string]int // row at which a case ended or goes on
}

// add reads the row at hand, unless it is broken.
func (b *builder) add(t *table, f Format) {
	if t.broken() {
		return
	}
	id, reported, row := f.Row(t)
	open := len(b.log.Cases) > 0 && b.log.Cases[len(b.log.Cases)-1].ID == id
	if at, known := b.seen[id]; known && !open && id != "" {
		t.fault(f.Case, quote(id), fmt.Sprintf("the rows of a case together, and its rows ended with row %d", at))
	}
	if b.log.Rows >= maxRows {
		t.fault("", "another row", fmt.Sprintf("at most %d", maxRows))
	}
	if t.broken() {
		return
	}
	if !open {
		b.log.Cases = append(b.log.Cases, Case{ID: id, Reported: reported})
	}
	b.seen[id] = t.row
	c := &b.log.Cases[len(b.log.Cases)-1]
	c.Rows = append(c.Rows, row)
	b.log.Rows++
}

func (b *builder) finish(f Format, skip bool, report func(string)) (*Log, error) {
	if more := b.log.Skipped - maxReported; more > 0 {
		report("and " + plural(more, "more broken row"))
	}
	if b.log.Skipped > 0 && !skip {
		return nil, fmt.Errorf("%w: %d of %d; nothing was written. With -skip-bad they are left out", errBroken,
			b.log.Skipped, b.log.Skipped+b.log.Rows)
	}
	if b.log.Rows == 0 {
		return nil, errors.New("the log has no rows that could be replayed")
	}
	if f.Finish != nil {
		f.Finish(b.log)
	}
	return b.log, nil
}
