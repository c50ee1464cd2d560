package ticket

import (
	"context"
	"iter"
	"slices"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// publicFields are the fields that requesters see, besides those of the house's own that the handbook makes public.
var publicFields = []Field{
	FieldKind, FieldState, FieldClass, FieldReported, FieldSubject, FieldText, FieldChannel, FieldRequester, FieldService,
	FieldCategory, FieldImpact, FieldUrgency, FieldPriority, FieldSeverity, FieldResolution, FieldResolutionNot,
	FieldMergedInto,
}

func (h *Handbook) isPublic(f Field) bool {
	return slices.Contains(publicFields, f) || slices.ContainsFunc(h.def.Fields, func(c CustomField) bool { return c.Name == f && c.Public })
}

// GetAs gives a ticket as an actor may see it. Support sees all of it. The requester, and who watches as one, sees what they said, where
// it stands and what was resolved: nobody of ours by name, no clocks, tiers, hand-overs, runs, tasks, vendors, and none of the house's
// own fields that are not public. A vendor sees that too, and where the ticket is. Anybody else is refused; a ticket of another client is not found.
func (d *Desk) GetAs(ctx context.Context, by Actor, id string) (Ticket, error) {
	w, err := d.reader(ctx, by, id)
	if err != nil {
		return Ticket{}, err
	}
	if w.support() {
		return w.t, nil
	}
	t := w.h.publicTicket(w.t)
	if by.Kind == Vendor {
		t.Tier, t.Vendor, t.VendorReference, t.Manager = w.t.Tier, w.t.Vendor, w.t.VendorReference, w.t.Manager
	}
	return t, nil
}

// EventsAs gives what happened to a ticket as far as an actor may see it, in order: support sees all of it, requesters what is public,
// vendors private notes besides. The sequence may be stopped early and is used once; an error is its last element.
func (d *Desk) EventsAs(ctx context.Context, by Actor, id string) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		w, err := d.reader(ctx, by, id)
		if err != nil {
			yield(Event{}, err)
			return
		}
		for e, err := range d.Events(ctx, by.Client, id) {
			shown, ok := w.shows(e)
			if err != nil || ok {
				if !yield(shown, err) {
					return
				}
			}
		}
	}
}

// reader lets somebody look at a ticket, or says why not.
func (d *Desk) reader(ctx context.Context, by Actor, id string) (*work, error) {
	w, err := d.visit(ctx, by, id)
	if err != nil {
		return nil, err
	}
	if by.Kind == Monitor {
		return nil, w.refuse("right", "a monitor does not read tickets")
	}
	if watches := by.Kind == Requester && slices.Contains(w.t.Watchers, w.self()); watches {
		return w, nil
	}
	return w, w.familiar()
}

// support reports whether the actor is one of ours.
func (w *work) support() bool {
	switch w.by.Kind {
	case Engineer, Manager, Automation, System:
		return true
	}
	return false
}

// shows gives what the actor may see of an event.
func (w *work) shows(e Event) (Event, bool) {
	if w.support() {
		return e, true
	}
	if w.by.Kind == Vendor && e.Type == Noted {
		return Event{Seq: e.Seq, At: e.At, Type: e.Type, By: spoken(e.By), Entry: e.Entry}, true
	}
	return w.h.publicEvent(e)
}

// publicEvent gives what requesters may see of an event; false when it is none of theirs. What it gives is made of what is public, so
// that nothing new slips through.
func (h *Handbook) publicEvent(e Event) (Event, bool) {
	public := Event{Seq: e.Seq, At: e.At, Type: e.Type, By: spoken(e.By)}
	switch e.Type {
	case Opened, Changed, Moved, Merged, ChangedKind, Adopted:
		for _, c := range e.Changes {
			if h.isPublic(c.Field) {
				c.From, c.To = publicValue(c.Field, c.From), publicValue(c.Field, c.To)
				public.Changes = append(public.Changes, c)
			}
		}
		public.Trigger, public.Reopens = e.Trigger, e.Reopens
		return public, len(public.Changes) > 0
	case Messaged:
		public.Entry = e.Entry
	case Rated:
		public.Rating = cloned(e.Rating)
	case Watched, Unwatched:
		public.Watcher = cloned(e.Watcher)
		return public, e.Watcher != nil && e.Watcher.Kind == Requester
	case Acknowledged, Reminded:
	default:
		return Event{}, false
	}
	return public, true
}

// publicValue hides that we wait for a vendor: whom we wait for is our own business.
func publicValue(f Field, v string) string {
	if f == FieldClass && v == string(lifecycle.WaitingVendor) {
		return string(lifecycle.WaitingUs)
	}
	return v
}

// spoken is who did something; nobody of ours is named.
func spoken(by Actor) Actor {
	if by.Kind == Requester {
		return by
	}
	return Actor{Kind: by.Kind}
}

// publicTicket gives what requesters may see of a ticket, made of what is public.
func (h *Handbook) publicTicket(t Ticket) Ticket {
	public := Ticket{
		ID: t.ID, Client: t.Client, Version: t.Version, Since: t.Since, Opened: t.Opened, Acknowledged: t.Acknowledged, Replied: t.Replied,
		Resolved: t.Resolved, Closed: t.Closed, Updated: t.Updated, Reopens: t.Reopens, Rating: t.Rating, Reported: t.Reported,
	}
	for _, f := range publicFields {
		if f != FieldReported {
			public.set(f, publicValue(f, t.Get(f)))
		}
	}
	for f, v := range t.Fields {
		if h.isPublic(f) {
			public.setOwn(f, v)
		}
	}
	for _, who := range t.Watchers {
		if who.Kind == Requester {
			public.Watchers = append(public.Watchers, who)
		}
	}
	return public
}
