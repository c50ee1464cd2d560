package ticket

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// sought finds out which ticket a command is about that does not name one. What it finds may be overtaken before the commit: whether
// two desks open a ticket for one alarm is the store's to say, and then it is looked for again.
type sought struct {
	desk  *Desk
	ctx   context.Context
	over  map[string]Ticket // by [ref]: to be believed rather than the store
	again bool              // the ticket that was found before had ended: none is taken up again
	after string            // the one that a new ticket goes on with
}

// seek gives a command its ticket: the one that its alarm is about, or a new name. It reports whether that ticket is to be made.
func (s sought) seek(c *Command) (create bool, err error) {
	switch a := c.Do[0].(type) {
	case Raise:
		return s.raise(c, a)
	case Clear:
		c.Ticket, err = s.open(c.By.Client, a.Key, a.Source)
		return c.Ticket == "", err
	case received:
		return s.receive(c, a)
	}
	return true, s.desk.name(c)
}

func (s sought) raise(c *Command, r Raise) (create bool, err error) {
	client := c.By.Client
	if c.Ticket, err = s.open(client, r.Key, r.Source); err != nil || c.Ticket != "" {
		return false, err
	}
	rule := s.desk.config.Handbook.alarmRule(client, r.Open.Set[FieldService], r.Key, r.Source)
	if rule.Reopen > 0 && !s.again {
		if c.Ticket, err = s.resolved(client, r.Key, s.desk.at(*c).Add(-rule.Reopen)); err != nil || c.Ticket != "" {
			return false, err
		}
	}
	if r.beside = nil; rule.Storm.Children > 0 && r.Source != "" {
		for t, err := range s.list(Query{Client: client, Source: r.Source, Open: true}) {
			if err != nil {
				return false, err
			}
			r.beside = append(r.beside, neighbour{ticket: t.ID, opened: t.Opened})
		}
	}
	c.Do = slices.Clone(c.Do)
	c.Do[0] = r
	return true, s.desk.name(c)
}

// open finds the ticket that is open for an alarm, or for a storm of its source; "" for none.
func (s sought) open(client, key, source string) (string, error) {
	keys := []string{key, StormKey(source)}
	if source == "" {
		keys = keys[:1]
	}
	for _, k := range keys {
		for t, err := range s.list(Query{Client: client, Alarm: k, Open: true}) {
			return t.ID, err
		}
	}
	return "", nil
}

// resolved finds the ticket of an alarm that was resolved last, if that was not before an instant; "" for none.
func (s sought) resolved(client, key string, since time.Time) (string, error) {
	var last Ticket
	for t, err := range s.list(Query{Client: client, Alarm: key, Class: lifecycle.Resolved}) {
		if err != nil {
			return "", err
		}
		if !t.Resolved.Before(since) && t.Resolved.After(last.Resolved) {
			last = t
		}
	}
	return last.ID, nil
}

// receive gives a mail the ticket that it is about, and says which references that gets.
func (s sought) receive(c *Command, r received) (create bool, err error) {
	client := c.By.Client
	own, err := s.referred(client, r.id)
	if err != nil {
		return false, err
	}
	if !s.again {
		if c.Ticket, err = s.about(c.By, r); c.Ticket != "" || err != nil {
			c.Ticket, err = s.merged(client, c.Ticket, err)
		}
		if err != nil {
			return false, err
		}
	}
	create = s.again || c.Ticket == ""
	switch r.after = s.after; {
	case own.ID != "": // and never lets it go
	case create && !s.again:
		r.refer = append([]string{r.id}, r.answers...)
	default: // the others are where they are
		r.refer = []string{r.id}
	}
	c.Do = []Action{r}
	if !create {
		return false, nil
	}
	return true, s.desk.name(c)
}

// about finds the ticket that a mail is about, "" for none: by its own id, the newest reference, the first tag. One that the writer has
// to do with comes before all others, so that nobody draws the mails of others to a ticket of theirs by naming ids in advance.
func (s sought) about(by Actor, r received) (string, error) {
	first := ""
	take := func(t Ticket, err error) (bool, error) {
		if err != nil || t.ID == "" {
			return false, err
		}
		if first == "" {
			first = t.ID
		}
		return !by.stranger(t), nil
	}
	for _, reference := range slices.Backward(append(slices.Clone(r.answers), r.id)) {
		t, err := s.referred(by.Client, reference)
		if own, err := take(t, err); own || err != nil {
			return t.ID, err
		}
	}
	for _, id := range s.desk.config.Handbook.tagged(r.Subject) {
		t, err := s.desk.Get(s.ctx, by.Client, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if own, err := take(t, err); own || err != nil {
			return id, err
		}
	}
	return first, nil
}

// merged gives the ticket that one goes on as.
func (s sought) merged(client, id string, err error) (string, error) {
	for range MaxHops {
		var t Ticket
		if err == nil {
			t, err = s.desk.Get(s.ctx, client, id)
		}
		if err != nil || t.MergedInto == "" {
			return id, err
		}
		id = t.MergedInto
	}
	return id, nil
}

// referred finds the ticket that has a reference; a zero one for none.
func (s sought) referred(client, reference string) (Ticket, error) {
	for t, err := range s.list(Query{Client: client, Reference: reference}) {
		return t, err
	}
	return Ticket{}, nil
}

// list is the store's, as it would be.
func (s sought) list(q Query) iter.Seq2[Ticket, error] {
	return func(yield func(Ticket, error) bool) {
		for _, t := range s.over {
			if q.Matches(t) && !yield(t, nil) {
				return
			}
		}
		for t, err := range s.desk.List(s.ctx, q) {
			if _, stale := s.over[ref(t.Client, t.ID)]; !stale && !yield(t, err) {
				return
			}
		}
	}
}
