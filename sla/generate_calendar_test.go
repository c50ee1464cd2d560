package sla_test

import (
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/sla"
)

// zoneNames lists the zones of tzdata 2026 that changed their offset since 1910, one of each group with the same history.
//
//go:embed testdata/zones.txt
var zoneNames string

var zones = strings.Fields(zoneNames)

// changesOf finds the clock changes of a zone from 1911 until 2060 by looking every twelve hours and then closing in.
var changesOf = func() func(zone string) []int64 {
	var known sync.Map
	return func(name string) []int64 {
		if found, ok := known.Load(name); ok {
			return found.([]int64)
		}
		zone, err := time.LoadLocation(name)
		if err != nil {
			panic(err)
		}
		offset := func(x int64) int { _, o := time.Unix(x, 0).In(zone).Zone(); return o }
		var found []int64
		const step = 12 * 3600
		for x := date(1911, 1, 1).Unix(); x < date(2060, 1, 1).Unix(); x += step {
			if offset(x) == offset(x+step) {
				continue
			}
			found = append(found, x+1+int64(sort.Search(step, func(i int) bool { return offset(x+1+int64(i)) != offset(x) })))
		}
		known.Store(name, found)
		return found
	}
}()

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// A question is a calendar and instants to ask it about.
type question struct {
	hours   sla.Hours
	cal     *sla.Calendar
	around  time.Time // half of the time near a clock change
	a, b, c time.Time // near around, in order
	d, e    time.Duration
	step    int64 // what all times of the calendar and its zone are multiples of, in seconds
}

func compile(t require.TestingT, h sla.Hours) *sla.Calendar {
	c, err := sla.Compile(h)
	require.NoError(t, err)
	return c
}

// drawQuestion draws a calendar of any zone, with exceptions near the instants that it is asked about.
func drawQuestion(t *rapid.T) question {
	var q question
	q.hours.Name = "drawn"
	q.hours.Zone = rapid.SampledFrom(zones).Draw(t, "zone")
	q.around = date(1911, 1, 1).Add(time.Duration(rapid.Int64Range(0, 188*365*86400).Draw(t, "around")) * time.Second)
	if changes := changesOf(q.hours.Zone); len(changes) > 0 && rapid.Bool().Draw(t, "near a change") {
		q.around = time.Unix(rapid.SampledFrom(changes).Draw(t, "change"), 0).UTC()
	}
	q.step = 60
	zone, _ := time.LoadLocation(q.hours.Zone)
	for day := -5; day <= 5; day++ {
		if _, offset := q.around.AddDate(0, 0, day).In(zone).Zone(); offset%60 != 0 {
			q.step = 1
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "to the second") == 0 {
		q.step = 1
	}
	q.hours.Week = drawWeek(t, q.step)
	drawExceptions(t, &q)
	q.hours.Boundary = rapid.SampledFrom([]sla.Boundary{"", sla.AtClose, sla.AtNextOpen}).Draw(t, "boundary")
	q.cal = compile(t, q.hours)
	at := func(label string) time.Time {
		return q.around.Add(time.Duration(rapid.Int64Range(-36*3600e9, 36*3600e9).Draw(t, label)) / 1000 * 1000)
	}
	all := []time.Time{at("a"), at("b"), at("c")}
	sort.Slice(all, func(i, j int) bool { return all[i].Before(all[j]) })
	q.a, q.b, q.c = all[0], all[1], all[2]
	q.d, q.e = drawDuration(t, "d"), drawDuration(t, "e")
	return q
}

func drawDuration(t *rapid.T, label string) time.Duration {
	whole := rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 15 * time.Minute, time.Hour}).Draw(t, label+" unit")
	n := rapid.Int64Range(1, 24*int64(time.Hour/whole)).Draw(t, label)
	return time.Duration(n) * whole
}

func drawWeek(t *rapid.T, step int64) sla.Week {
	day := func(label string) []sla.Span {
		return rapid.SliceOfN(drawSpan(step), 0, 3).Draw(t, label)
	}
	w := sla.Week{Mon: day("mon"), Tue: day("tue"), Wed: day("wed"), Thu: day("thu"), Fri: day("fri"), Sat: day("sat"), Sun: day("sun")}
	w.Tue = append(w.Tue, drawSpan(step).Draw(t, "at least")) // so that it is never closed for good
	return w
}

// drawSpan draws spans that begin and end where clocks change, or anywhere.
func drawSpan(step int64) *rapid.Generator[sla.Span] {
	return rapid.Custom(func(t *rapid.T) sla.Span {
		clock := func(label string) int64 {
			if rapid.Bool().Draw(t, label+" round") {
				return 900 * rapid.Int64Range(0, 95).Draw(t, label)
			}
			return step * rapid.Int64Range(0, 86399/step).Draw(t, label)
		}
		from, to := clock("from"), clock("to")
		if rapid.IntRange(0, 6).Draw(t, "until midnight") == 0 {
			to = 86400
		}
		return sla.Span(clockText(from) + "-" + clockText(to))
	})
}

func clockText(s int64) string {
	if s%60 == 0 {
		return fmt.Sprintf("%02d:%02d", s/3600, s/60%60)
	}
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

func drawExceptions(t *rapid.T, q *question) {
	dates := func(label string) (sla.Date, sla.Date) {
		d := q.around.AddDate(0, 0, rapid.IntRange(-4, 4).Draw(t, label))
		layout := rapid.SampledFrom([]string{"2006-01-02", "01-02"}).Draw(t, label+" year")
		until := d.AddDate(0, 0, rapid.IntRange(0, 2).Draw(t, label+" until"))
		if until.Equal(d) && rapid.Bool().Draw(t, label+" single") {
			return sla.Date(d.Format(layout)), ""
		}
		return sla.Date(d.Format(layout)), sla.Date(until.Format(layout))
	}
	some := func(label string) bool { return rapid.IntRange(0, 2).Draw(t, label) == 0 }
	for range rapid.IntRange(0, 2).Draw(t, "holidays") {
		var o sla.Holiday
		o.Date, o.Until = dates("holiday")
		if some("part of the day") {
			o.Closed = []sla.Span{drawSpan(q.step).Draw(t, "closed")}
		}
		q.hours.Holidays = append(q.hours.Holidays, o)
	}
	for range rapid.IntRange(0, 2).Draw(t, "openings") {
		o := sla.Opening{Hours: []sla.Span{drawSpan(q.step).Draw(t, "hours")}, DespiteHoliday: some("despite")}
		o.Date, o.Until = dates("opening")
		q.hours.Openings = append(q.hours.Openings, o)
	}
	for range rapid.IntRange(0, 2).Draw(t, "breaks") {
		o := sla.Break{Closed: []sla.Span{drawSpan(q.step).Draw(t, "closed")}}
		o.Date, o.Until = dates("break")
		q.hours.Breaks = append(q.hours.Breaks, o)
	}
}

// checkEach runs a property over drawn questions.
func checkEach(t *testing.T, property func(t *rapid.T, q question)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) { property(t, drawQuestion(t)) })
}
