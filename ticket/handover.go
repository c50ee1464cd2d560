package ticket

import (
	"errors"
	"fmt"
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
	edge, err := w.edge(o)
	if err != nil {
		return err
	}
	fields, changes, err := w.handOverFields(edge, o)
	if err != nil {
		return err
	}
	evidence, err := w.evidence(edge, o.Reason)
	if err != nil {
		return err
	}
	w.offer(Event{Type: Offered, Why: string(o.Reason), Changes: changes}, edge, o.Reason, fields, evidence)
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
		if w.h.tiers[w.t.Tier] == tier.Vendor {
			return nil
		}
	case Engineer, Automation:
		if w.by.Tier == w.t.Tier || w.by.Tier == w.t.Owner.Tier || w.managesVendor() {
			return nil
		}
	}
	r := w.refuse("right", "only tier %q, which has it, or tier %q, which owns it, %s", w.t.Tier, w.t.Owner.Tier, does)
	return r
}

// managesVendor reports whether the actor is our manager of the vendor's work.
func (w *work) managesVendor() bool {
	return w.t.Manager != "" && w.by.ID == w.t.Manager
}

// edge finds the way a hand-over takes: by its reason, to a tier if it names one.
func (w *work) edge(o HandOver) (tier.Edge, error) {
	if w.t.Offer != nil {
		return tier.Edge{}, w.refuse("offer", "the ticket is offered to tier %q already", w.t.Offer.To)
	}
	edge, ok := w.h.ladder.Next(w.t.Tier, o.Reason)
	if o.To != "" {
		edge, ok = w.h.ladder.Edge(w.t.Tier, o.To)
		ok = ok && edge.Opens(o.Reason)
	}
	if ok && edge.Kind.HandsOver() {
		return edge, nil
	}
	to := ""
	if o.To != "" {
		to = fmt.Sprintf(" to %q", o.To)
	}
	r := w.refuse("edge", "no edge leads from tier %q%s for the reason %q", w.t.Tier, to, o.Reason)
	for _, e := range w.h.ladder.EdgesFrom(w.t.Tier) {
		for _, reason := range e.Reasons {
			r.Allowed = append(r.Allowed, fmt.Sprintf("%s to %s", reason, e.To))
		}
	}
	return tier.Edge{}, r
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
	if gone := missing(edge.Fields, fields); len(gone) > 0 && !o.Reason.ByTime() {
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
	if !slices.Contains(edge.Evidence, tier.RunbookInsufficient) || reason.ByTime() {
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

// offer lets the hand-over wait for the other side.
func (w *work) offer(e Event, edge tier.Edge, reason tier.Reason, fields map[string]string, evidence string) {
	o := Offer{From: edge.From, To: edge.To, Edge: edge.Kind, Reason: reason, Fields: fields, Evidence: evidence}
	if edge.AcceptWithin > 0 {
		o.AcceptBy = w.acceptBy(edge)
	}
	e.Offer = &o
	w.emit(e)
}

// acceptBy counts in the calendar of the agreement under which the receiving tier works, if it has one.
func (w *work) acceptBy(edge tier.Edge) time.Time {
	f := w.agreementFacts(&w.t)
	f.Tier = string(edge.To)
	calendar := ""
	if ola, _, ok := sla.Choose(w.h.def.Agreements, f, sla.OLA); ok && len(ola.Targets) > 0 {
		calendar = ola.Targets[0].Calendar
	}
	return instant(w.h.calendars[calendar].Add(w.now, edge.AcceptWithin))
}

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
	w.emit(e, signals...)
	return nil
}

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
	case w.by.Kind == Manager || w.by.Kind == System:
		return nil
	case w.by.Kind == Vendor && outside:
		return nil
	case (w.by.Kind == Engineer || w.by.Kind == Automation) && (w.by.Tier == w.t.Offer.To || outside && w.managesVendor()):
		return nil
	}
	return w.refuse("right", "only tier %q %s this hand-over", w.t.Offer.To, does)
}

func worksAt(e tier.Engineer, t tier.ID) bool { return slices.Contains(e.Tiers, t) }
