package scenario

import (
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// person reads one of the people of a scenario.
func (p *parser) person(n *yaml.Node) {
	var one Person
	var kind, at string
	p.read(n, fields{
		"id": p.text(&one.ID), "name": p.text(&one.Name), "kind": p.text(&kind), "client": p.text(&one.Client), "tier": p.text(&at),
	}, "id", "kind")
	one.Kind, one.Tier = ticket.ActorKind(kind), tier.ID(at)
	if _, twice := p.s.Person(one.ID); twice {
		p.fault(n, "there is somebody called %q already", one.ID)
	}
	if p.s.Book != nil {
		if _, works := p.s.Book.Engineer(one.ID); works {
			p.fault(n, "%q is an engineer of the handbook", one.ID)
		}
	}
	switch works := one.Kind == ticket.Engineer || one.Kind == ticket.Automation; {
	case !one.Kind.Valid():
		p.fault(n, "there is no kind of actor %q", kind)
	case works && one.Tier == "":
		p.fault(n, "tier is missing: where does this %s work?", kind)
	case !works && one.Tier != "":
		p.fault(n, "a %s works at no tier", kind)
	case (one.Kind == ticket.Requester || one.Kind == ticket.Monitor) && one.Client == "":
		p.fault(n, "client is missing: whose %s is it?", kind)
	}
	p.s.People = append(p.s.People, one)
}

// actor reads who does something: somebody's id, or with more to say about them.
func (p *parser) actor(n *yaml.Node) ticket.Actor {
	var id, at, kind string
	if n.Kind == yaml.MappingNode {
		p.read(n, fields{"id": p.text(&id), "tier": p.text(&at), "kind": p.text(&kind)}, "id")
	} else {
		p.text(&id)(n)
	}
	by, ok := p.known(id)
	if !ok {
		p.fault(n, "there is no %q, neither among the engineers of the handbook nor among the people of the scenario", id)
	}
	if at != "" {
		by.Tier = tier.ID(at)
	}
	if kind != "" {
		if by.Kind = ticket.ActorKind(kind); !by.Kind.Valid() {
			p.fault(n, "there is no kind of actor %q", kind)
		}
	}
	return by
}

// known looks somebody up. An engineer acts at their usual tier; one who manages acts as a manager.
func (p *parser) known(id string) (ticket.Actor, bool) {
	if one, ok := p.s.Person(id); ok {
		return ticket.Actor{Kind: one.Kind, ID: id, Client: one.Client, Tier: one.Tier}, true
	}
	e, ok := p.s.Book.Engineer(id)
	if !ok || len(e.Tiers) == 0 {
		return ticket.Actor{}, false
	}
	if e.Manager {
		return ticket.Actor{Kind: ticket.Manager, ID: id}, true
	}
	return ticket.Actor{Kind: ticket.Engineer, ID: id, Tier: e.Tiers[0]}, true
}
