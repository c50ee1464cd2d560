// Package timeline tells what has happened to a ticket: as data, as text for people, and, for the requester, without what is not theirs
// to see.
//
//	line, err := timeline.Teller{Book: book}.Of(id, client, desk.Events(ctx, client, id))
//	fmt.Print(line)
//
// A [Timeline] has a [Moment] for every event, with a sentence, and a [Span] for every stretch of time that the ticket spent in a state,
// at a tier, waiting for a reason, with somebody, or with a clock running or paused. It knows the way that the ticket took, which the
// pictures of its lifecycle and ladder show:
//
//	cycle.Mermaid(line.Steps...)
//	ladder.DOT(line.Tiers...)
//
// [Teller.Public] is what the requester may see. It is made of what is known to be public, not of what is left when private things are
// taken out: a type of event that this package does not know is not in it.
//
// The same events give the same timeline and the same text, so a golden file can hold it.
package timeline
