package ticketsql

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
)

// Apply commits mutations, together with those of other callers; see [ticket.Store]. All of one call are in one transaction.
func (s *Store) Apply(ctx context.Context, all []ticket.Mutation) ([]ticket.Result, error) {
	mutations, steps := make([]mutation, len(all)), make([]step, 0, len(all))
	for i := range all {
		if err := mutations[i].encode(&all[i], s.latest); err != nil {
			mutations[i].failed(err) // and its neighbours go on
			continue
		}
		steps = append(steps, &mutations[i])
	}
	if err := s.write(ctx, "apply", steps...); err != nil {
		return nil, err
	}
	results := make([]ticket.Result, len(all))
	for i := range mutations {
		results[i] = mutations[i].result
	}
	return results, nil
}

// mutation is a [ticket.Mutation] as it is written: a step that shares no memory with the caller. What takes time is done before it
// stands in the queue.
type mutation struct {
	name
	key             string
	expect, version int64
	columns         columns
	wake            time.Time
	changed         change // which of the columns differ from those of the expected version
	data            string
	events          []string
	references      []string // that the ticket had not before, as far as is known
	notices         []told
	cancel          []string
	latest          *entry // for the cache, once it is committed
	result          ticket.Result
}

// told is a notice as it is written.
type told struct {
	client, key, ticket, policy string
	ready                       int64
	data                        string
}

// encode copies and encodes a mutation.
func (m *mutation) encode(from *ticket.Mutation, latest *cache) error {
	t := &from.Ticket
	m.name, m.key = name{t.Client, t.ID}, from.Key
	m.expect, m.version = from.Expect, t.Version
	if len(from.Events) == 0 {
		return nil
	}
	m.columns, m.wake = columnsOf(t, from.Wake), from.Wake
	m.changed, m.references = everyColumn|unknownWake, t.References
	if old, ok := latest.get(m.name); ok && old.ticket.Version == from.Expect {
		was := columnsOf(&old.ticket, old.wake)
		m.changed = m.columns.changed(&was)
		m.references = t.References[min(len(old.ticket.References), len(t.References)):]
	}
	m.references = slices.Clone(m.references)
	m.latest = &entry{ticket: t.Clone(), wake: from.Wake}
	m.cancel = append(m.cancel, from.Cancel...)
	if err := text(&m.data, t); err != nil {
		return err
	}
	m.events = make([]string, len(from.Events))
	for i := range from.Events {
		if err := text(&m.events[i], &from.Events[i]); err != nil {
			return err
		}
	}
	return m.encodeNotices(from.Notices)
}

func (m *mutation) encodeNotices(notices []escalation.Notice) error {
	m.notices = make([]told, len(notices))
	for i, n := range notices {
		m.notices[i] = told{client: n.Client, key: n.Key, ticket: n.Ticket, policy: n.Policy, ready: n.At.UnixMicro()}
		if err := text(&m.notices[i].data, n); err != nil {
			return err
		}
	}
	return nil
}

// text encodes a value as JSON.
func text(into *string, v any) error {
	raw, err := json.Marshal(v)
	*into = string(raw)
	return err
}

func (m *mutation) failed(err error) {
	m.result = ticket.Result{Err: fmt.Errorf("ticketsql: apply to %q: %w", m.id, err)}
}

func (m *mutation) done(latest *cache) {
	if m.latest != nil && m.result == (ticket.Result{}) {
		latest.put(m.name, m.latest)
	}
}

// do writes the mutation, or finds that it cannot be committed or was already. What can stop it comes before everything that would
// have to be taken back, but for the command key, which in the usual case is looked up and taken at once.
func (m *mutation) do(w *writer) error {
	m.result = ticket.Result{}
	if m.key != "" {
		seen, err := m.takeKey(w)
		if seen || err != nil {
			return err
		}
	}
	if len(m.events) == 0 {
		return nil
	}
	taken, err := m.takenReference(w)
	if err != nil {
		return err
	}
	if taken != nil {
		return m.refuse(w, taken)
	}
	n, err := m.writeTicket(w)
	if err != nil {
		return err
	}
	if n == 0 {
		return m.refuse(w, nil)
	}
	if err := m.writeEvents(w); err != nil {
		return err
	}
	return m.writeNotices(w)
}

