package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/ticket/timeline"
)

// A screen shows what happens while it happens. It is the desk's notifier as well: here is where notices arrive.
type screen struct {
	out     io.Writer
	paint   paint
	plan    *plan
	tell    timeline.Teller
	desk    *ticket.Desk
	now     func() time.Time
	tickets map[string]ticket.Ticket // as they stood when they were shown last, by number
	told    map[string]bool          // keys of the notices that were shown
	chapter string                   // that the lines above are of
	date    string                   // of the lines above
}

func newScreen(out io.Writer, plan *plan) *screen {
	return &screen{
		out: out, paint: paintFor(out), plan: plan, tell: plan.teller(),
		tickets: map[string]ticket.Ticket{}, told: map[string]bool{},
	}
}

// The columns: time, ticket, who; what happened takes the rest.
const (
	timeColumn   = 5
	ticketColumn = 6
	whoColumn    = 20
	textColumn   = width - timeColumn - ticketColumn - whoColumn - 6
)

// adopt takes the tickets that are there already as shown.
func (l *screen) adopt(ctx context.Context) ([]ticket.Ticket, error) {
	all, err := l.list(ctx)
	for _, t := range all {
		l.tickets[t.ID] = t
	}
	return all, err
}

// list gives all tickets of all clients, by their numbers.
func (l *screen) list(ctx context.Context) ([]ticket.Ticket, error) {
	var all []ticket.Ticket
	for _, client := range l.plan.clients() {
		for t, err := range l.desk.List(ctx, ticket.Query{Client: client}) {
			if err != nil {
				return nil, err
			}
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b ticket.Ticket) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// unclosed counts the tickets that were shown and are not closed.
func (l *screen) unclosed() int {
	var n int
	for _, t := range l.tickets {
		if t.Class != lifecycle.Closed {
			n++
		}
	}
	return n
}

// happened is an event with the ticket before it.
type happened struct {
	before ticket.Ticket
	ticket.Event
}

// catchUp shows what was committed since it was called last, in the order of time. What one actor did to a ticket in one go is one
// line.
func (l *screen) catchUp(ctx context.Context) error {
	all, err := l.list(ctx)
	if err != nil {
		return err
	}
	var news []happened
	for _, t := range all {
		before, ok := l.tickets[t.ID]
		if !ok {
			before = ticket.Ticket{ID: t.ID, Client: t.Client}
		}
		for e, err := range l.desk.Events(ctx, t.Client, t.ID) {
			if err != nil {
				return err
			}
			if e.Seq > before.Version {
				news = append(news, happened{before, e})
				before = ticket.Apply(before, e)
			}
		}
		l.tickets[t.ID] = before
	}
	slices.SortStableFunc(news, func(a, b happened) int { return a.At.Compare(b.At) })
	for len(news) > 0 {
		n := 1
		for n < len(news) && news[n].before.ID == news[0].before.ID && news[n].By == news[0].By && news[n].At.Equal(news[0].At) {
			n++
		}
		l.happen(news[:n])
		news = news[n:]
	}
	return nil
}

// happen shows some events of one ticket by one actor.
func (l *screen) happen(events []happened) {
	first := events[0]
	var parts []mark
	for _, e := range events {
		part := mark{l.sentence(e), colourOf(e)}
		if part.text != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return
	}
	for i := range parts[:len(parts)-1] {
		parts[i].text += ";"
	}
	by := plain
	if first.By.Kind == ticket.System {
		by = byTime
	}
	l.line(first.At, first.before.ID, mark{l.tell.Who(first.By), by}, parts...)
}

// sentence says what an event is, "" for one that goes without saying: the resolution is told when the ticket is resolved, a link where
// somebody made it, and that what was owed to other tickets is done is seen there.
func (l *screen) sentence(e happened) string {
	if byDesk := e.By.Kind == ticket.System; byDesk && (e.Type == ticket.Linked || e.Type == ticket.Followed && e.Why == "") {
		return ""
	}
	if e.Type == ticket.Messaged && e.By.Kind == ticket.System {
		return "passes the message on"
	}
	aside := func(c ticket.Change) bool {
		return c.Field == ticket.FieldResolution || c.Field == ticket.FieldResolutionNot
	}
	if e.Type == ticket.Changed && !slices.ContainsFunc(e.Changes, func(c ticket.Change) bool { return !aside(c) }) {
		return ""
	}
	return l.tell.Sentence(e.before, e.Event)
}

// becomes reports whether an event moves a ticket into a class.
func becomes(e happened, class lifecycle.Class) bool {
	c, ok := e.Changed(ticket.FieldClass)
	return ok && c.To == string(class)
}

func colourOf(e happened) string {
	switch {
	case e.Type == ticket.Breached || e.Type == ticket.Rejected || e.Type == ticket.AcceptLate || e.Reopens:
		return bad
	case e.Type == ticket.Moved && becomes(e, lifecycle.Resolved):
		return good
	default:
		return plain
	}
}

// line shows one line, and more where the text is long.
func (l *screen) line(at time.Time, id string, who mark, what ...mark) {
	at = at.In(l.plan.Zone)
	if date := at.Format("Monday, 2 January 2006"); date != l.date {
		fmt.Fprintf(l.out, "\n%s\n", l.paint.in(strong, date))
		l.date = date
	}
	for i := range what {
		what[i].text = oneLine(what[i].text)
	}
	for i, words := range wrap(textColumn, what...) {
		text := l.paint.join(words)
		if i > 0 {
			fmt.Fprintf(l.out, "%*s%s\n", width-textColumn, "", text)
			continue
		}
		fmt.Fprintf(l.out, "%s  %s  %s  %s\n", l.paint.in(faint, at.Format("15:04")), l.paint.in(strong, pad(id, ticketColumn)),
			l.paint.in(who.colour, pad(who.text, whoColumn)), text)
	}
}

// Notify shows a notice as it is delivered. Delivery is at least once: after a crash the desk hands the last ones over again, with
// the same key. Within one run of the program the second time says so; a screen does not remember more.
func (l *screen) Notify(ctx context.Context, n escalation.Notice) error {
	if err := l.catchUp(ctx); err != nil {
		return err
	}
	text := instants.ReplaceAllStringFunc(words(n.Text), l.clock)
	if l.told[n.Key] {
		text += " (again)"
	}
	l.told[n.Key] = true
	l.line(l.now(), n.Ticket, mark{"→ " + l.recipient(n.To), told}, mark{text, told})
	return nil
}

var instants = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)

// clock writes an instant as the clock on the wall shows it.
func (l *screen) clock(instant string) string {
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return instant
	}
	return at.In(l.plan.Zone).Format("15:04")
}

