package ticket

// Limits, all checked where the input comes in. Lengths are in bytes.
const (
	MaxID         = 64     // of a ticket, a client, an actor
	MaxKey        = 200    // of a command key and an alarm key
	MaxSource     = 150    // of what an alarm is about
	MaxName       = 500    // of a field of one line: subject, category, requester, …
	MaxText       = 64_000 // of a description, a note, a message
	MaxFields     = 200    // of a house's own
	MaxReferences = 200    // of a ticket; ids of further mails are not kept
	MaxPingPong   = 100    // hand-overs back that a handbook may wait for
	MaxMappings   = 200    // of kinds to kinds, in a handbook
	MaxHelpers    = 50     // of a ticket at once
	MaxNeeds      = 1_000  // of a handbook
	MaxActions    = 50     // in one command
	MaxChoices    = 200    // values of one of them
	MaxTasks      = 100    // of a ticket
	MaxWatchers   = 100    // of a ticket
	MaxBulk       = 500    // commands in one [Desk.DoAll]
	MaxSettled    = 1_000  // things that time made due in one look at a ticket; more wait for the next
	MaxOwed       = 5_000  // follow-ups that a ticket owes other tickets at once
	MaxLinks      = 500    // of one ticket
	MaxLinkRules  = 100    // lines of the table of what travels along links
	MaxHops       = 10     // tickets, one after the other, that a move travels along links; levels of parents
)

// Limits of alarms.
const (
	MaxAlarmText = 2_000     // of what an alarm says
	MaxTimes     = 1_000_000 // that an alarm is raised at once
	MaxTurns     = 20        // of an alarm that are kept
	MaxStorm     = 500       // alarms whose keys the ticket of a storm keeps; more are counted
)

// Limits of mails.
const (
	MaxAnswers = 50 // mails that one answers and that are looked for: the first and the newest ones
	MaxUnasked = 20 // mails of machines and strangers that are noted on a ticket in an hour, counted from the first
)
