package walltime_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/internal/walltime"
)

func TestATimeIsReadInItsZone(t *testing.T) {
	for _, c := range []struct{ text, zone, want, fault string }{
		{text: "2026-07-01 09:00", zone: "Europe/London", want: "2026-07-01T08:00:00Z"},
		{text: "2026-07-01 09:00", zone: "UTC", want: "2026-07-01T09:00:00Z"},
		{text: "2026-03-29 01:30", zone: "Europe/London", fault: "the clocks of Europe/London do not show 2026-03-29 01:30"},
		{text: "2026-03-29 02:00", zone: "Europe/London", want: "2026-03-29T01:00:00Z"},
		{text: "2026-10-25 01:30", zone: "Europe/London", fault: "the clocks of Europe/London show 2026-10-25 01:30 twice"},
		{text: "2026-10-25 00:59", zone: "Europe/London", want: "2026-10-24T23:59:00Z"},
		{text: "2026-10-25 02:00", zone: "Europe/London", want: "2026-10-25T02:00:00Z"},
		{text: "2026-04-05 01:45", zone: "Australia/Lord_Howe", fault: "the clocks of Australia/Lord_Howe show 2026-04-05 01:45 twice"},
		{text: "9:00", zone: "UTC", fault: `"9:00" is no time; want one such as 2026-11-23 08:30`},
	} {
		zone, err := time.LoadLocation(c.zone)
		require.NoError(t, err)
		at, err := walltime.Read(c.text, zone)
		if c.fault != "" {
			require.EqualError(t, err, c.fault)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, c.want, at.Format(time.RFC3339))
	}
}
