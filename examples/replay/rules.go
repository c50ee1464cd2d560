package main

import (
	"fmt"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// Rules turn rows into what a desk is asked to do, by its handbook. They are the same for all cases and never change.
type Rules struct {
	book   *ticket.Handbook
	kind   string // of all tickets: the log's, or the handbook's first where the log does not say or the handbook does not know it
	cycle  *lifecycle.Lifecycle
	fields []ticket.Field
	lines  map[string]tier.ID // tiers by the names that the log has for them
}

// NewRules wants a tier for every line of the log.
func NewRules(book *ticket.Handbook, log *Log) (*Rules, error) {
	r := &Rules{book: book, kind: log.Kind, fields: log.Fields, lines: map[string]tier.ID{}}
	var ok bool
	if r.cycle, ok = book.Lifecycle(r.kind); !ok {
		r.kind = book.Kinds()[0]
		r.cycle, _ = book.Lifecycle(r.kind)
	}
	for _, t := range book.Ladder().Tiers() {
		r.lines[t.Title()] = t.ID
	}
	for i := range log.Cases {
		for _, row := range log.Cases[i].Rows {
			if row.Line != "" && r.lines[row.Line] == "" {
				return nil, fmt.Errorf("the handbook's ladder has no tier named %q, to which case %s comes", row.Line, log.Cases[i].ID)
			}
		}
	}
	return r, nil
}

// A part is one thing that a row changes: one action, or two that belong together.
type part struct {
	name string
	do   []ticket.Action
}

// moving is the name of the part that changes the state.
const moving = "a move"

// noted is the part of a row in which nothing changed that a ticket knows of.
var noted = part{"a note", []ticket.Action{ticket.Note{Text: "updated"}}}

// open is the first row of a case.
func (r *Rules) open(c *Case) ticket.Open {
	row := &c.Rows[0]
	return ticket.Open{
		Kind: r.kind, State: row.State, Tier: r.lines[row.Line], Reported: c.Reported,
		Set: r.set(&ticket.Ticket{}, row),
	}
}

// assigned names who works on a ticket from its first row on. Nobody does when it is done.
func (r *Rules) assigned(row *Row) []ticket.Action {
	if row.Engineer == "" || !r.class(row).Open() {
		return nil
	}
	return []ticket.Action{ticket.Assign{Engineer: row.Engineer}}
}

// parts are what makes a ticket what a row says. One that comes back to life does so before anything else; one whose work ends does so
// last. The state is left alone where the log says that it did not change.
func (r *Rules) parts(t ticket.Ticket, row *Row, changed bool) []part {
	all := make([]part, 0, 4)
	add := func(name string, do ...ticket.Action) { all = append(all, part{name, do}) }
	move := changed && t.State != row.State
	revived := move && !t.Open() && r.class(row).Open()
	if revived {
		add(moving, ticket.Move{To: row.State})
	}
	if set := r.set(&t, row); len(set) > 0 {
		add("fields", set)
	}
	if to := r.lines[row.Line]; to != "" && to != t.Tier {
		edge, _ := r.book.Ladder().Edge(t.Tier, to)
		add("a hand-over", ticket.HandOver{To: to, Reason: why(edge)}, ticket.Accept{})
	}
	if row.Engineer != t.Working.Engineer && (t.Open() || revived) {
		add("an engineer", ticket.Assign{Engineer: row.Engineer})
	}
	if move && !revived {
		add(moving, ticket.Move{To: row.State})
	}
	if len(all) == 0 {
		all = append(all, noted)
	}
	return all
}

// why gives a reason for a hand-over: a log does not say one, so it is the first that the edge is there for.
func why(edge tier.Edge) tier.Reason {
	if len(edge.Reasons) == 0 {
		return ""
	}
	return edge.Reasons[0]
}

// set gives the fields in which a row differs from a ticket. With what a case was closed is told by the row that closes it.
func (r *Rules) set(t *ticket.Ticket, row *Row) ticket.Set {
	var set ticket.Set
	differ := func(f ticket.Field, v string) {
		if t.Get(f) == v {
			return
		}
		if set == nil {
			set = ticket.Set{}
		}
		set[f] = v
	}
	for i, f := range r.fields {
		differ(f, row.Values[i])
	}
	if r.class(row) == lifecycle.Closed {
		differ(ticket.FieldResolution, row.Code)
	}
	return set
}

// class is what the state of a row means, "" when the handbook does not know it.
func (r *Rules) class(row *Row) lifecycle.Class { return r.cycle.Class(row.State, "") }

// together are the actions of all parts, in their order.
func together(parts []part) []ticket.Action {
	var all []ticket.Action
	for _, one := range parts {
		all = append(all, one.do...)
	}
	return all
}
