package ticket_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// drawn is a ticket as the drawing of its kind has it: what the library must come to, found by walking along the arrows.
type drawn struct {
	drawing
	state, pending    string
	since             time.Time
	done              time.Time // since when it is resolved or closed
	spent             time.Duration
	counted           time.Time // up to when spent is counted
	reopens, reminded int
	engineer          string
	fields            map[string]string
}

func (d drawn) class() string {
	if c := d.means[d.state]; c != "?" {
		return c
	}
	return d.waits[d.pending]
}

func (d drawn) open() bool { return d.class() != "resolved" && d.class() != "closed" }

// tierCan is what the tiers of the four lines are capable of, of what the drawings ask for.
func tierCan(by ticket.Actor, what string) bool {
	return what != "manage_problem" || by.Tier == "L3"
}

func (d drawn) arrow(trigger string) (arrow, string) {
	for _, l := range d.arrows {
		if way := strings.Fields(l.way); way[0] == d.state && way[1] == trigger {
			return l, way[2]
		}
	}
	return arrow{}, ""
}

// against gives the rule by which somebody is refused to pull a trigger, "" for none; set is what the same command sets.
func (d drawn) against(by ticket.Actor, trigger, pending string, set ticket.Set, now time.Time) string {
	l, to := d.arrow(trigger)
	has := func(field string) bool {
		if v, given := set[ticket.Field(field)]; given {
			return v != ""
		}
		return d.fields[field] != ""
	}
	changed := func(field string) bool {
		v, given := set[ticket.Field(field)]
		return given && v != d.fields[field]
	}
	tiered := by.Kind == ticket.Engineer || by.Kind == ticket.Automation
	switch {
	case to == "":
		return "trigger"
	case trigger == "reopen" && d.within > 0 && now.Sub(d.done) > d.within:
		return "late"
	case by.Kind != ticket.System && !slices.Contains(strings.Fields(l.who), string(by.Kind)):
		return "right"
	case tiered && l.can != "" && !tierCan(by, l.can):
		return "right"
	case !within(strings.Fields(l.changes), changed):
		return "unchanged"
	case !within(strings.Fields(l.needs), has), d.means[to] == "?" && d.waits[pending] == "":
		return "missing"
	}
	return ""
}

func within(fields []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(fields, func(f string) bool { return !ok(f) })
}

// pull goes along an arrow that is not refused.
func (d *drawn) pull(trigger, pending string, now time.Time) {
	_, to := d.arrow(trigger)
	wasOpen := d.open()
	d.count(now)
	if d.means[to] != "?" {
		pending = ""
	}
	d.state, d.pending, d.since, d.reminded = to, pending, now, 0
	if trigger == "reopen" {
		d.reopens++
		if d.drops {
			d.engineer = ""
		}
	}
	switch {
	case d.open():
		d.done = time.Time{}
	case wasOpen:
		d.done = now
	}
}

// count counts the time that the agreement with the client counts: all but waiting for them, and what is done.
func (d *drawn) count(now time.Time) {
	if d.open() && d.class() != "waiting_customer" {
		d.spent += now.Sub(d.counted)
	}
	d.counted = now
}

// late lets everything happen that time has made due, at the instant somebody looks.
func (d *drawn) late(now time.Time) {
	waited := now.Sub(d.since)
	if d.class() == "waiting_customer" && d.reminds > 0 {
		for d.reminded < d.times && waited >= time.Duration(d.reminded+1)*d.reminds {
			d.reminded++
		}
		desk := ticket.Actor{Kind: ticket.System}
		if d.reminded == d.times && waited >= time.Duration(d.times+1)*d.reminds && d.against(desk, d.gives, "", nil, now) == "" {
			d.pull(d.gives, "", now)
		}
		return
	}
	kept := d.kept == "assigned" && d.engineer != ""
	if d.class() == "resolved" && d.closes > 0 && waited >= d.closes && !kept {
		d.pull("close", "", now)
	}
}

