package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/ticket"
)

// A scenario is a day of work that comes in: see scenario.yaml.
type scenario struct {
	Name    string
	Zone    *time.Location
	Cast    cast
	Entries []entry // by time
}

// An entry is one command to the desk.
type entry struct {
	Line    int
	At      time.Time
	By      ticket.Actor
	Name    string // of the ticket, in the file
	Do      []ticket.Action
	Perform bool   // instead of Do: the next step of the runbook is an action, run it
	Refused string // the rule by which it is expected to be refused

	ID  string // number of the ticket that it opens, if it opens one
	Key string // of the command: the same in every run of the same file
}

// loadScenario reads a scenario from a file, for the people of a handbook.
func loadScenario(file string, book *ticket.Handbook) (*scenario, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := readUpTo(f, maxBytes+1)
	if err != nil {
		return nil, err
	}
	return parseScenario(text, book)
}

// parseScenario reads a scenario from its text. The error joins all faults, each with its line.
func parseScenario(text []byte, book *ticket.Handbook) (*scenario, error) {
	p := parser{s: &scenario{Zone: time.UTC, Cast: cast{book: book}}}
	root := p.document(text)
	if root == nil {
		return nil, p.err()
	}
	var days []*yaml.Node
	p.read(root, fields{
		"name":   p.text(&p.s.Name),
		"zone":   p.zone,
		"people": func(n *yaml.Node) { p.each(n, maxEntries, p.person) },
		"days":   func(n *yaml.Node) { p.each(n, maxDays, func(d *yaml.Node) { days = append(days, d) }) },
	}, "name", "people", "days")
	for _, d := range days { // last: they refer to the zone and the people
		p.day(d)
	}
	slices.SortStableFunc(p.s.Entries, func(a, b entry) int { return a.At.Compare(b.At) })
	p.connect()
	return p.s, p.err()
}

// A parser puts a scenario together.
type parser struct {
	reader
	s    *scenario
	date string // of the day that is being read
}

func (p *parser) zone(n *yaml.Node) {
	var name string
	p.text(&name)(n)
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		p.fault(n, "there is no zone %q; want a name such as Europe/London", name)
		return
	}
	p.s.Zone = loc
}

func (p *parser) day(n *yaml.Node) {
	var entries []*yaml.Node
	p.date = ""
	p.read(n, fields{
		"date": func(n *yaml.Node) {
			p.text(&p.date)(n)
			if _, err := time.Parse(time.DateOnly, p.date); err != nil {
				p.fault(n, "%q is no date; want one such as 2026-11-23", p.date)
				p.date = ""
			}
		},
		"entries": func(n *yaml.Node) { p.each(n, maxEntries, func(e *yaml.Node) { entries = append(entries, e) }) },
	}, "date", "entries")
	for _, e := range entries {
		p.entry(e)
	}
	if len(p.s.Entries) > maxEntries {
		p.fault(n, "there are more than %d entries", maxEntries)
	}
}

func (p *parser) entry(n *yaml.Node) {
	e := entry{Line: n.Line}
	p.read(n, fields{
		"at":      func(n *yaml.Node) { e.At = p.clockTime(n) },
		"who":     func(n *yaml.Node) { e.By = p.actor(n) },
		"ticket":  p.text(&e.Name),
		"do":      func(n *yaml.Node) { p.each(n, ticket.MaxActions, func(a *yaml.Node) { p.action(a, &e) }) },
		"refused": p.text(&e.Refused),
	}, "at", "who", "ticket", "do")
	switch {
	case e.Perform && len(e.Do) > 0:
		p.fault(n, "perform stands alone in its entry")
	case !e.Perform && len(e.Do) == 0 && len(p.faults) == 0:
		p.fault(n, "there is nothing to do")
	}
	p.s.Entries = append(p.s.Entries, e)
}

// clockTime reads a time of the day. A time that a clock change skips or shows twice is no time to write into a plan.
func (p *parser) clockTime(n *yaml.Node) time.Time {
	var text string
	p.text(&text)(n)
	if p.date == "" {
		return time.Time{}
	}
	const layout = time.DateOnly + " 15:04"
	wall := p.date + " " + text
	at, err := time.ParseInLocation(layout, wall, p.s.Zone)
	if err != nil {
		p.fault(n, "%q is no time; want one such as 08:30", text)
		return time.Time{}
	}
	if at.Format(layout) != wall {
		p.fault(n, "the clocks of %s do not show %s on that day", p.s.Zone, text)
	}
	for shift := -3 * time.Hour; shift <= 3*time.Hour; shift += 30 * time.Minute {
		if shift != 0 && at.Add(shift).Format(layout) == wall {
			p.fault(n, "the clocks of %s show %s twice on that day", p.s.Zone, text)
			break
		}
	}
	return at.UTC()
}

// connect gives every entry its ticket: whose it is, its number, and the key of the command.
func (p *parser) connect() {
	owners, alarms, keys := map[string]string{}, map[string]int{}, map[string]int{}
	for i := range p.s.Entries {
		e := &p.s.Entries[i]
		client, there := owners[e.Name]
		if e.opens() {
			client = p.opener(e, client, there)
			if !there {
				owners[e.Name] = client
				e.ID = fmt.Sprintf("T-%d", 1000+len(owners))
			}
			if alarms[e.Name]++; there { // for when the ticket that it would be counted on has ended
				e.ID = fmt.Sprintf("%s.%d", p.number(e.Name), alarms[e.Name])
			}
		} else if !there && e.Name != "" {
			p.faultAt(e.Line, "no entry before this one opens the ticket %q", e.Name)
		}
		if e.By.Client == "" {
			e.By.Client = client
		} else if there && e.By.Client != client {
			p.faultAt(e.Line, "%s is of client %q, and the ticket is of client %q", e.By.ID, e.By.Client, client)
		}
		minute := e.Name + "@" + e.At.Format("2006-01-02T15:04Z")
		keys[minute]++
		e.Key = fmt.Sprintf("%s#%d", minute, keys[minute])
	}
	for i := range p.s.Entries {
		e := &p.s.Entries[i]
		minute, _, _ := strings.Cut(e.Key, "#")
		if e.Refused != "" && keys[minute] > 1 {
			p.faultAt(e.Line, "an entry that is to be refused is the only one of its ticket in that minute")
		}
	}
}

// opener checks an entry that opens a ticket, or may, and gives the client whose it is.
func (p *parser) opener(e *entry, client string, there bool) string {
	raise, alarm := e.Do[0].(ticket.Raise)
	if there && !alarm {
		p.faultAt(e.Line, "the ticket %q is opened already", e.Name)
	}
	open, _ := e.Do[0].(ticket.Open)
	if alarm {
		open = raise.Open
	}
	switch requester := open.Set[ticket.FieldRequester]; {
	case e.By.Client != "":
		return e.By.Client
	case there:
		return client
	default:
		person, ok := p.s.Cast.person(requester)
		if !ok || person.Client == "" {
			p.faultAt(e.Line, "who is it for? want the requester: one of the people above")
		}
		return person.Client
	}
}

// number is that of the ticket with a name.
func (p *parser) number(name string) string {
	i := slices.IndexFunc(p.s.Entries, func(e entry) bool { return e.Name == name && e.ID != "" })
	return p.s.Entries[i].ID
}

// opens reports whether an entry begins by making a ticket, or, for an alarm, may do so.
func (e *entry) opens() bool {
	if len(e.Do) == 0 {
		return false
	}
	switch e.Do[0].(type) {
	case ticket.Open, ticket.Raise:
		return true
	}
	return false
}
