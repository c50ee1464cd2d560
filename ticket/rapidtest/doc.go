// Package rapidtest draws people, commands, waits and houses for property tests with pgregory.net/rapid.
//
//	rapid.Check(t, func(rt *rapid.T) {
//		d := tickettest.NewDesk(t, tickettest.Book(t, rapidtest.House().Draw(rt, "house")))
//		opened := rapidtest.Opening(d.Desk.Handbook(), "acme").Draw(rt, "opening")
//		…
//		c := rapidtest.Command(d.Desk.Handbook(), d.Ticket(id)).Draw(rt, "command")
//		receipt, err := d.Desk.Do(t.Context(), c)
//		d.Advance(rapidtest.Wait().Draw(rt, "wait"))
//	})
//
// What is plausible for a ticket ([Plausible]) fits how it stands: triggers that lead out of its state, with what they ask for, edges
// that leave its tier, answers to an open offer, steps of a runbook that runs. Who does it is drawn apart, so much of it is still
// refused. What is wild ([Wild]) may be any action of package ticket with anything in it, a new one as well.
package rapidtest
