package slaical

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// maxOnsets bounds the clock changes of one zone, and maxOffsets how many different offsets they lead to.
const (
	maxOnsets  = 10_000
	maxOffsets = 200
)

// zones are what the TZIDs of a file mean: the zone that tzdata knows by that name, else the VTIMEZONE of the file. Exporters that
// name zones in their own way, such as "W. Europe Standard Time", write one beside their events.
type zones struct {
	years years
	parts map[string][]event // by TZID, the STANDARD and DAYLIGHT components
	made  map[string]*time.Location
}

func zonesOf(components []*ics.VTimezone, y years) *zones {
	z := &zones{years: y, parts: map[string][]event{}, made: map[string]*time.Location{}}
	for _, c := range components {
		tzid := event{properties: c.Properties}.value("TZID")
		for _, part := range c.SubComponents() {
			z.parts[tzid] = append(z.parts[tzid], event{properties: part.UnknownPropertiesIANAProperties()})
		}
	}
	return z
}

// find gives the zone of a TZID.
func (z *zones) find(tzid string) (*time.Location, error) {
	if zone, ok := z.made[tzid]; ok {
		return zone, nil
	}
	zone, err := time.LoadLocation(strings.TrimPrefix(tzid, "/"))
	if err != nil || strings.EqualFold(tzid, "local") {
		if len(z.parts[tzid]) == 0 {
			return nil, fmt.Errorf("no zone %.40q in tzdata, and no VTIMEZONE of that name in the file", tzid)
		}
		if zone, err = z.make(tzid); err != nil {
			return nil, fmt.Errorf("no zone %.40q in tzdata, and its VTIMEZONE cannot be used: %w", tzid, err)
		}
	}
	z.made[tzid] = zone
	return zone, nil
}

// An onset is a clock change: the Unix second from which an offset holds, in seconds east of UTC.
type onset struct{ at, before, offset int64 }

// make lays out a VTIMEZONE for the years asked for.
func (z *zones) make(tzid string) (*time.Location, error) {
	var all []onset
	for _, part := range z.parts[tzid] {
		more, err := part.onsets(z.years)
		if err != nil {
			return nil, err
		}
		if all = append(all, more...); len(all) > maxOnsets {
			return nil, fmt.Errorf("has more than %d clock changes", maxOnsets)
		}
	}
	slices.SortStableFunc(all, func(a, b onset) int { return cmp.Compare(a.at, b.at) })
	return locationOf(tzid, all)
}

// onsets are the clock changes of a STANDARD or DAYLIGHT component, from its first one on.
func (e event) onsets(y years) ([]onset, error) {
	start, err := readMoment(e.value("DTSTART"), "", nil)
	if err != nil {
		return nil, err
	}
	before, err := readOffset(e.value("TZOFFSETFROM"))
	if err != nil {
		return nil, err
	}
	after, err := readOffset(e.value("TZOFFSETTO"))
	if err != nil {
		return nil, err
	}
	start.zone = time.FixedZone("before", int(before))
	walls := []time.Time{start.wall}
	y.first = start.wall
	for _, rule := range e.all("RRULE") {
		more, err := unfold(rule, start, y)
		if err != nil {
			return nil, err
		}
		walls = append(walls, more...)
	}
	for _, p := range e.all("RDATE") {
		for text := range strings.SplitSeq(p.Value, ",") {
			m, err := readMoment(text, "", nil)
			if err != nil {
				return nil, err
			}
			walls = append(walls, m.wall)
		}
	}
	all := make([]onset, len(walls))
	for i, wall := range walls {
		all[i] = onset{wall.Unix() - before, before, after}
	}
	return all, nil
}

// readOffset reads "+0100" or "-053020" as seconds east of UTC.
func readOffset(text string) (int64, error) {
	layout := "-0700"
	if len(text) == len("-070000") {
		layout = "-070000"
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return 0, fmt.Errorf("%.40q is not an offset from UTC", text)
	}
	_, offset := t.Zone()
	return int64(offset), nil
}

// locationOf writes clock changes in the format of tzdata (RFC 8536, version 2) for the time package to read.
func locationOf(name string, changes []onset) (*time.Location, error) {
	if len(changes) == 0 {
		return nil, errors.New("has no clock change")
	}
	offsets := []int64{changes[0].before} // the first holds until the first change
	var instants, kinds, types []byte
	for _, c := range changes {
		kind := slices.Index(offsets, c.offset)
		if kind < 0 {
			kind, offsets = len(offsets), append(offsets, c.offset)
		}
		instants, kinds = binary.BigEndian.AppendUint64(instants, uint64(c.at)), append(kinds, byte(kind))
	}
	if len(offsets) > maxOffsets {
		return nil, fmt.Errorf("has more than %d different offsets", maxOffsets)
	}
	for _, o := range offsets {
		types = append(binary.BigEndian.AppendUint32(types, uint32(o)), 0, 0) // not daylight saving, the first abbreviation
	}
	header := func(changes, types, letters int) []byte {
		h := append([]byte("TZif2"), make([]byte, 15+3*4)...)
		for _, n := range []int{changes, types, letters} {
			h = binary.BigEndian.AppendUint32(h, uint32(n))
		}
		return h
	}
	abbreviation := []byte("-00\x00")
	data := slices.Concat(header(0, 0, 0), header(len(changes), len(offsets), len(abbreviation)),
		instants, kinds, types, abbreviation, []byte("\n\n"))
	return time.LoadLocationFromTZData(name, data)
}
