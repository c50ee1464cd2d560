package tier

import (
	"cmp"
	"slices"
)

// A Ladder is a checked [Definition]: tiers, and the edges between them. It cannot be changed and is safe for use by many
// goroutines. Everything that it returns is a copy. Make one with [New], or take [Default].
type Ladder struct {
	def    Definition
	index  map[ID]int                 // place in def.Tiers
	rights map[ID]map[Capability]bool // what each tier may do
	order  []int                      // places in def.Tiers, by rank, then ID
}

// New checks a definition and makes a ladder of it. The error matches [ErrInvalid] and joins all faults, each with its path,
// such as "edges[3].to". The ladder keeps no part of d.
func New(d Definition) (*Ladder, error) {
	if err := check(d); err != nil {
		return nil, err
	}
	l := &Ladder{
		def:    d.clone(),
		index:  make(map[ID]int, len(d.Tiers)),
		rights: make(map[ID]map[Capability]bool, len(d.Tiers)),
	}
	for i, t := range l.def.Tiers {
		l.index[t.ID] = i
		l.order = append(l.order, i)
		l.rights[t.ID] = make(map[Capability]bool, len(t.Capabilities))
		for _, c := range t.Capabilities {
			l.rights[t.ID][c] = true
		}
	}
	slices.SortFunc(l.order, func(a, b int) int {
		x, y := l.def.Tiers[a], l.def.Tiers[b]
		return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(x.ID, y.ID))
	})
	return l, nil
}

// Name is what people call the ladder.
func (l *Ladder) Name() string { return l.def.Name }

// Version is the ladder's own version, 0 when it has that of the handbook it stands in.
func (l *Ladder) Version() int { return l.def.Version }

// First is the tier at which a new ticket arrives when nothing else says where; see [Ladder.Entry].
func (l *Ladder) First() ID { return l.def.First }

// Entry is the tier at which a ticket arrives by a channel: the first tier if it receives by it or names no channels, else the
// lowest in rank that does, else the first tier.
func (l *Ladder) Entry(channel string) ID {
	first := l.def.Tiers[l.index[l.def.First]]
	if len(first.Channels) == 0 || slices.Contains(first.Channels, channel) {
		return first.ID
	}
	for _, i := range l.order {
		if t := l.def.Tiers[i]; slices.Contains(t.Channels, channel) {
			return t.ID
		}
	}
	return first.ID
}

// Owner is the tier that owns tickets until they are resolved, whoever works on them: the lowest in rank that answers for
// [TicketsUntilResolved] (ITIL: incident ownership stays with the service desk), or [Ladder.First] when none does.
func (l *Ladder) Owner() ID {
	for _, i := range l.order {
		if slices.Contains(l.def.Tiers[i].Responsibilities, TicketsUntilResolved) {
			return l.def.Tiers[i].ID
		}
	}
	return l.def.First
}

// Definition returns what the ladder was made from, in the same order.
func (l *Ladder) Definition() Definition { return l.def.clone() }

// Tiers lists all tiers by rank, then ID.
func (l *Ladder) Tiers() []Tier {
	all := make([]Tier, 0, len(l.order))
	for _, i := range l.order {
		all = append(all, l.def.Tiers[i].clone())
	}
	return all
}

// Tier returns the tier with this ID; false when the ladder has none.
func (l *Ladder) Tier(id ID) (Tier, bool) {
	i, ok := l.index[id]
	if !ok {
		return Tier{}, false
	}
	return l.def.Tiers[i].clone(), true
}

// Rank is the tier's rank, for display and order only; 0 when the ladder has no such tier.
func (l *Ladder) Rank(id ID) int {
	i, ok := l.index[id]
	if !ok {
		return 0
	}
	return l.def.Tiers[i].Rank
}

// Can reports whether the tier may do this; false when the ladder has no such tier.
func (l *Ladder) Can(id ID, c Capability) bool { return l.rights[id][c] }

// With lists the tiers that may do this, by rank, then ID.
func (l *Ladder) With(c Capability) []ID {
	var ids []ID
	for _, i := range l.order {
		if id := l.def.Tiers[i].ID; l.rights[id][c] {
			ids = append(ids, id)
		}
	}
	return ids
}
