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

// receive gives a mail the ticket that it is about.
func (s sought) receive(c *Command, r received) (create bool, err error) {
	client, own := c.By.Client, ""
	if own, err = s.referred(client, r.id); err != nil {
		return false, err
	}
	r.refer = append([]string{r.id}, r.answers...)
	if s.again { // the others stay where they are
		r.after, r.refer = s.after, r.refer[:1]
		if own != "" {
			r.refer = nil
		}
	} else if c.Ticket, err = s.about(client, own, r); err != nil || c.Ticket != "" {
		c.Ticket, err = s.merged(client, c.Ticket, err)
		return false, err
	}
	c.Do = []Action{r}
	return true, s.desk.name(c)
}

// about finds the ticket that a mail is about, own being the one that has its id already; "" for none.
func (s sought) about(client, own string, r received) (string, error) {
	if own != "" {
		return own, nil
	}
	for _, reference := range slices.Backward(r.answers) {
		if id, err := s.referred(client, reference); err != nil || id != "" {
			return id, err
		}
	}
	for _, id := range s.desk.config.Handbook.tagged(r.Subject) {
		_, err := s.desk.Get(s.ctx, client, id)
		if err == nil || !errors.Is(err, ErrNotFound) {
			return id, err
		}
	}
	return "", nil
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

// referred finds the ticket that has a reference; "" for none.
func (s sought) referred(client, reference string) (string, error) {
	for t, err := range s.list(Query{Client: client, Reference: reference}) {
		return t.ID, err
	}
	return "", nil
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
