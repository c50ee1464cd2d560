package tickettest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/fourline-go/fourline/internal/walltime"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// monday is what the clock shows in the beginning: a Monday morning, when the office of [House] opens.
var monday = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// A Desk is a desk under test. Its methods fail the test when something goes wrong that was not to go wrong. The desk may be used
// from several goroutines; the clock is moved from one.
type Desk struct {
	Desk    *ticket.Desk   // the desk itself, for the code under test
	Store   ticket.Store   // what it keeps its tickets in
	Notices *Recorder      // what was handed over to the notifier
	Zone    *time.Location // of the times that [Desk.At] reads and failures show; nil: UTC

	t     testing.TB
	again *retries

	mu      sync.Mutex // guards all below
	now     time.Time
	opened  int
	clients map[string]bool // whose tickets have been touched
}

// NewDesk gives a desk for a handbook, nil for that of [House]. It stands on Monday, 23 November 2026, 09:00 UTC, and names its tickets T-1,
// T-2 and so on. Changes of the configuration may bring another store, actions or limits. A notifier is told what the recorder is
// told. A clock is asked once, for the instant at which the desk's own begins.
func NewDesk(t testing.TB, book *ticket.Handbook, changes ...func(*ticket.Config)) *Desk {
	t.Helper()
	if book == nil {
		book = Book(t, House())
	}
	d := &Desk{t: t, now: monday, clients: map[string]bool{"": true}}
	config := ticket.Config{Handbook: book, NewID: d.newID}
	for _, change := range changes {
		change(&config)
	}
	if config.Now != nil {
		d.now = config.Now().UTC().Truncate(time.Microsecond)
	}
	if config.Store == nil {
		config.Store = ticketmem.New()
		t.Cleanup(func() { config.Store.Close() }) //nolint:errcheck // it is in memory
	}
	for _, c := range book.Definition().Clients {
		d.clients[c.ID] = true
	}
	d.Store, d.again = config.Store, &retries{Store: config.Store}
	d.Notices = &Recorder{now: d.Now, next: config.Notifier}
	config.Store, config.Notifier, config.Now = d.again, d.Notices, d.Now
	var err error
	if d.Desk, err = ticket.NewDesk(config); err != nil {
		t.Fatal(err)
	}
	return d
}

// Book makes a handbook of a definition that has no faults.
func Book(t testing.TB, def ticket.Definition) *ticket.Handbook {
	t.Helper()
	book, err := ticket.NewHandbook(def)
	if err != nil {
		t.Fatalf("tickettest: %v", err)
	}
	return book
}

func (d *Desk) newID() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened++
	return fmt.Sprintf("T-%d", d.opened)
}

// Now is what the clock shows.
func (d *Desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *Desk) set(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = now
}

// At moves the clock on to a time of the zone: "2026-11-23 14:30".
func (d *Desk) At(clock string) {
	d.t.Helper()
	at, err := walltime.Read(clock, d.zone())
	if err != nil {
		d.t.Fatalf("tickettest: %v", err)
	}
	d.Until(at)
}

func (d *Desk) zone() *time.Location {
	if d.Zone == nil {
		return time.UTC
	}
	return d.Zone
}

// said is what the clock shows, for a failure.
func (d *Desk) said() string { return d.Now().In(d.zone()).Format("Mon " + walltime.Layout + ":05") }
