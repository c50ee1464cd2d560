package escalation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/fault"
)

func schedule(t require.TestingT, r escalation.Rotation) *escalation.Schedule {
	s, err := escalation.NewSchedule(r)
	require.NoError(t, err)
	return s
}

// weekly is a rotation of three that changes on Mondays at nine.
func weekly() escalation.Rotation {
	return escalation.Rotation{
		Name: "night", Zone: "UTC", Start: "2026-01-05T09:00", Members: []string{"ann", "bob", "cem"}, HandOver: "0 9 * * mon",
	}
}

func utc(t require.TestingT, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.UTC()
}

func TestMembersTakeTurns(t *testing.T) {
	s := schedule(t, weekly())
	for at, want := range map[string]string{
		"2026-01-05T08:59:59Z": "", "2026-01-05T09:00:00Z": "ann", "2026-01-12T08:59:59Z": "ann", "2026-01-12T09:00:00Z": "bob",
		"2026-01-19T09:00:00Z": "cem", "2026-01-26T09:00:00Z": "ann", "2046-01-01T09:00:00Z": "cem",
	} {
		got, ok := s.OnCall(utc(t, at))
		require.Equal(t, want, got, at)
		require.Equal(t, want != "", ok, at)
	}
}

func TestAStartBetweenTwoHandOversIsAShortFirstTurn(t *testing.T) {
	r := weekly()
	r.Start = "2026-01-08"
	turn, ok := schedule(t, r).Turn(utc(t, "2026-01-09T00:00:00Z"))
	require.True(t, ok)
	require.Equal(t, escalation.Turn{Member: "ann", From: utc(t, "2026-01-08T00:00:00Z"), Until: utc(t, "2026-01-12T09:00:00Z")}, turn)
}

func TestHandOversFollowTheClocksOfTheZone(t *testing.T) {
	for _, c := range []struct{ name, zone, handOver, start, at, until string }{
		{"summer and winter", "Europe/Berlin", "0 9 * * mon", "2026-03-23T09:00", "2026-03-23T08:00:00Z", "2026-03-30T07:00:00Z"},
		{"a time that is skipped", "Europe/Berlin", "30 2 * * *", "2026-03-28T02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"},
		{"a time that is shown twice", "Europe/Berlin", "30 2 * * *", "2026-10-24T02:30", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"},
		{"after the first showing of it", "Europe/Berlin", "30 2 * * *", "2026-10-24T02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"},
		{"a midnight that does not exist", "Africa/Cairo", "@daily", "2026-04-20", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := weekly()
			r.Zone, r.HandOver, r.Start = c.zone, c.handOver, escalation.Wall(c.start)
			at, ok := schedule(t, r).NextHandOver(utc(t, c.at))
			require.True(t, ok)
			require.Equal(t, utc(t, c.until), at)
		})
	}
}

func TestAnOverridePutsSomebodyElseOnCall(t *testing.T) {
	r := weekly()
	r.Overrides = []escalation.Override{
		{From: "2026-01-14T12:00", Until: "2026-01-15 12:00", Member: "dee"},
		{From: "2026-01-01", Until: "2026-01-02T00:00:00+01:00", Member: "eve"},
		{From: "2026-01-15T12:00", Until: "2026-01-19T12:00", Member: "ann"},
	}
	s := schedule(t, r)
	var got []string
	at := utc(t, "2025-12-01T00:00:00Z")
	for range 9 {
		next, ok := s.NextHandOver(at)
		require.True(t, ok)
		if turn, ok := s.Turn(next); ok {
			require.Equal(t, next, turn.From)
			got = append(got, fmt.Sprintf("%s %s %t", turn.From.Format("02T15:04"), turn.Member, turn.Override))
		} else {
			got = append(got, next.Format("02T15:04")+" nobody")
		}
		at = next
	}
	require.Equal(t, []string{
		"01T00:00 eve true", "01T23:00 nobody", "05T09:00 ann false", "12T09:00 bob false", "14T12:00 dee true", "15T12:00 ann true",
		"19T12:00 cem false", "26T09:00 ann false", "02T09:00 bob false",
	}, got)
}

