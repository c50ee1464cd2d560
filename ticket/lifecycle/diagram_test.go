package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// door has something of everything that a picture shows.
func door() lifecycle.Definition {
	return lifecycle.Definition{
		Name: `the "door"`, Initial: []string{"shut", "ajar"},
		States: []lifecycle.State{
			{Name: "shut", Class: lifecycle.New, Require: []string{"key"}},
			{Name: "ajar", Pending: true},
			{
				Name: "open", Class: lifecycle.Resolved, Ask: []string{"who"}, Change: []string{"seen_by"},
				After: lifecycle.Timer{Wait: 90 * time.Minute, Trigger: "shut", Calendar: "office", Unless: []string{"seen", "assigned"}},
			},
			{Name: `gone \ <#1> & "all"`, Class: lifecycle.Closed, Cancelled: true},
		},
		Reasons: []lifecycle.Reason{{Name: "them", Class: lifecycle.WaitingCustomer}, {Name: "parts", Class: lifecycle.WaitingVendor}},
		Transitions: []lifecycle.Transition{
			{Trigger: "open", From: []string{"@open"}, To: "open", Can: "work", Require: []string{"key"}, Guards: []string{"seen", "assigned"}},
			{Trigger: "shut", From: []string{"open"}, To: "shut", Reopens: true, By: []lifecycle.ActorKind{"requester", "system"}},
			{Trigger: "wait", From: []string{"ajar"}, To: "ajar", Ask: []string{"until"}, Change: []string{"note"}},
			{Trigger: "nudge", From: []string{"shut"}, To: "ajar"},
			{Trigger: "push", From: []string{"shut"}, To: "ajar"},
			{Trigger: "drop", From: []string{"*"}, To: `gone \ <#1> & "all"`},
		},
	}
}

func TestMermaidShowsEverythingOfALifecycle(t *testing.T) {
	require.Equal(t, `flowchart TD
  begin((begin))
  s0["shut<br>new<br>needs key"]
  s1[/"ajar<br>pending: them, parts"/]
  s2["open<br>resolved<br>changes seen_by<br>asks for who<br>after 1h30m of office: shut, unless seen or assigned"]
  s3(["gone \ #60;#35;1#62; #38; #34;all#34;<br>closed, cancelled"])
  begin --> s0
  begin --> s1
  s0 -->|"open<br>can work<br>needs key<br>if seen, assigned"| s2
  s0 -->|"nudge"| s1
  s0 -->|"push"| s1
  s0 -->|"drop"| s3
  s1 -->|"open<br>can work<br>needs key<br>if seen, assigned"| s2
  s1 -->|"wait<br>changes note<br>asks for until"| s1
  s1 -->|"drop"| s3
  s2 -.->|"shut (reopens)<br>by requester, system"| s0
  s2 -->|"drop"| s3
`, compiled(t, door()).Mermaid())
}

func TestDOTShowsTheSame(t *testing.T) {
	require.Equal(t, `digraph "the \"door\"" {
  begin [shape=circle];
  s0 [label="shut\nnew\nneeds key", shape=box];
  s1 [label="ajar\npending: them, parts", shape=parallelogram];
  s2 [label="open\nresolved\nchanges seen_by\nasks for who\nafter 1h30m of office: shut, unless seen or assigned", shape=box];
  s3 [label="gone \\ <#1> & \"all\"\nclosed, cancelled", shape=oval];
  begin -> s0;
  begin -> s1;
  s0 -> s2 [label="open\ncan work\nneeds key\nif seen, assigned", style=solid];
  s0 -> s1 [label="nudge", style=solid];
  s0 -> s1 [label="push", style=solid];
  s0 -> s3 [label="drop", style=solid];
  s1 -> s2 [label="open\ncan work\nneeds key\nif seen, assigned", style=solid];
  s1 -> s1 [label="wait\nchanges note\nasks for until", style=solid];
  s1 -> s3 [label="drop", style=solid];
  s2 -> s0 [label="shut (reopens)\nby requester, system", style=dashed];
  s2 -> s3 [label="drop", style=solid];
}
`, compiled(t, door()).DOT())
}

// added lists the lines that a picture has more than the plain one, and those that it has instead.
func added(plain, marked string) string {
	var more []string
	for _, line := range strings.Split(marked, "\n") {
		if !strings.Contains(plain, line+"\n") && line != "" {
			more = append(more, line)
		}
	}
	return strings.Join(more, "\n")
}

func TestTheWayOfATicketIsMarked(t *testing.T) {
	cycle := compiled(t, door())
	require.Equal(t, `  style s0 stroke-width:4px
  style s1 stroke-width:4px
  style s2 stroke-width:8px
  linkStyle 0,3,4,6 stroke-width:4px`, added(cycle.Mermaid(), cycle.Mermaid(lifecycle.Path("shut", "ajar", "open")...)), "both ways that lead from shut to ajar")

	steps := []lifecycle.Step{{From: "shut", To: "ajar", Trigger: "push"}, {From: "ajar", To: "ajar", Trigger: "wait"}}
	require.Equal(t, `  style s0 stroke-width:4px
  style s1 stroke-width:8px
  linkStyle 4,7 stroke-width:4px`, added(cycle.Mermaid(), cycle.Mermaid(steps...)), "exactly those that were pulled")
	require.Equal(t, `  s0 [label="shut\nnew\nneeds key", shape=box, penwidth=4];
  s1 [label="ajar\npending: them, parts", shape=parallelogram, penwidth=4, peripheries=2];
  s0 -> s1 [label="push", style=solid, penwidth=4];
  s1 -> s1 [label="wait\nchanges note\nasks for until", style=solid, penwidth=4];`, added(cycle.DOT(), cycle.DOT(steps...)))

	require.Equal(t, "  style s1 stroke-width:8px\n  linkStyle 1 stroke-width:4px", added(cycle.Mermaid(), cycle.Mermaid(lifecycle.Path("ajar")...)), "how it began")
	require.Contains(t, cycle.DOT(lifecycle.Path("ajar")...), "  begin -> s0;\n  begin -> s1 [penwidth=4];\n")
	require.Equal(t, cycle.Mermaid(), cycle.Mermaid(lifecycle.Path("far", "away")...))
}

func TestPicturesAreCompleteAndStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := definition(t)
		cycle, err := lifecycle.Compile(d, someGuards...)
		require.NoError(t, err)
		mermaid, dot := cycle.Mermaid(), cycle.DOT()
		again, err := lifecycle.Compile(d, someGuards...)
		require.NoError(t, err)
		require.Equal(t, mermaid, again.Mermaid())
		require.Equal(t, dot, again.DOT())
		ways := 0
		for i, s := range d.States {
			for _, tr := range cycle.From(s.Name) {
				ways++
				to := 0
				for j, other := range d.States {
					if other.Name == tr.To {
						to = j
					}
				}
				require.Regexp(t, fmt.Sprintf(`(?m)^  s%d -\.?->\|"%s[^|]*\| s%d$`, i, tr.Trigger, to), mermaid)
			}
		}
		require.Equal(t, ways, strings.Count(mermaid, "|")/2)
		require.Equal(t, ways+len(d.Initial), strings.Count(dot, " -> "))
	})
}
