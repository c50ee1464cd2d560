package tickettest

import (
	"slices"

	"github.com/fourline-go/fourline/ticket"
)

// fill is what is said where something is asked for: another value than the one there is, of those that the field takes.
func (g *given) fill(f ticket.Field) string {
	was := g.at.Get(f)
	for _, v := range g.values(f) {
		if v != was {
			return v
		}
	}
	return was + "given"
}

// values are some that a field takes; none of one that takes any text.
func (g *given) values(f ticket.Field) []string {
	def := g.book().Definition()
	switch f {
	case ticket.FieldImpact:
		return def.Priorities.Impacts
	case ticket.FieldUrgency:
		return def.Priorities.Urgencies
	case ticket.FieldGroup:
		var groups []string
		for _, one := range def.Groups {
			if one.Tier == g.at.Tier {
				groups = append(groups, one.ID)
			}
		}
		return groups
	}
	i := slices.IndexFunc(def.Fields, func(c ticket.CustomField) bool { return c.Name == f })
	if i < 0 {
		return nil
	}
	own := def.Fields[i]
	if own.Min != "" || own.Max != "" {
		return slices.DeleteFunc([]string{own.Min, own.Max}, func(v string) bool { return v == "" })
	}
	return slices.Concat(own.Of, examples[own.Type])
}

// examples are values of the types that do not take any text.
var examples = map[ticket.FieldType][]string{
	ticket.TypeWhole:   {"1", "2"},
	ticket.TypeDecimal: {"1", "2"},
	ticket.TypeYesNo:   {"yes", "no"},
	ticket.TypeDate:    {"2026-11-23", "2026-11-24"},
	ticket.TypeInstant: {"2026-11-23T09:00:00Z", "2026-11-24T09:00:00Z"},
}
