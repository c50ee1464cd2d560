package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/handbook"
)

func TestLintFindsNothingInTheHandbookThatIsNotMeant(t *testing.T) {
	text, err := os.ReadFile("handbook.yaml")
	require.NoError(t, err)
	found, err := handbook.LintText(text, time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	for _, f := range found {
		t.Errorf("%+v", f)
	}
}
