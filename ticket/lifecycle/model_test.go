package lifecycle_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// verdict is what the model says about a trigger: read from the definition for each question, without any table.
type verdict struct {
	to         string
	leads, may bool
}

// model judges a trigger by the words of the definition alone.
func model(d lifecycle.Definition, state, trigger string, f drawn) verdict {
	for _, tr := range d.Transitions {
		var from []string
		for _, p := range tr.From {
			from = append(from, standsFor(d, p, tr.To)...)
		}
		if tr.Trigger != trigger || !slices.Contains(from, state) {
			continue
		}
		into := d.States[slices.IndexFunc(d.States, func(s lifecycle.State) bool { return s.Name == tr.To })]
		by, can := modelRight(d, state, tr)
		may := slices.Contains(by, f.Actor) || f.Actor == lifecycle.System
		if can != "" && (f.Actor == lifecycle.Engineer || f.Actor == lifecycle.Automation) {
			may = may && slices.Contains(f.can, can)
		}
		needs := slices.Concat(tr.Require, into.Require)
		if into.Pending {
			i := slices.IndexFunc(d.Reasons, func(r lifecycle.Reason) bool { return r.Name == f.Pending })
			if i < 0 {
				return verdict{to: tr.To, leads: true}
			}
			needs = append(needs, d.Reasons[i].Require...)
		}
		may = may && within(needs, f.has) && within(slices.Concat(tr.Change, into.Change), f.changed) && within(tr.Guards, f.holds)
		if tr.Reopens && d.Reopen.Within > 0 && f.DoneFor > d.Reopen.Within {
			may = false
		}
		return verdict{to: tr.To, leads: true, may: may}
	}
	return verdict{}
}

func within(needs, there []string) bool {
	return !slices.ContainsFunc(needs, func(n string) bool { return !slices.Contains(there, n) })
}

// modelRight asks the four questions in RT's order.
func modelRight(d lifecycle.Definition, from string, tr lifecycle.Transition) ([]lifecycle.ActorKind, tier.Capability) {
	by, can := tr.By, tr.Can
	if len(by) == 0 && can == "" {
	search:
		for _, q := range [][2]string{{from, tr.To}, {"*", tr.To}, {from, "*"}, {"*", "*"}} {
			for _, r := range d.Rights {
				if r.From == q[0] && r.To == q[1] {
					by, can = r.By, r.Can
					break search
				}
			}
		}
	}
	if len(by) == 0 {
		by = []lifecycle.ActorKind{lifecycle.Engineer, lifecycle.Manager, lifecycle.Automation}
	}
	return by, can
}

func TestTheMachineTheTableAndAModelAgreeOnRandomDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := definition(t)
		cycle, err := lifecycle.Compile(d, someGuards...)
		require.NoError(t, err)
		f := facts(t)
		for _, s := range d.States {
			var now []string
			for _, trigger := range []string{"t0", "t1", "t2", "t3"} {
				want := model(d, s.Name, trigger, f)
				step, err := cycle.Fire(t.Context(), s.Name, trigger, f.Facts)
				require.Equal(t, want.may, err == nil, "%s in %s: %v", trigger, s.Name, err)
				unmet := cycle.Check(s.Name, trigger, f.Facts)
				require.Equal(t, want.may, unmet == nil)
				tr, ok := cycle.Transition(s.Name, trigger)
				require.Equal(t, want.leads, ok)
				require.Equal(t, want.to, tr.To)
				if want.may {
					require.Equal(t, lifecycle.Step{
						From: s.Name, To: want.to, Trigger: trigger, Class: cycle.Class(want.to, f.Pending), Reopens: tr.Reopens,
					}, step)
					now = append(now, trigger)
					continue
				}
				require.Equal(t, unmet, err, "Check and Fire say the same")
			}
			var permitted []string
			for _, p := range cycle.Permitted(s.Name, f.Facts) {
				require.Equal(t, model(d, s.Name, p.Trigger, f).to, p.To)
				if p.Now() {
					permitted = append(permitted, p.Trigger)
				}
			}
			slices.Sort(permitted)
			require.Equal(t, now, permitted)
		}
	})
}

func TestLintAndAWalkWithTheMachineAgreeOnWhatIsReached(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := definition(t)
		cycle, err := lifecycle.Compile(d, someGuards...)
		require.NoError(t, err)
		able := all
		able.Actor, able.Pending = lifecycle.System, someReasons[0]
		var unreachable, stuck []string
		reached := walk(t, cycle, able)
		for _, s := range d.States {
			if !slices.Contains(reached, s.Name) {
				unreachable = append(unreachable, s.Name)
			}
			if len(cycle.Permitted(s.Name, able)) == 0 && s.Class != lifecycle.Closed {
				stuck = append(stuck, s.Name)
			}
		}
		found := lifecycle.Lint(d)
		require.Equal(t, unreachable, about(found, lifecycle.Unreachable))
		var lint []string
		for _, s := range about(found, lifecycle.DeadEnd, lifecycle.PendingForEver) {
			if len(cycle.From(s)) == 0 {
				lint = append(lint, s)
			}
		}
		require.Equal(t, stuck, lint)
	})
}

// walk fires everything from everywhere that it gets to.
func walk(t *rapid.T, cycle *lifecycle.Lifecycle, able lifecycle.Facts) []string {
	reached := cycle.Definition().Initial
	for i := 0; i < len(reached); i++ {
		for _, p := range cycle.Permitted(reached[i], able) {
			step, err := cycle.Fire(t.Context(), reached[i], p.Trigger, able)
			require.NoError(t, err)
			if !slices.Contains(reached, step.To) {
				reached = append(reached, step.To)
			}
		}
	}
	return reached
}

// about lists the states of the findings of some rules, in their order.
func about(found []lifecycle.Finding, rules ...lifecycle.Rule) (states []string) {
	for _, f := range found {
		if slices.Contains(rules, f.Rule) {
			states = append(states, f.State)
		}
	}
	return states
}
