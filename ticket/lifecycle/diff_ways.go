package lifecycle

import (
	"fmt"
	"strconv"
)

// table is the ways of a definition by what they are looked up by; of two for the same, the first.
type table struct {
	order []move
	at    map[move]*way
}

func tableOf(d *Definition) table {
	t := table{at: map[move]*way{}}
	ways := d.ways()
	for i := range ways {
		key := move{ways[i].from, ways[i].Trigger}
		if t.at[key] == nil {
			t.order, t.at[key] = append(t.order, key), &ways[i]
		}
	}
	return t
}

// diffWays compares what every trigger does in every state. What changes alike in several states is said once.
func diffWays(was, is *Definition) []Difference {
	before, after := tableOf(was), tableOf(is)
	type said struct {
		trigger string
		delta   delta
	}
	var order []said
	states := map[said][]string{}
	compare := func(key move) {
		for _, d := range wayDeltas(key.trigger, before.at[key], after.at[key]) {
			one := said{key.trigger, d}
			if states[one] == nil {
				order = append(order, one)
			}
			states[one] = append(states[one], key.state)
		}
	}
	for _, key := range after.order {
		compare(key)
	}
	for _, key := range before.order {
		if after.at[key] == nil {
			compare(key)
		}
	}
	var changes []Difference
	for _, one := range order {
		changes = append(changes, one.delta.about(fmt.Sprintf("%s (from %s)", one.trigger, list(states[one]))))
	}
	return append(changes, diffPreferences(before, after)...)
}

// wayDeltas compares two ways by the same trigger out of the same state, of which one may be nil.
func wayDeltas(trigger string, a, b *way) (d deltas) {
	path := "transitions[" + trigger + "]"
	switch {
	case b == nil:
		d.value(path, a.To, "", "%[1]s no longer leads to %[2]s, nor anywhere")
		return d
	case a == nil:
		d.value(path, "", b.To, "%[1]s now leads to %[3]s")
		a = &way{Transition: Transition{To: b.To}, right: Right{By: usual}}
	}
	d.value(path+".to", a.To, b.To, "%[1]s leads to %[3]s, was %[2]s")
	d.set(path+".by", plain(a.right.By), plain(b.right.By), "%[1]s is now open to %[3]s", "%[1]s is no longer open to %[2]s")
	d.value(path+".can", string(a.right.Can), string(b.right.Can), "%[1]s: what a tier must be capable of is %[3]s, was %[2]s")
	d.fields(path, a.Require, b.Require, a.Ask, b.Ask, a.Change, b.Change)
	d.set(path+".guards", a.Guards, b.Guards, "%[1]s: it must now hold that %[3]s", "%[1]s: it need no longer hold that %[2]s")
	d.value(path+".reopens", strconv.FormatBool(a.Reopens), strconv.FormatBool(b.Reopens), "%[1]s counts as a reopening: %[3]s, was %[2]s")
	return d
}

// diffPreferences compares which of several triggers between two states is tried first, see [Lifecycle.Toward].
func diffPreferences(before, after table) []Difference {
	was, is := before.toward(after), after.toward(before)
	var d deltas
	for _, key := range after.order {
		pair := Step{From: key.state, To: after.at[key].To}
		if first, now := list(was[pair]), list(is[pair]); first != now {
			path := fmt.Sprintf("transitions[%s,%s]", pair.From, pair.To)
			d.value(path, first, now, "where several lead to the same state, they are tried in the order %[3]s, was %[2]s")
			delete(was, pair)
			delete(is, pair)
		}
	}
	return d.about("")
}

// toward lists, for each pair of states, the triggers that lead from one to the other in both tables.
func (t table) toward(other table) map[Step][]string {
	triggers := map[Step][]string{}
	for _, key := range t.order {
		pair := Step{From: key.state, To: t.at[key].To}
		if w := other.at[key]; w != nil && w.To == pair.To {
			triggers[pair] = append(triggers[pair], key.trigger)
		}
	}
	return triggers
}
