package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// generate writes a log of the shape of the real desk's, for benchmarks where that is not there: the same columns and about the same
// number of rows a case, of which a bit less than half change the state.
func generate(cases int) string {
	random := rand.New(rand.NewPCG(4, 2))
	pick := func(of string, n int) string { return fmt.Sprintf("%s %d", of, 1+random.IntN(n)) }
	begun := time.Date(2016, 2, 29, 1, 16, 0, 0, time.UTC)
	var b strings.Builder
	b.WriteString(strings.Join(ServiceNow().Columns, ",") + "\n")
	for n := range cases {
		at := begun.Add(time.Duration(n) * 11 * time.Minute)
		opened, group, engineer := at, "?", "?"
		caller, category, symptom := pick("Caller", 4700), pick("Category", 50), pick("Symptom", 470)
		states := []string{"New", "New", "Active", "Active", "Awaiting User Info", "Resolved", "Closed"}
		states = append(states[random.IntN(3):5:5], states[5:]...)
		moves := 0
		for i, state := range states {
			if random.IntN(6) == 0 || i == 1 {
				group, engineer = pick("Group", 78), pick("Resolver", 226)
				moves += min(i, 1)
			}
			at = at.Add(time.Duration(random.IntN(36)) * time.Hour)
			fmt.Fprintf(&b, "GEN%07d,%s,%d,0,true,%s,%s,%s,%s,Phone,%s,Subcategory 1,%s,?,2 - Medium,2 - Medium,3 - Moderate,%s,%s,?,code 6\n",
				n, state, moves, caller, opened.Format("2/1/2006 15:04"), pick("Updated by", 700), at.Format("2/1/2006 15:04"), category, symptom,
				group, engineer)
		}
	}
	return b.String()
}

func TestAGeneratedLogReplaysWithoutARefusal(t *testing.T) {
	r := replayFile(t, write(t, generate(300)), ServiceNow(), storeMem)
	require.Len(t, r.log.Cases, 300)
	require.InDelta(t, 5.7, float64(r.log.Rows)/300, 0.6, "rows a case")
	require.Empty(t, r.report.Tally.Refused)
	require.Empty(t, r.report.Tally.Left)
	require.Equal(t, 300, r.report.Figures.Reopens.Agree)
	folds(t, r)
}
