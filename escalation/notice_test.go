package escalation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/escalation"
)

func TestAKeyNamesWhatItIsOf(t *testing.T) {
	i := escalation.Intent{
		Policy: "nobody answers", Version: 3, Cycle: 1, Pass: 2, Step: 4, Action: escalation.Notify, Target: to("tier", "L2"),
		Planned: monday, At: monday,
	}
	require.Equal(t, "T-1:nobody~20answers:v3:c1:p2:s4:notify:tier:L2", i.Key("T-1"))
	later := i
	later.At, later.Planned, later.Skipped, later.Name = after(time.Hour), after(time.Minute), true, "renamed"
	require.Equal(t, i.Key("T-1"), later.Key("T-1"), "when it was worked out does not matter")
	i.Action, i.Target = escalation.HandOver, escalation.Target{}
	require.Equal(t, "T-1:nobody~20answers:v3:c1:p2:s4:hand_over", i.Key("T-1"))
}

// Names are drawn from the characters that keys are put together with.
func TestNoTwoIntentsShareAKey(t *testing.T) {
	name := rapid.StringOfN(rapid.SampledFrom([]rune("a:~2.é")), 0, 3, -1)
	safe := regexp.MustCompile(`^[A-Za-z0-9_:~-]+$`)
	type named struct {
		ticket string
		intent escalation.Intent
	}
	one := rapid.Custom(func(t *rapid.T) named {
		n := rapid.IntRange(0, 2)
		i := escalation.Intent{
			Policy: name.Draw(t, "policy"), Version: n.Draw(t, "version"), Cycle: n.Draw(t, "cycle"), Pass: n.Draw(t, "pass"),
			Step: n.Draw(t, "step"), Action: escalation.HandOver,
		}
		if rapid.Bool().Draw(t, "notify") {
			i.Action = escalation.Notify
			i.Target = to(rapid.SampledFrom(escalation.TargetKinds()).Draw(t, "kind"), name.Draw(t, "id"))
		}
		return named{name.Draw(t, "ticket"), i}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := one.Draw(t, "a"), one.Draw(t, "b")
		require.Equal(t, a == b, a.intent.Key(a.ticket) == b.intent.Key(b.ticket))
		require.Regexp(t, safe, a.intent.Key(a.ticket))
	})
}

func TestIntentsAndNoticesAreKeptAsJSON(t *testing.T) {
	p := unacknowledged(0)
	p.Steps[0].Actions = []escalation.Action{escalation.Notify, escalation.HandOver}
	ch := chain(t, p)
	_, intents := ch.Advance(ch.Start(escalation.Facts{}, monday), escalation.Facts{}, after(time.Hour+1234*time.Microsecond))
	var back []escalation.Intent
	roundTrip(t, intents, &back)
	require.Equal(t, intents, back)

	n := escalation.Notice{
		Key: "k", Client: "acme", Ticket: "T-1", To: escalation.Recipient{Kind: escalation.ToEngineer, ID: "ann"}, Subject: "s", Text: "t\nu",
		Policy: "p", Version: 1, Cycle: 2, Pass: 3, Step: 4, Planned: monday, At: after(time.Minute),
	}
	var same escalation.Notice
	roundTrip(t, n, &same)
	require.True(t, n == same)
}

func roundTrip(t *testing.T, from, into any) {
	data, err := json.Marshal(from)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

func TestLogNotifierWritesOneLineAndNoText(t *testing.T) {
	var out bytes.Buffer
	to := escalation.LogNotifier(slog.New(slog.NewTextHandler(&out, nil)))
	require.NoError(t, to.Notify(t.Context(), escalation.Notice{
		Key: "k", Client: "acme", Ticket: "T-1", To: escalation.Recipient{Kind: escalation.ToRequester}, Subject: "two\nlines", Text: "secret",
		Policy: "p", Step: 1, Planned: monday, At: after(time.Minute),
	}))
	require.Contains(t, out.String(), `msg=notice key=k ticket=T-1 to=requester subject="two\nlines" client=acme policy=p pass=0 step=1`)
	require.Contains(t, out.String(), "late=1m0s")
	require.NotContains(t, out.String(), "secret")
	require.Equal(t, 1, bytes.Count(out.Bytes(), []byte("\n")))

	out.Reset()
	require.NoError(t, to.Notify(t.Context(), escalation.Notice{Key: "k", Ticket: "T-1"}))
	require.NotContains(t, out.String(), "policy")
	require.NoError(t, escalation.LogNotifier(nil).Notify(t.Context(), escalation.Notice{}))
}

func TestANotifierFuncIsANotifier(t *testing.T) {
	var to escalation.Notifier = escalation.NotifierFunc(func(_ context.Context, n escalation.Notice) error {
		return fmt.Errorf("%w: %s", escalation.ErrPermanent, n.Key)
	})
	err := to.Notify(t.Context(), escalation.Notice{Key: "k"})
	require.True(t, errors.Is(err, escalation.ErrPermanent))
	require.ErrorContains(t, err, "k")
}
