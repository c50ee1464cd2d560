package ticket_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket"
)

// alarmModel is what becomes of alarms about one source by the rules below, as somebody would work it out on paper: tickets in the order in
// which they were opened, and nothing but their alarms.
type alarmModel struct {
	all []*alarmTicket
}

type alarmTicket struct {
	key              string // "" for a storm
	count            int
	open, over, flap bool
	opened, resolved time.Time
	turns            []time.Time
	keys             map[string]bool // of a storm: raised and not over
}

const alarmRules = `
  - reopen: 10m
    flapping: {times: 3, within: 12m, quiet: 9m}
    storm: {children: 3, within: 15m}
`

func (m *alarmModel) find(want func(*alarmTicket) bool) *alarmTicket {
	for _, t := range m.all {
		if want(t) {
			return t
		}
	}
	return nil
}

// raise gives the ticket that an alarm is counted on.
func (m *alarmModel) raise(key string, now time.Time) *alarmTicket {
	m.steady(now)
	t := m.find(func(t *alarmTicket) bool { return t.open && t.key == key })
	if t == nil {
		t = m.find(func(t *alarmTicket) bool { return t.open && t.key == "" })
	}
	if t == nil {
		t = m.lately(key, now)
	}
	if t == nil {
		t = &alarmTicket{key: key, opened: now, keys: map[string]bool{}}
		near := 0
		for _, o := range m.all {
			if o.open && now.Sub(o.opened) <= 15*time.Minute {
				near++
			}
		}
		if near >= 3 {
			t.key = ""
		}
		m.all = append(m.all, t)
	}
	t.count++
	t.open = true
	if t.key == "" {
		t.keys[key] = true
	}
	t.turn(false, now)
	return t
}

// lately is the ticket of an alarm that was resolved last and may be taken up again.
func (m *alarmModel) lately(key string, now time.Time) *alarmTicket {
	var last *alarmTicket
	for _, t := range m.all {
		if !t.open && t.key == key && now.Sub(t.resolved) <= 10*time.Minute && (last == nil || t.resolved.After(last.resolved)) {
			last = t
		}
	}
	return last
}

func (t *alarmTicket) turn(over bool, now time.Time) {
	if t.over == over {
		return
	}
	t.over = over
	t.turns = append(t.turns, now)
	if n := len(t.turns); n >= 3 && now.Sub(t.turns[n-3]) <= 12*time.Minute {
		t.flap = true
	}
}

func (m *alarmModel) clear(key string, now time.Time) {
	m.steady(now)
	t := m.find(func(t *alarmTicket) bool { return t.open && t.key == key })
	if t == nil {
		t = m.find(func(t *alarmTicket) bool { return t.open && t.key == "" && t.keys[key] })
	}
	if t == nil {
		return
	}
	if delete(t.keys, key); len(t.keys) > 0 {
		return
	}
	t.turn(true, now)
	t.end(now)
}

func (t *alarmTicket) end(now time.Time) {
	if t.over && !t.flap {
		t.open, t.resolved = false, now
	}
}

// steady lets alarms be believed again that have been quiet.
func (m *alarmModel) steady(now time.Time) {
	for _, t := range m.all {
		if t.flap && t.open && now.Sub(t.turns[len(t.turns)-1]) >= 9*time.Minute {
			t.flap = false
			t.end(now)
		}
	}
}

// TestRandomAlarmsAgreeWithAModel raises and clears random alarms, lets time pass, and wants the tickets that the model has.
func TestRandomAlarmsAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := watched(t, alarmRules)
		m := &alarmModel{}
		ids := map[*alarmTicket]string{}
		for range rapid.IntRange(1, 60).Draw(rt, "alarms") {
			h.after(time.Duration(rapid.IntRange(0, 6).Draw(rt, "minutes")) * time.Minute)
			key := fmt.Sprintf("disk/%d", rapid.IntRange(0, 5).Draw(rt, "key"))
			if rapid.Bool().Draw(rt, "clear") {
				m.clear(key, h.now)
				h.over(key, "db-1")
				continue
			}
			want, got := m.raise(key, h.now), h.alarm(key, "db-1").Ticket
			if ids[want] == "" {
				ids[want] = got.ID
			}
			require.Equal(t, ids[want], got.ID, "%s", key)
		}
		h.after(0)
		m.steady(h.now)
		require.Len(t, h.allOf(ticket.Query{}), len(m.all))
		for want, id := range ids {
			got := h.get(id)
			require.Equal(t, want.count, got.Alarm.Count)
			require.Equal(t, want.open, got.Open())
			require.Equal(t, want.over, got.Alarm.Over)
			require.Equal(t, want.flap, got.Alarm.Flapping)
			if want.key == "" {
				require.Equal(t, slices.Sorted(maps.Keys(want.keys)), got.Alarm.Keys)
			}
		}
	})
}
