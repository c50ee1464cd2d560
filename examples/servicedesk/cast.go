package main

import (
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
)

// A cast is everybody who acts: the engineers of the handbook, and the people of the scenario.
type cast struct {
	book   *ticket.Handbook
	people []person
}

// A person is somebody who is not an engineer of ours.
type person struct {
	ID, Name string
	Kind     ticket.ActorKind
	Client   string // "" for a vendor, who works for all
}

func (c *cast) person(id string) (person, bool) {
	i := slices.IndexFunc(c.people, func(p person) bool { return p.ID == id })
	if i < 0 {
		return person{}, false
	}
	return c.people[i], true
}

// name is how somebody is called, or the id when nobody knows.
func (c *cast) name(id string) string {
	if p, ok := c.person(id); ok && p.Name != "" {
		return p.Name
	}
	if e, ok := c.book.Engineer(id); ok {
		return e.Title()
	}
	return id
}

// clients lists whose tickets there may be, sorted.
func (c *cast) clients() []string {
	var ids []string
	for _, p := range c.people {
		if p.Client != "" {
			ids = append(ids, p.Client)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// person reads one of the people of a scenario.
func (p *parser) person(n *yaml.Node) {
	var one person
	var kind string
	p.read(n, fields{
		"id": p.text(&one.ID), "name": p.text(&one.Name), "kind": p.text(&kind), "client": p.text(&one.Client),
	}, "id", "kind")
	one.Kind = ticket.ActorKind(kind)
	_, twice := p.s.Cast.person(one.ID)
	_, works := p.s.Cast.book.Engineer(one.ID)
	switch {
	case twice:
		p.fault(n, "there is somebody called %q already", one.ID)
	case works:
		p.fault(n, "%q is an engineer of the handbook", one.ID)
	}
	switch one.Kind {
	case ticket.Requester, ticket.Monitor:
		if one.Client == "" {
			p.fault(n, "client is missing: whose %s is it?", one.Kind)
		}
	case ticket.Vendor:
		if one.Client != "" {
			p.fault(n, "a vendor works for all clients; leave client out")
		}
	default:
		p.fault(n, "kind is %q; want requester, monitor or vendor", kind)
	}
	p.s.Cast.people = append(p.s.Cast.people, one)
}

// actor reads who does something. The client of an engineer or a vendor is that of the ticket.
func (p *parser) actor(n *yaml.Node) ticket.Actor {
	var id string
	p.text(&id)(n)
	if one, ok := p.s.Cast.person(id); ok {
		return ticket.Actor{Kind: one.Kind, ID: id, Client: one.Client}
	}
	e, ok := p.s.Cast.book.Engineer(id)
	if !ok || len(e.Tiers) == 0 {
		p.fault(n, "there is no %q, neither among the engineers of the handbook nor among the people of the scenario", id)
		return ticket.Actor{}
	}
	kind := ticket.Engineer
	if e.Manager {
		kind = ticket.Manager
	}
	return ticket.Actor{Kind: kind, ID: id, Tier: e.Tiers[0]}
}

// readUpTo reads at most so many bytes.
func readUpTo(r io.Reader, most int64) ([]byte, error) { return io.ReadAll(io.LimitReader(r, most)) }
