package ticketsql

import (
	"math"
	"strings"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// The columns of what is searched for, in the order of [columns]. Those in an index are written only when they change, the rest
// with every commit: that costs next to nothing.
var (
	textNames   = [...]string{"class", "tier", "assignee", "group_name", "priority", "alarm", "source", "requester", "owner"}
	numberNames = [...]string{"open", "due", "wake"}
	restNames   = [...]string{"state", "pending", "kind", "channel", "service", "category", "opened", "updated", "resolved", "closed"}

	indexedNames = append(textNames[:], numberNames[:]...)
)

// Places in columns.
const (
	alarmText  = 5
	openNumber = 0
	wakeNumber = 2
)

const (
	never   = math.MaxInt64 // the due time of a ticket of which nothing is due: after all others
	nothing = math.MinInt64 // a number that is written as NULL
)

// columns are what is searched for, taken out of a ticket. Instants are microseconds since 1970.
type columns struct {
	texts   [len(textNames)]string
	numbers [len(numberNames)]int64
	rest    [len(restNames)]any
}

func columnsOf(t *ticket.Ticket, wake time.Time) columns {
	c := columns{
		texts:   [...]string{string(t.Class), string(t.Tier), t.Working.Engineer, t.Group, t.Priority, t.Alarm.Key, t.Alarm.Source, t.Requester, t.Owner.Engineer},
		numbers: [...]int64{0, stored(t.Due(), never), stored(wake, nothing)},
		rest: [...]any{
			t.State, t.Pending, t.Kind, t.Channel, t.Service, t.Category,
			micros(t.Opened), micros(t.Updated), micros(t.Resolved), micros(t.Closed),
		},
	}
	if t.Open() {
		c.numbers[openNumber] = 1
	}
	return c
}

// stored is how an instant is stored, the zero one as a number of its own.
func stored(t time.Time, zero int64) int64 {
	if t.IsZero() {
		return zero
	}
	return t.UnixMicro()
}

// change is a set of columns that are in an index: a bit for each of indexedNames.
type change uint

const (
	everyColumn change = 1<<(len(textNames)+len(numberNames)) - 1
	wakeChange  change = 1 << (len(textNames) + wakeNumber)
	unknownWake change = everyColumn + 1 // the wake that is stored is not known: it may be the same
)

// values appends the values of some indexed columns and of the rest.
func (c *columns) values(args []any, set change) []any {
	for i, v := range c.texts {
		if set&(1<<i) != 0 {
			args = append(args, v)
		}
	}
	for i, n := range c.numbers {
		switch {
		case set&(1<<(len(textNames)+i)) == 0:
		case n == nothing:
			args = append(args, nil)
		default:
			args = append(args, n)
		}
	}
	return append(args, c.rest[:]...)
}

// names gives the names of some indexed columns and of the rest.
func (set change) names() []string {
	var names []string
	for i, name := range indexedNames {
		if set&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return append(names, restNames[:]...)
}

// changed says which indexed columns differ from those of old. Writing only these leaves the indexes of the others alone, which is a
// quarter of the work of a commit.
func (c *columns) changed(old *columns) change {
	var set change
	for i := range c.texts {
		if c.texts[i] != old.texts[i] {
			set |= 1 << i
		}
	}
	for i := range c.numbers {
		if c.numbers[i] != old.numbers[i] {
			set |= 1 << (len(textNames) + i)
		}
	}
	return set
}

// insertText is the statement that writes a new ticket. It does nothing when one of that id is there, or another one holds its alarm.
var insertText = "INSERT INTO tickets (client, id, version, data, " + strings.Join(everyColumn.names(), ", ") +
	") VALUES (?, ?, ?, ?" + strings.Repeat(", ?", len(everyColumn.names())) + ") ON CONFLICT DO NOTHING"

// updateText is the statement that writes a ticket's changed columns. OR IGNORE leaves a ticket alone whose alarm another one holds.
func updateText(set change) string {
	var b strings.Builder
	b.WriteString("UPDATE OR IGNORE tickets SET version = ?, data = ?")
	for _, column := range set.names() {
		b.WriteString(", " + column + " = ?")
	}
	switch {
	case set&unknownWake != 0: // a lease on the same wake goes on
		b.WriteString(", leased = CASE WHEN wake IS ? THEN leased END")
	case set&wakeChange != 0:
		b.WriteString(", leased = NULL")
	}
	b.WriteString(" WHERE client = ? AND id = ? AND version = ?")
	return b.String()
}

// writeTicket inserts or updates the ticket and gives the number of rows written: none when something is in the way.
func (m *mutation) writeTicket(w *writer) (int64, error) {
	args := make([]any, 0, 32)
	if m.expect == 0 {
		return w.exec(insertText, m.columns.values(append(args, m.client, m.id, m.version, m.data), everyColumn)...)
	}
	args = m.columns.values(append(args, m.version, m.data), m.changed)
	if m.changed&unknownWake != 0 {
		args = append(args, micros(m.wake))
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
