package ticket

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// handOverFields are edge fields that live on the ticket: what is handed over under these names is kept there, and what is there
// need not be handed over again.
var handOverFields = map[string]Field{
	"manager": FieldManager, "vendor_reference": FieldVendorRef, "vendor": FieldVendor,
}

func (o HandOver) decide(w *work) error {
	if err := w.notClosed(); err != nil {
		return err
	}
	if err := w.atTier("hands over"); err != nil {
		return err
	}
	edge, err := w.way(o)
	if err != nil {
		return err
	}
	offer := Offer{From: w.t.Tier, Reason: o.Reason}
	if o.To == "" { // a tier that is named is not passed by
		edge, offer.Skipped = w.skip(edge, o.Reason)
	}
	fields, changes, err := w.handOverFields(edge, o)
	if err != nil {
		return err
	}
	if offer.Evidence, err = w.evidence(edge, o.Reason); err != nil {
		return err
	}
	offer.Fields, offer.Approver = fields, edge.Approver
	if w.byTime(o.Reason) {
		offer.Approver = ""
	}
	w.offer(Event{Type: Offered, Why: string(o.Reason), Changes: changes}, edge, offer)
	return nil
}

// notClosed refuses to hand over a closed ticket. A resolved one may go on, back to the owner for the end of it; and a log that is
// imported may say what it likes.
func (w *work) notClosed() error {
	if w.t.Class == lifecycle.Resolved || w.by.Kind == System {
		return w.present()
	}
	return w.open()
}

// atTier refuses who is neither of the tier that works on the ticket nor of the one that owns it.
func (w *work) atTier(does string) error {
	switch w.by.Kind {
	case Manager, System:
		return nil
	case Vendor:
		if w.isOf(w.t.Tier) {
			return nil
		}
	case Engineer, Automation:
		if w.isOf(w.t.Tier) || w.isOf(w.t.Owner.Tier) || w.managesVendor() {
			return nil
		}
	}
	if w.t.Tier == w.t.Owner.Tier {
		return w.refuse("right", "only tier %q, which has and owns it, %s", w.t.Tier, does)
	}
	return w.refuse("right", "only tier %q, which has it, or tier %q, which owns it, %s", w.t.Tier, w.t.Owner.Tier, does)
}

// managesVendor reports whether the actor is our manager of the vendor's work.
func (w *work) managesVendor() bool {
	return w.t.Manager != "" && w.by.ID == w.t.Manager
}

// handOverFields gives what is handed over, and the fields of the ticket that it changes.
func (w *work) handOverFields(edge tier.Edge, o HandOver) (map[string]string, []Change, error) {
	fields := maps.Clone(o.Fields)
	if fields == nil {
		fields = map[string]string{}
	}
	for name, f := range handOverFields {
		if v := w.t.Get(f); fields[name] == "" && v != "" && slices.Contains(edge.Fields, name) {
			fields[name] = v
		}
	}
	if gone := missing(edge.Fields, fields); len(gone) > 0 && !w.byTime(o.Reason) {
		r := w.refuse("missing", "a hand-over from %s to %s says more", edge.From, edge.To)
		r.Missing = gone
		return nil, nil, r
	}
	var changes []Change
	if len(fields) > MaxFields {
		return nil, nil, w.refuse("limit", "a hand-over has %d fields; at most %d are allowed", len(fields), MaxFields)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if err := errors.Join(w.checkText("the name of a field", name, MaxID), w.checkText(name, fields[name], MaxText)); err != nil {
			return nil, nil, err
		}
		if f, ok := handOverFields[name]; ok && w.t.Get(f) != fields[name] {
			if err := w.checkField(f, fields[name]); err != nil {
				return nil, nil, err
			}
			changes = append(changes, Change{Field: f, From: w.t.Get(f), To: fields[name]})
		}
	}
	if len(fields) == 0 {
		fields = nil
	}
	return fields, changes, nil
}

// evidence looks whether what the edge asks for has happened: a runbook for the ticket that was run at this tier and was not enough,
// or did not apply. Where no runbook is for the ticket, that is the evidence: the documentation says nothing.
func (w *work) evidence(edge tier.Edge, reason tier.Reason) (string, error) {
	if !slices.Contains(edge.Evidence, tier.RunbookInsufficient) || w.byTime(reason) {
		return "", nil
	}
	books := w.h.shelf.Match(w.bookFacts(), w.t.Tier)
	if len(books) == 0 {
		return "no runbook is for this ticket", nil
	}
	for _, run := range slices.Backward(w.t.Runs) {
		enough := run.Outcome != runbook.Insufficient && run.Outcome != runbook.NotApplicable
		if enough || run.Tier != w.t.Tier || !slices.ContainsFunc(books, func(m runbook.Match) bool { return m.ID == run.Book }) {
			continue
		}
		return run.Evidence().String(), nil
	}
	r := w.refuse("evidence", "tier %q has documentation for this ticket; run it first, and say how it was not enough", w.t.Tier)
	r.Unmet = []string{string(tier.RunbookInsufficient)}
	for _, m := range books {
		r.Allowed = append(r.Allowed, m.ID)
	}
	return "", r
}

// byTime reports whether time alone gives the reason. A person who gives it is held to what the edge asks all the same.
func (w *work) byTime(r tier.Reason) bool { return r.ByTime() && w.by.Kind == System }

// offer lets the hand-over wait for the other side, or for whoever approves it first.
func (w *work) offer(e Event, edge tier.Edge, o Offer) {
	o.To, o.Edge = edge.To, edge.Kind
	if !o.Waits() {
		o.AcceptBy = w.acceptBy(edge)
	}
	e.Offer = &o
	w.emit(e)
}

// acceptBy is until when the receiving tier must accept, zero for no limit. It counts in the calendar of the agreement under which that
// tier works, if it has one.
func (w *work) acceptBy(edge tier.Edge) time.Time {
	if edge.AcceptWithin == 0 {
		return time.Time{}
	}
	next := w.t
	next.Tier = edge.To
	calendar := ""
	if ola, ok := w.agreed(&next, sla.OLA); ok {
		calendar = ola.Targets[0].Calendar
	}
	return instant(w.h.calendars[calendar].Add(w.now, edge.AcceptWithin))
}
