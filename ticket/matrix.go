package ticket

import (
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// Priority gives the priority for an impact and an urgency. It gives false when the matrix has no place for them.
func (m Matrix) Priority(impact, urgency string) (string, bool) {
	row, column := slices.Index(m.Impacts, impact), slices.Index(m.Urgencies, urgency)
	if row < 0 || column < 0 {
		return "", false
	}
	return m.Rows[row][column], true
}

// Priorities lists all priorities, in the order the matrix first names them.
func (m Matrix) Priorities() []string {
	var all []string
	for _, row := range m.Rows {
		for _, p := range row {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	return all
}

func (m Matrix) empty() bool { return len(m.Impacts)+len(m.Urgencies)+len(m.Rows) == 0 }

func (m Matrix) check() error {
	var faults fault.List
	if m.empty() {
		return nil
	}
	if len(m.Rows) != len(m.Impacts) {
		faults.Add("rows", "%d rows for %d impacts; want one row for each impact", len(m.Rows), len(m.Impacts))
	}
	for i, row := range m.Rows {
		path := fmt.Sprintf("rows[%d]", i)
		if len(row) != len(m.Urgencies) {
			faults.Add(path, "%d priorities for %d urgencies; want one for each urgency", len(row), len(m.Urgencies))
		}
		if slices.Contains(row, "") {
			faults.Add(path, "a priority is empty")
		}
	}
	unique(&faults, "impacts", m.Impacts)
	unique(&faults, "urgencies", m.Urgencies)
	return faults.Err()
}

// unique reports names that are empty or stand twice.
func unique[S ~string](faults *fault.List, path string, names []S) {
	for i, n := range names {
		at := fmt.Sprintf("%s[%d]", path, i)
		if n == "" {
			faults.Add(at, "is empty")
		}
		if slices.Index(names, n) < i {
			faults.Add(at, "%q is there already", n)
		}
	}
}
