package main

import (
	"context"
	"fmt"
	"iter"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// Figures are what the library counted, read from its tickets, events and clocks.
type Figures struct {
	Tickets int
	Events  int

	Reopens  Agreement // how often tickets were reopened
	Reopened int       // tickets that were
	Regroups Agreement // how often tickets changed their group
	SLA      Agreement // tickets within their service level agreement, of those with a clock that has ended

	Lines         bool // whether the log has lines of support; else the rest is 0
	Up, Down      int  // accepted hand-overs to a tier of higher and of lower rank
	NeverLeft     int  // tickets that were at the first tier only
	PingPongCases int  // tickets that came back to the tier that they had just left, and
	PingPongs     int  // how often they did
}

// An Agreement holds a count of the library against the log's own.
type Agreement struct {
	Counted int // by the library
	Said    int // by the log
	Cases   int // of which the log says it
	Agree   int // cases in which both say the same
}

func (a *Agreement) add(counted, said int, says bool) {
	a.Counted += counted
	if !says {
		return
	}
	a.Said += said
	a.Cases++
	if counted == said {
		a.Agree++
	}
}

// ReadFigures reads every ticket back from the desk, with its events.
func ReadFigures(ctx context.Context, desk *ticket.Desk, log *Log, progress *Progress) (Figures, error) {
	cases := make(map[string]*Case, len(log.Cases))
	for i := range log.Cases {
		cases[log.Cases[i].ID] = &log.Cases[i]
	}
	var f Figures
	for t, err := range desk.List(ctx, ticket.Query{}) {
		if err != nil {
			return f, err
		}
		c, ok := cases[t.ID]
		if !ok {
			return f, fmt.Errorf("ticket %s is of no case", t.ID)
		}
		if err := f.add(desk.Handbook(), t, c, desk.Events(ctx, t.Client, t.ID)); err != nil {
			return f, err
		}
		progress.Add(1)
	}
	return f, nil
}

// add counts one ticket.
func (f *Figures) add(book *ticket.Handbook, t ticket.Ticket, c *Case, events iter.Seq2[ticket.Event, error]) error {
	says := c.last().Says
	regroups, err := f.events(book.Ladder(), events)
	if err != nil {
		return err
	}
	f.Tickets++
	f.Reopens.add(t.Reopens, says.ReopenCount, says.Reopens)
	f.Regroups.add(regroups, says.ReassignCount, says.Reassigned)
	if t.Reopens > 0 {
		f.Reopened++
	}
	if met, ended := verdict(book, t); ended && says.MadeSLA {
		f.SLA.add(one(met), one(says.WithinSLA), true)
	}
	if c.last().Line == "" {
		return nil
	}
	f.Lines = true
	if t.HandOvers == 0 && t.Tier == book.Ladder().First() {
		f.NeverLeft++
	}
	if t.Bounces > 0 {
		f.PingPongCases++
		f.PingPongs += t.Bounces
	}
	return nil
}

// events counts what happened to one ticket, and gives how often its group changed. Going from no group to one counts, as it does
// in the logs; Ticket.Regroups leaves it out.
func (f *Figures) events(ladder *tier.Ladder, events iter.Seq2[ticket.Event, error]) (regroups int, err error) {
	for e, err := range events {
		if err != nil {
			return 0, err
		}
		f.Events++
		if _, ok := e.Changed(ticket.FieldGroup); ok && e.Type != ticket.Opened {
			regroups++
		}
		if e.Type != ticket.Accepted {
			continue
		}
		c, _ := e.Changed(ticket.FieldTier)
		switch from, to := ladder.Rank(tier.ID(c.From)), ladder.Rank(tier.ID(c.To)); {
		case to > from:
			f.Up++
		case to < from:
			f.Down++
		}
	}
	return regroups, nil
}

// verdict says whether a ticket kept its service level agreement; ended is false when no clock of one has come to its end.
func verdict(book *ticket.Handbook, t ticket.Ticket) (met, ended bool) {
	met = true
	for _, c := range t.Clocks {
		if c.Kind != sla.SLA || c.State != sla.Stopped || !c.Timed() {
			continue
		}
		calendar, _ := book.Calendar(c.Calendar)
		ended = true
		met = met && !c.Breached(calendar, c.Stopped)
	}
	return met, ended
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
