package ticket_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

func FuzzMessageIDs(f *testing.F) {
	for _, header := range []string{"<a@b>\r\n\t<c@d>", "a@b c@d", "<<a@b>>", "<a b> <\x00> <ä@b>", "><", "sha256:0", "<" + strings.Repeat("x", 200) + ">"} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		ids := ticket.MessageIDs(header)
		require.LessOrEqual(t, len(ids), 1_000)
		for _, id := range ids {
			require.Contains(t, header, id, "nothing is made up")
			reference, ok := ticket.MailReference(id)
			require.True(t, ok)
			require.NotEmpty(t, reference)
			require.LessOrEqual(t, len(reference), 150)
			require.NotContains(t, reference, "<")
			require.False(t, strings.ContainsFunc(reference, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }))
			bracketed, _ := ticket.MailReference(" <" + id + ">\r\n")
			require.Equal(t, reference, bracketed)
			again, _ := ticket.MailReference(reference)
			require.Equal(t, len(id) <= 150 && !strings.HasPrefix(id, "sha256:"), again == reference, "a hash stands for nothing but its id")
		}
		var folded []string
		for _, id := range ids {
			folded = append(folded, "<"+id+">")
		}
		if len(header) < 10_000 {
			require.Equal(t, ids, ticket.MessageIDs(strings.Join(folded, "\r\n\t")), "what was read is read again")
		}
	})
}
