package runbook

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// Criteria say what a book is for. Every criterion that is given must be met; one is met when the fact is equal to one of its
// values, byte for byte. A criterion that is not given asks nothing.
type Criteria struct {
	Client    []string            `json:"client,omitempty" yaml:"client,omitempty"`
	ErrorCode []string            `json:"error_code,omitempty" yaml:"error_code,omitempty"`
	Fields    map[string][]string `json:"fields,omitempty" yaml:"fields,omitempty"` // facts of the host's own, by name: at most MaxFields
	Service   []string            `json:"service,omitempty" yaml:"service,omitempty"`
	Category  []string            `json:"category,omitempty" yaml:"category,omitempty"`
	Kind      []string            `json:"kind,omitempty" yaml:"kind,omitempty"` // of the ticket, such as incident
	Priority  []string            `json:"priority,omitempty" yaml:"priority,omitempty"`
}

// Facts are what is known of the thing to be fixed, in the words that the books' criteria use. "" is unknown and meets nothing.
type Facts struct {
	Client, ErrorCode, Service, Category, Kind, Priority string

	Fields map[string]string // the host's own
}

// A Match says how well a book fits some facts, and why.
type Match struct {
	Book  *Book    `json:"-"`
	ID    string   `json:"id"` // the book's
	Fits  bool     `json:"fits"`
	Score int      `json:"score"` // sum of the weights of the criteria met; higher is more specific, 0 for a book that fits everything
	Why   []Reason `json:"why"`   // the tier first, then each criterion that the book gives, by falling weight
}

// A Reason is one criterion of a book beside the fact.
type Reason struct {
	Criterion string   `json:"criterion"` // tier, client, error_code, fields.NAME, service, category, kind, priority
	Want      []string `json:"want"`      // any of these
	Got       string   `json:"got"`       // "" = not known
	Met       bool     `json:"met"`
	Weight    int      `json:"weight"` // what it adds to the score when it is met
}

// Weights are chosen so that one stronger criterion outweighs all weaker ones together, MaxFields fields included: what a client
// wants for itself comes before an error code, that before the host's fields, and so on.
const (
	weightClient    = 512
	weightErrorCode = 256
	weightField     = 16
	weightService   = 8
	weightCategory  = 4
	weightKind      = 2
	weightPriority  = 1
)

// Match compares the book with the facts for a tier that wants to run it. When it does not fit, Why still says what was missing.
func (b *Book) Match(f Facts, t tier.ID) Match {
	m := Match{Book: b, ID: b.def.ID, Fits: true}
	add := func(criterion string, want []string, got string, weight int) {
		if len(want) == 0 {
			return
		}
		r := Reason{Criterion: criterion, Want: slices.Clone(want), Got: got, Weight: weight, Met: slices.Contains(want, got)} // no criterion lists ""
		if r.Met {
			m.Score += weight
		}
		m.Fits = m.Fits && r.Met
		m.Why = append(m.Why, r)
	}
	tiers := make([]string, len(b.def.Tiers))
	for i, id := range b.def.Tiers {
		tiers[i] = string(id)
	}
	c := b.def.Match
	add("tier", tiers, string(t), 0)
	add("client", c.Client, f.Client, weightClient)
	add("error_code", c.ErrorCode, f.ErrorCode, weightErrorCode)
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		add("fields."+name, c.Fields[name], f.Fields[name], weightField)
	}
	add("service", c.Service, f.Service, weightService)
	add("category", c.Category, f.Category, weightCategory)
	add("kind", c.Kind, f.Kind, weightKind)
	add("priority", c.Priority, f.Priority, weightPriority)
	return m
}

// String explains the match in one line.
func (m Match) String() string {
	var b strings.Builder
	verb := "fits"
	if !m.Fits {
		verb = "does not fit"
	}
	fmt.Fprintf(&b, "%s %s, score %d", m.ID, verb, m.Score)
	separator := ": "
	for _, r := range m.Why {
		b.WriteString(separator + r.String())
		separator = "; "
	}
	return b.String()
}

// String explains one criterion.
func (r Reason) String() string {
	want := strings.Join(r.Want, " or ")
	switch {
	case r.Met && r.Weight == 0:
		return fmt.Sprintf("%s is %s", r.Criterion, r.Got)
	case r.Met:
		return fmt.Sprintf("%s is %s (+%d)", r.Criterion, r.Got, r.Weight)
	case r.Got == "":
		return fmt.Sprintf("%s is not known, wants %s", r.Criterion, want)
	default:
		return fmt.Sprintf("%s is %s, wants %s", r.Criterion, r.Got, want)
	}
}

func (c Criteria) check(l *fault.List) {
	checkList(l, "match.client", c.Client, MaxTitle)
	checkList(l, "match.error_code", c.ErrorCode, MaxTitle)
	checkList(l, "match.service", c.Service, MaxTitle)
	checkList(l, "match.category", c.Category, MaxTitle)
	checkList(l, "match.kind", c.Kind, MaxTitle)
	checkList(l, "match.priority", c.Priority, MaxTitle)
	if len(c.Fields) > MaxFields {
		l.Add("match.fields", "has %d fields; at most %d are allowed", len(c.Fields), MaxFields)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Fields)) {
		checkName(l, "match.fields."+name, name)
		if len(c.Fields[name]) == 0 {
			l.Add("match.fields."+name, "is empty; give the values that fit, or leave the field out")
		}
		checkList(l, "match.fields."+name, c.Fields[name], MaxTitle)
	}
}

func (c Criteria) clone() Criteria {
	for _, list := range []*[]string{&c.Client, &c.ErrorCode, &c.Service, &c.Category, &c.Kind, &c.Priority} {
		*list = slices.Clone(*list)
	}
	c.Fields = maps.Clone(c.Fields)
	for name, values := range c.Fields {
		c.Fields[name] = slices.Clone(values)
	}
	return c
}
