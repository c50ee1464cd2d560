package slacal_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/us"
	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/sla/slacal"
)

func TestHolidaysOfTheUnitedStates(t *testing.T) {
	got, err := slacal.Holidays(us.Holidays, slacal.Options{From: 2027, To: 2027})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{ // opm.gov, federal holidays 2027; 2027-12-31 is New Year 2028, a Saturday
		{Name: "New Year's Day", Date: "2027-01-01"},
		{Name: "Martin Luther King Jr. Day", Date: "2027-01-18"},
		{Name: "Presidents' Day", Date: "2027-02-15"},
		{Name: "Memorial Day", Date: "2027-05-31"},
		{Name: "Juneteenth", Date: "2027-06-18"},
		{Name: "Independence Day", Date: "2027-07-05"},
		{Name: "Labor Day", Date: "2027-09-06"},
		{Name: "Columbus Day", Date: "2027-10-11"},
		{Name: "Veterans Day", Date: "2027-11-11"},
		{Name: "Thanksgiving Day", Date: "2027-11-25"},
		{Name: "Christmas Day", Date: "2027-12-24"},
		{Name: "New Year's Day", Date: "2027-12-31"},
	}, got)
}

func TestActualDaysOnRequest(t *testing.T) {
	got, err := slacal.Holidays([]*cal.Holiday{us.IndependenceDay}, slacal.Options{From: 2026, To: 2027, Actual: true})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{
		{Name: "Independence Day", Date: "2026-07-03"}, {Name: "Independence Day", Date: "2026-07-04"},
		{Name: "Independence Day", Date: "2027-07-04"}, {Name: "Independence Day", Date: "2027-07-05"},
	}, got)
}

func TestRulesThatBeginLater(t *testing.T) {
	got, err := slacal.Holidays([]*cal.Holiday{us.Juneteenth}, slacal.Options{From: 2018, To: 2021})
	require.NoError(t, err)
	require.Equal(t, []sla.Holiday{{Name: "Juneteenth", Date: "2021-06-18"}}, got)
}

// A midnight that the host's zone skips must not move a holiday to the day before.
func TestTheZoneOfTheHostDoesNotMatter(t *testing.T) {
	before := cal.DefaultLoc
	t.Cleanup(func() { cal.DefaultLoc = before })
	rule := aa.NewYear.Clone(&cal.Holiday{Name: "Clock change"})
	rule.Month, rule.Day = time.November, 4
	for _, name := range []string{"UTC", "America/Sao_Paulo", "America/Havana", "Asia/Beirut", "Africa/Cairo", "Pacific/Apia"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		cal.DefaultLoc = zone
		got, err := slacal.Holidays([]*cal.Holiday{rule}, slacal.Options{From: 2018, To: 2018})
		require.NoError(t, err)
		require.Equal(t, []sla.Holiday{{Name: "Clock change", Date: "2018-11-04"}}, got, name)
	}
}

func TestWhatCannotBeUsed(t *testing.T) {
	for want, try := range map[string]struct {
		rules []*cal.Holiday
		o     slacal.Options
	}{
		"slacal: from: wants years in order, 1910 to 2199; got 0 to 0":       {us.Holidays, slacal.Options{}},
		"slacal: from: wants years in order, 1910 to 2199; got 2027 to 2026": {us.Holidays, slacal.Options{From: 2027, To: 2026}},
		"slacal: rules[1]: has no rule to compute a date by":                 {[]*cal.Holiday{us.NewYear, nil}, slacal.Options{From: 2027, To: 2027}},
		"slacal: rules[0]: has no rule to compute a date by":                 {[]*cal.Holiday{{Name: "x"}}, slacal.Options{From: 2027, To: 2027}},
	} {
		_, err := slacal.Holidays(try.rules, try.o)
		require.ErrorIs(t, err, sla.ErrInvalid)
		require.EqualError(t, err, want)
	}
}

func TestMoreThanACalendarTakes(t *testing.T) {
	var rules []*cal.Holiday
	for day := range 20 {
		rule := aa.NewYear.Clone(nil)
		rule.Day = day + 1
		rules = append(rules, rule)
	}
	_, err := slacal.Holidays(rules, slacal.Options{From: 1950, To: 2150})
	require.ErrorIs(t, err, sla.ErrInvalid)
	require.EqualError(t, err, "slacal: rules: come to 4020 holidays; at most 4000: ask for fewer years")
}
