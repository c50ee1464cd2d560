package diagram_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/internal/diagram"
)

func TestNothingInALabelIsMarkup(t *testing.T) {
	require.Equal(t, "#34;#60;b#62;#34; #35;1 #38; #96;x#96;<br>next  line", diagram.Mermaid("\"<b>\" #1 & `x`\nnext\t\rline"))
	require.Equal(t, `"\"a\" \\ b\nnext  line"`, diagram.DOT("\"a\" \\ b\nnext\t\rline"))
}

func TestAnyTextStaysInsideItsLabel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		require.NotContains(t, diagram.Mermaid(text), `"`)
		require.NotContains(t, strings.ReplaceAll(diagram.Mermaid(text), "<br>", ""), "<")
		inside := strings.TrimSuffix(strings.TrimPrefix(diagram.DOT(text), `"`), `"`)
		require.NotContains(t, strings.NewReplacer(`\\`, "", `\"`, "").Replace(inside), `"`)
		require.False(t, strings.ContainsAny(inside, "\n\r"))
	})
}

func TestAMarkIsThickAndThickerWhereTheTicketStands(t *testing.T) {
	require.Empty(t, diagram.MarkOf(false, false).Mermaid()+diagram.MarkOf(false, false).DOT())
	require.Equal(t, "stroke-width:4px, penwidth=4", diagram.MarkOf(true, false).Mermaid()+diagram.MarkOf(true, false).DOT())
	require.Equal(t, "stroke-width:8px, penwidth=4, peripheries=2", diagram.MarkOf(true, true).Mermaid()+diagram.MarkOf(true, true).DOT())
}
