package tier

import "slices"

// An ID names a tier within its ladder: "L1", "L3-db". It is opaque: nothing is read out of it. It starts with a letter or a
// digit and goes on with letters, digits, '-', '_' or '.'.
type ID string

// A Tier is one line of support: a node of a ladder.
type Tier struct {
	ID      ID     `json:"id" yaml:"id"`
	Name    string `json:"name,omitempty" yaml:"name,omitempty"`       // "First line"; "" = the ID
	Summary string `json:"summary,omitempty" yaml:"summary,omitempty"` // what the tier does, in a sentence or two
	Rank    int    `json:"rank" yaml:"rank"`                           // for display and order only, -9 to 99; may repeat
	Kind    Kind   `json:"kind" yaml:"kind"`

	Capabilities     []Capability     `json:"capabilities,omitempty" yaml:"capabilities,omitempty"`
	Responsibilities []Responsibility `json:"responsibilities,omitempty" yaml:"responsibilities,omitempty"`

	Experience Experience `json:"experience,omitzero" yaml:"experience,omitempty"`
	Platforms  []string   `json:"platforms,omitempty" yaml:"platforms,omitempty"` // what the tier works on: "oracle"; none = anything
	Skills     []Skill    `json:"skills,omitempty" yaml:"skills,omitempty"`       // each of its engineers has all of them
	Channels   []string   `json:"channels,omitempty" yaml:"channels,omitempty"`   // by which it receives: "phone", "email"
	Access     []string   `json:"access,omitempty" yaml:"access,omitempty"`       // what it may log in to; none = no access
}

// Title is the tier's name, or its ID when it has none.
func (t Tier) Title() string {
	if t.Name == "" {
		return string(t.ID)
	}
	return t.Name
}

func (t Tier) clone() Tier {
	t.Capabilities = slices.Clone(t.Capabilities)
	t.Responsibilities = slices.Clone(t.Responsibilities)
	t.Platforms = slices.Clone(t.Platforms)
	t.Skills = slices.Clone(t.Skills)
	t.Channels = slices.Clone(t.Channels)
	t.Access = slices.Clone(t.Access)
	return t
}

// Kind is what sort of people, or machines, a tier consists of.
type Kind string

// The kinds. "L4" means the vendor in some houses and the director in others; the kind says which.
const (
	SelfService Kind = "self_service" // users help themselves: portal, forum, bot (often called L0)
	Desk        Kind = "desk"         // the service desk, which owns incidents until they are resolved (ITIL)
	Specialist  Kind = "specialist"   // second line: in-depth technical support by documented procedure
	Expert      Kind = "expert"       // third line: subject-matter experts, problem management
	Vendor      Kind = "vendor"       // who makes the product: outside, or a product team of one's own
	Management  Kind = "management"   // authority instead of skill: the far end of hierarchical edges
)

// Kinds lists the kinds in the order above.
func Kinds() []Kind { return []Kind{SelfService, Desk, Specialist, Expert, Vendor, Management} }

// Valid reports whether k is one of [Kinds].
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }
