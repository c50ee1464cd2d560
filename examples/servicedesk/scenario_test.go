package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/handbook"
	"github.com/fourline-go/fourline/ticket/scenario"
)

const head = `name: test
zone: Europe/London
people:
  - {id: rosa, kind: requester, client: acme}
  - {id: lena, kind: requester, client: birch}
  - {id: mercury, kind: vendor}
`

func planned(t *testing.T, text string) (*plan, error) {
	t.Helper()
	book, err := handbook.Load("handbook.yaml")
	require.NoError(t, err)
	s, err := scenario.Parse([]byte(text), book)
	require.NoError(t, err)
	return planOf(s)
}

func TestEveryEntryHasAKeyAndEveryTicketANumber(t *testing.T) {
	p, err := planned(t, head+`when:
  - {at: 2026-07-01 09:01, by: ada, ticket: x, do: [acknowledge]}
  - {at: 09:00, by: rosa, ticket: x, do: [open: {subject: a}]}
  - {at: 09:01, by: ada, ticket: x, do: [note: a]}
  - {by: lena, ticket: y, do: [raise: {key: a, subject: a}]}
  - {by: lena, ticket: y, do: [raise: {key: a, subject: a}]}
`)
	require.NoError(t, err)
	var got []string
	for _, e := range p.Entries {
		got = append(got, strings.TrimSpace(e.ID+" "+e.Key))
	}
	require.Equal(t, []string{
		"T-1001 x@2026-07-01T08:00Z#1", "x@2026-07-01T08:01Z#1", "x@2026-07-01T08:01Z#2", "T-1002 y@2026-07-01T08:01Z#1", "T-1002.2 y@2026-07-01T08:01Z#2",
	}, got)
	require.Equal(t, []string{"acme", "birch"}, p.clients())
}

func TestARefusalThatIsNotAloneIsAFault(t *testing.T) {
	_, err := planned(t, head+`when:
  - {at: 2026-11-23 09:00, by: rosa, ticket: x, do: [open: {subject: a}]}
  - {at: 09:00, by: ada, ticket: x, do: [accept], refused: offer}
`)
	require.EqualError(t, err, "line 9: an entry that is to be refused is the only one of its ticket in that minute")
}
