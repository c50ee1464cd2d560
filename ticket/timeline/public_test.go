package timeline_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/tickettest"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// secret is in every text of an event that is not the requester's to see.
const secret = "SECRET"

// fill puts the secret into every text of a value, and something into every list, map and pointer, so that an event that learns to
// carry more is filled as well.
func fill(v reflect.Value, depth int) {
	if depth > 6 || !v.CanSet() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(secret)
	case reflect.Struct:
		if _, ok := v.Interface().(time.Time); ok {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), depth+1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth+1)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth+1)
		fill(value, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Bool:
		v.SetBool(true)
	}
}

func TestAPublicTimelineTellsNothingThatIsNotTheRequesters(t *testing.T) {
	types := append(ticket.EventTypes(), "a type that nobody knows")
	for _, kind := range lifecycle.ActorKinds() {
		var events []ticket.Event
		for _, class := range lifecycle.Classes() {
			for _, what := range types {
				var e ticket.Event
				fill(reflect.ValueOf(&e).Elem(), 0)
				e.Seq, e.At, e.Type, e.By.Kind = int64(len(events)+1), time.Unix(int64(len(events)), 0).UTC(), what, kind
				e.Reopens = len(events)%2 == 0
				e.Changes = append(e.Changes, ticket.Change{Field: ticket.FieldState, To: secret}, ticket.Change{Field: ticket.FieldPending, To: secret},
					ticket.Change{Field: ticket.FieldClass, To: string(class)}, ticket.Change{Field: ticket.FieldSubject, To: "Cannot print"})
				if what == ticket.Messaged {
					e.Entry = "hello"
				}
				if kind == ticket.Requester {
					e.By.ID = "rosa"
				}
				events = append(events, e)
			}
		}
		line, err := timeline.Teller{}.Public("T-1", "acme", func(yield func(ticket.Event, error) bool) {
			for _, e := range events {
				if !yield(e, nil) {
					return
				}
			}
		})
		require.NoError(t, err)
		text, err := json.Marshal(line)
		require.NoError(t, err)
		require.NotContains(t, string(text)+line.String(), secret, "events by a %s", kind)
		require.Contains(t, string(text), "hello")
	}
}

func TestAPublicTimelineNamesNobodyOfOurs(t *testing.T) {
	d := story(t)
	d.Do(who.Requester, "", ticket.Open{Set: ticket.Set{"subject": "Another"}})
	d.Do(who.L2, "T-2", ticket.Move{Trigger: "hold", Pending: "awaiting_vendor"})
	require.Contains(t, tell(t, d, "T-2", timeline.Teller{}.Public).String(), "support  has to wait with it\n\nclass: waiting_us  ")
	line := tell(t, d, "T-1", timeline.Teller{}.Public)
	text, err := json.Marshal(line)
	require.NoError(t, err)
	for _, name := range []string{"ada", "ben", "mara", "vendor", "L1", "L2", "Again!", "which printer", "restarted", "clock", "printing", "P1"} {
		require.NotContains(t, string(text), `"`+name+`"`)
		require.NotContains(t, line.String(), name)
	}
	require.Empty(t, line.Steps)
	require.Empty(t, line.Tiers)
	for _, m := range line.Moments {
		require.Zero(t, m.Seq)
		require.Zero(t, m.Planned)
	}
}

func TestWhatIsMarkedPublicIsWhatThePublicTimelineTells(t *testing.T) {
	d := story(t)
	var public []time.Time
	for _, m := range tell(t, d, "T-1", timeline.Teller{}.Of).Moments {
		if m.Public {
			public = append(public, m.At)
		}
	}
	var told []time.Time
	for _, m := range tell(t, d, "T-1", timeline.Teller{}.Public).Moments {
		told = append(told, m.At)
	}
	require.Equal(t, public, told)
}

func TestARequesterIsToldWhenTheyAreWaitedFor(t *testing.T) {
	def := tickettest.House()
	cycle := lifecycle.Incident()
	cycle.Reasons[0].Remind = lifecycle.Reminder{Every: 24 * time.Hour, Times: 2}
	def.Kinds[0] = cycle
	d := tickettest.NewDesk(t, tickettest.Book(t, def))
	d.Given(tickettest.Situation{State: "on_hold"})
	d.Advance(25 * time.Hour)
	text := tell(t, d, "T-1", timeline.Teller{}.Public).String()
	require.Contains(t, text, "2026-11-23 09:00  support  waits for an answer\n2026-11-24 09:00  support  still waits for an answer\n")
	require.Contains(t, tell(t, d, "T-1", timeline.Teller{}.Of).String(), "(time)   reminder 1: still awaiting customer\n")
}

func TestARequesterIsToldThatTheirTicketWasMerged(t *testing.T) {
	d := tickettest.NewDesk(t, nil)
	d.Open(who.Requester, ticket.Set{"subject": "Cannot print"})
	d.Open(who.Requester, ticket.Set{"subject": "Still cannot print"})
	d.Advance(5 * time.Minute)
	d.Do(who.L1, "T-2", ticket.Merge{Into: "T-1"})
	text := tell(t, d, "T-2", timeline.Teller{}.Public).String()
	require.Contains(t, text, "2026-11-23 09:05  support  closes it: it goes on as another ticket\n")
	require.NotContains(t, text, "T-1")
}

func TestARequesterIsToldThatAnotherKindOfTicketIsWorkedOn(t *testing.T) {
	def := tickettest.House()
	def.KindChanges = []lifecycle.Mapping{{From: "incident", To: "request", States: map[string]string{"new": "in_progress"}}}
	d := tickettest.NewDesk(t, tickettest.Book(t, def))
	d.Open(who.Requester, ticket.Set{"subject": "A second screen"})
	d.Do(who.L1, "T-1", ticket.ChangeKind{To: "request"})
	require.Contains(t, tell(t, d, "T-1", timeline.Teller{}.Public).String(), "support  works on it\n")
}
