package ticket

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/tier"
)

// A CustomField is one that a ticket of this house has besides the usual ones. Its value is text of up to [MaxName] bytes, written in
// one way for each [FieldType]; "" is no value, whatever the type.
type CustomField struct {
	Name   Field           `json:"name" yaml:"name"`                         // lower-case letters, digits and '_'
	Can    tier.Capability `json:"can,omitempty" yaml:"can,omitempty"`       // what a tier must be capable of to set it; "" is "track"
	Public bool            `json:"public,omitempty" yaml:"public,omitempty"` // requesters see it; see [Desk.GetAs]

	Type    FieldType `json:"type,omitempty" yaml:"type,omitempty"`       // "" is [TypeText]
	Of      []string  `json:"of,omitempty" yaml:"of,omitempty"`           // the values of [TypeOneOf] and [TypeSomeOf], at most [MaxChoices], without commas
	Min     string    `json:"min,omitempty" yaml:"min,omitempty"`         // lowest number, first date or instant; "" for none
	Max     string    `json:"max,omitempty" yaml:"max,omitempty"`         // highest number, last date or instant; "" for none
	Pattern string    `json:"pattern,omitempty" yaml:"pattern,omitempty"` // of text: a regular expression (RE2) that all of the value matches

	Default  string   `json:"default,omitempty" yaml:"default,omitempty"`   // of a ticket that is opened without a value
	Required bool     `json:"required,omitempty" yaml:"required,omitempty"` // asked for when a person opens a ticket; never of a requester who may not say it
	Kinds    []string `json:"kinds,omitempty" yaml:"kinds,omitempty"`       // the kinds of tickets that Default and Required are about; none: all
}

// custom is a field of the house's own, checked.
type custom struct {
	CustomField
	pattern *regexp.Regexp
}

// checkTypes checks what the house's own fields can hold.
func (h *Handbook) checkTypes(faults *fault.List) {
	for i, f := range h.def.Fields {
		path := fmt.Sprintf("fields[%d]", i)
		c := custom{CustomField: f}
		if !f.Type.Valid() {
			faults.Add(path+".type", "unknown type %q; want one of %v", f.Type, FieldTypes())
			continue
		}
		c.checkChoices(faults, path)
		c.checkPattern(faults, path)
		c.checkLimits(faults, path)
		if v, wrong := c.canonical(f.Default); wrong != "" {
			faults.Add(path+".default", "%s", wrong)
		} else {
			c.Default = v
		}
		for j, kind := range f.Kinds {
			if _, ok := h.kinds[kind]; !ok {
				faults.Add(fmt.Sprintf("%s.kinds[%d]", path, j), "there is no kind %q", kind)
			}
		}
		h.customs[f.Name] = c
	}
}

func (c *custom) checkChoices(faults *fault.List, path string) {
	chooses := c.Type == TypeOneOf || c.Type == TypeSomeOf
	switch {
	case !chooses && len(c.Of) > 0:
		faults.Add(path+".of", "only %s and %s have a list of values", TypeOneOf, TypeSomeOf)
	case chooses && (len(c.Of) == 0 || len(c.Of) > MaxChoices):
		faults.Add(path+".of", "has %d values; want 1 to %d", len(c.Of), MaxChoices)
	}
	unique(faults, path+".of", c.Of)
	for i, v := range c.Of {
		if v == "" || v != strings.TrimSpace(v) || strings.Contains(v, ",") || len(v) > MaxID {
			faults.Add(fmt.Sprintf("%s.of[%d]", path, i), "%q is no value; want 1 to %d bytes without a comma, and no space around", v, MaxID)
		}
	}
}

func (c *custom) checkPattern(faults *fault.List, path string) {
	if c.Pattern == "" {
		return
	}
	pattern, err := regexp.Compile(`\A(?:` + c.Pattern + `)\z`)
	switch {
	case c.Type != TypeText && c.Type != "":
		faults.Add(path+".pattern", "only %s has a pattern", TypeText)
	case len(c.Pattern) > MaxName:
		faults.Add(path+".pattern", "is longer than %d bytes", MaxName)
	case err != nil:
		faults.Add(path+".pattern", "%v", err)
	}
	c.pattern = pattern
}

// checkLimits writes the limits as values are written.
func (c *custom) checkLimits(faults *fault.List, path string) {
	lowest, highest := c.Min, c.Max
	c.Min, c.Max = "", ""
	if !slices.Contains([]FieldType{TypeWhole, TypeDecimal, TypeDate, TypeInstant}, c.Type) && lowest+highest != "" {
		faults.Add(path, "only numbers, dates and instants have min and max")
		return
	}
	least, wrong := c.canonical(lowest)
	if wrong != "" {
		faults.Add(path+".min", "%s", wrong)
	}
	most, wrong := c.canonical(highest)
	if wrong != "" {
		faults.Add(path+".max", "%s", wrong)
	}
	if c.Min, c.Max = least, most; least != "" && most != "" && c.less(most, least) {
		faults.Add(path+".max", "is less than min")
	}
}

// about reports whether Default and Required are about a kind of tickets.
func (c *custom) about(kind string) bool { return len(c.Kinds) == 0 || slices.Contains(c.Kinds, kind) }

// defaults gives the values of a new ticket that nobody gave.
func (w *work) defaults(o Open) []Change {
	var changes []Change
	for _, f := range w.h.def.Fields {
		if c := w.h.customs[f.Name]; c.Default != "" && o.Set[f.Name] == "" && c.about(o.Kind) {
			changes = append(changes, Change{Field: f.Name, To: c.Default})
		}
	}
	return changes
}

// required refuses a person who opens a ticket without what the house asks for. An alarm is never lost for a field.
func (w *work) required(o Open) error {
	if w.by.Kind != Requester && w.by.Kind != Engineer && w.by.Kind != Manager {
		return nil
	}
	var gone []string
	for _, f := range w.h.def.Fields {
		c := w.h.customs[f.Name]
		if c.Required && c.about(o.Kind) && c.Default == "" && strings.TrimSpace(o.Set[f.Name]) == "" && w.mayOpenWith(f.Name, "") == nil {
			gone = append(gone, string(f.Name))
		}
	}
	if len(gone) == 0 {
		return nil
	}
	r := w.refuse("missing", "a new ticket of kind %q says more", o.Kind)
	r.Missing = gone
	return r
}