// takeKey writes the command key; when it is there already the result says what it came to. Without events it only looks.
func (m *mutation) takeKey(w *writer) (seen bool, err error) {
	if len(m.events) > 0 {
		n, err := w.exec("INSERT INTO commands (client, key, ticket, version) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", m.client, m.key, m.id, m.version)
		if err != nil || n == 1 {
			return false, err
		}
	}
	m.result.Seen, err = w.one("SELECT ticket, version FROM commands WHERE client = ? AND key = ?",
		[]any{m.client, m.key}, &m.result.Ticket, &m.result.Version)
	return m.result.Seen, err
}

// takenReference gives the first reference that another ticket has, nil for none.
func (m *mutation) takenReference(w *writer) (*ticket.DuplicateError, error) {
	for _, r := range m.references {
		taken := &ticket.DuplicateError{Reference: r}
		held, err := w.one("SELECT ticket FROM refs WHERE client = ? AND reference = ?", []any{m.client, r}, &taken.Ticket)
		if err != nil {
			return nil, err
		}
		if held && taken.Ticket != m.id {
			return taken, nil
		}
	}
	return nil, nil
}

// refuse says why the ticket was not written, and gives the command key back. A reference that is taken comes last.
func (m *mutation) refuse(w *writer, taken *ticket.DuplicateError) error {
	if m.key != "" {
		if err := w.run("DELETE FROM commands WHERE client = ? AND key = ?", m.client, m.key); err != nil {
			return err
		}
	}
	var stored int64
	there, err := w.one("SELECT version FROM tickets WHERE client = ? AND id = ?", []any{m.client, m.id}, &stored)
	switch {
	case err != nil:
		return err
	case there && m.expect == 0:
		m.result.Err = &ticket.DuplicateError{Ticket: m.id}
		return nil
	case !there && m.expect != 0:
		m.result.Err = fmt.Errorf("ticketsql: apply to %q: there is no such ticket: %w", m.id, ticket.ErrConflict)
		return nil
	case stored != m.expect:
		m.result.Err = fmt.Errorf("ticketsql: apply to %q: version %d is stored, not %d: %w", m.id, stored, m.expect, ticket.ErrConflict)
		return nil
	}
	holder := &ticket.DuplicateError{Key: m.columns.texts[alarmText]}
	there, err = w.one("SELECT id FROM tickets WHERE client = ? AND alarm = ? AND open = 1 AND alarm <> '' AND id <> ? AND ? = 1",
		[]any{m.client, m.columns.texts[alarmText], m.id, m.columns.numbers[openNumber]}, &holder.Ticket)
	switch {
	case err != nil:
		return err
	case there:
		m.result.Err = holder
	case taken != nil:
		m.result.Err = taken
	default:
		return fmt.Errorf("ticket %q was not written, and nothing was in the way", m.id)
	}
	return nil
}

// writeEvents adds the events, which are numbered up to the version, and the references that came with them.
func (m *mutation) writeEvents(w *writer) error {
	for _, r := range m.references {
		if err := w.run("INSERT INTO refs (client, reference, ticket) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", m.client, r, m.id); err != nil {
			return err
		}
	}
	seq := m.version - int64(len(m.events))
	for _, e := range m.events {
		seq++
		if err := w.run("INSERT INTO events (client, ticket, seq, data) VALUES (?, ?, ?, ?)", m.client, m.id, seq, e); err != nil {
			return err
		}
	}
	return nil
}

// writeNotices queues the notices whose keys are free, then cancels those of policies.
func (m *mutation) writeNotices(w *writer) error {
	for _, n := range m.notices {
		err := w.run(`INSERT INTO notices (client, key, ticket, policy, status, ready, data) VALUES (?, ?, ?, ?, 'queued', ?, ?)
			ON CONFLICT (client, key) DO NOTHING`, n.client, n.key, n.ticket, n.policy, n.ready, n.data)
		if err != nil {
			return err
		}
	}
	for _, policy := range m.cancel {
		err := w.run("UPDATE notices SET status = 'cancelled' WHERE client = ? AND ticket = ? AND policy = ? AND status = 'queued'",
			m.client, m.id, policy)
		if err != nil {
			return err
		}
	}
	return nil
}

// micros is how an instant is stored: microseconds since 1970, nil for the zero time.
func micros(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// instant is the instant that was stored.
func instant(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
