package ticket

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

func (a Accept) decide(w *work) error {
	if err := w.offered("accepts"); err != nil {
		return err
	}
	if err := w.checkText("the engineer", a.Engineer, MaxID); err != nil {
		return err
	}
	o := w.t.Offer
	engineer := a.Engineer
	if engineer == "" && w.by.Kind == Engineer && w.by.Tier == o.To {
		engineer = w.by.ID
	}
	if e, ok := w.h.engineers[engineer]; engineer != "" && len(w.h.engineers) > 0 && (!ok || !worksAt(e, o.To)) {
		return w.refuse("engineer", "no engineer %q works at tier %q", engineer, o.To)
	}
	if o.Waits() {
		return w.refuse("approval", "tier %q has not approved the hand-over yet", o.Approver)
	}
	e := Event{Type: Accepted, Why: string(o.Reason), Changes: []Change{{Field: FieldTier, From: string(w.t.Tier), To: string(o.To)}}}
	if engineer != "" {
		e.Changes = append(e.Changes, Change{Field: FieldWorking, To: engineer})
	}
	if w.t.Group != "" && w.h.groupsTier(w.t.Group) != o.To && w.h.groupsTier(w.t.Group) != "" {
		e.Changes = append(e.Changes, Change{Field: FieldGroup, From: w.t.Group}) // that group does not work at this tier
	}
	next := Apply(w.t, Event{Seq: w.t.Version + 1, At: w.now, Type: Accepted, By: w.by, Changes: e.Changes})
	e.Clocks = w.retarget(next, w.t.Open())
	var signals []sla.Signal
	if w.t.Open() {
		signals = append(signals, sla.SignalAccepted)
	}
	if w.t.Acknowledged.IsZero() && engineer != "" {
		signals = append(signals, sla.SignalAcknowledged)
	}
	bounces, from := w.t.Bounces, w.t.Tier
	w.emit(e, signals...)
	if n := w.t.Bounces; n > bounces && n >= cmp.Or(w.h.def.PingPong, usualPingPong) {
		w.emit(Event{Type: PingPong, Why: fmt.Sprintf("between %s and %s, %d times", from, w.t.Tier, n)})
	}
	return nil
}

// usualPingPong is from which bounce on a ticket is said to be handed back and forth, where the handbook does not say: up, back, up and
// back again, which one solved hand-over and a second thought do not explain.
const usualPingPong = 3

func (r Reject) decide(w *work) error {
	if err := w.offered("rejects"); err != nil {
		return err
	}
	if err := w.says("a rejection", "why", r.Why); err != nil {
		return err
	}
	w.emit(Event{Type: Rejected, Why: r.Why})
	return nil
}

// offered refuses who is not of the side that an offer is made to.
func (w *work) offered(does string) error {
	if err := w.notClosed(); err != nil {
		return err
	}
	if w.t.Offer == nil {
		return w.refuse("offer", "no hand-over waits to be accepted")
	}
	outside := w.h.tiers[w.t.Offer.To] == tier.Vendor
	switch {
	case w.t.Offer.Waits() && does == "rejects":
		return w.approves()
	case w.by.Kind == Manager || w.by.Kind == System:
		return nil
	case w.isOf(w.t.Offer.To):
		return nil
	case (w.by.Kind == Engineer || w.by.Kind == Automation) && outside && w.managesVendor():
		return nil
	}
	return w.refuse("right", "only tier %q %s this hand-over", w.t.Offer.To, does)
}

func worksAt(e tier.Engineer, t tier.ID) bool { return slices.Contains(e.Tiers, t) }
