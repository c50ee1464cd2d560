package sla

import (
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

// The line of a zone is found by jumping from change to change; here it is compared with the clock itself.
func TestAZoneLineKnowsEveryChangeOfEveryZone(t *testing.T) {
	names, err := os.ReadFile("testdata/zones.txt")
	require.NoError(t, err)
	step := int64(11*3600 + 420)
	if testing.Short() {
		step *= 5
	}
	for _, name := range strings.Fields(string(names)) {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		line := zoneLineOf(zone, rangeStart, rangeEnd)
		for x, i := rangeStart, 0; x < rangeEnd; x += step {
			for i+1 < len(line) && line[i+1].from <= x {
				i++
				_, before := time.Unix(line[i].from-1, 0).In(zone).Zone()
				require.Equal(t, line[i-1].offset, int64(before), "%s before %d", name, line[i].from)
			}
			if _, offset := time.Unix(x, 0).In(zone).Zone(); line[i].offset != int64(offset) {
				t.Fatalf("%s at %s: %d, the clock says %d", name, time.Unix(x, 0).UTC(), line[i].offset, offset)
			}
		}
	}
}

func TestWallTimesAreFoundAtEveryKindOfChange(t *testing.T) {
	for _, c := range []struct{ name, zone, wall, first, last string }{
		{"an ordinary time", "Europe/Berlin", "2024-07-01 12:00", "2024-07-01T10:00:00Z", "2024-07-01T10:00:00Z"},
		{"in a gap west of Greenwich", "America/New_York", "2024-03-10 02:30", "2024-03-10T07:00:00Z", "2024-03-10T07:00:00Z"},
		{"in a gap east of it", "Europe/Berlin", "2024-03-31 02:30", "2024-03-31T01:00:00Z", "2024-03-31T01:00:00Z"},
		{"at the beginning of a gap", "Europe/Berlin", "2024-03-31 02:00", "2024-03-31T01:00:00Z", "2024-03-31T01:00:00Z"},
		{"at the end of a gap", "Europe/Berlin", "2024-03-31 03:00", "2024-03-31T01:00:00Z", "2024-03-31T01:00:00Z"},
		{"in an overlap", "Europe/Berlin", "2024-10-27 02:30", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"},
		{"at the beginning of an overlap", "Europe/Berlin", "2024-10-27 02:00", "2024-10-27T00:00:00Z", "2024-10-27T01:00:00Z"},
		{"at the end of an overlap", "Europe/Berlin", "2024-10-27 03:00", "2024-10-27T02:00:00Z", "2024-10-27T02:00:00Z"},
		{"a missing midnight", "America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04T03:00:00Z", "2018-11-04T03:00:00Z"},
		{"a midnight that comes twice", "America/Havana", "2024-11-03 00:00", "2024-11-03T04:00:00Z", "2024-11-03T05:00:00Z"},
		{"half an hour", "Australia/Lord_Howe", "2024-10-06 02:15", "2024-10-05T15:30:00Z", "2024-10-05T15:30:00Z"},
		{"two hours", "Antarctica/Troll", "2024-03-31 02:00", "2024-03-31T01:00:00Z", "2024-03-31T01:00:00Z"},
		{"a date that was skipped", "Pacific/Apia", "2011-12-30 12:00", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"no summer time involved", "Europe/Moscow", "2014-10-26 01:30", "2014-10-25T21:30:00Z", "2014-10-25T22:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			require.NoError(t, err)
			wall, err := time.Parse("2006-01-02 15:04", c.wall)
			require.NoError(t, err)
			line := zoneLineOf(zone, wall.Unix()-30*secondsPerDay, wall.Unix()+30*secondsPerDay)
			first, last := line.showing(wall.Unix())
			require.Equal(t, c.first, instant(first, 0).Format(time.RFC3339))
			require.Equal(t, c.last, instant(last, 0).Format(time.RFC3339))
			require.Equal(t, first, line.opening(wall.Unix()))
			require.Equal(t, last, line.closing(wall.Unix()))
		})
	}
}