func TestAScheduleKeepsNothingOfItsRotation(t *testing.T) {
	r := weekly()
	r.Overrides = []escalation.Override{{From: "2026-02-01", Until: "2026-02-02", Member: "dee"}}
	s := schedule(t, r)
	want := s.Definition()
	r.Members[0], r.Overrides[0].Member = "else", "else"
	s.Definition().Members[0] = "else"
	require.Equal(t, want, s.Definition())
	require.Equal(t, "ann", want.Members[0])
	require.Equal(t, "night", s.Name())
}

func TestNewScheduleNamesEveryFaultWithItsPlace(t *testing.T) {
	over := func(from, until escalation.Wall) escalation.Override {
		return escalation.Override{From: from, Until: until, Member: "dee"}
	}
	for _, c := range []struct {
		name  string
		spoil func(r *escalation.Rotation)
		path  string
		want  string
	}{
		{"no name", func(r *escalation.Rotation) { r.Name = "" }, "name", "is no name"},
		{"no zone", func(r *escalation.Rotation) { r.Zone = "" }, "zone", "is no zone"},
		{"the host's zone", func(r *escalation.Rotation) { r.Zone = "Local" }, "zone", "is no zone"},
		{"a zone that does not exist", func(r *escalation.Rotation) { r.Zone = "Europe/Atlantis" }, "zone", "there is no zone"},
		{"no start", func(r *escalation.Rotation) { r.Start = "" }, "start", "is no time"},
		{"a start that is no time", func(r *escalation.Rotation) { r.Start = "monday" }, "start", "is no time"},
		{"nobody", func(r *escalation.Rotation) { r.Members = nil }, "members", "want 1 to 100"},
		{"too many", func(r *escalation.Rotation) { r.Members = make([]string, 101) }, "members", "want 1 to 100"},
		{"a member without a name", func(r *escalation.Rotation) { r.Members[1] = " " }, "members[1]", "is no id"},
		{"no hand-over", func(r *escalation.Rotation) { r.HandOver = "" }, "hand_over", "empty"},
		{"a hand-over with a zone", func(r *escalation.Rotation) { r.HandOver = "TZ=UTC" }, "hand_over", "names no zone"},
		{"a hand-over that never comes", func(r *escalation.Rotation) { r.HandOver = "0 9 30 2 *" }, "hand_over", "never"},
		{"an override without a member", func(r *escalation.Rotation) {
			r.Overrides = []escalation.Override{{From: "2026-02-01", Until: "2026-02-02"}}
		}, "overrides[0].member", "is no id"},
		{"an override without an end", func(r *escalation.Rotation) {
			r.Overrides = []escalation.Override{over("2026-02-01", "")}
		}, "overrides[0].until", "is no time"},
		{"an override that ends before it begins", func(r *escalation.Rotation) {
			r.Overrides = []escalation.Override{over("2026-02-02", "2026-02-02")}
		}, "overrides[0].until", "not after from"},
		{"two overrides at one time", func(r *escalation.Rotation) {
			r.Overrides = []escalation.Override{over("2026-02-03", "2026-02-05"), over("2026-02-01", "2026-02-03T00:01")}
		}, "overrides[0]", "begins before overrides[1] ends"},
		{"too many overrides", func(r *escalation.Rotation) { r.Overrides = make([]escalation.Override, 1001) }, "overrides", "at most 1000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := weekly()
			c.spoil(&r)
			s, err := escalation.NewSchedule(r)
			require.Nil(t, s)
			require.ErrorIs(t, err, escalation.ErrInvalid)
			found := fault.Of(err)
			require.Len(t, found, 1, "%v", err)
			require.Equal(t, c.path, found[0].Path)
			require.Contains(t, found[0].Problem, c.want)
		})
	}
}

func TestARotationReadsFromYAMLAndJSONAlike(t *testing.T) {
	const text = `
name: night
zone: Europe/Berlin
start: 2026-01-05T09:00
members: [ann, bob]
hand_over: 0 9 * * mon
overrides:
  - {from: 2026-12-24, until: 2026-12-27, member: eve}
  - {from: 2027-01-01T00:00:00+01:00, until: 2027-01-02 00:00, member: eve}
`
	var r, q escalation.Rotation
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&r))
	s := schedule(t, r)
	who, _ := s.OnCall(utc(t, "2026-12-25T12:00:00Z"))
	require.Equal(t, "eve", who)
	turn, _ := s.Turn(utc(t, "2027-01-01T12:00:00Z"))
	require.Equal(t, utc(t, "2026-12-31T23:00:00Z"), turn.From)
	require.Equal(t, utc(t, "2027-01-01T23:00:00Z"), turn.Until)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &q))
	require.Equal(t, r, q)
}

