package ticketsql

import (
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// columns are what is searched for, taken out of a ticket.
type columns struct {
	open                                                  int64
	class, tier, assignee, group, priority, alarm, source string
	wake                                                  any // microseconds, nil for never
}

func columnsOf(t *ticket.Ticket, wake time.Time) columns {
	c := columns{
		class: string(t.Class), tier: string(t.Tier), assignee: t.Working.Engineer, group: t.Group, priority: t.Priority,
		alarm: t.Alarm.Key, source: t.Alarm.Source, wake: micros(wake),
	}
	if t.Open() {
		c.open = 1
	}
	return c
}

// change is a set of columns.
type change uint

// The columns, in the order of [columnNames].
const (
	openColumn change = 1 << iota
	classColumn
	tierColumn
	assigneeColumn
	groupColumn
	priorityColumn
	alarmColumn
	sourceColumn
	wakeColumn
	unknownWake // the wake that is stored is not known: it may be the same
	everyColumn = unknownWake - 1
)

// columnNames are their names in the schema.
var columnNames = []string{"open", "class", "tier", "assignee", "group_name", "priority", "alarm", "source", "wake"}

// values gives them in the order of columnNames.
func (c *columns) values() [9]any {
	return [9]any{c.open, c.class, c.tier, c.assignee, c.group, c.priority, c.alarm, c.source, c.wake}
}

// changed says which columns differ from those of old. Writing only these leaves the indexes of the others alone, which is a quarter of
// the work of a commit.
func (c *columns) changed(old columns) change {
	var set change
	was := old.values()
	for i, v := range c.values() {
		if v != was[i] {
			set |= 1 << i
		}
	}
	return set
}

// updateText is the statement that writes a ticket's changed columns. OR IGNORE leaves a ticket alone whose alarm another one holds.
func updateText(set change) string {
	var b strings.Builder
	b.WriteString("UPDATE OR IGNORE tickets SET version = ?, data = ?")
	for i, column := range columnNames {
		if set&(1<<i) != 0 {
			b.WriteString(", " + column + " = ?")
		}
	}
	switch {
	case set&unknownWake != 0: // a lease on the same wake goes on
		b.WriteString(", leased = CASE WHEN wake IS ? THEN leased END")
	case set&wakeColumn != 0:
		b.WriteString(", leased = NULL")
	}
	b.WriteString(" WHERE client = ? AND id = ? AND version = ?")
	return b.String()
}

// writeTicket inserts or updates the ticket and gives the number of rows written: none when something is in the way.
func (m *mutation) writeTicket(w *writer) (int64, error) {
	values := m.columns.values()
	if m.expect == 0 {
		return w.exec(`INSERT INTO tickets (client, id, version, data, open, class, tier, assignee, group_name, priority, alarm, source, wake)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			append([]any{m.client, m.id, m.version, m.data}, values[:]...)...)
	}
	args := append(make([]any, 0, 16), m.version, m.data)
	for i, v := range values {
		if m.changed&(1<<i) != 0 {
			args = append(args, v)
		}
	}
	if m.changed&unknownWake != 0 {
		args = append(args, m.columns.wake)
	}
	return w.exec(w.update(m.changed), append(args, m.client, m.id, m.expect)...)
}

// update gives the text of the statement that writes some columns.
func (w *writer) update(set change) string {
	text, ok := w.updates[set]
	if !ok {
		text = updateText(set)
		w.updates[set] = text
	}
	return text
}
