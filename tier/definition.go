package tier

import (
	"slices"

	"github.com/fourline-go/fourline/internal/fault"
)

// ErrInvalid is what the error of a definition that cannot be used matches under errors.Is.
var ErrInvalid = fault.ErrInvalid

// Limits of a definition; more is a fault.
const (
	MaxTiers = 64    // tiers in a ladder
	MaxEdges = 1024  // edges in a ladder
	MaxList  = 128   // entries of one list in a tier, an edge or an engineer
	MaxStaff = 20000 // engineers, and groups, of a house
	MaxWord  = 64    // bytes of an identifier or a word
	MaxText  = 2000  // bytes of a name or a summary
)

// A Definition is a ladder as it is written down, in YAML, JSON or Go. [New] checks it and makes it a [Ladder].
type Definition struct {
	Name    string `json:"name" yaml:"name"`                           // what people call the ladder; required
	Version int    `json:"version,omitempty" yaml:"version,omitempty"` // counted from 1; 0 = that of the handbook it stands in
	First   ID     `json:"first" yaml:"first"`                         // where a ticket arrives, see [Ladder.Entry]; required
	Tiers   []Tier `json:"tiers" yaml:"tiers"`                         // at least one
	Edges   []Edge `json:"edges,omitempty" yaml:"edges,omitempty"`     // in order of preference, see [Ladder.Next]
}

// clone returns a copy that shares no memory with d.
func (d Definition) clone() Definition {
	d.Tiers = slices.Clone(d.Tiers)
	for i := range d.Tiers {
		d.Tiers[i] = d.Tiers[i].clone()
	}
	d.Edges = cloneEdges(d.Edges)
	return d
}
