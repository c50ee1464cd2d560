package ticket

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// A Handbook is the policy of one support organisation as one immutable, checked value. It is safe for concurrent use.
type Handbook struct {
	def        Definition
	ladder     *tier.Ladder
	tiers      map[tier.ID]tier.Kind // of the ladder
	kinds      map[string]*lifecycle.Lifecycle
	changes    map[kindChange]*lifecycle.StateMap
	terms      *sla.Terms
	calendars  map[string]*sla.Calendar // of the terms, as all until promised
	metrics    map[string]sla.Metric
	agreements map[sla.AgreementKind][]sla.Agreement
	editions   map[edition]sla.Agreement
	promised   []string                     // metrics that any agreement with a client names
	chains     map[string]*escalation.Chain // by policy name
	policies   []*escalation.Chain          // in the order of the definition
	schedules  map[string]*escalation.Schedule
	shelf      *runbook.Shelf
	travels    []LinkRule                // what travels along links
	fields     map[Field]tier.Capability // that a command may set, and what it takes
	customs    map[Field]custom          // the house's own of them
	staff      *tier.Staff               // nil when the handbook names no engineers
	hours      []string                  // calendars of engineers' hours
	engineers  map[string]tier.Engineer
	managers   map[tier.ID][]string
	asked      asked
}

// Name is the handbook's name.
func (h *Handbook) Name() string { return h.def.Name }

// Version is the handbook's version, which every ticket decided under it keeps.
func (h *Handbook) Version() int { return h.def.Version }

// Definition is a copy of what the handbook was made of, as it was written: defaults are not filled in.
func (h *Handbook) Definition() Definition {
	return copied(reflect.ValueOf(h.def)).Interface().(Definition)
}

// copied copies plain data with everything that it points to.
func copied(v reflect.Value) reflect.Value {
	to := reflect.New(v.Type()).Elem()
	to.Set(v)
	switch {
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				to.Field(i).Set(copied(v.Field(i)))
			}
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		to.Set(reflect.New(v.Type().Elem()))
		to.Elem().Set(copied(v.Elem()))
	case v.Kind() == reflect.Slice && !v.IsNil():
		to.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			to.Index(i).Set(copied(v.Index(i)))
		}
	case v.Kind() == reflect.Map && !v.IsNil():
		to.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for key, value := range v.Seq2() {
			to.SetMapIndex(key, copied(value))
		}
	}
	return to
}

// Ladder gives the tiers.
func (h *Handbook) Ladder() *tier.Ladder { return h.ladder }

// Lifecycle gives the lifecycle of a kind of ticket.
func (h *Handbook) Lifecycle(kind string) (*lifecycle.Lifecycle, bool) {
	l, ok := h.kinds[kind]
	return l, ok
}

// Kinds lists the kinds of tickets, sorted.
func (h *Handbook) Kinds() []string { return slices.Sorted(maps.Keys(h.kinds)) }

// Fields lists the fields that a command may set, sorted.
func (h *Handbook) Fields() []Field { return slices.Sorted(maps.Keys(h.fields)) }

// Calendar gives a calendar by its name; "" and "24x7" are always open.
func (h *Handbook) Calendar(name string) (*sla.Calendar, bool) {
	c, ok := h.calendars[name]
	return c, ok
}

// Metric gives a metric by its name, the handbook's own or a ready-made one.
func (h *Handbook) Metric(name string) (sla.Metric, bool) {
	m, ok := h.metrics[name]
	return m, ok
}

// Policy gives an escalation policy by its name.
func (h *Handbook) Policy(name string) (*escalation.Chain, bool) {
	c, ok := h.chains[name]
	return c, ok
}

// OnCall gives who is on call in a schedule at an instant; false when nobody is, or there is no such schedule.
func (h *Handbook) OnCall(schedule string, at time.Time) (string, bool) {
	s, ok := h.schedules[schedule]
	if !ok {
		return "", false
	}
	return s.OnCall(at)
}

// Runbooks gives the shelf of runbooks.
func (h *Handbook) Runbooks() *runbook.Shelf { return h.shelf }

// Priorities gives the matrix.
func (h *Handbook) Priorities() Matrix { return h.Definition().Priorities }

// Engineer looks an engineer up. A handbook without engineers knows none, and then any is believed.
func (h *Handbook) Engineer(id string) (tier.Engineer, bool) {
	e, ok := h.engineers[id]
	return copied(reflect.ValueOf(e)).Interface().(tier.Engineer), ok
}

// MayWrite lists the tiers whose engineers may set a field of a ticket that is open, by rank; false for a name that no command may
// set. Whoever opens a ticket may say all about it.
func (h *Handbook) MayWrite(f Field) ([]tier.ID, bool) {
	can, ok := h.fields[f]
	if !ok {
		return nil, false
	}
	if can == "" {
		can = tier.Track
	}
	return h.ladder.With(can), true
}

// Managers lists the ids of who manages a tier, in the order of the definition.
func (h *Handbook) Managers(t tier.ID) []string { return slices.Clone(h.managers[t]) }

// client gives the client's entry; ok is false when the handbook lists clients and this is none of them.
func (h *Handbook) client(id string) (c Client, ok bool) {
	if len(h.def.Clients) == 0 {
		return Client{ID: id}, true
	}
	i := slices.IndexFunc(h.def.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return h.def.Clients[i], true
}
