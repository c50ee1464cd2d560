package ticket

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

func (o Open) decide(w *work) error {
	if w.t.Version > 0 {
		return w.refuse("order", "the ticket is opened already")
	}
	return w.openTicket(o, Event{})
}

// openTicket logs a new ticket. The event says what is particular about it, such as its alarm.
func (w *work) openTicket(o Open, e Event) error {
	set, err := w.mayOpen(&o)
	if err != nil {
		return err
	}
	particular := e.Changes
	e.Type, e.Changes = Opened, make([]Change, 0, 12+len(particular)+len(o.Set))
	add := func(f Field, v string) {
		if v != "" {
			e.Changes = append(e.Changes, Change{Field: f, To: v})
		}
	}
	add(FieldHandbook, strconv.Itoa(w.h.Version()))
	add(FieldKind, o.Kind)
	add(FieldState, o.State)
	add(FieldClass, string(w.cycle.Class(o.State, o.Pending)))
	add(FieldPending, o.Pending)
	add(FieldTier, string(o.Tier))
	add(FieldOwnerTier, string(w.h.ladder.Owner()))
	add(FieldReported, o.Reported.Format(time.RFC3339Nano))
	e.Changes = append(e.Changes, particular...)
	if w.by.Kind == Requester && o.Set[FieldRequester] == "" {
		add(FieldRequester, w.by.ID)
	}
	e.Changes = append(e.Changes, set...)
	e.Changes = append(e.Changes, w.defaults(o)...)
	opened := Apply(w.t, Event{Seq: 1, At: w.now, Type: Opened, By: w.by, Changes: e.Changes})
	e.Clocks = w.startClocks(opened)
	w.emit(e)
	return w.settle() // what was reported earlier may be late already
}

// mayOpen fills in what was left out, refuses what cannot be opened so, and gives the fields that it sets.
func (w *work) mayOpen(o *Open) ([]Change, error) {
	if err := w.checkOpen(o); err != nil {
		return nil, err
	}
	set, err := w.resolveSet(o.Set)
	if err != nil {
		return nil, err
	}
	return set, w.required(*o)
}

// checkOpen fills in what was left out and refuses what the handbook does not have.
func (w *work) checkOpen(o *Open) error {
	if o.Kind == "" {
		o.Kind = lifecycle.Incident().Name
	}
	cycle, ok := w.h.kinds[o.Kind]
	if !ok {
		r := w.refuse("kind", "the handbook has no kind %q", o.Kind)
		r.Allowed = w.h.Kinds()
		return r
	}
	w.cycle = cycle
	if w.by.Kind == Vendor {
		return w.refuse("right", "a vendor does not open tickets")
	}
	if asks := w.by.Kind == Requester || w.by.Kind == Monitor; asks && (o.State != "" || o.Tier != "" || !o.Reported.IsZero()) {
		return w.refuse("right", "%s does not say in which state or at which tier a ticket begins, nor since when", article(w.by.Kind))
	}
	if o.State == "" {
		o.State = cycle.Initial()
	}
	if unmet := cycle.CheckStart(o.State, w.openFacts(o)); unmet != nil {
		return w.startRefusal(unmet)
	}
	if o.Tier == "" {
		o.Tier = w.h.ladder.Entry(o.Set[FieldChannel])
	}
	if _, ok := w.h.ladder.Tier(o.Tier); !ok {
		return w.refuse("tier", "the ladder has no tier %q", o.Tier)
	}
	if o.Reported = instant(o.Reported); o.Reported.IsZero() || o.Reported.After(w.now) {
		o.Reported = w.now
	}
	if o.Reported.Year() < sla.FirstYear {
		return w.refuse("limit", "nothing was reported before the year %d, with which calendars begin", sla.FirstYear)
	}
	return w.checkChannel(o.Set[FieldChannel])
}

// openFacts are what the state that a ticket begins in is judged by.
func (w *work) openFacts(o *Open) lifecycle.Facts {
	return lifecycle.Facts{
		Actor: w.by.Kind, Can: w.can, Holds: w.holds, Pending: o.Pending,
		Has: func(field string) bool { return o.Set[Field(field)] != "" },
	}
}

// startRefusal says why a ticket cannot begin in a state.
func (w *work) startRefusal(u *lifecycle.Unmet) *Refusal {
	r := w.refuse("missing", "a ticket that begins in %q says more", u.State)
	if u.Unknown {
		r = w.refuse("state", "a ticket cannot begin in %q", u.State)
	}
	r.Missing, r.Allowed = u.Missing, u.Possible
	return r
}

// withChannel gives what a ticket is opened with a channel, if it names none.
func (w *work) withChannel(s Set, channel string) Set {
	if s = maps.Clone(s); s == nil {
		s = Set{}
	}
	if s[FieldChannel] == "" {
		s[FieldChannel] = channel
	}
	return s
}

// checkChannel refuses a ticket that comes by a channel which is not agreed with the client. It is asked when a ticket is opened, for
// alarms and mails, too; what is said about a ticket that is there is heard whichever way it comes.
func (w *work) checkChannel(channel string) error {
	c, _ := w.h.client(w.by.Client)
	if len(c.Channels) == 0 || channel == "" || slices.Contains(c.Channels, channel) {
		return nil
	}
	r := w.refuse("channel", "the channel %q is not agreed with client %q", channel, c.ID)
	r.Allowed = slices.Clone(c.Channels)
	return r
}
