package ticket_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func TestOfALongThreadTheBeginningAndTheEndAreLookedFor(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<first@acme>")).Ticket.ID
	var thread []string
	for i := range 500 {
		thread = append(thread, fmt.Sprintf("<%d@acme>", i))
	}
	require.Equal(t, id, h.mail(from(rosa, "<a@acme>", append([]string{"<first@acme>"}, thread...)...)).Ticket.ID)
	require.Equal(t, id, h.mail(from(rosa, "<b@acme>", append(thread, "<a@acme>")...)).Ticket.ID)
	other := h.mail(from(rosa, "<c@acme>", append(append([]string{"<zero@acme>"}, "<first@acme>"), thread...)...)).Ticket
	require.NotEqual(t, id, other.ID, "the second of five hundred")
	require.Len(t, other.References, 1+ticket.MaxAnswers)
}

func TestATicketKeepsSoManyReferences(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<0@acme>")).Ticket.ID
	for i := 1; i < ticket.MaxReferences+5; i++ {
		receipt, err := h.desk.Receive(t.Context(), from(rosa, fmt.Sprintf("<%d@acme>", i), "<0@acme>"))
		require.NoError(t, err)
		require.Equal(t, id, receipt.Ticket.ID)
	}
	require.Len(t, h.get(id).References, ticket.MaxReferences)
	require.True(t, h.mail(from(rosa, fmt.Sprintf("<%d@acme>", ticket.MaxReferences+4))).Seen, "the key is kept all the same")
}

func TestReferencesOfWhatWasSent(t *testing.T) {
	h := newHouse(t)
	h.printing()
	got := h.do(ada, ticket.Refer{IDs: []string{"<n-1@desk>", "n-2@desk", "<n-1@desk>"}})
	require.Equal(t, []string{"n-1@desk", "n-2@desk"}, got.References)
	require.Equal(t, got, h.do(ada, ticket.Refer{IDs: []string{"<n-1@desk>"}}), "again")
	require.Equal(t, "T", h.mail(from(rosa, "<1@acme>", "<n-2@desk>")).Ticket.ID)
	require.Equal(t, "right", h.refused(rosa, ticket.Refer{IDs: []string{"<x>"}}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.Refer{IDs: []string{"a b"}}).Rule)
	require.Equal(t, "limit", h.refused(ada, ticket.Refer{IDs: make([]string, ticket.MaxAnswers+1)}).Rule)
	other := h.raise("disk").Ticket.ID
	_, err := h.desk.Do(t.Context(), ticket.Command{Ticket: other, By: ada, Do: []ticket.Action{ticket.Refer{IDs: []string{"<n-1@desk>"}}}})
	var taken *ticket.DuplicateError
	require.ErrorAs(t, err, &taken)
	require.Equal(t, ticket.DuplicateError{Ticket: "T", Reference: "n-1@desk"}, *taken)
	for i := range 10 {
		var ids []string
		for j := range ticket.MaxAnswers {
			ids = append(ids, fmt.Sprintf("<%d-%d@desk>", i, j))
		}
		got = h.do(ada, ticket.Refer{IDs: ids})
	}
	require.Len(t, got.References, ticket.MaxReferences)
}

func TestIdsAreComparedToTheLetter(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<AbC.1@acme>")).Ticket.ID
	for i, other := range []string{"<abc.1@acme>", "<AbC.1@ACME>", "<AbC.1@acme.example>", "<AbC.1>", "<bC.1@acme>", "<AbC.1@acm>", "<AbC_1@acme>", "<%@acme>", "<АbC.1@acme>"} {
		require.NotEqual(t, id, h.mail(from(rosa, fmt.Sprintf("<other-%d@acme>", i), other)).Ticket.ID, "%q", other)
	}
	long := "<" + strings.Repeat("x", 1_000) + "@acme>"
	id = h.mail(from(rosa, long)).Ticket.ID
	kept := h.get(id).References[0]
	require.Len(t, kept, len("sha256:")+64)
	require.Equal(t, id, h.mail(from(rosa, "<answer@acme>", long)).Ticket.ID)
	require.NotEqual(t, id, h.mail(from(rosa, "<made-up@acme>", kept)).Ticket.ID, "a hash is no id")
	require.NotEqual(t, id, h.mail(from(rosa, "<cut@acme>", long[:900]+">")).Ticket.ID)
}

func TestWhatIsAnId(t *testing.T) {
	for id, want := range map[string]string{
		"<a@b>": "a@b", "a@b": "a@b", " <a@b>\t": "a@b", "\r\n <a@b>": "a@b", "<a>": "a", "<ä@b>": "ä@b", "<a\u00e4\"';--%_@b>": "a\u00e4\"';--%_@b",
		strings.Repeat("x", 150): strings.Repeat("x", 150),
		"":                       "", " ": "", "<>": "", "<a b>": "", "<a@b": "", "a@b>": "", "<<a@b>>": "", "<a\x00@b>": "", "<a\u202e@b>": "", "<a\u00a0@b>": "", "<a\xff@b>": "",
		"<a\nb>": "", strings.Repeat("x", ticket.MaxText+1): "",
	} {
		got, ok := ticket.MailReference(id)
		require.Equal(t, want != "", ok, "%.50q", id)
		require.Equal(t, want, got, "%.50q", id)
	}
}

func TestIdsAreReadFromHeaders(t *testing.T) {
	for header, want := range map[string][]string{
		"<a@b>": {"a@b"}, "<a@b> <c@d>": {"a@b", "c@d"}, "<a@b>\r\n\t<c@d>": {"a@b", "c@d"}, "<a@b><c@d>": {"a@b", "c@d"},
		"Your message of Monday <a@b> (was: <>)": {"a@b"}, "<a@b> <c d> <e@f>": {"a@b", "e@f"}, "<never closed <a@b> <again": {"a@b"},
		"a@b c@d word": {"a@b", "c@d"}, "word": nil, "": nil, "><": nil, "<": nil, ">a@b<": nil,
	} {
		require.Equal(t, want, ticket.MessageIDs(header), "%q", header)
	}
	long := strings.Repeat("<a@b> ", 50_000) + "<last@b>"
	ids := ticket.MessageIDs(long)
	require.Len(t, ids, 1_000)
	require.Equal(t, "last@b", ids[999])
}