// recipient names whom a notice goes to.
func (l *screen) recipient(r escalation.Recipient) string {
	switch r.Kind {
	case escalation.ToEngineer, escalation.ToRequester, escalation.ToVendor:
		return l.tell.NameOf(r.ID)
	case escalation.ToTier:
		return "all of " + r.ID
	default:
		return r.ID
	}
}

// refused shows a refusal that the scenario expects.
func (l *screen) refused(e entry, id string, err error) {
	l.line(l.now(), id, mark{l.tell.Who(e.By), plain}, mark{"is refused: " + strings.TrimPrefix(err.Error(), "ticket: refused: "), bad})
}

// surprise shows what the scenario does not expect.
func (l *screen) surprise(e entry, id, what string) {
	l.line(l.now(), id, mark{l.tell.Who(e.By), plain}, mark{fmt.Sprintf("line %d of the scenario: %s", e.Line, what), bad})
}

// pickedUp says that an earlier run has done some of it.
func (l *screen) pickedUp(tickets, done, entries int) {
	l.remark("Picked up on %s: %s there, %d of %s done.", l.moment(), plural(tickets, "ticket is", "tickets are"),
		done, plural(entries, "entry is", "entries are"))
}

// leftOpen says that the day ends with tickets that are not closed.
func (l *screen) leftOpen(tickets int) {
	l.remark("Stopped on %s: it is %d days since the last entry, and %s not closed.", l.moment(),
		patience/(24*time.Hour), plural(tickets, "ticket is", "tickets are"))
}

func (l *screen) remark(format string, args ...any) {
	fmt.Fprintln(l.out)
	for _, line := range wrap(width, mark{fmt.Sprintf(format, args...), faint}) {
		fmt.Fprintln(l.out, l.paint.join(line))
	}
}

func (l *screen) moment() string {
	return l.now().In(l.plan.Zone).Format("Monday, 2 January 2006, at 15:04")
}

// begins shows the heading of a chapter with its first entry. The first one's stands above everything.
func (l *screen) begins(chapter string) {
	if l.chapter != "" && l.chapter != chapter {
		fmt.Fprintf(l.out, "\n%s\n", l.paint.in(strong, chapter))
	}
	l.chapter = chapter
}

// title says what is played.
func (l *screen) title() {
	l.chapter = l.plan.Name
	fmt.Fprintf(l.out, "%s %s\n", l.paint.in(strong, l.plan.Name),
		l.paint.in(faint, fmt.Sprintf("(%s, handbook %s %d)", l.plan.Zone, l.plan.Book.Name(), l.plan.Book.Version())))
}
