package lifecycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// toProblem is how an incident becomes a problem.
func toProblem() lifecycle.Mapping {
	return lifecycle.Mapping{
		From: "incident", To: "problem",
		States:  map[string]string{"new": "new", "in_progress": "in_analysis", "on_hold": "on_hold", "closed": "closed"},
		Reasons: map[string]string{"awaiting_customer": "awaiting_customer", "awaiting_vendor": "awaiting_vendor", "awaiting_change": "awaiting_change", "awaiting_problem": "awaiting_change"},
	}
}

func TestATicketThatChangesItsKindGoesOnWhereTheMappingSays(t *testing.T) {
	m, err := lifecycle.Map(compiled(t, lifecycle.Incident()), compiled(t, lifecycle.Problem()), toProblem())
	require.NoError(t, err)
	for _, c := range []struct{ state, reason, want, wantReason string }{
		{"new", "", "new", ""},
		{"in_progress", "", "in_analysis", ""},
		{"on_hold", "awaiting_problem", "on_hold", "awaiting_change"},
		{"closed", "", "closed", ""},
	} {
		state, reason, err := m.Next(c.state, c.reason)
		require.NoError(t, err)
		require.Equal(t, c.want, state)
		require.Equal(t, c.wantReason, reason)
	}
	require.Empty(t, m.Stranded())
}

func TestWithoutAMappingANameIsNotEnough(t *testing.T) {
	mapping := toProblem()
	delete(mapping.States, "new")
	m, err := lifecycle.Map(compiled(t, lifecycle.Incident()), compiled(t, lifecycle.Problem()), mapping)
	require.NoError(t, err)
	require.Equal(t, []string{"new"}, m.Stranded())
	_, _, err = m.Next("new", "")
	require.EqualError(t, err, `a ticket in "new" cannot change from incident to problem; possible in: closed, in_progress, on_hold`)
	require.Equal(t, &lifecycle.Unmapped{From: "incident", To: "problem", State: "new", Possible: []string{"closed", "in_progress", "on_hold"}}, err)
	_, _, err = m.Next("resolved", "")
	require.Error(t, err, "both have such a state")
	_, _, err = m.Next("on_hold", "lunch")
	require.EqualError(t, err, `a ticket in "on_hold" for "lunch" cannot change from incident to problem; possible in: closed, in_progress, on_hold`)

	mapping.States["in_progress"] = "closed"
	state, _, err := m.Next("in_progress", "")
	require.NoError(t, err)
	require.Equal(t, "in_analysis", state, "the map is a copy")
}

func TestMapNamesEveryFaultOfAMapping(t *testing.T) {
	_, err := lifecycle.Map(compiled(t, lifecycle.Incident()), compiled(t, lifecycle.Problem()), lifecycle.Mapping{
		From: "request", To: "change",
		States: map[string]string{
			"nowhere": "closed", "resolved": "started", "in_progress": "on_hold", "closed": "known_error", "cancelled": "cancelled", "on_hold": "on_hold",
		},
		Reasons: map[string]string{"awaiting_customer": "lunch", "lunch": "awaiting_customer", "awaiting_vendor": "awaiting_vendor", "awaiting_change": "awaiting_change"},
	})
	require.ErrorIs(t, err, lifecycle.ErrInvalid)
	require.EqualError(t, err, `from: the mapping leaves "request", and the lifecycle is "incident"
to: the mapping leads to "change", and the lifecycle is "problem"
states[closed]: "closed" is done and "known_error" is open; a change of kind neither ends a ticket nor takes it up again
states[in_progress]: "on_hold" is pending and needs a reason, which a ticket in "in_progress" does not have
states[nowhere]: incident has no state "nowhere"
states[on_hold]: "on_hold" is pending, and the reason "awaiting_problem" is not mapped
states[resolved]: problem has no state "started"
reasons[awaiting_customer]: problem has no reason "lunch"
reasons[lunch]: incident has no reason "lunch"`)

	_, err = lifecycle.Map(compiled(t, lifecycle.Incident()), compiled(t, lifecycle.Problem()), lifecycle.Mapping{From: "incident", To: "problem"})
	require.EqualError(t, err, "states: there are none, so no ticket could change its kind")
	_, err = lifecycle.Map(compiled(t, lifecycle.Incident()), compiled(t, lifecycle.Problem()), lifecycle.Mapping{
		From: "incident", To: "problem", States: map[string]string{"new": "closed"},
	})
	require.EqualError(t, err, `states[new]: "new" is open and "closed" is done; a change of kind neither ends a ticket nor takes it up again`)
}
