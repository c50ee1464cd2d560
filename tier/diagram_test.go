package tier_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/tier"
)

func TestDiagramsMarkThePathOfATicket(t *testing.T) {
	l := built(t,
		edge("A", "B", tier.Consult), edge("A", "B", tier.Functional, tier.Unsolved), edge("B", "A", tier.HandBack, tier.Solved),
		edge("A", "M", tier.Hierarchical, tier.SLAAtRisk),
	)
	require.Equal(t, strings.TrimPrefix(`
flowchart LR
  new((new))
  t0["A"]
  t1["B<br>x"]
  t2["C<br>y, z"]
  t3{{"M"}}
  new -->|"phone"| t0
  new -->|"monitoring, letter"| t1
  new -->|"letter"| t3
  t0 -.->|"consult"| t1
  t0 -->|"functional: unsolved"| t1
  t1 -.->|"hand_back: solved"| t0
  t0 ==>|"hierarchical: sla_at_risk"| t3
  style t0 stroke-width:4px
  style t1 stroke-width:8px
  linkStyle 0,4 stroke-width:4px
`, "\n"), l.Mermaid("A", "B"))
	require.Equal(t, strings.TrimPrefix(`
digraph "test" {
  rankdir=LR;
  new [shape=circle];
  t0 [label="A", shape=box, penwidth=4, peripheries=2];
  t1 [label="B\nx", shape=box, penwidth=4];
  t2 [label="C\ny, z", shape=box];
  t3 [label="M", shape=hexagon];
  new -> t0 [label="phone"];
  new -> t1 [label="monitoring, letter", penwidth=4];
  new -> t3 [label="letter"];
  t0 -> t1 [label="consult", style=dotted];
  t0 -> t1 [label="functional: unsolved", style=solid];
  t1 -> t0 [label="hand_back: solved", style=dashed, penwidth=4];
  t0 -> t3 [label="hierarchical: sla_at_risk", style=bold];
}
`, "\n"), l.DOT("B", "A"))
}

func TestDiagramsShowTheTermsOfAnEdge(t *testing.T) {
	got := tier.ManagedServices().Mermaid()
	for _, want := range []string{
		"needs tried<br>accept within 15m<br>may skip", "needs tried, runbook_insufficient<br>accept within 1h", "approved by delivery",
		`t5[["vendor Vendors"]]`,
	} {
		require.Contains(t, got, want)
	}
	require.Contains(t, tier.WithSelfService().Mermaid(), `t0(["L0 Self-service"])`)
	require.Contains(t, tier.WithSelfService().DOT(), `t0 [label="L0 Self-service", shape=oval]`)
	require.Contains(t, tier.Default().DOT(), `t3 [label="L4 Product and vendor", shape=component]`)
}

// A line of a diagram, with labels that cannot end early.
var (
	mermaidLine = regexp.MustCompile("^(flowchart LR|  new\\(\\(new\\)\\)|  t\\d+(\\[|\\(\\[|\\[\\[|\\{\\{)\"[^\"`]*\"(\\]|\\]\\)|\\]\\]|\\}\\})|" +
		"  (new|t\\d+) (-->|-\\.->|==>)(\\|\"[^\"`]*\"\\|)? t\\d+)$")
	dotLine = regexp.MustCompile(`^(digraph "([^"\\]|\\.)*" \{|  rankdir=LR;|  new \[shape=circle\];|` +
		`  t\d+ \[label="([^"\\]|\\.)*", shape=\w+\];|  (new|t\d+) -> t\d+ \[label="([^"\\]|\\.)*"(, style=\w+)?\];|\})$`)
)

func TestDiagramsAreCompleteAndSafeWhateverThingsAreCalled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := anyLadder(t)
		entries := 0
		for _, one := range l.Tiers() {
			if one.ID == l.First() || len(one.Channels) > 0 {
				entries++
			}
		}
		m := strings.Split(strings.TrimSuffix(l.Mermaid(), "\n"), "\n")
		require.Len(t, m, 2+len(l.Tiers())+entries+len(l.Edges()))
		for _, line := range m {
			require.Regexp(t, mermaidLine, line)
		}
		d := strings.Split(strings.TrimSuffix(l.DOT(), "\n"), "\n")
		require.Len(t, d, 4+len(l.Tiers())+entries+len(l.Edges()))
		for _, line := range d {
			require.Regexp(t, dotLine, line)
		}
	})
}
