package sla

import (
	"errors"
	"fmt"
	"time"
)

// A clockSpan is a span as seconds of the wall clock after midnight of its date: 0 <= from < 86,400 and from < to <= from + 86,400.
type clockSpan struct{ from, to int64 }

// parse reads "HH:MM-HH:MM" or "HH:MM:SS-HH:MM:SS", or a mixture.
func (s Span) parse() (clockSpan, error) {
	for i := range len(s) {
		if s[i] != '-' {
			continue
		}
		from, err := parseClock(string(s[:i]))
		if err != nil {
			return clockSpan{}, err
		}
		to, err := parseClock(string(s[i+1:]))
		if err != nil {
			return clockSpan{}, err
		}
		if from == secondsPerDay {
			return clockSpan{}, errors.New(`cannot open at 24:00; write 00:00 on the next day`)
		}
		if to <= from {
			to += secondsPerDay
		}
		return clockSpan{from, to}, nil
	}
	return clockSpan{}, fmt.Errorf("%s is not a span of time; want for example 09:00-17:00", quoted(string(s)))
}

// parseClock reads "HH:MM" or "HH:MM:SS" from 00:00 to 24:00 as seconds after midnight.
func parseClock(s string) (int64, error) {
	bad := func() (int64, error) {
		return 0, fmt.Errorf("%s is not a time of day; want HH:MM or HH:MM:SS, from 00:00 to 24:00", quoted(s))
	}
	if (len(s) != 5 && len(s) != 8) || s[2] != ':' || (len(s) == 8 && s[5] != ':') {
		return bad()
	}
	hour, ok1 := twoDigits(s[0:2])
	minute, ok2 := twoDigits(s[3:5])
	second, ok3 := int64(0), true
	if len(s) == 8 {
		second, ok3 = twoDigits(s[6:8])
	}
	seconds := hour*3600 + minute*60 + second
	if !ok1 || !ok2 || !ok3 || minute > 59 || second > 59 || seconds > secondsPerDay {
		return bad()
	}
	return seconds, nil
}

func twoDigits(s string) (int64, bool) {
	a, b := s[0]-'0', s[1]-'0'
	return int64(a)*10 + int64(b), a <= 9 && b <= 9
}

// A dateRange is a range of dates, both inclusive, in one year or in every year.
type dateRange struct {
	yearly      bool
	first, last date // for a yearly range in the leap year 2000, and last before first when it runs over New Year
}

// parseRange reads a date and the date until which it lasts.
func parseRange(from, until Date) (dateRange, error) {
	if until == "" {
		until = from
	}
	first, yearly, err := from.parse()
	if err != nil {
		return dateRange{}, err
	}
	last, lastYearly, err := until.parse()
	switch {
	case err != nil:
		return dateRange{}, fmt.Errorf("until: %w", err)
	case yearly != lastYearly:
		return dateRange{}, errors.New("date and until must both have a year, or both none")
	case !yearly && last < first:
		return dateRange{}, fmt.Errorf("until %s is before %s", until, from)
	}
	return dateRange{yearly, first, last}, nil
}

func (d Date) parse() (parsed date, yearly bool, err error) {
	text := string(d)
	if len(text) == len("01-02") {
		text, yearly = "2000-"+text, true
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || len(text) != len(time.DateOnly) {
		return 0, false, fmt.Errorf("%s is not a date; want YYYY-MM-DD, or MM-DD for every year", quoted(string(d)))
	}
	if !yearly && (t.Year() < FirstYear || t.Year() > LastYear) {
		return 0, false, fmt.Errorf("%s is outside the years %d to %d", d, FirstYear, LastYear)
	}
	return dateOf(t.Date()), yearly, nil
}

// length is how many dates a range covers, for a yearly one in a leap year.
func (r dateRange) length() int {
	n := int(r.last-r.first) + 1
	if n <= 0 {
		n += 366
	}
	return n
}

// in gives the dates that a range covers when it starts in year; none when first comes after last.
func (r dateRange) in(year int) (first, last date) {
	if !r.yearly {
		return r.first, r.last
	}
	_, m1, d1 := r.first.midnightUTC().Date()
	_, m2, d2 := r.last.midnightUTC().Date()
	first = dateOf(year, m1, d1) // 29 February becomes 1 March in a common year
	if r.last < r.first {
		year++
	}
	last = dateOf(year, m2, d2)
	if m2 == time.February && last.midnightUTC().Month() == time.March {
		last-- // a common year: a range ends on 28 February, and the single day vanishes
	}
	return first, last
}

// covers reports whether d is one of the dates.
func (r dateRange) covers(d date) bool {
	year := d.midnightUTC().Year()
	for _, y := range [2]int{year - 1, year} { // a yearly range may have begun in the year before
		if first, last := r.in(y); first <= d && d <= last {
			return true
		}
	}
	return false
}

// quoted quotes what a person wrote, shortened so that an error stays readable.
func quoted(s string) string {
	const most = 40
	if len(s) > most {
		return fmt.Sprintf("%q...", s[:most])
	}
	return fmt.Sprintf("%q", s)
}
