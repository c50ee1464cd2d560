package tier

// An Engineer is a person, or an automation, who works on tickets.
type Engineer struct {
	ID       string   `json:"id" yaml:"id"`                                 // written like a tier's [ID]; unique in the house
	Name     string   `json:"name,omitempty" yaml:"name,omitempty"`         // "" = the ID
	Tiers    []ID     `json:"tiers" yaml:"tiers"`                           // where the engineer works, the usual one first
	Groups   []string `json:"groups,omitempty" yaml:"groups,omitempty"`     // IDs of groups
	Email    string   `json:"email,omitempty" yaml:"email,omitempty"`       // where notices go, if the host sends them by e-mail
	Phone    string   `json:"phone,omitempty" yaml:"phone,omitempty"`       // where notices go, if the host calls or texts
	Role     string   `json:"role,omitempty" yaml:"role,omitempty"`         // a job title, for display only
	Hours    string   `json:"hours,omitempty" yaml:"hours,omitempty"`       // name of the calendar of working hours; "" = always
	Weight   int      `json:"weight,omitempty" yaml:"weight,omitempty"`     // share of new work against colleagues, 0 = 1, at most 100
	Capacity int      `json:"capacity,omitempty" yaml:"capacity,omitempty"` // open tickets at most; 0 = no limit

	// Manager: the engineer manages the people of these Tiers, and is reached by hierarchical escalation.
	Manager bool `json:"manager,omitempty" yaml:"manager,omitempty"`

	Years     int        `json:"years,omitempty" yaml:"years,omitempty"`         // of work in the trade altogether, 0 to 60
	Platforms []Platform `json:"platforms,omitempty" yaml:"platforms,omitempty"` // years on single platforms
	Skills    []Skill    `json:"skills,omitempty" yaml:"skills,omitempty"`
	Languages []string   `json:"languages,omitempty" yaml:"languages,omitempty"` // as the house writes them: "en", "pt-BR"
}

// A Platform is the years that an engineer has spent on one platform: {"oracle", 6}.
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
