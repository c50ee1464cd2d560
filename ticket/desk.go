package ticket

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/runbook"
)

// Config is what a desk is made of. Only the store and the handbook are needed.
type Config struct {
	Store    Store
	Handbook *Handbook           // for new tickets
	Earlier  []*Handbook         // other versions, that tickets in the store are decided under; a ticket keeps its version until it adopts another ([Adopt])
	Notifier escalation.Notifier // nil: notices wait in the store
	Actions  runbook.Actions     // host functions that runbooks call by name; nil: none
	Logger   *slog.Logger        // nil: nothing is logged; a desk logs only what it cannot return
	Now      func() time.Time    // nil: [time.Now]. The clock of the desk's business, not of its sleeping
	NewID    func() string       // nil: "T-" and 12 random letters and digits; unique per client, at most [MaxID] bytes

	Every    time.Duration // how often [Desk.Run] looks for what is due; 0: 1 s
	Lease    time.Duration // how long claimed wakes or notices are kept from others; 0: 1 min. Longer than the notifier takes for a batch
	Batch    int           // how many are claimed at once; 0: 100
	Attempts int           // how often a notice is tried before it has failed; 0: 10
	Backoff  time.Duration // wait after the first failure, doubled after each, at most 1 h; 0: 10 s
}

// A Desk is the one way in: every change of a ticket goes through it, whoever or whatever causes it. It is safe for concurrent
// use; any number of desks may share a store.
type Desk struct {
	config    Config
	handbooks map[int]*Handbook
}

// NewDesk checks a configuration. The error joins all faults and matches [ErrInvalid]. It starts nothing; see [Desk.Run].
func NewDesk(c Config) (*Desk, error) {
	var faults fault.List
	if c.Store == nil {
		faults.Add("Store", "is missing")
	}
	if c.Handbook == nil {
		faults.Add("Handbook", "is missing")
	}
	for _, n := range []struct {
		name string
		n    int64
	}{
		{"Every", int64(c.Every)}, {"Lease", int64(c.Lease)}, {"Batch", int64(c.Batch)}, {"Attempts", int64(c.Attempts)}, {"Backoff", int64(c.Backoff)},
	} {
		if n.n < 0 {
			faults.Add(n.name, "is negative")
		}
	}
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("ticket: desk: %w", err)
	}
	c.setDefaults()
	d := &Desk{config: c, handbooks: map[int]*Handbook{}}
	for _, h := range slices.Concat(c.Earlier, []*Handbook{c.Handbook}) {
		d.handbooks[h.Version()] = h
	}
	return d, nil
}

func (c *Config) setDefaults() {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.NewID == nil {
		c.NewID = func() string { return "T-" + rand.Text()[:12] }
	}
	orDefault(&c.Every, time.Second)
	orDefault(&c.Lease, time.Minute)
	orDefault(&c.Batch, 100)
	orDefault(&c.Attempts, 10)
	orDefault(&c.Backoff, 10*time.Second)
}

func orDefault[N int | time.Duration](n *N, d N) {
	if *n == 0 {
		*n = d
	}
}

// Handbook is the one for new tickets.
func (d *Desk) Handbook() *Handbook { return d.config.Handbook }

// A Receipt is what a command came to.
type Receipt struct {
	Ticket Ticket  // as it stands now; with Seen, no more than its id and version for an actor who has no business with it any more
	Events []Event // what happened, in order; none when there was nothing to do
	Seen   bool    // a command with this key was carried out before; nothing was done now
}

// maxTries bounds how often a command is decided anew because somebody else was faster.
const maxTries = 100

// Do carries out a command: all of its actions in one commit, or none. The errors to branch on are [ErrRefused] (a [*Refusal] with
// the reasons), [ErrNotFound], [ErrConflict] (only with Expect), [ErrDuplicate] (the id is taken), [ErrInvalid] (the command
// itself) and [ErrOutcomeUnknown] (send it again with the same key). When somebody else changes the ticket at the same time the
// command is decided again on what they made of it.
func (d *Desk) Do(ctx context.Context, c Command) (Receipt, error) {
	if err := c.admit(); err != nil {
		return Receipt{}, err
	}
	return d.do(ctx, c)
}

