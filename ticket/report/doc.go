// Package report computes the figures of a desk from its tickets and what happened to them.
//
//	figures, err := report.Make(report.Cases(ctx, desk, ticket.Query{Client: "acme"}), now, book)
//	fmt.Println(figures.Resolve.Median, figures.FirstLevel.Part, "of", figures.FirstLevel.Of)
//
// A figure that does not say what it counts is a rumour, so each carries its [Definition]: which tickets are counted, by which
// clock, and what a reopening does to it.
//
// # Guarantees
//
//   - Everything is read from tickets, events and clocks as the library keeps them. Nothing is looked up, and no clock is read: the
//     instant of the report is a parameter.
//   - The same cases give the same figures, in whatever order they come. Lists are sorted.
//   - Durations are exact: no floating point but in a share.
//
// # Limits
//
// The cases are read once, one after the other; kept are three durations for each, which quantiles need.
package report
