package tickettest

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestATicketWithEverythingLeavesNoFieldOut(t *testing.T) {
	filled := map[string]bool{}
	look := func(v any) {
		s := reflect.ValueOf(v)
		for i := range s.NumField() {
			name := s.Type().Name() + "." + s.Type().Field(i).Name
			filled[name] = filled[name] || !s.Field(i).IsZero()
		}
	}
	for _, m := range everything(Opened("acme", "T-1")) {
		look(m.Ticket)
		for _, e := range m.Events {
			look(e)
		}
		for _, c := range m.Ticket.Clocks {
			look(c)
		}
		if m.Ticket.Offer != nil {
			look(*m.Ticket.Offer)
		}
	}
	require.Greater(t, len(filled), 60)
	for name, yes := range filled {
		require.True(t, yes, "%s is empty: a store that loses it would pass", name)
	}
}
