package tickettest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/ticket"
)

// Open logs a ticket of the kind incident, with what is said about it, and does more to it in the same command.
func (d *Desk) Open(by ticket.Actor, set ticket.Set, more ...ticket.Action) ticket.Ticket {
	d.t.Helper()
	return d.Do(by, "", append([]ticket.Action{ticket.Open{Set: set}}, more...)...)
}

// Do carries out actions that must succeed, on a ticket, or, with "" and an action that opens one, on a new one. It gives the ticket
// with everything that followed at once. Its events must fold to it.
func (d *Desk) Do(by ticket.Actor, id string, actions ...ticket.Action) ticket.Ticket {
	d.t.Helper()
	receipt, err := d.Try(by, id, actions...)
	if err != nil {
		d.t.Fatalf("tickettest: %s: %s: %s: %v", d.said(), named(by), doing(id, actions), err)
	}
	return d.get(receipt.Ticket.Client, receipt.Ticket.ID)
}

// Try carries out actions that may fail, and says how that went.
func (d *Desk) Try(by ticket.Actor, id string, actions ...ticket.Action) (ticket.Receipt, error) {
	d.t.Helper()
	d.mu.Lock()
	d.clients[by.Client] = true
	d.mu.Unlock()
	receipt, err := d.Desk.Do(d.t.Context(), ticket.Command{Ticket: id, By: by, Do: actions})
	if err == nil {
		d.settle()
	}
	return receipt, err
}

// Refused carries out actions that must be refused by a rule, "" for any, and change nothing. It gives the refusal.
func (d *Desk) Refused(rule string, by ticket.Actor, id string, actions ...ticket.Action) *ticket.Refusal {
	d.t.Helper()
	before, _ := d.Desk.Get(d.t.Context(), by.Client, id)
	receipt, err := d.Try(by, id, actions...)
	what := fmt.Sprintf("tickettest: %s: %s: %s", d.said(), named(by), doing(id, actions))
	refusal, ok := errors.AsType[*ticket.Refusal](err)
	switch {
	case err == nil:
		d.t.Fatalf("%s was to be refused%s, and was not: %s", what, byRule(rule), standing(receipt.Ticket))
	case !ok:
		d.t.Fatalf("%s was to be refused%s, and failed: %v", what, byRule(rule), err)
	case rule != "" && refusal.Rule != rule:
		d.t.Fatalf("%s was to be refused%s, and was by %q: %v", what, byRule(rule), refusal.Rule, refusal)
	}
	if after, _ := d.Desk.Get(d.t.Context(), by.Client, id); after.Version != before.Version {
		d.t.Fatalf("%s was refused, and has changed the ticket: %s", what, standing(after))
	}
	return refusal
}

// Ticket gives a ticket. No other client may have one of this id.
func (d *Desk) Ticket(id string) ticket.Ticket {
	d.t.Helper()
	return d.get(d.clientOf(id), id)
}

// Events gives what has happened to a ticket: all of it, or what is of one of the types.
func (d *Desk) Events(id string, types ...ticket.EventType) []ticket.Event {
	d.t.Helper()
	var all []ticket.Event
	for e, err := range d.Desk.Events(d.t.Context(), d.clientOf(id), id) {
		if err != nil {
			d.t.Fatalf("tickettest: %v", err)
		}
		if len(types) == 0 || slices.Contains(types, e.Type) {
			all = append(all, e)
		}
	}
	return all
}

// clientOf gives the one client that has a ticket of this id.
func (d *Desk) clientOf(id string) string {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	var found []string
	for client := range d.clients {
		if _, err := d.Desk.Get(d.t.Context(), client, id); err == nil {
			found = append(found, client)
		}
	}
	if len(found) != 1 {
		d.t.Fatalf("tickettest: there are %d clients with a ticket %q; ask Desk.Get", len(found), id)
	}
	return found[0]
}

// get gives a ticket and sees to it that it is the sum of its events.
func (d *Desk) get(client, id string) ticket.Ticket {
	d.t.Helper()
	t, err := d.Desk.Get(d.t.Context(), client, id)
	if err != nil {
		d.t.Fatalf("tickettest: %s: ticket %s: %v", d.said(), id, err)
	}
	folded, err := ticket.Fold(id, client, d.Desk.Events(d.t.Context(), client, id))
	if err != nil {
		d.t.Fatalf("tickettest: %v", err)
	}
	if !reflect.DeepEqual(folded, t) {
		d.t.Fatalf("tickettest: ticket %s is not the sum of its events:\n%+v\n%+v", id, t, folded)
	}
	return t
}

// named says who somebody is.
func named(by ticket.Actor) string {
	text := string(by.Kind) + " " + by.ID
	if by.Tier != "" {
		text += " of " + string(by.Tier)
	}
	return text
}

// doing says what was to be done.
func doing(id string, actions []ticket.Action) string {
	words := make([]string, len(actions))
	for i, a := range actions {
		words[i] = strings.TrimPrefix(fmt.Sprintf("%T%+v", a, a), "ticket.")
	}
	return strings.TrimSpace(id + " " + strings.Join(words, ", "))
}

func byRule(rule string) string {
	if rule == "" {
		return ""
	}
	return fmt.Sprintf(" by the rule %q", rule)
}

// standing says how a ticket stands.
func standing(t ticket.Ticket) string {
	text := fmt.Sprintf("%s is %s at %s", t.ID, t.State, t.Tier)
	if t.Offer != nil {
		text += ", offered to " + string(t.Offer.To)
	}
	return text
}
