package scenario

import (
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
)

// step reads one step.
func (p *parser) step(n *yaml.Node, part Part) {
	s := Step{Part: part, Line: n.Line, At: p.now}
	known := fields{
		"at": func(n *yaml.Node) { s.At = p.time(n) },
		"after": func(n *yaml.Node) {
			if d := p.duration(n); d > 0 {
				s.At = p.now.Add(d)
			}
		},
		"by": func(n *yaml.Node) { s.By = p.actor(n) },
		"client": func(n *yaml.Node) {
			p.text(&s.By.Client)(n)
		},
		"ticket":  p.text(&s.Ticket),
		"do":      nil, // after the time, which what it does may refer to
		"refused": p.text(&s.Refused),
		"expect":  nil,
	}
	known["do"] = func(n *yaml.Node) {
		p.now = s.At
		p.each(n, ticket.MaxActions, func(a *yaml.Node) { p.action(a, &s) })
	}
	known["expect"] = func(n *yaml.Node) {
		p.now = s.At
		s.Expect = p.expect(n)
	}
	p.read(inOrder(n), known, "ticket")
	if p.now = s.At; s.At.IsZero() {
		p.now = p.s.Begin()
	}
	p.check(n, s)
	p.s.Steps = append(p.s.Steps, s)
}

// inOrder gives a step with its time and its actor first, which the rest may refer to.
func inOrder(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	first, rest := &yaml.Node{Kind: n.Kind, Line: n.Line}, []*yaml.Node(nil)
	for i := 0; i+1 < len(n.Content); i += 2 {
		pair := n.Content[i : i+2]
		if name := pair[0].Value; name == "at" || name == "after" || name == "by" {
			first.Content = append(first.Content, pair...)
			continue
		}
		rest = append(rest, pair...)
	}
	first.Content = append(first.Content, rest...)
	return first
}

// check looks whether what a step says goes together.
func (p *parser) check(n *yaml.Node, s Step) {
	given := map[string]bool{}
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		given[n.Content[i].Value] = true
	}
	switch {
	case given["at"] && given["after"]:
		p.fault(n, "a step has a time, or a duration since the step above, not both")
	case s.Perform && len(s.Do) > 0:
		p.fault(n, "perform stands alone in its step")
	case given["do"] && !given["by"]:
		p.fault(n, "who does it? by is missing")
	case !given["do"] && !given["expect"]:
		p.fault(n, "there is nothing to do, and nothing is expected")
	case given["refused"] && !given["do"]:
		p.fault(n, "nothing can be refused where nothing is done")
	case s.Part == Then && given["do"]:
		p.fault(n, "then only looks; what is done belongs to when")
	}
}

// duration reads a duration that is not negative.
func (p *parser) duration(n *yaml.Node) time.Duration {
	var text string
	p.text(&text)(n)
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		p.fault(n, `%q is no duration; want one such as 90s, 15m or 2h30m`, text)
		return 0
	}
	return d
}

// connect gives every step its client: that of the actor, or that of the ticket.
func (p *parser) connect() {
	owners, order := map[string]string{}, make([]int, len(p.s.Steps))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.s.Steps[a].At.Compare(p.s.Steps[b].At) })
	for _, i := range order {
		s := &p.s.Steps[i]
		client, there := owners[s.Ticket]
		if s.Opens() {
			client = p.opener(s, client, there)
			owners[s.Ticket] = client
		} else if !there && s.By.Client == "" && s.Ticket != "" {
			p.faultAt(s.Line, "no step before this one opens the ticket %q; of one that the desk opens by itself, say the client", s.Ticket)
		}
		if s.By.Client == "" {
			s.By.Client = client
		} else if there && s.By.Client != client {
			p.faultAt(s.Line, "%s is of client %q, and the ticket is of client %q", s.By.ID, s.By.Client, client)
		}
	}
}

// opener checks a step that opens a ticket, or may, and gives the client whose it is.
func (p *parser) opener(s *Step, client string, there bool) string {
	raise, alarm := s.Do[0].(ticket.Raise)
	if there && !alarm {
		p.faultAt(s.Line, "the ticket %q is opened already", s.Ticket)
	}
	open, _ := s.Do[0].(ticket.Open)
	if alarm {
		open = raise.Open
	}
	switch requester := open.Set[ticket.FieldRequester]; {
	case s.By.Client != "":
		return s.By.Client
	case there:
		return client
	default:
		person, ok := p.s.Person(requester)
		if !ok || person.Client == "" {
			p.faultAt(s.Line, "who is it for? want the client, or the requester: one of the people above")
		}
		return person.Client
	}
}
