package main

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// A verb reads one action of an entry. What stands behind its name may be missing: n is nil then.
type verb func(p *parser, n *yaml.Node, e *entry) ticket.Action

// bare are the verbs that say all by themselves.
var bare = map[string]ticket.Action{
	"acknowledge": ticket.Acknowledge{}, "accept": ticket.Accept{}, "clear": ticket.Clear{}, "perform": nil,
}

// verbs are those with something behind them.
var verbs = map[string]verb{
	"open":      readOpen,
	"alarm":     readAlarm,
	"set":       func(p *parser, n *yaml.Node, _ *entry) ticket.Action { return p.set(n) },
	"move":      readMove,
	"assign":    readWord(func(s string) ticket.Action { return ticket.Assign{Engineer: s} }),
	"hand_over": readHandOver,
	"reject":    readWord(func(s string) ticket.Action { return ticket.Reject{Why: s} }),
	"note":      readWord(func(s string) ticket.Action { return ticket.Note{Text: s} }),
	"message":   readWord(func(s string) ticket.Action { return ticket.Message{Text: s} }),
	"start_run": readWord(func(s string) ticket.Action { return ticket.StartRun{Runbook: s} }),
	"step":      readStep,
	"end_run":   readEndRun,
}

// action reads one element of "do": a word, or a word with something behind it.
func (p *parser) action(n *yaml.Node, e *entry) {
	switch {
	case n.Kind == yaml.ScalarNode:
		a, ok := bare[n.Value]
		switch {
		case n.Value == "perform":
			e.Perform = true
		case ok:
			e.Do = append(e.Do, a)
		default:
			p.fault(n, "%q is nothing to do; want one of %s", n.Value, vocabulary())
		}
	case n.Kind == yaml.MappingNode && len(n.Content) == 2:
		read, ok := verbs[n.Content[0].Value]
		if !ok {
			p.fault(n, "%q is nothing to do; want one of %s", n.Content[0].Value, vocabulary())
			return
		}
		if a := read(p, n.Content[1], e); a != nil {
			e.Do = append(e.Do, a)
		}
	default:
		p.fault(n, "want one thing to do, such as acknowledge")
	}
}

func vocabulary() string {
	words := append(slices.Collect(maps.Keys(bare)), slices.Collect(maps.Keys(verbs))...)
	slices.Sort(words)
	return strings.Join(words, ", ")
}

func readWord(make func(string) ticket.Action) verb {
	return func(p *parser, n *yaml.Node, _ *entry) ticket.Action {
		var word string
		p.text(&word)(n)
		return make(word)
	}
}

func readOpen(p *parser, n *yaml.Node, e *entry) ticket.Action {
	if len(e.Do) > 0 {
		p.fault(n, "open comes first")
	}
	return p.open(n, nil)
}

func readAlarm(p *parser, n *yaml.Node, e *entry) ticket.Action {
	if len(e.Do) > 0 {
		p.fault(n, "alarm comes first")
	}
	var raise ticket.Raise
	raise.Open = p.open(n, &raise.Key)
	return raise
}

// open reads what a ticket is opened with; an alarm has a key besides.
func (p *parser) open(n *yaml.Node, key *string) ticket.Open {
	open := ticket.Open{Set: ticket.Set{}}
	known := fields{"kind": p.text(&open.Kind)}
	for _, f := range []ticket.Field{
		ticket.FieldChannel, ticket.FieldSubject, ticket.FieldText, ticket.FieldService, ticket.FieldCategory,
		ticket.FieldImpact, ticket.FieldUrgency, ticket.FieldSeverity,
	} {
		known[string(f)] = p.field(open.Set, f)
	}
	required := []string{"subject"}
	if key != nil {
		known["key"] = p.text(key)
		required = append(required, "key")
	} else {
		known["requester"] = p.field(open.Set, ticket.FieldRequester)
		known["reported"] = func(n *yaml.Node) { open.Reported = p.clockTime(n) }
	}
	p.read(n, known, required...)
	return open
}

func (p *parser) field(set ticket.Set, f ticket.Field) func(*yaml.Node) {
	return func(n *yaml.Node) {
		var text string
		p.text(&text)(n)
		set[f] = text
	}
}

// set reads fields of a ticket, by their names.
func (p *parser) set(n *yaml.Node) ticket.Set {
	set, known := ticket.Set{}, fields{}
	for _, f := range ticket.Fields() {
		known[string(f)] = p.field(set, f)
	}
	p.read(n, known)
	return set
}

func readMove(p *parser, n *yaml.Node, _ *entry) ticket.Action {
	var m ticket.Move
	if n.Kind == yaml.ScalarNode {
		p.text(&m.Trigger)(n)
		return m
	}
	p.read(n, fields{
		"trigger": p.text(&m.Trigger), "pending": p.text(&m.Pending), "set": func(n *yaml.Node) { m.Set = p.set(n) },
	}, "trigger")
	return m
}

func readHandOver(p *parser, n *yaml.Node, _ *entry) ticket.Action {
	var over ticket.HandOver
	var to, reason string
	p.read(n, fields{"reason": p.text(&reason), "to": p.text(&to), "fields": p.texts(&over.Fields)}, "reason")
	over.To, over.Reason = tier.ID(to), tier.Reason(reason)
	return over
}

func readStep(p *parser, n *yaml.Node, _ *entry) ticket.Action {
	var s ticket.StepRun
	if n.Kind == yaml.ScalarNode {
		p.text(&s.Step)(n)
		return s
	}
	result := string(runbook.Done)
	p.read(n, fields{
		"id": p.text(&s.Step), "note": p.text(&s.Note), "evidence": p.texts(&s.Evidence),
		"result": func(n *yaml.Node) {
			p.text(&result)(n)
			if r := runbook.State(result); r == runbook.Open || !r.Valid() {
				p.fault(n, "%q is not a result; want done, failed or not_run", result)
			}
		},
	}, "id")
	s.Result = runbook.State(result)
	return s
}

func readEndRun(p *parser, n *yaml.Node, _ *entry) ticket.Action {
	var end ticket.EndRun
	p.read(n, fields{
		"note": p.text(&end.Note),
		"outcome": func(n *yaml.Node) {
			var outcome string
			p.text(&outcome)(n)
			if end.Outcome = runbook.Outcome(outcome); !end.Outcome.Valid() {
				p.fault(n, "%q is not an outcome; want resolved, workaround, insufficient, not_applicable or aborted", outcome)
			}
		},
	}, "outcome")
	return end
}