func TestARotationEndsLongAfterAnybodyAsks(t *testing.T) {
	s := schedule(t, weekly())
	late := utc(t, "2300-01-01T00:00:00Z")
	_, ok := s.OnCall(late)
	require.False(t, ok)
	_, ok = s.Turn(late)
	require.False(t, ok)
	_, ok = s.NextHandOver(late)
	require.False(t, ok)
}

// rotations draws rotations in zones with every kind of clock change, from hourly to yearly, with overrides.
func rotations(t *rapid.T) escalation.Rotation {
	r := escalation.Rotation{
		Name: "any", Start: "2019-12-28T07:30", Members: []string{"ann", "bob", "cem", "ann", "dee"}[:rapid.IntRange(1, 5).Draw(t, "members")],
		Zone: rapid.SampledFrom([]string{
			"UTC", "Europe/Berlin", "America/New_York", "America/Havana", "America/Santiago", "Africa/Cairo", "Antarctica/Troll",
			"Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca",
		}).Draw(t, "zone"),
		HandOver: rapid.SampledFrom([]string{
			"@hourly", "*/30 * * * *", "0 0 * * *", "30 2 * * *", "15 1,2,3 * * *", "0 9 * * mon", "0 9 1,15 * *", "0 0 31 * *", "@yearly",
		}).Draw(t, "hand over"),
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for range rapid.IntRange(0, 4).Draw(t, "overrides") {
		from := day.AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, "from"))
		day = from.AddDate(0, 0, rapid.IntRange(1, 40).Draw(t, "days"))
		r.Overrides = append(r.Overrides, escalation.Override{
			From: escalation.Wall(from.Format(time.DateOnly)), Until: escalation.Wall(day.Format(time.DateOnly)), Member: "eve",
		})
	}
	return r
}

func TestTurnsTileTheLineOfTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := schedule(t, rotations(t))
		at := time.Unix(1577836800+rapid.Int64Range(0, 4*366*86400).Draw(t, "second"), 0).UTC()
		turn, ok := s.Turn(at)
		require.True(t, ok)
		require.False(t, turn.From.After(at))
		require.True(t, turn.Until.After(at))
		who, _ := s.OnCall(at)
		require.Equal(t, turn.Member, who)
		for _, inside := range []time.Time{turn.From, turn.Until.Add(-1)} {
			same, _ := s.Turn(inside)
			require.Equal(t, turn, same)
		}
		next, _ := s.Turn(turn.Until)
		require.Equal(t, turn.Until, next.From)
		until, _ := s.NextHandOver(at)
		require.Equal(t, turn.Until, until)
	})
}

func TestEveryHandOverPassesTheTurnOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rotations(t)
		r.Overrides = nil
		s := schedule(t, r)
		at, _ := s.NextHandOver(time.Time{})
		for n := range 60 {
			turn, ok := s.Turn(at)
			require.True(t, ok)
			require.Equal(t, at, turn.From)
			require.Equal(t, r.Members[n%len(r.Members)], turn.Member, "turn %d at %s", n, at)
			at = turn.Until
		}
	})
}

func TestAnOverrideChangesNothingOutsideItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rotations(t)
		with := schedule(t, r)
		r.Overrides = nil
		without := schedule(t, r)
		at := time.Unix(1577836800+rapid.Int64Range(0, 4*366*86400).Draw(t, "second"), 0)
		turn, _ := with.Turn(at)
		who, _ := without.OnCall(at)
		require.Equal(t, turn.Override, turn.Member == "eve")
		if !turn.Override {
			require.Equal(t, who, turn.Member)
		}
	})
}

func BenchmarkOnCallAfterThirtyYears(b *testing.B) {
	r := weekly()
	r.Zone, r.Start = "Europe/Berlin", "2000-01-03T09:00"
	s := schedule(b, r)
	at := utc(b, "2030-06-01T00:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		s.OnCall(at)
	}
}
