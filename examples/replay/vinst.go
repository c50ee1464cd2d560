package main

import (
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// VINST is the event log of Volvo IT's system for incidents and problems: one row for every change of status, with a sub-status. Which
// line of support a team belongs to is the end of its name: " 2nd", " 3rd" or both, and nothing for the first line.
//
// The team stands in one of two columns: that of the group in an export of incidents, that of the organisation in one of problems. The
// other names the part of the organisation. [teams] finds out which, once all of the log is read.
func VINST() Format {
	return Format{
		Name:     "vinst",
		Handbook: "vinst.yaml",
		Case:     "case:concept:name",
		Columns: []string{
			"case:concept:name", "concept:name", "lifecycle:transition", "time:timestamp", "org:group", "organization involved", "impact",
			"product",
		},
		Fields: []ticket.Field{ticket.FieldImpact, ticket.FieldService, ticket.FieldGroup},
		Row:    vinstRow,
		Finish: teams,
	}
}

// Where a row keeps its team, and what may be the team, until [teams] has found out.
const team, other = 2, 3

func vinstRow(t *table) (id string, reported time.Time, row Row) {
	status, sub := t.must("concept:name", ticket.MaxName/2), t.must("lifecycle:transition", ticket.MaxName/2-1)
	row = Row{
		At:    t.time("time:timestamp", time.RFC3339, "2012-05-11T15:56:11+02:00"),
		State: t.once(status + "/" + sub),
		Values: []string{
			t.text("impact", ticket.MaxName), t.text("product", ticket.MaxName),
			t.text("org:group", ticket.MaxName), t.text("organization involved", ticket.MaxName),
		},
	}
	return t.must("case:concept:name", ticket.MaxID), row.At, row
}

// teams finds the column of the teams, reads the lines from it and knows by it the kind of the tickets. It is the one whose names end
// with a line. The names of the other begin with "Org line".
func teams(log *Log) {
	var likely [other + 1]int
	each(log, func(row *Row) {
		for _, column := range []int{team, other} {
			name := row.Values[column]
			if lineOf(name) != firstLine {
				likely[column]++
			}
			if strings.HasPrefix(name, "Org line") {
				likely[column]--
			}
		}
	})
	log.Kind = lifecycle.Incident().Name
	if likely[other] > likely[team] {
		log.Kind = lifecycle.Problem().Name
	}
	each(log, func(row *Row) {
		if likely[other] > likely[team] {
			row.Values[team] = row.Values[other]
		}
		row.Values = row.Values[:other]
		row.Line = lineOf(row.Values[team])
	})
}

func each(log *Log, do func(*Row)) {
	for i := range log.Cases {
		for j := range log.Cases[i].Rows {
			do(&log.Cases[i].Rows[j])
		}
	}
}

// firstLine is the name of the tier whose teams have no line in their names.
const firstLine = "L1"

// lineOf is the name of the tier that a team belongs to.
func lineOf(team string) string {
	second, third := strings.Contains(team, " 2nd"), strings.Contains(team, " 3rd")
	switch {
	case second && third:
		return "L2/L3"
	case second:
		return "L2"
	case third:
		return "L3"
	default:
		return firstLine
	}
}
