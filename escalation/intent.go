package escalation

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/fourline-go/fourline/tier"
)

// An Intent is one thing that a policy wants done now: one action of one step for one target. Whoever carries it out turns it into
// a [Notice] or a hand-over, and does so once for its [Intent.Key].
type Intent struct {
	Policy  string `json:"policy"`
	Version int    `json:"version,omitempty"`
	Cycle   int    `json:"cycle,omitempty"`
	Pass    int    `json:"pass,omitempty"` // 0 for the first
	Step    int    `json:"step,omitempty"` // 0 for the first
	Name    string `json:"name,omitempty"` // of the step

	Planned time.Time `json:"planned"` // when it should have been done
	At      time.Time `json:"at"`      // when it was found to be due; never before Planned

	Action Action      `json:"action"`
	Target Target      `json:"target,omitzero"`  // of notify
	Reason tier.Reason `json:"reason,omitempty"` // of hand_over

	// Skipped is set when a later step was due as well and the policy carries out the latest alone: record it, do nothing.
	Skipped bool `json:"skipped,omitempty"`
}

// Late is how much later than planned the intent came.
func (i Intent) Late() time.Duration { return i.At.Sub(i.Planned) }

// String says what is to be done: "notify tier L2", "hand_over for unacknowledged".
func (i Intent) String() string {
	if i.Action == HandOver {
		return string(i.Action) + " for " + string(i.Reason)
	}
	return string(i.Action) + " " + i.Target.String()
}

// Key names the intent for ever: no two of a ticket have the same, and the same one has the same however often and however late it
// is worked out. It is made of letters, digits, '-', '_', ':' and '~', so that it can stand in a header, a path or a signature as it is.
//
// The ticket must be named uniquely in the store that the key is used in: with its client, if ids repeat between clients.
func (i Intent) Key(ticket string) string {
	parts := []string{
		safe(ticket), safe(i.Policy), "v" + strconv.Itoa(i.Version), "c" + strconv.Itoa(i.Cycle), "p" + strconv.Itoa(i.Pass),
		"s" + strconv.Itoa(i.Step), safe(string(i.Action)),
	}
	if i.Target != (Target{}) {
		parts = append(parts, safe(string(i.Target.Kind)), safe(i.Target.ID))
	}
	return strings.Join(parts, ":")
}

// safe writes every byte that is not a letter, a digit, '-' or '_' as '~' and two hexadecimal digits.
func safe(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "~%02x", c)
		}
	}
	return b.String()
}