// decide says by which rule a command is refused, and otherwise what becomes of the ticket.
func (d *drawn) decide(by ticket.Actor, a ticket.Action, now time.Time) string {
	if by.Kind == ticket.Vendor || by.Kind == ticket.Monitor || by.ID == "rolf" { // nobody has called them in
		return "right"
	}
	switch a := a.(type) {
	case ticket.Move:
		if rule := d.against(by, a.Trigger, a.Pending, a.Set, now); rule != "" {
			return rule
		}
		d.set(a.Set)
		d.pull(a.Trigger, a.Pending, now)
	case ticket.Set: // by a manager
		if d.class() == "closed" {
			return "closed"
		}
		d.set(a)
	case ticket.Assign: // by a manager
		if !d.open() {
			return "closed"
		}
		d.engineer = a.Engineer
	case ticket.Message: // by the requester
		if d.class() == "waiting_customer" && d.against(by, "reply", "", nil, now) == "" {
			d.pull("reply", "", now)
		}
	}
	return ""
}

func (d *drawn) set(s ticket.Set) {
	d.fields = maps.Clone(d.fields)
	for f, v := range s {
		d.fields[string(f)] = v
	}
}

var (
	rolfElse = ticket.Actor{Kind: ticket.Requester, ID: "rolf", Client: "acme"}
	script1  = ticket.Actor{Kind: ticket.Automation, ID: "script", Tier: "L1", Client: "acme"}
	script3  = ticket.Actor{Kind: ticket.Automation, ID: "script", Tier: "L3", Client: "acme"}
	clockAct = ticket.Actor{Kind: ticket.System, ID: "import", Client: "acme"}
	everyone = []ticket.Actor{rosa, ada, ben, cleo, mara, script1, script3, clockAct, vendor, monitor, rolfElse}
)

// TestRandomCommandsAgreeWithTheDrawings sends random commands of random people to tickets of every shipped kind, lets time pass in
// between, and wants what the drawing of the kind comes to. A refused command changes nothing, and the events fold to the ticket.
func TestRandomCommandsAgreeWithTheDrawings(t *testing.T) {
	for _, of := range drawings {
		t.Run(of.kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				h := houseOf(t, inquiries)
				h.do(rosa, ticket.Open{Kind: of.kind, Set: ticket.Set{"category": "x"}})
				d := drawn{drawing: of, state: "new", since: h.now, counted: h.now, fields: map[string]string{"category": "x"}}
				for range rapid.IntRange(1, 30).Draw(rt, "commands") {
					h.passes(rt, &d)
					h.walks(rt, &d)
				}
			})
		})
	}
}

// passes lets time pass, often to where something happens, and sometimes lets the desk look.
func (h *house) passes(rt *rapid.T, d *drawn) {
	switch rapid.IntRange(0, 5).Draw(rt, "time") {
	case 0:
		h.now = h.now.Add(time.Duration(rapid.IntRange(0, 100*3600).Draw(rt, "seconds")) * time.Second)
	case 1, 2:
		edges := []time.Duration{d.closes, d.within, d.reminds, 2 * d.reminds, 3 * d.reminds}
		edge := d.since.Add(rapid.SampledFrom(edges).Draw(rt, "edge")).Add(time.Duration(rapid.IntRange(-1, 1).Draw(rt, "beside")) * time.Microsecond)
		if edge.After(h.now) {
			h.now = edge
		}
	}
	if rapid.Bool().Draw(rt, "look") {
		_, err := h.desk.Tick(h.t.Context())
		require.NoError(rt, err)
		d.late(h.now)
		h.isDrawn(rt, *d)
	}
}

// walks tries a command, and asks beforehand what everybody may do.
func (h *house) walks(rt *rapid.T, d *drawn) {
	by, action := d.draw(rt)
	before := h.get("T")
	next := *d
	next.late(h.now)
	h.mayMove(rt, next, rapid.SampledFrom(everyone).Draw(rt, "asks"))
	want := next.decide(by, action, h.now)
	_, err := h.try(by, action)
	var refusal *ticket.Refusal
	if errors.As(err, &refusal) {
		require.Equal(rt, want, refusal.Rule, "%s %s: %T%+v in %s: %s", by.Kind, by.ID, action, action, d.state, refusal)
		require.Equal(rt, before, h.get("T"), "a refused command changes nothing")
		return
	}
	require.NoError(rt, err)
	require.Empty(rt, want, "not refused: %s %s: %T%+v in %s", by.Kind, by.ID, action, action, d.state)
	*d = next
	h.isDrawn(rt, *d)
}

