package ticket

import (
	"context"
	"errors"
)

// getter gives a ticket of a client, or [ErrNotFound].
type getter func(ctx context.Context, client, id string) (Ticket, error)

// A namer is an action that names other tickets.
type namer interface {
	names() (ids []string, climbs bool) // climbs: with the parents of the parents
}

// name gives the other tickets that the actions of a command name, as far as they are there. They may have changed when the command is
// committed; what is decided by them is looked at once more on their side, by the follow-up.
func (c *Command) name(ctx context.Context, t Ticket, get getter) (map[string]Ticket, error) {
	var others map[string]Ticket
	for _, a := range c.Do {
		n, ok := a.(namer)
		if !ok {
			continue
		}
		if others == nil {
			others = map[string]Ticket{t.ID: t}
		}
		ids, climbs := n.names()
		if climbs {
			ids = append(ids, t.Linked(LinkParent)...)
		}
		for _, id := range ids {
			if err := c.climb(ctx, id, climbs, others, get); err != nil {
				return nil, err
			}
		}
	}
	return others, nil
}

// climb adds a ticket, and on request its parent, the parent of that, and so on, up to [MaxHops] of them.
func (c *Command) climb(ctx context.Context, id string, on bool, others map[string]Ticket, get getter) error {
	for range MaxHops + 1 {
		if _, there := others[id]; there || id == "" || len(id) > MaxID {
			return nil
		}
		other, err := get(ctx, c.By.Client, id)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		others[id] = other
		parents := other.Linked(LinkParent)
		if !on || len(parents) == 0 {
			return nil
		}
		id = parents[0]
	}
	return nil
}
