package scenario

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/fourline-go/fourline/internal/walltime"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

// Load reads a scenario from a file, for the handbook that the file names beside itself, or otherwise for the one that is given.
// Errors name the file.
func Load(file string, otherwise *ticket.Handbook) (*Scenario, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	s, err := parse(text, otherwise, filepath.Dir(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	s.File = file
	return s, nil
}

// Parse reads a scenario from its text, for a handbook. The error joins all faults, each with its line, and matches
// [ticket.ErrInvalid].
func Parse(text []byte, book *ticket.Handbook) (*Scenario, error) {
	return parse(text, book, "")
}

func parse(text []byte, book *ticket.Handbook, folder string) (*Scenario, error) {
	p := parser{s: &Scenario{Zone: time.UTC, Book: book}, folder: folder}
	root := p.document(text)
	if root == nil {
		return nil, p.err()
	}
	p.head(root)
	if p.s.Book == nil {
		p.fault(root, "there is no handbook to play it under")
	}
	if err := p.err(); err != nil && p.s.Book == nil {
		return nil, err
	}
	p.now = p.s.Begin()
	for _, part := range []Part{Given, When, Then} {
		for _, n := range p.parts[part] {
			p.step(n, part)
		}
	}
	if len(p.faults) == 0 { // or else it would complain of what only follows from other faults
		p.connect()
	}
	if err := p.err(); err != nil {
		return nil, err
	}
	return p.s, nil
}

// A parser puts a scenario together.
type parser struct {
	reader
	s      *Scenario
	folder string // that files are named from, "" for none
	parts  map[Part][]*yaml.Node
	people []*yaml.Node
	start  *yaml.Node
	now    time.Time // of the step above
}

// head reads everything but the steps, which refer to it.
func (p *parser) head(root *yaml.Node) {
	p.parts = map[Part][]*yaml.Node{}
	part := func(name Part) func(*yaml.Node) {
		return func(n *yaml.Node) {
			p.each(n, MaxSteps, func(s *yaml.Node) { p.parts[name] = append(p.parts[name], s) })
		}
	}
	p.read(root, fields{
		"name": p.text(&p.s.Name), "zone": p.zone, "handbook": p.handbook,
		"start":  func(n *yaml.Node) { p.start = n },
		"people": func(n *yaml.Node) { p.each(n, MaxSteps, func(one *yaml.Node) { p.people = append(p.people, one) }) },
		"given":  part(Given), "when": part(When), "then": part(Then),
	}, "name", "when")
	if len(p.parts[Given])+len(p.parts[When])+len(p.parts[Then]) > MaxSteps {
		p.fault(root, "there are more than %d steps", MaxSteps)
		p.parts = nil
	}
	for _, one := range p.people {
		p.person(one)
	}
	if p.start != nil {
		p.s.Start = p.time(p.start)
	}
}

func (p *parser) zone(n *yaml.Node) {
	var name string
	p.text(&name)(n)
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		p.fault(n, "there is no zone %q; want a name such as Europe/London", name)
		return
	}
	p.s.Zone = zone
}

// handbook loads the handbook that a file names beside itself.
func (p *parser) handbook(n *yaml.Node) {
	var name string
	p.text(&name)(n)
	if p.folder == "" || name == "" || filepath.IsAbs(filepath.FromSlash(name)) {
		p.fault(n, "a handbook can only be named in a file, by a path from there")
		return
	}
	book, err := handbook.Load(filepath.Join(p.folder, filepath.FromSlash(name)))
	if err != nil {
		p.fault(n, "%v", err)
		return
	}
	p.s.Book = book
}

// time reads an instant: a date and a time, or a time on the date of the step above.
func (p *parser) time(n *yaml.Node) time.Time {
	var text string
	p.text(&text)(n)
	full := text
	if len(text) == len("15:04") && !p.now.IsZero() {
		full = p.now.In(p.s.Zone).Format(time.DateOnly) + " " + text
	}
	at, err := walltime.Read(full, p.s.Zone)
	if err != nil {
		p.fault(n, "%v", err)
	}
	return at
}
