package misspelt_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/misspelt"
)

func TestNear(t *testing.T) {
	known := []string{"resolve", "track", "run_runbook"}
	for _, c := range []struct{ word, want string }{
		{"resolv", "resolve"},
		{"reslove", "resolve"},
		{"tracks", "track"},
		{"tralk", "track"},
		{"run_rubook", "run_runbook"},
		{"run_rubok", "run_runbook"}, // two slips in a long word
		{"tracing", ""},
		{"track", ""}, // known itself
		{"", ""},
	} {
		got, ok := misspelt.Near(c.word, known)
		require.Equal(t, c.want, got, c.word)
		require.Equal(t, c.want != "", ok, c.word)
	}
	_, ok := misspelt.Near("tracks", []string{"track", "tracks"})
	require.False(t, ok, "a known word is not misspelt, whatever else is near")
}
