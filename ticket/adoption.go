package ticket

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/tier"
)

// An Adoption is what another version of the handbook would change for one ticket.
type Adoption struct {
	Ticket  Ticket   `json:"ticket"`            // as it stands, with what time has made due
	Version int      `json:"version"`           // of the handbook that would be adopted
	Refused *Refusal `json:"refused,omitempty"` // why it cannot be
	After   Ticket   `json:"after,omitzero"`    // as it would stand; zero when it is refused
	Effects []Effect `json:"effects,omitempty"` // what is different then, in a fixed order; none when only the version is
}

// An Effect is one thing that is different under another version of the handbook.
type Effect struct {
	About string `json:"about"`         // a field, "clock resolve", "policy at-risk", "field site"
	Was   string `json:"was,omitempty"` // "" = nothing
	Is    string `json:"is,omitempty"`
	Text  string `json:"text"` // a sentence without a full stop
}

// Adoptions says, for every open ticket of a query's client that the query asks for, what [Adopt] would come to now, and changes
// nothing. Limit, After and the other fields of the query narrow it down as usual. The sequence may be stopped early and is used
// once; an error is its last element.
func (d *Desk) Adoptions(ctx context.Context, q Query, a Adopt) iter.Seq2[Adoption, error] {
	q.Open = true
	return func(yield func(Adoption, error) bool) {
		for t, err := range d.config.Store.List(ctx, q) {
			if err != nil {
				yield(Adoption{}, err)
				return
			}
			adoption, err := d.adoption(ctx, t, a)
			if !yield(adoption, err) || err != nil {
				return
			}
		}
	}
}

// adoption decides what adopting would come to.
func (d *Desk) adoption(ctx context.Context, t Ticket, a Adopt) (Adoption, error) {
	out := Adoption{Ticket: t, Version: a.Version}
	m, err := d.weigh(ctx, t, Command{Ticket: t.ID, By: clock(t.Client), Do: []Action{a}}, d.config.Store.Get)
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		out.Refused = refusal
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.After = t
	for _, e := range m.Events {
		if e.Type == Adopted {
			out.Ticket = out.After
		}
		out.After = Apply(out.After, e)
	}
	if out.After.Handbook == a.Version && out.Ticket.Handbook != a.Version {
		out.Effects = effects(out.Ticket, out.After, d.handbooks[t.Handbook], d.handbooks[a.Version])
	}
	return out, nil
}

// effects compares a ticket before and after an adoption.
func effects(was, is Ticket, old, now *Handbook) []Effect {
	all := fieldEffects(was, is)
	all = append(all, valueEffects(is, old, now)...)
	all = append(all, peopleEffects(is, now)...)
	for _, c := range is.Clocks {
		before := Clock{}
		if i := slices.IndexFunc(was.Clocks, c.same); i >= 0 {
			before = was.Clocks[i]
		}
		if was, is := before.promise(), c.promise(); was != is {
			all = append(all, instead("clock "+c.Metric, c.Metric, was, is))
		}
	}
	for _, c := range is.Cursors {
		before := escalation.Cursor{}
		if i := slices.IndexFunc(was.Cursors, func(o escalation.Cursor) bool { return o.Policy == c.Policy }); i >= 0 {
			before = was.Cursors[i]
		}
		if before != c {
			all = append(all, instead("policy "+c.Policy, "policy "+c.Policy, watching(before), watching(c)))
		}
	}
	return all
}

func fieldEffects(was, is Ticket) []Effect {
	var all []Effect
	for _, f := range []Field{FieldKind, FieldState, FieldClass, FieldPending, FieldPriority, FieldOwner, FieldWorking, FieldGroup} {
		switch a, b := was.Get(f), is.Get(f); {
		case a == b:
		case b == "":
			text := fmt.Sprintf("%s %s is not in this version, and nothing takes its place", f, a)
			all = append(all, Effect{About: string(f), Was: a, Text: text})
		default:
			all = append(all, instead(string(f), string(f), a, b))
		}
	}
	return all
}

// valueEffects tells of values that stay, though the other version would not take them.
func valueEffects(t Ticket, old, now *Handbook) []Effect {
	var all []Effect
	add := func(f Field, text string, args ...any) {
		v := t.Fields[f]
		all = append(all, Effect{About: "field " + string(f), Was: v, Is: v, Text: fmt.Sprintf(text, args...)})
	}
	for _, f := range slices.Sorted(maps.Keys(t.Fields)) {
		_, had := old.fields[f]
		_, has := now.fields[f]
		c, typed := now.customs[f]
		if had && !has {
			add(f, "the field %s is not in this version: its value stays, and nobody can change it", f)
		} else if typed {
			if _, wrong := c.canonical(t.Fields[f]); wrong != "" {
				add(f, "the field %s: %s; it stays until somebody changes it", f, wrong)
			}
		}
	}
	return all
}

// peopleEffects tells of open tasks and of helpers that the other version knows nobody for.
func peopleEffects(t Ticket, now *Handbook) []Effect {
	var all []Effect
	add := func(about string, id tier.ID, group, engineer string) {
		who := ""
		if _, ok := now.tiers[id]; !ok && id != "" {
			who = "tier " + string(id)
		}
		if group != "" && !now.hasGroup(group) {
			who = "group " + group
		}
		if _, ok := now.engineers[engineer]; !ok && engineer != "" && len(now.engineers) > 0 {
			who = engineer
		}
		if who != "" {
			all = append(all, Effect{About: about, Was: who, Is: who, Text: fmt.Sprintf("%s: %s is not in this version; it stays until somebody changes it", about, who)})
		}
	}
	for _, task := range t.Tasks {
		if task.Ended.IsZero() {
			add(fmt.Sprintf("task %d", task.ID), task.For.Tier, task.For.Group, task.For.Engineer)
		}
	}
	for _, h := range t.Helpers {
		add("helper at "+string(h.Tier), h.Tier, "", h.Engineer)
	}
	return all
}

func instead(about, what, was, is string) Effect {
	return Effect{About: about, Was: was, Is: is, Text: fmt.Sprintf("%s: %s instead of %s", what, is, cmp.Or(was, "nothing"))}
}

// promise says what a clock counts against, and when that is due.
func (c Clock) promise() string {
	if c.Metric == "" {
		return "not timed"
	}
	by := "no agreement"
	if c.Agreement != "" {
		by = fmt.Sprintf("%s version %d", c.Agreement, c.Version)
	}
	switch {
	case c.Done():
		return "over, by " + by
	case !c.Timed():
		return "timed without a promise"
	case c.Due.IsZero():
		return fmt.Sprintf("within %s by %s, %s used, due when it runs", c.allowed(), by, c.Spent)
	}
	return fmt.Sprintf("due %s by %s", c.Due.UTC().Format(time.RFC3339), by)
}

func (c Clock) allowed() string {
	if c.Unit == sla.UnitDays || c.Unit == sla.UnitDaysEnd {
		return fmt.Sprintf("%d working days", c.Days)
	}
	return c.Target.String()
}

// watching says how far a policy is with a ticket.
func watching(c escalation.Cursor) string {
	switch {
	case c.Policy == "":
		return "not watching"
	case c.State == escalation.Armed:
		return fmt.Sprintf("version %d before step %d, cycle %d", c.Version, c.Step+1, c.Cycle+1)
	}
	return fmt.Sprintf("version %d, %s", c.Version, c.State)
}