// admit checks a command that comes from the host.
func (c *Command) admit() error {
	if err := c.check(); err != nil {
		return err
	}
	for _, own := range []string{followKey, mailKey} {
		if strings.HasPrefix(c.Key, own) {
			return fmt.Errorf("ticket: command: Key: begins with %q, as the desk's own: %w", own, ErrInvalid)
		}
	}
	return nil
}

// do is [Desk.Do] for a command that is checked.
func (d *Desk) do(ctx context.Context, c Command) (Receipt, error) {
	create, look := c.opens(), sought{desk: d, ctx: ctx}
	fresh := create && c.Ticket == ""
	if fresh {
		var err error
		if create, err = look.seek(&c); err != nil {
			return Receipt{}, err
		}
	}
	for range maxTries {
		receipt, err := d.try(ctx, c, create)
		var taken *DuplicateError
		var over *ended
		switch {
		case err == nil:
			d.gather(ctx, c, create)
			return receipt, nil
		case errors.Is(err, ErrConflict) && c.Expect == 0:
			continue
		case errors.As(err, &taken) && c.raises() && taken.Key != "":
			c.Ticket, create = taken.Ticket, false // the alarm is open already: count it there
		case errors.As(err, &taken) && c.receives() && taken.Reference != "":
			if create, err = look.seek(&c); err != nil { // another mail of the thread was faster
				return Receipt{}, err
			}
		case errors.As(err, &over) && over.why != nil && (create || !fresh):
			return Receipt{}, over.why
		case errors.As(err, &over):
			look.again, look.after = true, over.after
			if create, err = look.seek(&c); err != nil {
				return Receipt{}, err
			}
		case errors.As(err, &taken) && taken.ofID() && fresh:
			if err := d.name(&c); err != nil {
				return Receipt{}, err
			}
		default:
			return Receipt{}, err
		}
	}
	return Receipt{}, fmt.Errorf("ticket %s: gave up after %d tries: %w", c.Ticket, maxTries, ErrConflict)
}

// name gives a new ticket its id.
func (d *Desk) name(c *Command) error {
	c.Ticket = d.config.NewID()
	if c.Ticket == "" {
		return errors.New("ticket: Config.NewID gave no id")
	}
	if err := c.check(); err != nil {
		return fmt.Errorf("ticket: the id that Config.NewID gave: %w", err)
	}
	return nil
}

// try loads, decides and commits once.
func (d *Desk) try(ctx context.Context, c Command, create bool) (Receipt, error) {
	t := Ticket{ID: c.Ticket, Client: c.By.Client}
	if !create {
		var err error
		if t, err = d.config.Store.Get(ctx, c.By.Client, c.Ticket); err != nil {
			return Receipt{}, err
		}
	}
	m, err := d.weigh(ctx, t, c, d.config.Store.Get)
	if errors.Is(err, ErrNoHandbook) {
		return Receipt{}, err
	}
	if err != nil || len(m.Events) == 0 {
		receipt, err := d.unless(ctx, t, c, err)
		if err == nil && !receipt.Seen {
			receipt.Ticket = t
		}
		return receipt, err
	}
	return d.commit(ctx, c.By, m)
}

// weigh decides a command on a ticket, with the others that it names.
func (d *Desk) weigh(ctx context.Context, t Ticket, c Command, get getter) (Mutation, error) {
	h, err := d.handbook(t)
	if err != nil {
		return Mutation{}, err
	}
	if c.Expect != 0 && c.Expect != t.Version {
		return Mutation{}, fmt.Errorf("ticket %s: has version %d, not %d: %w", t.ID, t.Version, c.Expect, ErrConflict)
	}
	if c.others, err = c.name(ctx, t, get); err != nil {
		return Mutation{}, err
	}
	for i, a := range c.Do {
		if adopt, ok := a.(Adopt); ok {
			adopt.book = d.handbooks[adopt.Version]
			c.Do = slices.Clone(c.Do)
			c.Do[i] = adopt
		}
	}
	return decide(ctx, t, c, h, d.at(c))
}

// at is when a command is decided.
func (d *Desk) at(c Command) time.Time {
	if c.At.IsZero() {
		return d.config.Now()
	}
	return c.At
}

