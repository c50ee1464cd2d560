package report_test

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/report"
	"github.com/fourline-go/fourline/tier"
)

// A film is a ticket as it stood after each of its events: the reference looks at tickets, never at what events changed, and works every
// figure out by itself, the slow way.
type film struct {
	events []ticket.Event
	states []ticket.Ticket
}

func filmed(c report.Case, at time.Time) film {
	f := film{}
	t := ticket.Ticket{ID: c.Ticket.ID, Client: c.Ticket.Client}
	for _, e := range c.Events {
		if !e.At.Before(at) {
			break
		}
		t = ticket.Apply(t, e)
		f.events, f.states = append(f.events, e), append(f.states, t)
	}
	return f
}

func (f film) last() ticket.Ticket { return f.states[len(f.states)-1] }

func (f film) open(at time.Time) bool {
	open := false
	for i, e := range f.events {
		if e.At.Before(at) {
			open = f.states[i].Open()
		}
	}
	return open
}

func (f film) opens(i int) bool { return i > 0 && f.states[i].Open() && !f.states[i-1].Open() }

func (f film) ends(i int) bool { return !f.states[i].Open() && (i == 0 || f.states[i-1].Open()) }

// solved gives the place of the resolution that counts.
func (f film) solved(r report.Rule) (int, bool) {
	var all []int
	for i := range f.states {
		if f.ends(i) && f.states[i].State != "withdrawn" {
			all = append(all, i)
		}
	}
	switch {
	case len(all) == 0:
		return 0, false
	case r == report.FirstResolution:
		return all[0], true
	case f.last().Open() || f.last().State == "withdrawn":
		return 0, false
	}
	return all[len(all)-1], true
}

// accepted reports whether a hand-over was accepted by an event, and which.
func (f film) accepted(i int) (ticket.Offer, bool) {
	if f.events[i].Type != ticket.Accepted {
		return ticket.Offer{}, false
	}
	return *f.states[i-1].Offer, true
}

// been lists the tiers that the ticket was at before a resolution, sorted.
func (f film) been(solved int) []tier.ID {
	been := map[tier.ID]bool{f.states[0].Tier: true}
	for _, t := range f.states[:solved] {
		been[t.Tier] = true
	}
	return slices.Sorted(maps.Keys(been))
}

// reference is a report the slow way.
type reference struct {
	report.Scope
	films []film
}

func (r reference) in(at time.Time) bool {
	return r.Tickets == report.OpenedIn || !at.Before(r.From) && at.Before(r.To)
}

func (r reference) took(from, to time.Time) time.Duration {
	if r.Calendar == nil {
		return to.Sub(from)
	}
	return r.Calendar.Between(from, to)
}

// each calls for every ticket that counts as resolved, with the place of its resolution.
func (r reference) each(do func(f film, at int)) {
	for _, f := range r.films {
		if i, ok := f.solved(r.Resolution); ok && r.in(f.events[i].At) {
			do(f, i)
		}
	}
}

func (r reference) figures() report.Figures {
	f := report.Figures{Counts: r.counts(), Flow: r.flow(), Backlog: r.backlog()}
	f.Acknowledge, f.Resolve, f.Counted = r.acknowledge(), r.resolve(), r.counted()
	f.FirstContact, f.FirstLevel, f.Escalated, f.Reopened = r.firstContact(), r.firstLevel(), r.escalated(), r.reopened()
	f.Reassigned = r.reassigned()
	f.Escalations.Rows, f.Dwell.Rows, f.ShiftLeft, f.Compliance.Rows = r.edges(), r.dwell(), r.shiftLeft(), r.compliance()
	for _, at := range r.Instants {
		f.Trend.Points = append(f.Trend.Points, report.Point{At: at, Open: r.count(func(f film) bool { return f.open(at) })})
	}
	return f
}

func (r reference) count(holds func(film) bool) int {
	n := 0
	for _, f := range r.films {
		if holds(f) {
			n++
		}
	}
	return n
}

func (r reference) counts() report.Counts {
	in := func(states ...string) int {
		return r.count(func(f film) bool { return slices.Contains(states, f.last().State) })
	}
	return report.Counts{All: len(r.films), Open: in("new", "active", "waiting"), Resolved: in("solved"), Closed: in("closed"), Cancelled: in("withdrawn")}
}

func (r reference) flow() report.Flow {
	end := r.To
	if r.Tickets == report.OpenedIn {
		end = r.At
	}
	w := report.Flow{Start: r.count(func(f film) bool { return f.open(r.From) }), End: r.count(func(f film) bool { return f.open(end) })}
	for _, f := range r.films {
		for i := range f.states {
			if !r.in(f.events[i].At) {
				continue
			}
			if i == 0 {
				w.Opened++
			}
			if f.opens(i) {
				w.Reopened++
			}
			if f.ends(i) && f.states[i].State == "withdrawn" {
				w.Cancelled++
			} else if f.ends(i) {
				w.Resolved++
			}
		}
	}
	return w
}

func spreadOf(all []time.Duration) report.Spread {
	slices.Sort(all)
	s := report.Spread{N: len(all)}
	if len(all) == 0 {
		return s
	}
	sum := time.Duration(0)
	for _, d := range all {
		sum += d
	}
	s.Mean = sum / time.Duration(len(all))
	for p, into := range map[int]*time.Duration{50: &s.P50, 75: &s.P75, 90: &s.P90, 95: &s.P95, 99: &s.P99} {
		*into = nearest(all, p)
	}
	return s
}

