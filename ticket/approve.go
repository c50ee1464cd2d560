package ticket

import (
	"slices"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// An Approval is the consent of the tier that an edge names as its approver.
type Approval struct {
	By string    `json:"by"` // who gave it
	At time.Time `json:"at"`
}

// Waits reports whether the offer waits for an approval, so that nobody can accept it yet.
func (o Offer) Waits() bool { return o.Approver != "" && o.Approval == (Approval{}) }

func (Approve) decide(w *work) error {
	if err := w.notClosed(); err != nil {
		return err
	}
	if w.t.Offer == nil || !w.t.Offer.Waits() {
		return w.refuse("offer", "no hand-over waits to be approved")
	}
	if err := w.approves(); err != nil {
		return err
	}
	o := w.t.Offer.clone()
	o.Approval = Approval{By: w.name(), At: w.now}
	from := o.From
	if n := len(o.Skipped); n > 0 {
		from = o.Skipped[n-1].Tier
	}
	edge, _ := w.h.ladder.Edge(from, o.To)
	o.AcceptBy = w.acceptBy(edge)
	w.emit(Event{Type: Approved, Why: string(o.Reason), Offer: &o})
	return nil
}

// approves refuses who is neither an engineer nor a manager of the tier that the offer waits for. An approval is a person's.
func (w *work) approves() error {
	by := w.t.Offer.Approver
	switch w.by.Kind {
	case System:
		return nil
	case Engineer:
		if w.by.Tier == by {
			return nil
		}
	case Manager:
		if len(w.h.engineers) == 0 || slices.Contains(w.h.managers[by], w.by.ID) {
			return nil
		}
	}
	r := w.refuse("right", "only an engineer or a manager of tier %q approves or rejects this hand-over", by)
	r.Allowed = []string{string(by)}
	return r
}

// overrule ends an offer that still waits for an approval when time hands the ticket over, and gives it; escalation does not hang on an
// answer that nobody gives.
func (w *work) overrule(policy string) *Offer {
	o := w.t.Offer
	if o == nil || !o.Waits() {
		return nil
	}
	w.emit(Event{Type: Rejected, Policy: policy, Why: "tier " + string(o.Approver) + " had not approved when time ran out"})
	return o
}

// vendorManager is who of ours manages a vendor's work when time hands over and nobody was named: who works on the ticket, or a manager
// of the tier that it leaves.
func (w *work) vendorManager(edge tier.Edge) []Change {
	if w.h.tiers[edge.To] != tier.Vendor || w.t.Manager != "" {
		return nil
	}
	for _, id := range append([]string{w.t.Working.Engineer}, w.h.managers[w.t.Tier]...) {
		if id != "" && w.checkManager(id) == nil {
			return []Change{{Field: FieldManager, To: id}}
		}
	}
	return nil
}
