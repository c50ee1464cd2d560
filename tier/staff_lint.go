package tier

import "fmt"

// Lint says what is allowed about the staff and can hardly be meant: tiers and groups with nobody in them, engineers with less
// than their tier asks, tiers that nobody manages. Paths name tiers, groups and engineers by ID: "engineers[ada]". Self-service needs
// nobody; a vendor's people need not be known, and nobody here manages them.
func (s *Staff) Lint() []Finding {
	var found findings
	for _, t := range s.ladder.Tiers() {
		path := fmt.Sprintf("tiers[%s]", t.ID)
		ours := t.Kind != SelfService && t.Kind != Vendor
		managers := s.Managers(t.ID)
		if ours && len(s.At(t.ID)) == 0 && (t.Kind != Management || len(managers) == 0) {
			found.add(TierEmpty, path, "nobody works at %s", t.ID)
		}
		if ours && len(managers) == 0 {
			found.add(ManagerMissing, path, "nobody manages %s", t.ID)
		}
	}
	for _, g := range s.groups {
		if len(s.Members(g.ID)) == 0 {
			found.add(GroupEmpty, fmt.Sprintf("groups[%s]", g.ID), "nobody belongs to group %s", g.ID)
		}
	}
	for _, e := range s.engineers {
		if e.Manager {
			continue // manages people, and is not measured by what they know
		}
		for _, id := range e.Tiers {
			for _, gap := range s.ladder.Gaps(e, Needs{Tier: id, Strict: true}) {
				found.add(BelowTier, fmt.Sprintf("engineers[%s]", e.ID), "%s works at %s: %s", e.ID, id, gap)
			}
		}
	}
	return found
}
