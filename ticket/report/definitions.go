package report

// What the figures mean. A host may show these sentences beside the numbers.
var (
	acknowledgeTime = Definition{
		Population: "tickets that somebody has acknowledged",
		Clock:      "all time from the report to the first acknowledgement",
		Reopening:  "a reopening changes nothing",
	}
	resolveTime = Definition{
		Population: "tickets that stand resolved or closed, but for cancelled ones",
		Clock:      "all time from the report to the last resolution",
		Reopening:  "the time between a resolution and a reopening counts",
	}
	countedTime = Definition{
		Population: "tickets that stand resolved or closed under an agreement on resolving, but for cancelled ones",
		Clock:      "the agreement's: open hours of its calendar, without waiting for the requester",
		Reopening:  "the time between a resolution and a reopening does not count",
	}
	firstLevel = Definition{
		Population: "of the tickets that stand resolved or closed, but for cancelled ones: those that never left the tier that owns them",
		Reopening:  "a ticket that is handed over after a reopening is none of those any more",
	}
	reopened = Definition{
		Population: "of the tickets that were ever resolved: those that were reopened",
		Reopening:  "a ticket counts once, however often",
	}
	moves = Definition{
		Population: "hand-overs along each edge of the ladder that were offered, and what became of the offers",
	}
	verdicts = Definition{
		Population: "cycles of the clocks of each agreement and metric; late is missed already, though not over",
		Clock:      "each agreement's own",
		Reopening:  "as the metric says: it goes on, is a cycle of its own, or is not counted",
	}
)
