package ticket

import (
	"context"
	"fmt"
	"maps"
	"time"
)

// stormPrefix begins the alarm keys of storms. No monitor may raise one.
const stormPrefix = "storm:"

// StormKey is the alarm key of the ticket that stands for a storm of alarms about one source. Being an alarm key, it is unique while
// that ticket is open.
func StormKey(source string) string { return stormPrefix + source }

// neighbour is a ticket that is open for another alarm about the same source.
type neighbour struct {
	ticket string
	opened time.Time
}

// storms reports whether an alarm for which no ticket is open is one too many for its source.
func (w *work) storms(r Raise) bool {
	rule := w.h.alarmRule(w.t.Client, r.Open.Set[FieldService], r.Key, r.Source).Storm
	return rule.Children > 0 && len(w.lately(r, rule)) >= rule.Children
}

// lately are the neighbours that were opened so lately that they belong to the storm.
func (w *work) lately(r Raise, rule Storm) []neighbour {
	var all []neighbour
	for _, n := range r.beside {
		if w.now.Sub(n.opened) <= rule.Within {
			all = append(all, n)
		}
	}
	return all
}

// openStorm opens the ticket that stands for a storm, with the first alarm that is counted on it.
func (w *work) openStorm(r Raise, open Open) error {
	open.Set = maps.Clone(open.Set)
	open.Set[FieldSubject] = "Alarm storm: " + r.Source
	rule := w.h.alarmRule(w.t.Client, open.Set[FieldService], r.Key, r.Source).Storm
	open.Set[FieldText] = fmt.Sprintf("%d tickets were opened for alarms about %s within %s. Further alarms about it are counted here.",
		len(w.lately(r, rule)), r.Source, rule.Within)
	err := w.openTicket(open, Event{Alarm: r.Key, Times: r.Times, Changes: r.changes(Alarm{}, StormKey(r.Source))})
	if err != nil {
		return err
	}
	w.adoptAll(w.lately(r, rule))
	return nil
}

// names lists the tickets that may become children of a storm.
func (r Raise) names() (ids []string, climbs bool) {
	for _, n := range r.beside {
		ids = append(ids, n.ticket)
	}
	return ids, false
}

// adoptAll makes tickets children of the storm, but for those that have a parent or can have none.
func (w *work) adoptAll(all []neighbour) {
	e := Event{Type: Linked}
	for _, n := range all {
		other, err := w.other(n.ticket)
		if _, there := w.t.Link(LinkChild, n.ticket); there || err != nil || w.fits(LinkChild, other) != nil {
			continue
		}
		l := Link{Kind: LinkChild, To: other.ID, TicketKind: other.Kind, Class: other.Class, Seq: other.Version}
		e.Links, e.Owes = append(e.Links, l), append(e.Owes, tellLink(FollowLink, l))
	}
	if len(e.Links) > 0 {
		w.emit(e)
	}
}

// gathering makes tickets that were opened while a storm's was children of it.
type gathering []neighbour

func (g gathering) names() (ids []string, climbs bool) { return Raise{beside: g}.names() }

func (g gathering) decide(w *work) error {
	if w.t.Open() {
		w.adoptAll(g)
	}
	return nil
}

// gather finds the children of a storm that were opened by other desks at the same time as its own ticket, and unknown to whoever opened
// that. Everybody who has opened a ticket of the one sort or the other looks after the commit, so that whoever is last sees all. What
// goes wrong here is logged: the alarm itself is committed.
func (d *Desk) gather(ctx context.Context, c Command, created bool) {
	if !created || !c.raises() {
		return
	}
	r, _ := c.Do[0].(Raise)
	rule := d.config.Handbook.alarmRule(c.By.Client, r.Open.Set[FieldService], r.Key, r.Source).Storm
	if rule.Children == 0 || r.Source == "" {
		return
	}
	for storm, err := range d.List(ctx, Query{Client: c.By.Client, Alarm: StormKey(r.Source), Open: true}) {
		if err == nil {
			err = d.gatherInto(ctx, storm, rule)
		}
		if err != nil {
			d.config.Logger.ErrorContext(ctx, "storm without all of its children", "ticket", storm.ID, "error", err)
		}
		return
	}
}

func (d *Desk) gatherInto(ctx context.Context, storm Ticket, rule Storm) error {
	var late gathering
	for t, err := range d.List(ctx, Query{Client: storm.Client, Source: storm.Alarm.Source, Open: true}) {
		if err != nil {
			return err
		}
		_, there := storm.Link(LinkChild, t.ID)
		if !there && t.ID != storm.ID && storm.Opened.Sub(t.Opened) <= rule.Within && len(t.Linked(LinkParent)) == 0 {
			late = append(late, neighbour{ticket: t.ID, opened: t.Opened})
		}
	}
	if len(late) == 0 {
		return nil
	}
	_, err := d.do(ctx, Command{Ticket: storm.ID, By: follower(storm.Client), Do: []Action{late}, follows: true})
	return err
}
