package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Fault is one thing that is wrong with a log: where, what was found and what was expected.
type Fault struct {
	Row    int    // from 1, the first below the names
	Line   int    // of the file, from 1
	Column string // "" when it is about the whole row
	Found  string
	Want   string
}

// Error says it in a sentence.
func (f Fault) Error() string {
	where := fmt.Sprintf("row %d (line %d)", f.Row, f.Line)
	if f.Column != "" {
		where += ", column " + f.Column
	}
	return fmt.Sprintf("%s: found %s, expected %s", where, f.Found, f.Want)
}

// A table is a log taken apart into rows and columns, one row at a time.
type table struct {
	lines   *lines
	row     int // number of the row at hand
	width   int
	columns map[string]int
	values  []string          // of the row at hand
	names   map[string]string // every value once, so that a log of any length holds few strings
	faults  []Fault           // of the row at hand
}

// newTable reads the line of names, in which the given ones must be.
func newTable(r io.Reader, need []string) (*table, error) {
	in, err := newLines(r)
	if err != nil {
		return nil, err
	}
	t := &table{lines: in, columns: map[string]int{}, names: map[string]string{}}
	text, whole, err := in.next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the log is empty; its first line names the columns")
	case err != nil:
		return nil, err
	case !whole:
		return nil, fmt.Errorf("line %d: the line of names is longer than %d bytes", in.number, maxLine)
	}
	names, err := split(nil, text)
	if err != nil {
		return nil, fmt.Errorf("line %d: found %w, expected the names of the columns", in.number, err)
	}
	names[0] = strings.TrimPrefix(names[0], "\ufeff")
	if t.width = len(names); t.width > maxColumns {
		return nil, fmt.Errorf("line %d: %d columns; at most %d are allowed", in.number, t.width, maxColumns)
	}
	for i, name := range names {
		if _, twice := t.columns[name]; twice && slices.Contains(need, name) {
			return nil, fmt.Errorf("line %d: found the column %q twice, expected it once", in.number, name)
		}
		t.columns[name] = i
	}
	return t, t.complete(need)
}

// complete asks for the columns that must be there.
func (t *table) complete(need []string) error {
	var gone []string
	for _, name := range need {
		if _, ok := t.columns[name]; !ok {
			gone = append(gone, name)
		}
	}
	if len(gone) > 0 {
		return fmt.Errorf("line %d: there is no column %s; is it a log of this format?", t.lines.number, strings.Join(gone, ", "))
	}
	return nil
}

// next goes to the next row; io.EOF after the last. A row that cannot be taken apart has a fault already and no values.
func (t *table) next() error {
	text, whole, err := t.lines.next()
	if err != nil {
		return err
	}
	t.row++
	t.faults, t.values = t.faults[:0], t.values[:0]
	if !whole {
		t.fault("", fmt.Sprintf("a line longer than %d bytes", maxLine), "a shorter one")
		return nil
	}
	if t.values, err = split(t.values, text); err != nil {
		t.fault("", err.Error(), "a row of CSV on one line")
		return nil
	}
	if len(t.values) != t.width {
		t.fault("", plural(len(t.values), "column"), fmt.Sprintf("%d, as there are names", t.width))
	}
	return nil
}

// broken reports whether the row at hand has a fault.
func (t *table) broken() bool { return len(t.faults) > 0 }

func (t *table) fault(column, found, want string) {
	t.faults = append(t.faults, Fault{Row: t.row, Line: t.lines.number, Column: column, Found: found, Want: want})
}

// text gives a value of at most so many bytes that people can read; "" when it is missing.
func (t *table) text(column string, most int) string {
	v := t.values[t.columns[column]]
	if v == "" || v == "?" {
		return ""
	}
	if len(v) > most {
		t.fault(column, fmt.Sprintf("%d bytes", len(v)), fmt.Sprintf("at most %d", most))
		return ""
	}
	if _, known := t.names[v]; !known && strings.ContainsFunc(v, unicode.IsControl) {
		t.fault(column, quote(v), "text without control characters")
		return ""
	}
	return t.once(v)
}

// once gives the same string for the same value, so that the line it came from is not kept.
func (t *table) once(v string) string {
	if known, ok := t.names[v]; ok {
		return known
	}
	v = strings.Clone(v)
	t.names[v] = v
	return v
}

// must gives a value that cannot be missing.
func (t *table) must(column string, most int) string {
	if v := t.values[t.columns[column]]; v == "" || v == "?" {
		t.fault(column, quote(v), "a value")
	}
	return t.text(column, most)
}

// time gives an instant, which cannot be missing.
func (t *table) time(column, layout, example string) time.Time {
	v := t.values[t.columns[column]]
	at, err := time.Parse(layout, v)
	if err != nil || at.Year() < 1970 || at.Year() > 2100 {
		t.fault(column, quote(v), "a time from 1970 to 2100, such as "+example)
	}
	return at.UTC()
}

// count gives a whole number, which cannot be missing.
func (t *table) count(column string) int {
	v := t.values[t.columns[column]]
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		t.fault(column, quote(v), "a whole number, 0 or more")
	}
	return n
}

// flag gives true or false, which cannot be missing.
func (t *table) flag(column string) bool {
	v := t.values[t.columns[column]]
	if v != "true" && v != "false" {
		t.fault(column, quote(v), "true or false")
	}
	return v == "true"
}

// quote shows a wrong value, cut when it is long.
func quote(v string) string {
	const most = 60
	if len(v) > most {
		v = strings.ToValidUTF8(v[:most], "") + "…"
	}
	return strconv.Quote(v)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