// nearest is the first of sorted values that p of a hundred do not exceed.
func nearest[T any](sorted []T, p int) T {
	i := 0
	for (i+1)*100 < p*len(sorted) {
		i++
	}
	return sorted[i]
}

func (r reference) acknowledge() report.Durations {
	var all []time.Duration
	for _, f := range r.films {
		i := slices.IndexFunc(f.states, func(t ticket.Ticket) bool { return !t.Acknowledged.IsZero() })
		if i >= 0 && r.in(f.events[i].At) {
			all = append(all, r.took(f.states[0].Reported, f.events[i].At))
		}
	}
	return report.Durations{Spread: spreadOf(all), Open: r.count(func(f film) bool { return f.last().Open() && f.last().Acknowledged.IsZero() })}
}

// unsolved counts tickets that are open and not counted as resolved.
func (r reference) unsolved() int {
	counted := 0
	r.each(func(f film, _ int) {
		if f.last().Open() {
			counted++
		}
	})
	return r.count(func(f film) bool { return f.last().Open() }) - counted
}

func (r reference) resolve() report.Durations {
	var all []time.Duration
	r.each(func(f film, i int) { all = append(all, r.took(f.states[0].Reported, f.events[i].At)) })
	return report.Durations{Spread: spreadOf(all), Open: r.unsolved()}
}

func resolving(t ticket.Ticket) ticket.Clock {
	i := slices.IndexFunc(t.Clocks, func(c ticket.Clock) bool { return c.Kind == sla.SLA && c.Metric == "resolve" })
	return t.Clocks[i]
}

func (r reference) counted() report.Durations {
	var all []time.Duration
	r.each(func(f film, _ int) {
		c := resolving(f.last())
		if r.Resolution == report.FirstResolution {
			i := slices.IndexFunc(f.states, func(t ticket.Ticket) bool { return resolving(t).State == sla.Stopped })
			c = resolving(f.states[i])
		}
		if c.State == sla.Stopped && c.Timed() {
			all = append(all, c.Spent)
		}
	})
	return report.Durations{Spread: spreadOf(all), Open: r.unsolved()}
}

func (r reference) share(of, part func(f film, i int) bool) (s report.Share) {
	r.each(func(f film, i int) {
		if of(f, i) {
			s.Of++
			if part(f, i) {
				s.Part++
			}
		}
	})
	return s
}

func all(film, int) bool { return true }

func (r reference) firstLevel() report.Share { return r.share(all, first) }

func first(f film, i int) bool {
	return f.states[i].HandOvers == 0 && f.states[i].Tier == "L1"
}

func (r reference) firstContact() report.Share {
	return r.share(func(f film, _ int) bool { return f.events[0].By.Kind != ticket.Requester }, func(f film, i int) bool {
		ok := f.states[i].HandOvers == 0 && f.last().Reopens == 0 && f.events[i].By == f.events[0].By
		for j, t := range f.states[:i+1] {
			ok = ok && t.State != "waiting" && (f.events[j].Type != ticket.Messaged || f.events[j].By.Kind != ticket.Requester)
		}
		return ok && f.events[i].At.Sub(f.events[0].At) <= cmp.Or(r.Contact, 30*time.Minute)
	})
}

func (r reference) escalated() report.Share {
	return r.share(all, func(f film, i int) bool {
		for j := range i {
			if o, ok := f.accepted(j); ok && o.Edge != tier.HandBack {
				return true
			}
		}
		return false
	})
}

func (r reference) reopened() (s report.Share) {
	r.Resolution = report.FirstResolution
	return r.share(all, func(f film, i int) bool { return f.last().Reopens > f.states[i].Reopens })
}

func (r reference) reassigned() report.Numbers {
	var all []int
	other := func(a, b string) bool { return a != "" && b != "" && a != b }
	r.each(func(f film, i int) {
		n := 0
		for j := 1; j < i; j++ {
			was, is := f.states[j-1], f.states[j]
			if was.Tier != is.Tier || other(was.Group, is.Group) || other(was.Working.Engineer, is.Working.Engineer) {
				n++
			}
		}
		all = append(all, n)
	})
	slices.Sort(all)
	s := report.Numbers{N: len(all)}
	for _, n := range all {
		s.Sum += n
		if n == 0 {
			s.None++
		}
	}
	if len(all) > 0 {
		s.Mean = float64(s.Sum) / float64(len(all))
		s.P50, s.P75, s.P90, s.P95, s.P99 = nearest(all, 50), nearest(all, 75), nearest(all, 90), nearest(all, 95), nearest(all, 99)
	}
	return s
}

func (r reference) dwell() []report.Stay {
	elapsed, working := map[tier.ID][]time.Duration{}, map[tier.ID][]time.Duration{}
	r.each(func(f film, i int) {
		for _, t := range f.been(i) {
			var e, w time.Duration
			for j := range i {
				if at := f.states[j]; at.Tier == t && at.Open() {
					took := r.took(f.events[j].At, f.events[j+1].At)
					e += took
					if at.State != "waiting" {
						w += took
					}
				}
			}
			elapsed[t], working[t] = append(elapsed[t], e), append(working[t], w)
		}
	})
	rows := []report.Stay{}
	for _, t := range slices.Sorted(maps.Keys(elapsed)) {
		rows = append(rows, report.Stay{Tier: t, Elapsed: spreadOf(elapsed[t]), Working: spreadOf(working[t])})
	}
	return rows
}
