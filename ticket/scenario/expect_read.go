package scenario

import (
	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/internal/walltime"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket"
)

// expect reads how a ticket is to stand.
func (p *parser) expect(n *yaml.Node) *Expect {
	e := &Expect{Fields: map[string]string{}, Clocks: map[string]Clock{}}
	known := fields{
		"clocks": func(n *yaml.Node) { p.clocks(n, e) },
		"events": func(n *yaml.Node) {
			e.Events = []ticket.EventType{}
			p.each(n, MaxSteps, func(one *yaml.Node) { e.Events = append(e.Events, p.eventType(one)) })
		},
		"notices": func(n *yaml.Node) {
			e.Notices = []Told{}
			p.each(n, MaxSteps, func(one *yaml.Node) { e.Notices = append(e.Notices, p.told(one)) })
		},
	}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		if _, ok := p.s.value(ticket.Ticket{}, name); ok && known[name] == nil {
			known[name] = func(n *yaml.Node) {
				var text string
				p.text(&text)(n)
				e.Fields[name] = text
			}
		}
	}
	p.read(n, known)
	return e
}

func (p *parser) eventType(n *yaml.Node) ticket.EventType {
	var text string
	p.text(&text)(n)
	e := ticket.EventType(text)
	if !e.Valid() {
		p.fault(n, "there is no type of event %q", text)
	}
	return e
}

func (p *parser) told(n *yaml.Node) Told {
	var t Told
	if n.Kind == yaml.ScalarNode {
		p.text(&t.To)(n)
		return t
	}
	p.read(n, fields{"to": p.text(&t.To), "policy": p.text(&t.Policy), "says": p.text(&t.Says)}, "to")
	return t
}

// clocks reads how clocks are to stand, by their metrics.
func (p *parser) clocks(n *yaml.Node, e *Expect) {
	known := fields{}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		known[name] = func(n *yaml.Node) { e.Clocks[name] = p.clockIs(n) }
	}
	p.read(n, known)
}

func (p *parser) clockIs(n *yaml.Node) Clock {
	var c Clock
	p.read(n, fields{
		"state": func(n *yaml.Node) {
			var text string
			p.text(&text)(n)
			if c.State = sla.State(text); text == "" || !c.State.Valid() {
				p.fault(n, "there is no state of a clock %q; want running, paused, stopped or cancelled", text)
			}
		},
		"due": func(n *yaml.Node) {
			var text string
			if p.text(&text)(n); text != "" {
				text = p.time(n).In(p.s.Zone).Format(walltime.Layout)
			}
			c.Due = &text
		},
		"breached": func(n *yaml.Node) {
			c.Breached = new(bool)
			if err := n.Decode(c.Breached); err != nil {
				p.fault(n, "%q is not what is wanted here; want true or false", n.Value)
			}
		},
	})
	return c
}