// handbook gives the one a ticket is decided under.
func (d *Desk) handbook(t Ticket) (*Handbook, error) {
	if t.Version == 0 {
		return d.config.Handbook, nil
	}
	h, ok := d.handbooks[t.Handbook]
	if !ok {
		return nil, fmt.Errorf("ticket %s: version %d: %w", t.ID, t.Handbook, ErrNoHandbook)
	}
	return h, nil
}

func (d *Desk) commit(ctx context.Context, by Actor, m Mutation) (Receipt, error) {
	results, err := d.config.Store.Apply(ctx, []Mutation{m})
	if err != nil {
		return Receipt{}, err
	}
	r := results[0]
	switch {
	case r.Err != nil:
		return Receipt{}, r.Err
	case r.Seen:
		return d.seen(ctx, by, r)
	}
	return Receipt{Ticket: m.Ticket, Events: m.Events}, nil
}

// unless gives an error, or nothing to do, unless the command was carried out before, under its key.
func (d *Desk) unless(ctx context.Context, t Ticket, c Command, why error) (Receipt, error) {
	if c.Key == "" {
		return Receipt{}, why
	}
	results, err := d.config.Store.Apply(ctx, []Mutation{{Ticket: t, Expect: t.Version, Key: c.Key}})
	if err != nil { // it may well have been: whoever asks again will know
		return Receipt{}, err
	}
	if !results[0].Seen {
		return Receipt{}, why
	}
	return d.seen(ctx, c.By, results[0])
}

// seen gives the ticket of a command that was carried out before. Who has no business with it now learns that it was, and no more.
func (d *Desk) seen(ctx context.Context, by Actor, r Result) (Receipt, error) {
	w, err := d.visit(ctx, by, r.Ticket)
	if err != nil {
		return Receipt{}, err
	}
	if err := w.familiar(); err != nil {
		return Receipt{Ticket: Ticket{ID: w.t.ID, Client: w.t.Client, Version: w.t.Version}, Seen: true}, nil
	}
	return Receipt{Ticket: w.t, Seen: true}, nil
}

// check refuses a command that no ticket could carry out.
func (c *Command) check() error {
	var faults fault.List
	limit := func(path, v string, most int) {
		if len(v) > most {
			faults.Add(path, "is %d bytes long; at most %d are allowed", len(v), most)
		}
		if !utf8.ValidString(v) || strings.ContainsFunc(v, unicode.IsControl) {
			faults.Add(path, "has characters that nobody can read")
		}
	}
	limit("Ticket", c.Ticket, MaxID)
	limit("By.ID", c.By.ID, MaxID)
	limit("By.Client", c.By.Client, MaxID)
	limit("By.Tier", string(c.By.Tier), MaxID)
	limit("Key", c.Key, MaxKey)
	if c.Ticket == "" && !c.opens() {
		faults.Add("Ticket", "is missing")
	}
	if c.opens() && c.clears() && len(c.Do) > 1 {
		faults.Add("Do", "has more than a Clear, and Ticket is missing")
	}
	if len(c.Do) == 0 || len(c.Do) > MaxActions {
		faults.Add("Do", "has %d actions; want 1 to %d", len(c.Do), MaxActions)
	}
	for i, a := range c.Do {
		if a == nil || reflect.TypeOf(a).Kind() == reflect.Pointer {
			faults.Add(fmt.Sprintf("Do[%d]", i), "is nil or a pointer; want an action itself")
		}
	}
	if err := faults.Err(); err != nil {
		return fmt.Errorf("ticket: command: %w", err)
	}
	return nil
}

// opens reports whether the command begins by making a ticket, or leaves it to the desk to find one.
func (c *Command) opens() bool {
	if len(c.Do) == 0 {
		return false
	}
	switch a := c.Do[0].(type) {
	case Open:
		return true
	case received:
		return c.Ticket == ""
	case Raise:
		return c.Ticket == ""
	case Clear:
		return c.Ticket == "" && a.Key != ""
	}
	return false
}

func (c *Command) clears() bool {
	_, ok := c.Do[0].(Clear)
	return ok
}

func (c *Command) receives() bool {
	_, ok := c.Do[0].(received)
	return ok
}

func (c *Command) raises() bool {
	_, ok := c.Do[0].(Raise)
	return ok
}
