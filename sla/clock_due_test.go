package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
)

// A share that was used up at closing time was used up then, and not at the next opening, also after a pause that cost nothing.
func TestAShareUsedUpAtClosingTimeStaysThere(t *testing.T) {
	cal := compile(t, sla.Hours{Name: "office", Zone: "UTC", Week: sla.EveryDay("09:00-13:00", "14:00-18:00")})
	c := sla.Target{Metric: "resolve", Within: 8 * time.Hour, Calendar: "office"}.Clock()
	c = fold(t, sla.Resolve(), c, cal,
		step{"2024-01-08 09:00", sla.SignalOpened},
		step{"2024-01-08 13:20", sla.SignalWaitingCustomer},
		step{"2024-01-08 13:40", sla.SignalActive})
	for percent, want := range map[int]string{25: "2024-01-08 11:00", 50: "2024-01-08 13:00", 75: "2024-01-08 16:00", 100: "2024-01-08 18:00"} {
		at, ok := c.At(cal, percent)
		require.True(t, ok)
		require.Equal(t, utc(t, want), at, "%d %%", percent)
	}
}