// draw draws a command, mostly one along an arrow.
func (d drawn) draw(rt *rapid.T) (ticket.Actor, ticket.Action) {
	field := rapid.SampledFrom([]string{"approval_note", "resolution_note", "root_cause", "workaround", "resolution", "plan", "risk", "backout_plan", "category"})
	switch rapid.IntRange(0, 14).Draw(rt, "what") {
	case 0:
		return mara, ticket.Set{ticket.Field(field.Draw(rt, "field")): rapid.SampledFrom([]string{"", "x", "y"}).Draw(rt, "value")}
	case 1:
		set := ticket.Set{}
		for _, l := range d.arrows {
			for _, f := range strings.Fields(l.needs) {
				set[ticket.Field(f)] = "x"
			}
		}
		return mara, set
	case 2:
		return rosa, ticket.Message{Text: "well?"}
	case 3:
		return mara, ticket.Assign{Engineer: rapid.SampledFrom([]string{"", "ada"}).Draw(rt, "engineer")}
	}
	move := ticket.Move{Trigger: rapid.SampledFrom([]string{"reopen", "close", "cancel", "fly"}).Draw(rt, "any trigger")}
	var here []string
	for _, l := range d.arrows {
		if way := strings.Fields(l.way); way[0] == d.state {
			here = append(here, way[1])
		}
	}
	if len(here) > 0 && rapid.IntRange(0, 4).Draw(rt, "along an arrow") > 0 {
		move.Trigger = rapid.SampledFrom(here).Draw(rt, "trigger")
	}
	move.Pending = rapid.SampledFrom(append(slices.Sorted(maps.Keys(d.waits)), "", "lunch")).Draw(rt, "pending")
	by := mara
	if rapid.Bool().Draw(rt, "not the manager") {
		by = rapid.SampledFrom(everyone).Draw(rt, "by")
	}
	if by == mara && rapid.Bool().Draw(rt, "sets") {
		move.Set = ticket.Set{ticket.Field(field.Draw(rt, "field")): rapid.SampledFrom([]string{"", "x", "y"}).Draw(rt, "value")}
	}
	return by, move
}

// mayMove compares what somebody may do now with the drawing.
func (h *house) mayMove(rt *rapid.T, d drawn, by ticket.Actor) {
	pending := rapid.SampledFrom([]string{"", "awaiting_vendor", "for_us"}).Draw(rt, "asked pending")
	got, err := h.desk.Moves(h.t.Context(), by, "T", pending)
	if by.Kind == ticket.Vendor || by == rolfElse {
		require.ErrorIs(rt, err, ticket.ErrRefused)
		return
	}
	require.NoError(rt, err)
	may, want := map[string]bool{}, map[string]bool{}
	for _, m := range got {
		may[m.Trigger+" "+m.To] = m.Now()
	}
	for _, l := range d.arrows {
		if way := strings.Fields(l.way); way[0] == d.state && by.Kind != ticket.Monitor {
			want[way[1]+" "+way[2]] = d.against(by, way[1], pending, nil, h.now) == ""
		}
	}
	require.Equal(rt, want, may, "%s in %s", by.Kind, d.state)
}

// isDrawn compares the ticket with the drawing.
func (h *house) isDrawn(rt *rapid.T, d drawn) {
	got := h.get("T") // which is what its events fold to
	require.Equal(rt, []any{d.state, lifecycle.Class(d.class()), d.pending}, []any{got.State, got.Class, got.Pending})
	require.Equal(rt, []any{d.reopens, d.reminded, d.engineer}, []any{got.Reopens, got.Reminded, got.Working.Engineer})
	require.True(rt, d.since.Equal(got.Since), "%s: since %s, not %s", d.state, got.Since, d.since)
	require.True(rt, d.done.Equal(got.Resolved), "%s: resolved %s, not %s", d.state, got.Resolved, d.done)
	require.Equal(rt, d.class() == "closed", !got.Closed.IsZero())
	for f, v := range d.fields {
		require.Equal(rt, v, got.Get(ticket.Field(f)))
	}
	d.count(h.now)
	clock := clockOf(got, "resolve")
	calendar, _ := h.desk.Handbook().Calendar(clock.Calendar)
	require.Equal(rt, d.spent, clock.Elapsed(calendar, h.now), "%s: what the client's promise has taken", d.state)
	h.dated(got)
}
