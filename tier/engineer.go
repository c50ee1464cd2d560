package tier

import "slices"

// An Engineer is a person, or an automation, who works on tickets.
type Engineer struct {
	ID     string   `json:"id" yaml:"id"`                             // written like a tier's [ID]; unique in the house
	Name   string   `json:"name,omitempty" yaml:"name,omitempty"`     // "" = the ID
	Tiers  []ID     `json:"tiers" yaml:"tiers"`                       // where the engineer works, at least one, the usual one first
	Groups []string `json:"groups,omitempty" yaml:"groups,omitempty"` // IDs of groups, each at one of the Tiers
	Role   string   `json:"role,omitempty" yaml:"role,omitempty"`     // a job title, for display only
	Email  string   `json:"email,omitempty" yaml:"email,omitempty"`   // where notices go, if the host sends them by e-mail
	Phone  string   `json:"phone,omitempty" yaml:"phone,omitempty"`   // where notices go, if the host calls or texts

	// Manager: the engineer manages the people of these Tiers, is reached by hierarchical escalation, and is passed by when work
	// is given out, but at tiers of kind management.
	Manager bool `json:"manager,omitempty" yaml:"manager,omitempty"`

	Hours    string `json:"hours,omitempty" yaml:"hours,omitempty"`       // name of the calendar of working hours; "" = always there
	Capacity int    `json:"capacity,omitempty" yaml:"capacity,omitempty"` // open tickets at most, to 10000; 0 = no limit
	Weight   int    `json:"weight,omitempty" yaml:"weight,omitempty"`     // share of the work beside colleagues, 1 to 100; 0 = 1

	Years     int        `json:"years,omitempty" yaml:"years,omitempty"`         // of work in the trade altogether, 0 to 60
	Platforms []Platform `json:"platforms,omitempty" yaml:"platforms,omitempty"` // years on single platforms
	Skills    []Skill    `json:"skills,omitempty" yaml:"skills,omitempty"`
	Languages []string   `json:"languages,omitempty" yaml:"languages,omitempty"` // language tags (BCP 47): "en", "pt-BR"
}

// A Platform is years of work on one platform: {"oracle", 6}. As something needed, the years are the fewest that will do.
type Platform struct {
	Name  string `json:"name" yaml:"name"`
	Years int    `json:"years,omitempty" yaml:"years,omitempty"` // 0 to 60
}

// A Group is a set of engineers within one tier who share a queue: "network", "payroll".
type Group struct {
	ID   string `json:"id" yaml:"id"`                         // written like a tier's [ID]; unique in the house
	Name string `json:"name,omitempty" yaml:"name,omitempty"` // "" = the ID
	Tier ID     `json:"tier" yaml:"tier"`                     // where the group works
}

// Title is the engineer's name, or the ID when there is none.
func (e Engineer) Title() string {
	if e.Name == "" {
		return e.ID
	}
	return e.Name
}

// Experience is how many years the engineer has worked: the stated years, or those on one platform when they are more.
func (e Engineer) Experience() int {
	years := e.Years
	for _, p := range e.Platforms {
		years = max(years, p.Years)
	}
	return years
}

func (e Engineer) clone() Engineer {
	e.Tiers = slices.Clone(e.Tiers)
	e.Groups = slices.Clone(e.Groups)
	e.Platforms = slices.Clone(e.Platforms)
	e.Skills = slices.Clone(e.Skills)
	e.Languages = slices.Clone(e.Languages)
	return e
}
